"""A month as a sheet of weeks from Monday, and the steps one takes in it."""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, MINYEAR, date, timedelta

WEEKDAYS = "一二三四五六日"
WEEKS = 6
"""Lines that any month fits in: a sheet that keeps its height does not jump from month to month."""


def weeks(year: int, month: int) -> list[list[date | None]]:
    """``WEEKS`` weeks of seven days from Monday; None outside the month."""
    numbers = calendar.Calendar().itermonthdays(year, month)
    sheet = [date(year, month, number) if number else None for number in numbers]
    sheet += [None] * (7 * WEEKS - len(sheet))
    return [sheet[place : place + 7] for place in range(0, 7 * WEEKS, 7)]


def days_on(day: date, by: int) -> date:
    """So many days later; at the ends of the calendar it stays."""
    try:
        return day + timedelta(by)
    except OverflowError:
        return day


def months_on(day: date, by: int) -> date:
    """The same day so many months later, or the last one that month has."""
    count = day.year * 12 + day.month - 1 + by
    year, month = count // 12, count % 12 + 1
    if not MINYEAR <= year <= MAXYEAR:
        return day
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
