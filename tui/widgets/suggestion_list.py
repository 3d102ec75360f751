"""The values offered for the field in focus, beneath its prompt: a few rows that never take the focus, so
that the caret stays where one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from forms.neutral import one_line
from tui.widgets.keys_here import retold
from tui.widgets.row_list import BLANK, MARK, REVERSE
from tui.widgets.wrapping import cut, cut_apart

FIRST = "→ "
"""Beside the row that the key of that name takes."""
GLANCE = 3
"""Rows as long as nothing was typed: they change at every field, and each costs a thin line sixty bytes."""


class SuggestionList(Widget):
    """A line that says what the keys do, and rows, which are neutralised here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"offered--head", "offered--row", "offered--cursor"}
    DEFAULT_CSS = """
    SuggestionList {
        height: 4;
        display: none;
        &.-shown { display: block; }
        .offered--head { color: $foreground-muted; }
        .offered--cursor { background: $primary; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._head, self._rows, self._cursor = "", [""], -1

    def show(self, head: str, rows: Sequence[str], cursor: int = -1) -> None:
        """``rows``: all that moving in the list may come to; ``cursor`` -1: none is chosen, and the first is
        marked as the one that → takes."""
        now = head, list(rows), cursor
        if rows and now != (self._head, self._rows, self._cursor):
            self._head, self._rows, self._cursor = now
            self.refresh()
        self.set_class(bool(rows), "-shown")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            return self._strip(cut(retold(self, self._head), width), "offered--head")
        top = max(self._cursor - self.size.height + 2, 0)
        place = top + y - 1
        if place >= len(self._rows):
            return Strip.blank(width, self._style("offered--row"))
        here = place == self._cursor
        mark = MARK if here else FIRST if place == 0 and self._cursor < 0 else BLANK
        beside = map(one_line, self._rows[top : top + self.size.height - 1])
        text = mark + cut_apart(one_line(self._rows[place]), beside, max(width - len(MARK), 0))
        return self._strip(text, "offered--cursor" if here else "offered--row")

    def _strip(self, text: str, name: str) -> Strip:
        return Strip([Segment(text, self._style(name))], self.size.width)

    def _style(self, name: str) -> Style:
        style = self.get_component_rich_style(name)
        return style + REVERSE if self.app.no_color and name == "offered--cursor" else style
