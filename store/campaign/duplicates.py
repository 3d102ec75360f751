"""A record that may be there already: the same organisation, the same day, the same content.

Which fields tell is the pack's ``key``: its dates and texts. Its organisations and choices are the same from
record to record. The same content in another branch is no duplicate: the unit's form puts those together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forms.kinds.registry import kind_of, traits_of
from forms.neutral import one_line
from forms.pack import Field, RecordsAnnex
from forms.remark import Remark
from store.campaign.campaign import Campaign
from store.campaign.organisations import shard_of
from store.campaign.rows import documents
from store.protocol import Document

REASON = "不是同一条，仍然新增"
"""What is kept as the reason where somebody has looked at both."""


@dataclass(frozen=True)
class LikelyDuplicate(Remark):
    """A soft remark at the last field of the key, with the record that is there."""

    document: Document


def key_fields(annex: RecordsAnnex) -> list[Field]:
    """The fields that tell one record from another; none where the key has no text."""
    if annex.rows != "many":
        return []
    found = [field for field in annex.fields if field.id in annex.key and kind_of(field).tells_apart]
    return found if any(not traits_of(field).days for field in found) else []


def likely_duplicate(
    annex: RecordsAnnex, texts: Mapping[str, str], others: Iterable[Document], today: date
) -> LikelyDuplicate | None:
    """The newest of ``others`` (records of the same organisation) with the same day and content; None where
    something of the key is still empty."""
    fields = key_fields(annex)
    # What can be compared without reading a date comes first: thousands of others are passed by quickly.
    fields.sort(key=lambda field: traits_of(field).days)
    wanted = {field.id: _gist(field, texts.get(field.id, ""), today) for field in fields}
    if not fields or not all(wanted.values()):
        return None
    for other in sorted(others, key=lambda other: other.id, reverse=True):
        if all(
            wanted[field.id] == _gist(field, kind_of(field).show(other.data.get(field.id)), today)
            for field in fields
        ):
            at = [field.id for field in key_fields(annex) if not traits_of(field).days][-1]
            return LikelyDuplicate(at, _sentence(annex, other), "soft", other)
    return None


def twin_of(
    c: Campaign, annex: RecordsAnnex, org_id: str, texts: Mapping[str, str], but: str = ""
) -> LikelyDuplicate | None:
    """``likely_duplicate`` among what the organisation has in the store, itself (``but``) left out."""
    if not all(texts.get(field.id) for field in key_fields(annex)):
        return None
    stored = documents(c, shard_of(c, org_id), annex.id)
    others = [document for document in stored if document.org == org_id and document.id != but]
    return likely_duplicate(annex, texts, others, c.entry_day)


def _sentence(annex: RecordsAnnex, other: Document) -> str:
    when = next((field for field in key_fields(annex) if traits_of(field).days), None)
    day = one_line(kind_of(when).show(other.data.get(when.id))) if when else ""
    return f"{day}已有相同的一条（{one_line(other.created_by)}录入），请核对。"


def _gist(field: Field, text: str, today: date) -> str:
    """What of a text counts: the first day of a date; letters, digits and characters of anything else."""
    if traits_of(field).days and (days := kind_of(field).days(text, today)):
        return days[0].isoformat()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
