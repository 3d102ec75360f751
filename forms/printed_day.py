"""How a day is printed. Apart from reading days, whose patterns take longer to load than a countdown."""

from __future__ import annotations

from datetime import date


def official_day(day: date) -> str:
    """2021年5月7日."""
    return f"{day.year:04d}年{day.month}月{day.day}日"
