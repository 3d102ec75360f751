"""One version of an answer under its heading, one of several to choose from."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from forms.neutral import clean, one_line
from tui.widgets.marking import marked, new_parts
from tui.widgets.wrapping import wrap

NOTHING = "（空）"


class VersionText(Widget):
    """As high as its text; what is new in it is marked."""

    DEFAULT_CSS = "VersionText { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._text, self._before = "", ""

    def show(self, text: str, before: str) -> None:
        """``before``: the text it came from; empty: nothing is marked."""
        self._text, self._before = clean(text) or NOTHING, clean(before)
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(wrap(self._text, width))

    def render(self) -> Text:
        return marked(self._text, new_parts(self._before, self._text), self.content_size.width)


class VersionPane(Vertical):
    """A heading (``2 对方（wang）``) and the text; the heading of the chosen one stands in brackets."""

    DEFAULT_CSS = """
    VersionPane {
        height: auto;
        width: 1fr;
        margin-bottom: 1;
        .heading { height: 1; background: $panel; }
        .heading.-chosen { background: $primary; text-style: bold; }
        VersionText { padding: 0 1; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(classes="heading")
        yield VersionText()

    def show(self, heading: str, text: str, *, before: str = "", chosen: bool = False) -> None:
        title = self.query_one(".heading", Static)
        words = one_line(heading)
        title.update(Text(f"[{words}]" if chosen else f" {words} ", no_wrap=True))
        title.set_class(chosen, "-chosen")
        self.query_one(VersionText).show(text, before)
