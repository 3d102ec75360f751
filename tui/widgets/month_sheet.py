"""A month on the screen: the day one is at in brackets, the days of a range, today and deadlines by signs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from rich.text import Text
from textual.widget import Widget

from forms.month import WEEKDAYS, WEEKS, weeks

TODAY, DUE, BETWEEN = "*", "!", "-"
CELL = 6
"""Cells of a day: bracket, two digits, bracket, sign, space."""
WIDTH, HEIGHT = 7 * CELL, WEEKS + 2


class MonthSheet(Widget):
    """``show`` draws it anew; only the cells that differ go over the line."""

    DEFAULT_CSS = "MonthSheet { height: 8; }"

    def __init__(self, day: date, today: date, due: Collection[date] = ()) -> None:
        super().__init__()
        self.day, self.today, self.due = day, today, due
        self.begin: date | None = None

    def show(self, day: date, begin: date | None) -> None:
        self.day, self.begin = day, begin
        self.refresh()

    @property
    def days(self) -> tuple[date, date]:
        """First and last day chosen."""
        begin = self.begin or self.day
        return min(begin, self.day), max(begin, self.day)

    def render(self) -> Text:
        head = "".join(f" {name}{'':{CELL - 3}}" for name in WEEKDAYS)
        text = Text(f"{self.day.year}年{self.day.month}月\n", style="bold", no_wrap=True)
        text.append(head.rstrip(), style="not bold")
        for week in weeks(self.day.year, self.day.month):
            text.append("\n")
            for day in week:
                self._put(text, day)
        return text

    def _put(self, text: Text, day: date | None) -> None:
        if day is None:
            text.append(" " * CELL)
            return
        first, last = self.days
        sign = (TODAY if day == self.today else "") + (DUE if day in self.due else "")
        if day == self.day:
            text.append(f"[{day.day:2}]", style="bold reverse")
        else:
            within = BETWEEN if first <= day <= last else " "
            text.append(f"{within}{day.day:2} ", style="not bold")
        text.append(f"{sign:2}", style="not bold")
