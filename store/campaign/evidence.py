"""佐证: the records that a verdict points to. They stay where they are; the verdict keeps their ids.

A record may be deleted afterwards: it is told as such, and its id goes with the next save. One that this
person may not see is no deleted one, and stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.kinds.registry import kind_of
from forms.neutral import one_line
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.organisations import shard_of
from store.protocol import Data, Document
from store.versions import versions

FIELD = "evidence"
"""Key of the ids in a verdict's document; left out while there are none."""

DELETED, HIDDEN = "已删除的记录", "看不到的记录"


@dataclass(frozen=True)
class Evidence:
    """One record that a verdict points to."""

    id: str
    document: Document | None
    """None: deleted, or not for this person to see."""
    deleted: bool
    words: str
    """``2021年3月18日 学习内容``, in one line and neutralised."""


def evidence_ids(data: Data) -> tuple[str, ...]:
    """What a verdict's document holds, in its order, each once; whatever is no id is none."""
    kept = data.get(FIELD)
    found = kept if isinstance(kept, list) else []
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str)))


def evidence(c: Campaign, org_id: str, ids: Sequence[str]) -> list[Evidence]:
    """The records behind these ids, in the same order."""
    shard = shard_of(c, org_id)
    found = []
    for one in ids:
        document = c.store.get(shard, one)
        past = versions(c.store, shard, one) if document is None else []
        gone = bool(past) and past[-1].document is None
        words = record_words(c, document) if document else DELETED if gone else HIDDEN
        found.append(Evidence(one, document, gone, words))
    return found


def without_deleted(c: Campaign, org_id: str, ids: Sequence[str]) -> list[str]:
    """The ids of what has not been deleted."""
    return [one.id for one in evidence(c, org_id, ids) if not one.deleted]


def record_words(c: Campaign, document: Document) -> str:
    """A record in a line: its time, and what it was about."""
    said = filter(None, (record_time(c, document), record_about(c, document)))
    return " ".join(said) or one_line(document.id)


def record_about(c: Campaign, document: Document) -> str:
    """What it was about: its first text."""
    annex = c.pack.annex(document.annex)
    if not isinstance(annex, RecordsAnnex):
        return ""
    about = next((field for field in annex.own_fields if kind_of(field).prose), None)
    return one_line(kind_of(about).show(document.data.get(about.id))) if about else ""


def record_time(c: Campaign, document: Document) -> str:
    """When it was, as printed; empty where nobody said."""
    annex = c.pack.annex(document.annex)
    field = annex.time_field if isinstance(annex, RecordsAnnex) else None
    return one_line(kind_of(field).show(document.data.get(field.id))) if field else ""


def many_row_annexes(c: Campaign) -> list[RecordsAnnex]:
    """Whose records may be pointed to."""
    return [annex for annex in c.pack.records if annex.rows == "many"]
