"""The rows of a records annex as a list on the screen: columns as on the form, narrowed to the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rich.cells import cell_len

from forms.kinds.kind import text_length
from forms.kinds.registry import kind_of
from forms.neutral import one_line
from forms.pack import Column, RecordsAnnex
from forms.references import split_points
from store.campaign.filters import state_words
from store.campaign.records import Row, last_entered
from tui.widgets.row_list import ListColumn, ListRow

STATE = ListColumn("状态", 6)
SERIAL, NAME, SIZE = 4, 20, 8
"""Widths of serial, the name of an organisation, and of how long a text is; in cells."""
LEAST = 18
"""A text narrower than this tells nothing: its column is left out, and its text stands in the preview."""
MARGIN, GAP = 2, 2
"""What the list takes before the first column and between columns."""


@dataclass(frozen=True)
class Layout:
    """Which printed columns the list shows, and how wide; the state comes last."""

    shown: tuple[Column, ...]
    widths: tuple[int, ...]

    @property
    def columns(self) -> list[ListColumn]:
        """Give the columns as the list takes them."""
        titles = [one_line(column.title) for column in self.shown]
        return [*(ListColumn(title, w) for title, w in zip(titles, self.widths, strict=True)), STATE]


def layout(annex: RecordsAnnex, width: int) -> Layout:
    """Columns for a window: those of known width, then names of organisations, then the widest texts.

    A one-per-org annex is looked at for what is there: its texts are shown as so many characters or points.
    """
    least = {column.shows: _least(annex, column) for column in annex.columns}
    order = sorted(annex.columns, key=lambda column: (least[column.shows] == LEAST, -column.width))
    room = width - MARGIN - STATE.width
    kept = []
    for column in order:
        if room >= least[column.shows] + GAP:
            kept.append(column)
            room -= least[column.shows] + GAP
    texts = [column for column in kept if least[column.shows] == LEAST] or [
        column for column in kept if column.shows == "organisation"
    ]
    total = sum(column.width for column in texts) or 1
    shown = tuple(column for column in annex.columns if column in kept)
    return Layout(
        shown,
        tuple(least[c.shows] + (room * c.width // total if c in texts else 0) for c in shown),
    )


def _least(annex: RecordsAnnex, column: Column) -> int:
    field = annex.by_id.get(column.shows)
    if field is None:
        return {"serial": SERIAL, "organisation": NAME}.get(column.shows, LEAST)
    if width := kind_of(field).list_width:
        return width
    if annex.rows == "one-per-org":
        return max(SIZE, cell_len(column.title))
    return LEAST


class RecordLine(ListRow):
    """A row of the list that is worked out when it comes into view, or something is searched for."""

    def __init__(self, annex: RecordsAnnex, plan: Layout, row: Row, number: int, year: int) -> None:
        many = annex.rows == "many"
        self.__dict__["key"] = row.document.id if many and row.document else row.org.id
        self.__dict__["_of"] = annex, plan, row, number, year

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Give the texts of the row."""
        annex, plan, row, number, year = self.__dict__["_of"]
        cells = (_cell(annex, column, row, number, year) for column in plan.shown)
        return (*cells, state_words(annex, row))

    @cached_property
    def strong(self) -> bool:
        """Tell whether something is wrong with it."""
        row: Row = self.__dict__["_of"][2]
        return bool(row.faults)

    @cached_property
    def faint(self) -> bool:
        """Tell whether there is no record yet."""
        return self.cells[-1] == "未填报"


def _cell(annex: RecordsAnnex, column: Column, row: Row, number: int, year: int) -> str:
    if column.shows == "serial":
        return str(number)
    if column.shows == "organisation":
        return row.org.name
    text, field = row.texts.get(column.shows, ""), annex.by_id.get(column.shows)
    if field is None:
        return text
    kind = kind_of(field)
    if annex.rows == "one-per-org" and text and not kind.list_width:
        in_points = field.id in annex.finding_fields
        return f"{len(split_points(text))}条" if in_points else f"{text_length(text)}字"
    return kind.list_text(text, year)


def preview(annex: RecordsAnnex, row: Row, most: int = 300) -> str:
    """Everything that is in a record, a line a field; long texts by their beginning."""
    lines = [f"！{fault}" for fault in row.faults]
    for field in annex.fields:
        text = row.texts.get(field.id, "").strip()
        if text:
            unit = one_line(field.unit)
            reason = row.document.forced.get(field.id, "") if row.document else ""
            said = f"（仍按此填报：{one_line(reason)}）" if reason else ""
            lines.append(
                f"{one_line(field.label)}：{text[:most]}{'……' if len(text) > most else ''}{unit}{said}"
            )
    return "\n".join(lines)


def summary(annex: RecordsAnnex, row: Row) -> str:
    """A record in a few words, for questions about it."""
    if annex.rows != "many":
        return row.org.name
    parts = [row.texts.get(field.id, "") for field in annex.fields[:2]]
    words = one_line("　".join(part for part in parts if part)) or row.org.name
    return words if len(words) <= 40 else words[:40] + "……"


def carried(annex: RecordsAnnex, rows: Sequence[Row], org: str) -> dict[str, str]:
    """Texts of the record this organisation entered last, for the fields that carry."""
    last = last_entered(rows, org)
    if last is None:
        return {}
    return {field.id: last.texts.get(field.id, "") for field in annex.fields if field.carry}
