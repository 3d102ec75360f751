"""One line of a form whose answer is one of a few: taken by its digit, or written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

from forms.pack import Field
from tui.widgets.field_rows import LineRow


class ChoiceRow(LineRow):
    """A digit becomes the option it stands for once the row is left; other words are taken as they are."""

    def __init__(
        self,
        field: Field,
        width: int,
        raw: str = "",
        options: Callable[[], tuple[str, ...]] | None = None,
    ) -> None:
        """``options``: asked each time, where they depend on other answers; else they are the field's."""
        super().__init__(field, width, raw)
        self._options = options

    @property
    def options(self) -> tuple[str, ...]:
        return self._options() if self._options else self.field.options

    @property
    def raw(self) -> str:
        said = self.box.value.strip()
        typed = unicodedata.normalize("NFKC", said)
        options = self.options if typed.isdecimal() else ()
        return options[int(typed) - 1] if typed.isdecimal() and 1 <= int(typed) <= len(options) else said

    def check(self, today: date) -> None:
        if self.box.value != self.raw:
            self.box.load(self.raw)

    def come(self) -> None:
        super().come()
        if self.box.value in self.options:
            self.box.select_all()  # a digit typed now is another choice, not a part of this one
