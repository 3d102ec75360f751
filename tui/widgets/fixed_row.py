"""A line of a form whose answer is shown and not changed."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget
from textual.widgets import Static

from forms.neutral import one_line
from forms.pack import Field
from tui.widgets.field_rows import FieldRow


class FixedRow(FieldRow):
    """The cursor passes it by."""

    DEFAULT_CSS = """
    FixedRow .fixed { height: 1; color: $foreground-muted; }
    """
    fixed = True

    def __init__(self, field: Field, width: int, raw: str = "") -> None:
        super().__init__(field, width)
        self._text = one_line(raw)

    def control(self) -> Widget:
        return Static(Text(self._text), classes="fixed")

    @property
    def raw(self) -> str:
        return self._text

    def load(self, raw: str) -> None:
        self._text = one_line(raw)
        self.query_one(".fixed", Static).update(Text(self._text))
