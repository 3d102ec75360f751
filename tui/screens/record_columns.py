"""The rows of a records annex as a list on the screen: columns as on the form, narrowed to the window."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from forms.neutral import one_line
from forms.pack import Column, RecordsAnnex
from store.campaign.records import Row
from tui.widgets.row_list import ListColumn, ListRow

STATE = ListColumn("状态", 6)
WHEN_WIDTH = 16
MARGIN, GAP = 2, 2
"""What the list takes before the first column and between columns, in cells."""


def columns(annex: RecordsAnnex, width: int) -> list[ListColumn]:
    """Printed columns share the window as they share the page; serial, date and state take what they need."""
    fixed = {"serial": 4}
    fixed.update({field.id: WHEN_WIDTH for field in annex.fields if field.kind == "when"})
    flexible = [column for column in annex.columns if column.shows not in fixed]
    room = width - MARGIN - STATE.width - GAP * len(annex.columns)
    room -= sum(fixed[column.shows] for column in annex.columns if column.shows in fixed)
    total = sum(column.width for column in flexible) or 1
    shown = []
    for column in annex.columns:
        share = fixed.get(column.shows) or max(room * column.width // total, cell_len(column.title), 6)
        shown.append(ListColumn(one_line(column.title), share))
    return [*shown, STATE]


def list_row(annex: RecordsAnnex, row: Row, number: int, year: int) -> ListRow:
    """One record, or one organisation of a one-per-org annex that may have none yet."""
    many = annex.rows == "many"
    key = row.document.id if many and row.document else row.org.id
    cells = [_cell(annex, column, row, number, year) for column in annex.columns]
    state = state_words(annex, row)
    return ListRow(key, (*cells, state), strong=bool(row.faults), faint=state == "未填报")


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


def _cell(annex: RecordsAnnex, column: Column, row: Row, number: int, year: int) -> str:
    if column.shows == "serial":
        return str(number)
    if column.shows == "organisation":
        return row.org.name
    text = row.texts.get(column.shows, "")
    field = annex.by_id.get(column.shows)
    # The year of the campaign goes without saying, and its place is needed.
    return text.replace(f"{year}年", "") if field and field.kind == "when" else text


def summary(annex: RecordsAnnex, row: Row) -> str:
    """A record in a few words, for questions about it."""
    if annex.rows != "many":
        return row.org.name
    parts = [row.texts.get(field.id, "") for field in annex.fields[:2]]
    words = one_line("　".join(part for part in parts if part)) or row.org.name
    return words if len(words) <= 40 else words[:40] + "……"


def carried(annex: RecordsAnnex, rows: Sequence[Row]) -> dict[str, str]:
    """Texts of the record entered last, for the fields that carry."""
    last = max((row for row in rows if row.document), key=lambda row: _entered(row), default=None)
    if last is None:
        return {}
    return {field.id: last.texts.get(field.id, "") for field in annex.fields if field.carry}


def _entered(row: Row) -> str:
    return row.document.id if row.document else ""
