"""A box over a screen that asks something and gives back a typed answer; Esc gives back nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, TypeVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from forms.neutral import clean
from tui.actions import HELP, HELP_MARK, TOUR_END, TOUR_SKIP, Action
from tui.screens.base import Framed
from tui.widgets.chrome import KeyLine, TooSmall, TourBar
from tui.widgets.keys_here import retold

T = TypeVar("T")

CANCEL = Action("cancel", ("escape",), "取消", "关掉这个框，什么也不做。")
HELP_HERE = replace(HELP, show=False)


class Dialog(Framed[T], ModalScreen[T]):
    """``compose_box`` fills the box; ``dismiss(value)`` answers."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (CANCEL, HELP_HERE, HELP_MARK, TOUR_SKIP, TOUR_END)
    CLOSED: Any = None
    """What Esc answers."""

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
        return self.shell.tour is not None if action in ("tour_skip", "tour_end") else True

    def action_cancel(self) -> None:
        self.dismiss(cast(T, self.CLOSED))
