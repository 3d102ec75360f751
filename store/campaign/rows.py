"""Records as they are shown and printed, and which of a unit concern one of its organisations.

They are kept from the countdown to the list, and each read as a text when somebody looks at it, since of
thousands a few are. A record that a branch enters is that branch's, and whoever else stands in 开展单位 took
part in it. What the unit enters as held by 各党支部 concerns each of them, and is then not the unit's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from forms.kinds.registry import kind_of
from forms.organisation import Organisation
from forms.organisations import Organisations
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations, required, shard_of
from store.protocol import ORGANISATIONS, Document

EVERY_BRANCH = "各党支部"
"""What stands in 开展单位 for all branches of a unit."""

_FOR_ALL = (EVERY_BRANCH, "各支部")
"""How a name ends that stands for them: 机关各党支部."""

Reading = tuple[dict[str, str], tuple[str, ...]]
"""Texts by field id, and faults."""


@dataclass(frozen=True)
class Row:
    """A record of an organisation; without a document where it has only findings, or nothing yet."""

    org: Organisation
    document: Document | None
    read: Callable[[Organisation, Document | None], Reading] = field(repr=False, compare=False)

    @cached_property
    def _reading(self) -> Reading:
        return self.read(self.org, self.document)

    @property
    def texts(self) -> dict[str, str]:
        """Field id to neutralised text as printed; findings rendered, without references."""
        return self._reading[0]

    @property
    def faults(self) -> tuple[str, ...]:
        """Sentences about fields whose stored value is not what the field takes; it is shown all the same."""
        return self._reading[1]

    def saying(self, texts: dict[str, str], faults: tuple[str, ...]) -> Row:
        """The same record in other words."""
        return Row(self.org, self.document, lambda org, document: (texts, faults))

    @property
    def incomplete(self) -> bool:
        """Was the record kept as 未完成?"""
        return self.document is not None and self.document.state == "incomplete"


def documents(c: Campaign, shard: str, annex: str) -> list[Document]:
    """Those of an annex, for looking at only; of the unit last asked about they are kept until something is
    saved there."""
    by_annex: dict[str, list[Document]] = c.kept("documents", (shard,), dict, shard)
    if annex not in by_annex:
        by_annex[annex] = c.store.query(shard, annex=annex)
    return by_annex[annex]


def concerning(c: Campaign, annex: RecordsAnnex, org_id: str) -> list[Document]:
    """The records of this annex that concern the organisation, as entered, of those that this person may
    see. Read again only when something was saved. Raises BadInput for an unknown organisation."""
    org, shard = required(c, org_id), shard_of(c, org_id)

    def make() -> list[Document]:
        concerns = _rule(annex, org, organisations(c))
        return [one for one in documents(c, shard, annex.id) if concerns(one)]

    return c.kept("concerning", (shard, ORGANISATIONS), make, annex.id, org.id)


def organisers(annex: RecordsAnnex, document: Document) -> list[str]:
    """Who held it, as written; empty where the annex does not ask or nobody said."""
    return [
        entry
        for field in annex.fields
        if kind_of(field).names_organisations and isinstance(value := document.data.get(field.id), list)
        for entry in value
        if isinstance(entry, str)
    ]


def _rule(annex: RecordsAnnex, org: Organisation, known: Organisations) -> Callable[[Document], bool]:
    names = _names(org)
    below = {name for one in known.scope(org.id) if one.id != org.id for name in _names(one)}
    above = _above(org, known) if org.level == "branch" else set()

    def concerns(document: Document) -> bool:
        said = organisers(annex, document)
        if document.org == org.id:
            held_below = below and said and all(one in below or one.endswith(_FOR_ALL) for one in said)
            return not held_below
        if not names.isdisjoint(said):
            return True
        return document.org in above and any(one.endswith(_FOR_ALL) for one in said)

    return concerns


def _names(org: Organisation) -> set[str]:
    return {org.id, org.name, org.full_name} - {""}


def _above(org: Organisation, known: Organisations) -> set[str]:
    found = [org]
    while (above := known.get(found[-1].parent)) is not None and above not in found:
        found.append(above)
    return {one.id for one in found[1:]}
