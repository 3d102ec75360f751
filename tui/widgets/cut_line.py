"""One line of text that is cut where the window ends: for what is only glanced at."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

from forms.neutral import one_line
from tui.widgets.wrapping import cut


class CutLine(Widget):
    """Gone while it has nothing to say. The text is neutralised here."""

    DEFAULT_CSS = "CutLine { height: 1; width: 1fr; display: none; color: $foreground-muted; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.words = ""

    def show(self, text: str) -> None:
        """Another text."""
        if (words := one_line(text)) != self.words:
            self.words = words
            self.display = bool(words)
            self.refresh()

    def render(self) -> Text:
        return Text(cut(self.words, self.size.width), no_wrap=True)
