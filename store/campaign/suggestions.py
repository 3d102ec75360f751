"""What may stand in a field: what this unit entered there before, then what the pack offers, then names.

Before: each use counts 1, halved for every ``HALF_LIFE`` records entered after it, and double when it was
one's own organisation's. So what was entered last comes first, unless something else is entered more often.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.errors import WrongUsage
from forms.kinds.registry import kind_of
from forms.neutral import one_line
from forms.organisations import Organisations
from forms.pack import Field
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations, shard_of
from store.campaign.records import records_annex
from store.campaign.rows import EVERY_BRANCH

HALF_LIFE = 20
OWN = 2.0

Texts = dict[str, tuple[str, ...]]


def suggestions(c: Campaign, annex_id: str, org_id: str, field_id: str) -> list[str]:
    """Distinct neutralised texts, the likeliest first; none for dates and findings.

    Raises BadInput for an unknown organisation, WrongUsage for an unknown annex or field."""
    asked = _field(c, annex_id, field_id)
    kind = kind_of(asked)
    if not kind.suggested:
        return []
    found = dict.fromkeys(_used(c, annex_id, org_id).ranked(organisations(c), org_id, asked.id))
    found.update(dict.fromkeys(kind.values()))
    if kind.names_organisations:
        found.update(dict.fromkeys(names(c, org_id)))
        found[EVERY_BRANCH] = None
    return list(found)


def names(c: Campaign, org_id: str) -> list[str]:
    """Organisations of one's unit, in official order."""
    known = organisations(c)
    return [org.name for org in known.scope(known.unit_of(known.find(org_id).id).id)]


@dataclass
class _Used:
    """What the records of an annex hold in one shard, as far as it may be suggested, in order of entry."""

    sequence: int
    documents: dict[str, tuple[str, Texts]] = field(default_factory=dict)
    """By record: whose it is, and its texts by field."""
    _read: dict[tuple[str, Any], tuple[str, ...]] = field(default_factory=dict)
    """What a field's value says: read and kept once, however many records have it."""
    _ranked: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def ranked(self, known: Organisations, org_id: str, field_id: str) -> list[str]:
        """Texts of a field in records one may see, the best for this organisation first."""
        if (org_id, field_id) in self._ranked:
            return self._ranked[org_id, field_id]
        score: dict[str, float] = {}
        worth = 1.0
        step: float = 0.5 ** (1 / HALF_LIFE)
        for org, texts in reversed(self.documents.values()):
            if not known.sees(org):
                continue
            for text in texts.get(field_id, ()):
                score[text] = score.get(text, 0.0) + worth * (OWN if org == org_id else 1.0)
            worth *= step
        # Sorting keeps the order of what counts the same: the newest first.
        found = self._ranked[org_id, field_id] = sorted(score, key=lambda text: -score[text])
        return found

    def take(self, id: str, org: str, asked: list[Field], data: Mapping[str, Any]) -> None:
        """A record is new, or these fields of it have changed."""
        texts = {one.id: self._texts(one, data[one.id]) for one in asked if one.id in data}
        before = self.documents.get(id)
        self.documents[id] = (org, {**before[1], **texts} if before else texts)
        self._ranked.clear()

    def _texts(self, asked: Field, value: Any) -> tuple[str, ...]:
        key = asked.id, tuple(value) if isinstance(value, list) else value
        try:
            if key not in self._read:
                self._read[key] = _entries(asked, value)
            return self._read[key]
        except TypeError:  # something within something, written by another program
            return _entries(asked, value)

    def drop(self, id: str) -> None:
        self.documents.pop(id, None)
        self._ranked.clear()


def _used(c: Campaign, annex_id: str, org_id: str) -> _Used:
    """Read once from all records of the unit; afterwards what was saved since is added to it."""
    annex = records_annex(c, annex_id)
    shard = shard_of(c, org_id)
    sequence = c.store.sequence(shard)
    asked = [one for one in annex.fields if kind_of(one).suggested]

    def read() -> _Used:
        new = _Used(sequence)
        for document in c.store.query(shard, annex=annex.id):
            new.take(document.id, document.org, asked, document.data)
        return new

    used = c.kept(f"suggestions {shard} {annex.id}", (), read)
    if used.sequence != sequence:
        for entry in c.store.changes_since(shard, used.sequence):
            for change in entry.changes:
                if change.annex == annex.id and change.deleted:
                    used.drop(change.id)
                elif change.annex == annex.id:
                    used.take(change.id, change.org, asked, {**dict.fromkeys(change.unset), **change.set})
        used.sequence = sequence
    return used


def _entries(asked: Field, value: Any) -> tuple[str, ...]:
    values = value if kind_of(asked).several and isinstance(value, list) else (value,)
    return tuple(text for one in values if (text := kind_of(asked).show(one).strip()))


def _field(c: Campaign, annex_id: str, field_id: str) -> Field:
    annex = records_annex(c, annex_id)
    if field_id not in annex.by_id:
        known = "、".join(annex.by_id)
        raise WrongUsage(f"附件{annex.number}没有“{one_line(field_id)}”这一项；可用：{known}。")
    return annex.by_id[field_id]
