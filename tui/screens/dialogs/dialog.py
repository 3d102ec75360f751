"""Boxes over a screen that ask something and give back a typed answer; Esc gives back nothing. Short
questions: yes or no, or one of a few answers, of which the careful one is what Enter would take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, TypeVar, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from forms.neutral import clean
from tui.actions import HELP, HELP_MARK, TOUR_END, TOUR_SKIP, Action, action
from tui.flow import flow
from tui.screens.base import Framed
from tui.widgets.chrome import KeyLine, TooSmall, TourBar
from tui.widgets.keys_here import retold
from tui.widgets.row_list import ListColumn, ListRow, RowList

T = TypeVar("T")

CANCEL = action("cancel | escape | 取消 | 关掉这个框，什么也不做。")
HELP_HERE = replace(HELP, show=False)


class Dialog(Framed[T], ModalScreen[T]):
    """``compose_box`` fills the box; ``dismiss(value)`` answers."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (CANCEL, HELP_HERE, HELP_MARK, TOUR_SKIP, TOUR_END)
    CLOSED: Any = None
    """What Esc answers."""
    QUESTION: ClassVar[tuple[str, str, str]]
    """Asked before it is left ``unsaved``: the sentence, and the words for yes and no."""

    DEFAULT_CSS = """
    Dialog {
        layers: base over; align: center middle; background: transparent; #box { width: 100%;
        height: auto; max-height: 100%; padding: 1 2; background: $panel; } #box-title { text-style: bold;
        margin-bottom: 1; height: auto; } #box-message { height: auto; display: none; text-style: bold;
        margin-top: 1; } KeyLine { background: $panel; padding: 0; margin-top: 1; }
    }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Lay out the box with its title and keys."""
        if self.shell.tour is not None:
            yield TourBar()
        with Vertical(id="box"):
            yield Static(Text(clean(self._title)), id="box-title")
            yield from self.compose_box()
            yield Static(id="box-message")
            yield KeyLine()
        yield TooSmall()

    def compose_box(self) -> ComposeResult:
        """What stands between the title and the keys."""
        yield from ()

    def name_words(self) -> str:
        """Give the title."""
        return self._title

    def refuse(self, sentence: str) -> None:
        """Say in the box why not, and what would be accepted."""
        self.say(sentence)

    def say(self, sentence: str, bad: bool = True) -> None:
        """The same; what a flow's refusal is told by."""
        message = self.query_one("#box-message", Static)
        message.update(Text("！" + clean(retold(self, sentence))))
        message.display = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        return self.shell.tour is not None if action in ("tour_skip", "tour_end") else True

    def unsaved(self) -> bool:
        """Would something be lost by leaving?"""
        return False

    def action_cancel(self) -> None:
        """Close the box, after asking where something would be lost."""
        if self.unsaved():
            self._ask_and_leave()
        else:
            self.dismiss(cast(T, self.CLOSED))

    @flow
    async def _ask_and_leave(self) -> None:
        if await self.app.push_screen_wait(Ask(*self.QUESTION)):
            self.dismiss(cast(T, self.CLOSED))


class Choose(Dialog[Any]):
    """One of a few answers, by ↑↓ and Enter or by its digit; None when left with Esc."""

    DEFAULT_CSS = "Choose RowList { height: auto; }"

    def __init__(self, title: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(title)
        self._options = list(options)

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        rows = RowList([ListColumn("")], header=False)
        rows.styles.height = len(self._options)
        yield rows

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        rows = [ListRow(value, (f"{n} {label}",)) for n, (value, label) in enumerate(self._options, 1)]
        self.query_one(RowList).set_rows(rows)

    def next_words(self) -> str:
        """Say what to do next."""
        return "↑↓ 或数字选，回车确定"

    @on(RowList.Chosen)
    def choose(self, message: RowList.Chosen) -> None:
        """Answer with the row chosen."""
        self.answer(message.key)

    def answer(self, value: str) -> None:
        """Close with the one of this key."""
        self.dismiss(value)

    def on_key(self, event: Any) -> None:
        """Answer by its digit."""
        digit = _digit(event.character)
        if digit and digit <= len(self._options):
            event.stop()
            self.answer(self._options[digit - 1][0])


class Ask(Choose):
    """Yes or no: a bool. Esc and the first answer are the careful one."""

    CLOSED = False

    def __init__(self, question: str, yes: str = "是", no: str = "否") -> None:
        super().__init__(question, [("no", no), ("yes", yes)])

    def answer(self, value: str) -> None:
        """Answer whether it was yes."""
        self.dismiss(value == "yes")


def _digit(character: str | None) -> int:
    """1 to 9 as typed, full-width too; 0 for anything else."""
    return int(character) if character and character in "123456789１２３４５６７８９" else 0
