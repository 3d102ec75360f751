"""Chinese prose on the screen: broken where Chinese may be, never before a comma or a closing mark."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from forms.neutral import clean, one_line
from tui.widgets.wrapping import cut, wrap


def turn_page(widget: Widget, by: int) -> None:
    """Scroll by so many of its heights, a line less each, so that one goes on reading."""
    widget.scroll_relative(y=by * max(widget.size.height - 1, 1), animate=False)


class Prose(Widget):
    """As high as its text. The text is neutralised here; ``lead`` is a line in bold above it."""

    DEFAULT_CSS = "Prose { height: auto; width: 1fr; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text, self._lead = clean(text), ""

    def show(self, text: str, lead: str = "") -> None:
        """Another text."""
        if (clean(text), clean(lead)) != (self._text, self._lead):
            self._text, self._lead = clean(text), clean(lead)
            self.refresh(layout=True)

    @property
    def words(self) -> str:
        """Give the text as it is shown."""
        return "\n".join(part for part in (self._lead, self._text) if part)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take the width there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take as many rows as the text needs."""
        return len(wrap(self.words, width)) if self.words else 0

    def render(self) -> Text:
        """Draw what it shows."""
        width = self.content_size.width
        lead = "\n".join(wrap(self._lead, width)) + "\n" if self._lead else ""
        return Text(lead, style="bold", no_wrap=True).append(
            "\n".join(wrap(self._text, width)), style="not bold"
        )


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
        """Draw what it shows."""
        return Text(cut(self.words, self.size.width), no_wrap=True)
