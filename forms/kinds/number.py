"""``number``: a number that is not negative; its unit stands behind it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from forms.kinds.cells import NUMBER
from forms.kinds.kind import FieldKind
from forms.numerals import parse_number

if TYPE_CHECKING:
    from forms.pack import Field


class Number(FieldKind):
    """Kept as int or float; None where nothing was entered."""

    box_width = 9
    cell = NUMBER
    whole_beginnings = True
    tells_apart = False
    empty = None
    has_length = False

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        # Hours that differ have no one number.
        self.gathering = "sum" if field.unit == "人" else "same"

    def read(self, line: str, today: date) -> int | float:
        """With or without the field's unit. Raises BadInput."""
        return parse_number(line, self.field.unit)

    def fits(self, value: object) -> bool:
        return self.amount(value) is not None

    def amount(self, value: Any) -> int | float | None:
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None
