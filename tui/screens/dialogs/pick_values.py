"""Choosing one or several values for a field from those that are usual (F4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from forms.fields import split_entries
from forms.kinds.registry import kind_of
from forms.pack import Field
from forms.pinyin import matches
from tui.actions import Action
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.screens.dialogs.pick import matching
from tui.widgets.inputs import LineInput
from tui.widgets.row_list import ListColumn, ListRow, RowList, preload_pinyin

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


def pick_values(field: Field, values: Sequence[str], raw: str) -> PickValues:
    """All that may stand in a field which now holds ``raw``. An entry that is no value yet, but finds some,
    was being typed: it stands in the filter."""
    several = kind_of(field).several
    chosen = split_entries(raw) if several else [text] if (text := raw.strip()) else []
    typed = ""
    if chosen and chosen[-1] not in values and any(matches(chosen[-1], value) for value in values):
        typed = chosen.pop()
    return PickValues(field.label, values, chosen, several=several, typed=typed)


class PickValues(Dialog[list[str] | None]):
    """The values chosen, in the order of the list; those typed before that it lacks are at its end. One
    value of a field that takes one."""

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
        &.-single #box { width: 90%; max-width: 100; }
        LineInput { margin-bottom: 1; background: $background; }
        RowList { height: 1fr; }
    }
    """

    def __init__(
        self,
        title: str,
        values: Sequence[str],
        chosen: Sequence[str],
        *,
        several: bool = True,
        typed: str = "",
    ) -> None:
        """``typed``: the entry that is being written, which stands in the filter at first and is replaced."""
        super().__init__(title)
        self._values = list(dict.fromkeys([*values, *chosen]))
        self.chosen = list(dict.fromkeys(chosen))
        self._several, self._typed = several, typed
        self._marked = False
        self._rows: list[ListRow] = []

    def compose_box(self) -> ComposeResult:
        box = FilterBox if self._several else LineInput
        yield box(self._typed, placeholder="输入几个字或拼音筛选", id="filter")
        columns = (ListColumn("", 3), ListColumn("")) if self._several else (ListColumn(""),)
        rows = RowList(columns, empty="没有符合的，请换几个字。", header=False)
        rows.can_focus = False
        rows.add_class("-active")
        yield rows

    def on_mount(self) -> None:
        self.set_class(not self._several, "-single")
        self._rows = self.made_rows()
        current = self.chosen[0] if self.chosen and not self._several else None
        self._show(current)
        preload_pinyin()

    def next_words(self) -> str:
        return "空格选中，回车确定" if self._several else "↑↓ 选，回车确定"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == MARK.id and not self._several:
            return False
        return super().check_action(action, parameters)

    def made_rows(self) -> list[ListRow]:
        """The whole list, as marked now."""
        marks = {True: ("[x]",), False: ("[ ]",)} if self._several else {True: (), False: ()}
        return [ListRow(value, (*marks[value in self.chosen], value)) for value in self._values]

    def _show(self, current: str | None = None) -> None:
        rows = matching(self._rows, self.query_one("#filter", LineInput).value)
        self.query_one(RowList).set_rows(rows, current)

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
        if key in self.chosen:
            self.chosen.remove(key)
        else:
            self.chosen.append(key)
        self._rows = self.made_rows()
        self._show()

    def action_take(self) -> None:
        key = self.query_one(RowList).key
        if not self._several:
            self.dismiss([key] if key else None)
            return
        if not self._marked and key:
            kept = self.chosen if self._typed else []
            self.dismiss(list(dict.fromkeys([*kept, key])))
            return
        self.dismiss([value for value in self._values if value in self.chosen])

    def action_list(self, what: str, by: int) -> None:
        rows = self.query_one(RowList)
        rows.action_move(by) if what == "move" else rows.action_page(by)
