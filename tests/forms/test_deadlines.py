"""Countdown and state of a deliverable."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.deadlines import Code, Submission, SubmissionState, countdown_words, status

DUE = date(2021, 4, 16)


def after(days: int) -> date:
    return DUE + timedelta(days)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (12, "还有12天"),
        (2, "还有2天"),
        (1, "明日截止"),
        (0, "今日截止"),
        (-1, "逾期1天"),
        (-40, "逾期40天"),
    ],
)
def test_the_countdown_in_words(days: int, words: str) -> None:
    assert countdown_words(days) == words


@pytest.mark.parametrize(
    ("submission", "begun", "today", "code", "words", "pending", "overdue"),
    [
        (None, False, -3, "not-begun", "未填报", True, False),
        (Submission(), True, -3, "in-progress", "填报中", True, False),
        (Submission(), True, 0, "in-progress", "填报中", True, False),
        (None, True, 1, "overdue", "逾期未报 1 天", True, True),
        (None, False, 3, "overdue", "逾期未报 3 天", True, True),
        (
            Submission(state="submitted", date="2021-04-16"),
            True,
            5,
            "submitted",
            "已报送（待审核）",
            False,
            False,
        ),
        (
            Submission(state="submitted", date="2021年4月10日"),
            True,
            5,
            "submitted",
            "已报送（待审核）",
            False,
            False,
        ),
        (Submission(state="submitted", date="2021-04-18"), True, 9, "late", "迟报 2 天", False, False),
        (
            Submission(state="submitted", date="2021-04-18", extended_to="2021-04-20"),
            True,
            9,
            "submitted",
            "已报送（待审核）",
            False,
            False,
        ),
        (Submission(state="submitted"), True, 9, "submitted", "已报送（待审核）", False, False),
        (
            Submission(state="submitted", date="看不懂"),
            True,
            9,
            "submitted",
            "已报送（待审核）",
            False,
            False,
        ),
        (Submission(state="returned", date="2021-04-10"), True, -1, "returned", "退回修改", True, False),
        (Submission(state="returned", date="2021-04-10"), True, 2, "returned", "退回修改", True, True),
        (Submission(state="passed", date="2021-04-10"), True, 9, "passed", "审核通过", False, False),
        (
            Submission(state="extended", extended_to="2021-05-20"),
            True,
            3,
            "extended",
            "延期至2021年5月20日",
            True,
            False,
        ),
        (
            Submission(state="extended", extended_to="2021-04-20"),
            True,
            6,
            "overdue",
            "逾期未报 2 天",
            True,
            True,
        ),
        (
            Submission(state="extended", extended_to="2021-04-01"),
            True,
            0,
            "in-progress",
            "填报中",
            True,
            False,
        ),
        (
            Submission(state="returned", extended_to="2021-04-20"),
            True,
            3,
            "returned",
            "退回修改",
            True,
            False,
        ),
        (Submission(state="exempt"), False, 9, "exempt", "免报", False, False),
        (Submission(state="not-applicable"), False, 9, "not-applicable", "不涉及", False, False),
    ],
)
def test_where_a_deliverable_stands(
    submission: Submission | None,
    begun: bool,
    today: int,
    code: str,
    words: str,
    pending: bool,
    overdue: bool,
) -> None:
    found = status(DUE, submission, begun, after(today))
    assert (found.code, found.words, found.pending, found.overdue) == (code, words, pending, overdue)


def test_due_today_lasts_till_the_end_of_the_day() -> None:
    assert status(DUE, None, False, DUE).days_left == 0
    assert not status(DUE, None, False, DUE).overdue
    assert status(DUE, None, False, after(1)).overdue


submissions = st.none() | st.builds(
    Submission,
    state=st.sampled_from(get_args(SubmissionState)),
    date=st.dates(after(-99), after(99)).map(date.isoformat) | st.just("") | st.text(max_size=5),
    extended_to=st.dates(after(-99), after(99)).map(date.isoformat) | st.just("") | st.text(max_size=5),
)
OWING = {"not-begun", "in-progress", "returned", "overdue", "extended"}


@given(submissions, st.booleans(), st.dates(after(-200), after(200)))
def test_one_code_with_words_and_consequences_that_agree(
    submission: Submission | None, begun: bool, today: date
) -> None:
    found = status(DUE, submission, begun, today)
    assert found.code in get_args(Code)
    assert found.pending == (found.code in OWING)
    assert found.overdue == (found.pending and found.days_left < 0)
    if found.code == "overdue":
        assert found.words == f"逾期未报 {-found.days_left} 天"
    if found.code in ("not-begun", "in-progress", "extended"):
        assert found.days_left >= 0


@given(submissions, st.booleans(), st.dates(after(-200), after(200)))
def test_each_day_takes_one_from_the_days_left(
    submission: Submission | None, begun: bool, today: date
) -> None:
    now = status(DUE, submission, begun, today)
    tomorrow = status(DUE, submission, begun, today + timedelta(1))
    assert tomorrow.days_left == now.days_left - 1
    assert tomorrow.overdue >= now.overdue
    assert now.days_left >= (DUE - today).days
