"""``when``: a day, several, a month or a part of a day; other words are kept as they are."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from forms.errors import BadInput
from forms.kinds.cells import DAY
from forms.kinds.kind import FieldKind
from forms.remark import Remark
from forms.when import parse_when

if TYPE_CHECKING:
    from forms.pack import Field


class When(FieldKind):
    """Kept as str, in the official form: 2021年4月6日—9日."""

    list_width = 16
    cell = DAY
    suggested = False
    calendar = True

    def read(self, field: Field, line: str, today: date) -> str:
        """In its official form. Raises BadInput for a day that cannot be."""
        return parse_when(line, today).official

    def check(self, field: Field, value: Any, today: date) -> list[Remark]:
        """Another year than this one and its neighbours is unusual."""
        return far_year(field, self.days(value, today), today)

    def days(self, value: Any, today: date) -> tuple[date, date] | None:
        return _days(value, today) if isinstance(value, str) and value else None

    def likely(self, text: str, today: date) -> int:
        return 2 if _days(text, today) else -1

    def list_text(self, text: str, year: int) -> str:
        """The year of the campaign goes without saying."""
        return text.replace(f"{year}年", "")


@lru_cache(maxsize=20_000)
def _days(text: str, today: date) -> tuple[date, date] | None:
    """Kept: lists, counts and countdowns ask for the times of the same thousands of records again."""
    try:
        when = parse_when(text, today)
    except BadInput:
        return None  # told at the field itself
    return (when.start, when.end) if when.start and when.end else None


def far_year(field: Field, days: tuple[date, date] | None, today: date) -> list[Remark]:
    """A soft remark about a year that is neither this one nor beside it."""
    if days is None or abs(days[0].year - today.year) <= 1:
        return []
    said = f"{days[0].year}年离今年（{today.year}年）较远，请核对年份。"
    return [Remark(field.id, said, "soft")]
