"""The filters of a list on one line: each with how many rows it lets through, the one in use in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import RenderResult
from textual.widget import Widget


class FilterLine(Widget):
    """Blank while there is nothing to choose between."""

    DEFAULT_CSS = "FilterLine { height: 1; color: $foreground; }"

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[str, int, bool]] = []

    def show(self, filters: Sequence[tuple[str, int, bool]]) -> None:
        """Words, count, and whether it is the one in use."""
        if list(filters) != self._shown:
            self._shown = list(filters)
            self.refresh()

    def render(self) -> RenderResult:
        line = Text(no_wrap=True)
        if len(self._shown) > 1:
            line.append("Tab 筛选：")
            for words, count, current in self._shown:
                line.append(
                    f"[{words} {count}]" if current else f" {words} {count} ", "bold" if current else ""
                )
                line.append(" ")
        return line
