"""Which rows of a records annex to look at: those to be finished, those with something amiss, one's own,
those kept against a remark. One function a filter, over a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forms.checks import check_record
from forms.errors import WrongUsage
from forms.neutral import one_line
from forms.pack import RecordsAnnex
from forms.record_edit import RecordEdit
from store.campaign.campaign import Campaign
from store.campaign.records import Row

ALL = "all"


@dataclass(frozen=True)
class Filter:
    """A filter by its name for programs and its words on the screen."""

    id: str
    words: str
    keeps: Callable[[Campaign, RecordsAnnex, Row], bool]
    dear: bool = False
    """Asking it of thousands of rows takes long enough to be noticed."""


def incomplete(c: Campaign, annex: RecordsAnnex, row: Row) -> bool:
    """Kept as 未完成; where every organisation has one row, also those that have none yet."""
    return row.incomplete or (annex.rows == "one-per-org" and row.document is None)


def faulty(c: Campaign, annex: RecordsAnnex, row: Row) -> bool:
    """Something that is written is not what its field takes, or is unusual and nobody has said why, checked
    as of now. What is merely missing from a record kept as 未完成 is not amiss."""
    document = row.document
    if document is None:
        return False
    if row.faults:
        return True
    # What was found of each version of each record does not change before the day does.
    known: dict[tuple[str, int], bool] = c.cache.get(f"amiss {annex.id}", c.entry_day, dict)
    key = document.id, document.rev
    if key not in known:
        if document.state == "complete":  # what is complete could be read when it was saved
            remarks = tuple(check_record(annex, document.data, c.entry_day))
        else:
            remarks = RecordEdit.of_stored(annex, c.entry_day, document.data).remarks
        known[key] = any(
            not document.forced.get(remark.field)
            if remark.kind == "soft"
            else remark.kind == "error" or document.state == "complete"
            for remark in remarks
        )
    return known[key]


def mine(c: Campaign, annex: RecordsAnnex, row: Row) -> bool:
    """Entered by the account that is at work."""
    return row.document is not None and row.document.created_by == c.actor.account


def forced(c: Campaign, annex: RecordsAnnex, row: Row) -> bool:
    """Kept against a remark, with the reason."""
    return row.document is not None and bool(row.document.forced)


FILTERS = (
    Filter(ALL, "全部", lambda c, annex, row: True),
    Filter("incomplete", "未完成", incomplete),
    Filter("faulty", "有问题", faulty, dear=True),
    Filter("mine", "我录入的", mine),
    Filter(
        "forced", "有说明的", lambda c, annex, row: row.document is not None and bool(row.document.forced)
    ),
)


def find_filter(name: str) -> Filter:
    """By its id or its words. Raises WrongUsage naming those there are."""
    found = next((one for one in FILTERS if name.strip().lower() in (one.id, one.words)), None)
    if found is None:
        known = "、".join(f"{one.id}（{one.words}）" for one in FILTERS)
        raise WrongUsage(f"没有“{one_line(name)}”这种筛选；可用：{known}。")
    return found


def kept(c: Campaign, annex: RecordsAnnex, rows: Sequence[Row], chosen: Filter) -> list[Row]:
    """The rows that the filter lets through."""
    return [row for row in rows if chosen.keeps(c, annex, row)]


def state_words(annex: RecordsAnnex, row: Row) -> str:
    """Empty for a complete record of many, a word for everything else."""
    if row.faults:
        return "有误"
    if row.incomplete:
        return "未完成"
    if annex.rows == "many":
        return ""
    if row.document is not None:
        return "已填"
    return "填报中" if any(row.texts.values()) else "未填报"
