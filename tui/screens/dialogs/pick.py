"""A list to choose from, filtered as one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from forms.pinyin import wanted
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.inputs import LineInput
from tui.widgets.row_list import ListColumn, ListRow, RowList, preload_pinyin


class Pick(Dialog[str | None]):
    """The key of the chosen row, None when left with Esc. ↑↓ move in the list while one types."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "list('move', -1)", show=False),
        Binding("down", "list('move', 1)", show=False),
        Binding("pageup", "list('page', -1)", show=False),
        Binding("pagedown", "list('page', 1)", show=False),
    ]
    DEFAULT_CSS = """
    Pick {
        #box { height: 100%; max-height: 40; }
        LineInput { margin-bottom: 1; background: $background; }
        RowList { height: 1fr; }
    }
    """

    def __init__(
        self, title: str, columns: Sequence[ListColumn], rows: Sequence[ListRow], current: str = ""
    ) -> None:
        super().__init__(title)
        self._columns, self.choices, self._current = columns, list(rows), current

    def compose_box(self) -> ComposeResult:
        yield LineInput(placeholder="输入几个字筛选", id="filter")
        rows = RowList(self._columns, empty="没有符合的，请换几个字。", header=False)
        rows.can_focus = False
        rows.add_class("-active")
        yield rows

    def on_mount(self) -> None:
        self.query_one(RowList).set_rows(self.choices, self._current)
        preload_pinyin()

    def next_words(self) -> str:
        return "↑↓ 选，回车确定"

    @on(Input.Changed, "#filter")
    def filter(self, event: Input.Changed) -> None:
        self.query_one(RowList).set_rows(matching(self.choices, event.value))

    @on(Input.Submitted, "#filter")
    def choose(self) -> None:
        self.query_one(RowList).action_choose()

    @on(RowList.Chosen)
    def chosen(self, message: RowList.Chosen) -> None:
        self.dismiss(message.key)

    def action_list(self, what: str, by: int) -> None:
        rows = self.query_one(RowList)
        rows.action_move(by) if what == "move" else rows.action_page(by)


def matching(rows: Sequence[ListRow], text: str) -> list[ListRow]:
    """Rows that hold every word of ``text`` somewhere, as typed or by its pinyin."""
    sought = wanted(text)
    if not sought.words:
        return list(rows)
    return [row for row in rows if not row.heading and sought.found(row.searched)]
