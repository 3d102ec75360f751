"""``when``: a day, several, a month or a part of a day; other words are kept as they are. ``date``: one exact
day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from forms.errors import BadInput
from forms.kinds.cells import DAY
from forms.kinds.kind import FieldKind
from forms.printed_day import official_day
from forms.remark import Remark
from forms.when import parse_day, parse_when


class When(FieldKind):
    """Kept as str, in the official form: 2021年4月6日—9日."""

    list_width = 16
    cell = DAY
    suggested = False
    calendar = True

    def read(self, line: str, today: date) -> str:
        """In its official form. Raises BadInput for a day that cannot be."""
        return parse_when(line, today).official

    def check(self, value: Any, today: date) -> list[Remark]:
        """Another year than this one and its neighbours is unusual."""
        days = self.days(value, today)
        if days is None or abs(days[0].year - today.year) <= 1:
            return []
        return self.softly(f"{days[0].year}年离今年（{today.year}年）较远，请核对年份。")

    def days(self, value: Any, today: date) -> tuple[date, date] | None:
        return _days(value, today) if isinstance(value, str) and value else None

    def likely(self, text: str, today: date) -> int:
        return 2 if _days(text, today) else -1

    def list_text(self, text: str, year: int) -> str:
        """The year of the campaign goes without saying."""
        return text.replace(f"{year}年", "")


class Day(When):
    """Kept as str, 2021-05-07; shown as 2021年5月7日."""

    json_value = True

    def read(self, line: str, today: date) -> str:
        """ISO 8601. Raises BadInput for what is no single day."""
        return parse_day(line, today).isoformat()

    def show(self, value: Any) -> str:
        """In its official form: ``2021年4月6日``."""
        day = _kept(value)
        return official_day(day) if day else super().show(value)

    def fits(self, value: object) -> bool:
        return _kept(value) is not None

    def likely(self, text: str, today: date) -> int:
        try:
            parse_day(text, today)
        except BadInput:
            return -1
        return 2


@lru_cache(maxsize=20_000)
def _days(text: str, today: date) -> tuple[date, date] | None:
    """Kept: lists, counts and countdowns ask for the times of the same thousands of records again."""
    try:
        when = parse_when(text, today)
    except BadInput:
        return None  # told at the field itself
    return (when.start, when.end) if when.start and when.end else None


def _kept(value: object) -> date | None:
    """The day of a value as it is kept; None for anything else."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day and day.isoformat() == value else None
