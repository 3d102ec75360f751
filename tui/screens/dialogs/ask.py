"""Short questions: yes or no, or one of a few answers. The careful answer is the one Enter would take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult

from tui.screens.dialogs.dialog import Dialog
from tui.widgets.row_list import ListColumn, ListRow, RowList


class Choose(Dialog[str | None]):
    """One of a few answers, by ↑↓ and Enter or by its digit; None when left with Esc."""

    DEFAULT_CSS = "Choose RowList { height: auto; }"

    def __init__(self, title: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(title)
        self._options = list(options)

    def compose_box(self) -> ComposeResult:
        rows = RowList([ListColumn("")], header=False)
        rows.styles.height = len(self._options)
        yield rows

    def on_mount(self) -> None:
        rows = [ListRow(value, (f"{n} {label}",)) for n, (value, label) in enumerate(self._options, 1)]
        self.query_one(RowList).set_rows(rows)

    def next_words(self) -> str:
        return "↑↓ 或数字选，回车确定"

    @on(RowList.Chosen)
    def choose(self, message: RowList.Chosen) -> None:
        self.answer(message.key)

    def answer(self, value: str) -> None:
        self.dismiss(value)

    def on_key(self, event: Any) -> None:
        digit = _digit(event.character)
        if digit and digit <= len(self._options):
            event.stop()
            self.answer(self._options[digit - 1][0])


class Ask(Dialog[bool]):
    """Yes or no. Esc and the first answer are the careful one."""

    CLOSED = False
    DEFAULT_CSS = "Ask RowList { height: 2; }"

    def __init__(self, question: str, yes: str = "是", no: str = "否") -> None:
        super().__init__(question)
        self._yes, self._no = yes, no

    def compose_box(self) -> ComposeResult:
        yield RowList([ListColumn("")], header=False)

    def on_mount(self) -> None:
        rows = [ListRow("no", (f"1 {self._no}",)), ListRow("yes", (f"2 {self._yes}",))]
        self.query_one(RowList).set_rows(rows)

    def next_words(self) -> str:
        return "↑↓ 或数字选，回车确定"

    @on(RowList.Chosen)
    def choose(self, message: RowList.Chosen) -> None:
        self.dismiss(message.key == "yes")

    def on_key(self, event: Any) -> None:
        digit = _digit(event.character)
        if digit in (1, 2):
            event.stop()
            self.dismiss(digit == 2)


def _digit(character: str | None) -> int:
    """1 to 9 as typed, full-width too; 0 for anything else."""
    return int(character) if character and character in "123456789１２３４５６７８９" else 0
