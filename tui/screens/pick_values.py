"""Choosing one or several values for a field from those that are usual (F4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.actions import Action
from tui.screens.dialog import CANCEL, Dialog
from tui.screens.pick import matching
from tui.warming import warm_pinyin
from tui.widgets.inputs import LineInput
from tui.widgets.row_list import ListColumn, ListRow, RowList

TAKE = Action("take", ("f2",), "确定", "用选中的各项；一项也没有选时用光标所在的一项。", priority=True)
SPACES = (" ", "　")
"""Of the Chinese input method, too."""
MARK = Action(
    "mark", ("space", "ideographic_space"), "选中", "选中或取消光标所在的一项，可选多项。", priority=True
)


class FilterBox(LineInput):
    """Takes everything but spaces, which mark."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character not in SPACES and super().check_consume_key(key, character)


class PickValues(Dialog[list[str] | None]):
    """The values chosen, in the order of the list; those typed before that it lacks are at its end."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (TAKE, MARK, CANCEL)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "list('move', -1)", show=False),
        Binding("down", "list('move', 1)", show=False),
        Binding("pageup", "list('page', -1)", show=False),
        Binding("pagedown", "list('page', 1)", show=False),
    ]
    DEFAULT_CSS = """
    PickValues {
        #box { width: 60; height: 90%; max-height: 24; }
        LineInput { margin-bottom: 1; background: $background; }
        RowList { height: 1fr; }
    }
    """

    def __init__(self, title: str, values: Sequence[str], chosen: Sequence[str]) -> None:
        super().__init__(title)
        self._values = list(dict.fromkeys([*values, *chosen]))
        self._chosen = list(dict.fromkeys(chosen))
        self._marked = False

    def compose_box(self) -> ComposeResult:
        yield FilterBox(placeholder="输入几个字筛选", id="filter")
        rows = RowList((ListColumn("", 3), ListColumn("")), empty="没有符合的，请换几个字。", header=False)
        rows.can_focus = False
        yield rows

    def on_mount(self) -> None:
        self._show()
        warm_pinyin()

    def next_words(self) -> str:
        return "空格选中，回车确定"

    def _show(self) -> None:
        rows = [ListRow(value, ("[x]" if value in self._chosen else "[ ]", value)) for value in self._values]
        self.query_one(RowList).set_rows(matching(rows, self.query_one("#filter", LineInput).value))

    @on(Input.Changed, "#filter")
    def filter(self, event: Input.Changed) -> None:
        self._show()

    @on(Input.Submitted, "#filter")
    def submit(self, event: Input.Submitted) -> None:
        self.action_take()

    @on(RowList.Chosen)
    def choose(self, message: RowList.Chosen) -> None:
        self.action_take()

    def action_mark(self) -> None:
        key = self.query_one(RowList).key
        if not key:
            return
        self._marked = True
        if key in self._chosen:
            self._chosen.remove(key)
        else:
            self._chosen.append(key)
        self._show()

    def action_take(self) -> None:
        key = self.query_one(RowList).key
        if not self._marked and key:
            self.dismiss([key])
            return
        self.dismiss([value for value in self._values if value in self._chosen])

    def action_list(self, what: str, by: int) -> None:
        rows = self.query_one(RowList)
        rows.action_move(by) if what == "move" else rows.action_page(by)
