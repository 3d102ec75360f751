"""Weeks of a month, and steps through the calendar."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.month import WEEKS, days_on, months_on, weeks


@given(st.dates())
def test_a_sheet_has_every_day_once_under_its_weekday(day: date) -> None:
    sheet = weeks(day.year, day.month)
    assert [len(week) for week in sheet] == [7] * WEEKS
    days = [one for week in sheet for one in week if one]
    assert [one.day for one in days] == list(range(1, calendar.monthrange(day.year, day.month)[1] + 1))
    assert all(one is None or one.weekday() == place for week in sheet for place, one in enumerate(week))


@pytest.mark.parametrize(
    ("day", "by", "there"),
    [
        (date(2021, 3, 31), 1, date(2021, 4, 30)),
        (date(2021, 3, 31), -1, date(2021, 2, 28)),
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2021, 12, 10), 1, date(2022, 1, 10)),
        (date(2021, 1, 10), -1, date(2020, 12, 10)),
        (date(9999, 12, 10), 1, date(9999, 12, 10)),
        (date(1, 1, 10), -1, date(1, 1, 10)),
    ],
)
def test_months_on_keeps_the_day_where_there_is_one(day: date, by: int, there: date) -> None:
    assert months_on(day, by) == there


def test_the_calendar_ends_without_a_crash() -> None:
    assert days_on(date(9999, 12, 31), 7) == date(9999, 12, 31)
    assert days_on(date(2021, 2, 28), 1) == date(2021, 3, 1)
