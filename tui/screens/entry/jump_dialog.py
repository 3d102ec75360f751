"""Ctrl+G in an entry form: which line to go to, all of them by number, with how each stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from forms.neutral import one_line
from tui.actions import action
from tui.screens.dialogs.pick import Pick
from tui.widgets.field_rows import FieldRow
from tui.widgets.findings_editor import FindingsRow
from tui.widgets.inputs import LineInput
from tui.widgets.row_list import ListColumn, ListRow, RowList

JUMP = action(
    "jump | ctrl+g | 跳到第几项"
    " | 列出各项和填没填，输入序号就到那一项，也可以打汉字、拼音筛选。 | quiet priority"
)
COLUMNS = (ListColumn("", 3), ListColumn("", 16), ListColumn(""))


class Jump(Pick):
    """The id of the field. A number goes at once when no other begins with it; words filter."""

    DEFAULT_CSS = "Jump { #box { width: 52; height: auto; max-height: 24; } RowList { height: auto; } }"

    def __init__(self, rows: Sequence[FieldRow], current: str) -> None:
        lines = [
            ListRow(row.field.id, (row.number, one_line(row.field.label), how_it_stands(row))) for row in rows
        ]
        super().__init__("跳到第几项", COLUMNS, lines, current)

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        super().on_mount()
        self.query_one(RowList).styles.height = min(len(self.choices), 14)

    def made_box(self) -> LineInput:
        """Make the box one types in."""
        return LineInput(placeholder="输入序号，或几个字")

    def show(self) -> None:
        """Show the rows that the filter lets through."""
        typed = unicodedata.normalize("NFKC", self.typed).strip()
        if not typed.isdecimal():
            super().show()
            return
        found = [row for row in self.choices if row.cells[0].startswith(typed)]
        if len(found) == 1:
            self.dismiss(found[0].key)
        else:
            self.query_one(RowList).set_rows(found, found[0].key if found else None)


def how_it_stands(row: FieldRow) -> str:
    """已填, 空 or 有误, in words."""
    if any(remark.kind == "error" for remark in row.remarks):
        return "有误"
    if isinstance(row, FindingsRow) and row.findings:
        return f"已填{len(row.findings)}条"
    if row.raw:
        return "已填，与通常不同" if row.remarks else "已填"
    return "空，必填" if row.field.required else "空"
