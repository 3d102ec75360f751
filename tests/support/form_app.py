"""A program of fields, a long text and dialogs, for the tests of the driver."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Label, Static, TextArea

CHINESE = "赴烈士陵园祭扫，重温入党誓词；学习“讲话”精神（48人）"


class Box(ModalScreen[None]):
    """A dialog whose edges cut wide characters in half."""

    CSS = "Box { align: center middle; } Static { width: 23; height: 5; border: round red; }"
    BINDINGS: ClassVar[list[Any]] = [("escape", "dismiss", "close")]

    def compose(self) -> ComposeResult:
        yield Static("是否列为存在问题？\n[b]党员53人[/b]，超过50人上限")


class Forms(App[None]):
    """Fields, a long text, and dialogs over them."""

    CSS = "Input { border: none; height: 1; } TextArea { height: 6; } Label { text-style: italic; }"
    BINDINGS: ClassVar[list[Any]] = [("f2", "box", "box"), ("f3", "theme", "theme")]

    select_on_focus = True

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            for number in range(6):
                yield Label(f"{number} 学习内容及要求{'：' * (number % 2)}")
                value = CHINESE[number:]
                yield Input(value=value, compact=True, select_on_focus=self.select_on_focus)
            yield TextArea("第一段，第二段\n  second\n" + CHINESE * 3)
        yield Static(" ".join([CHINESE] * 40))
        yield Footer()

    def action_box(self) -> None:
        self.push_screen(Box())

    def action_theme(self) -> None:
        self.theme = "textual-light"
