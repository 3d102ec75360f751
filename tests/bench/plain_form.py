"""The peer of ``bench_keys`` and others: the same fields in a stock form that only takes what is typed.
``python -m tests.bench.plain_form FILE`` adds a line of JSON a record."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Footer, Input

FIELDS = (
    "org",
    "time",
    "content",
    "method",
    "organiser",
    "participants",
    "hours",
    "category",
    "expected",
    "present",
)


class PlainForm(App[None]):
    """Tab to the next field, F2 saves and empties all."""

    BINDINGS: ClassVar[list[Any]] = [("f2", "save", "保存"), ("ctrl+q", "quit", "退出")]
    CSS = "Input { border: none; height: 1; }"

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.saved = 0

    def compose(self) -> ComposeResult:
        for name in FIELDS:
            box = Input(placeholder=name, id=name, compact=True)
            box.cursor_blink = False  # it would send bytes for ever
            yield box
        yield Footer()

    def action_save(self) -> None:
        boxes = {name: self.query_one(f"#{name}", Input) for name in FIELDS}
        with self.file.open("a") as file:
            file.write(json.dumps({name: box.value for name, box in boxes.items()}) + "\n")
        for box in boxes.values():
            box.value = ""
        boxes["org"].focus()
        self.saved += 1
        self.title = f"已存{self.saved}条"


if __name__ == "__main__":
    PlainForm(Path(sys.argv[1])).run(mouse=False)
