"""Tables for spreadsheets. The header is the printed one, then what is kept and not printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exports.diagnosis_text import (
    OUTSIDE,
    diagnosed,
    evidence_lines,
    findings_text,
    measures_text,
    verdict_text,
)
from exports.options import Request
from exports.printed import Document
from exports.record_rows import printed_rows, record_texts
from forms.kinds.cells import DAY, NUMBER, TEXT, CellType
from forms.kinds.registry import kind_of
from forms.pack import GuideAnnex, RecordsAnnex, ScheduleAnnex
from forms.when import official_day
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis
from store.campaign.submissions import Obligation, obligations
from store.protocol import Document as Stored

ORGANISATION = "党组织"
"""The column that says whose row it is, where the printed form has none."""
RAW_COLUMNS = ("id", "rev")
"""What a table for programs has behind all others."""

SCHEDULE_HEADER = (ORGANISATION, "报送材料", "报送截止", "剩余天数", "状态", "报送日期", "说明")
SCHEDULE_CELLS = (TEXT, TEXT, DAY, NUMBER, TEXT, DAY, TEXT)
GUIDE_HEADER = (ORGANISATION, "编号", "一级指标", "二级指标", "诊断结论", "量化指标", "存在问题", "佐证")


@dataclass(frozen=True, slots=True)
class Table(Document):
    """Header and rows of text; ``ids`` are id and revision of each row, for ``raw``."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ids: tuple[tuple[str, ...], ...]
    cells: tuple[CellType, ...] = ()
    """For a workbook: what the cells of each column hold; empty: all of them text."""


def table(asked: Request) -> Table:
    """The rows of an organisation's form, or of the whole school's. Raises StoreError."""
    annex = asked.annex
    if isinstance(annex, ScheduleAnnex):
        return _schedule(asked)
    if isinstance(annex, GuideAnnex):
        return _guide(asked.campaign, diagnosed(asked, annex))
    return _records(asked, annex)


def records_header(annex: RecordsAnnex) -> tuple[str, ...]:
    """党组织 where no printed column shows it, the printed columns, then the fields that are not printed."""
    return tuple(title for title, _ in _columns(annex))


def _columns(annex: RecordsAnnex) -> list[tuple[str, str]]:
    """Each heading, and what stands beneath it."""
    printed = [(column.title, column.shows) for column in annex.columns]
    shown = {shows for _, shows in printed}
    whose = [] if "organisation" in shown else [(ORGANISATION, "organisation")]
    return [*whose, *printed, *((field.label, field.id) for field in annex.fields if field.id not in shown)]


def _records(asked: Request, annex: RecordsAnnex) -> Table:
    found = printed_rows(asked, annex)
    shows = [name for _, name in _columns(annex)]
    texts = (record_texts(record, number) for number, record in enumerate(found.rows, 1))
    rows = tuple(tuple(one.get(name, "") for name in shows) for one in texts)
    ids = tuple(_ids(record.document) for record in found.rows)
    cells = {"serial": NUMBER} | {field.id: kind_of(field).cell for field in annex.fields}
    by_column = tuple(cells.get(name, TEXT) for name in shows)
    return Table(records_header(annex), rows, ids, by_column, problems=found.problems)


def _schedule(asked: Request) -> Table:
    owed = owed_by(asked)
    rows = tuple(
        (
            one.org.name,
            one.name,
            official_day(one.due),
            str(one.status.days_left),
            one.status.words,
            official_day(date.fromisoformat(one.submission.date)) if one.submission.date else "",
            one.submission.note,
        )
        for one in owed
    )
    return Table(SCHEDULE_HEADER, rows, tuple(_ids(one.document) for one in owed), SCHEDULE_CELLS)


def owed_by(asked: Request) -> list[Obligation]:
    """What is to be handed in by the organisation, and by those below it."""
    owed = obligations(asked.campaign, asked.org.id)
    return [one for one in owed if not asked.only or one.org.id == asked.org.id]


def _guide(c: Campaign, found: Sequence[Diagnosis]) -> Table:
    rows: list[tuple[str, ...]] = []
    ids: list[tuple[str, ...]] = []
    for one in found:
        for item in one.items:
            rows.append(
                (
                    one.org.name,
                    item.id,
                    item.criterion.heading,
                    item.indicator.short,
                    verdict_text(item),
                    measures_text(item),
                    findings_text(item.findings),
                    "\n".join(evidence_lines(c, one.org.id, item)),
                )
            )
            ids.append(_ids(item.document))
        if one.outside:
            rows.append((one.org.name, "", OUTSIDE, "", "", "", findings_text(one.outside), ""))
            ids.append(("", ""))
    return Table(GUIDE_HEADER, tuple(rows), tuple(ids))


def _ids(document: Stored | None) -> tuple[str, str]:
    return (document.id, str(document.rev)) if document else ("", "")
