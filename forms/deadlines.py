"""Countdown and state of a deliverable (annex 1): due till the end of a day in Asia/Shanghai.

Words on the screen are those of the offices: 未填报, 已报送（待审核）, 逾期未报 N 天.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Literal

import msgspec

from forms.errors import BadInput
from forms.printed_day import official_day

SubmissionState = Literal["", "submitted", "returned", "passed", "extended", "exempt", "not-applicable"]
Code = Literal[
    "not-begun",
    "in-progress",
    "submitted",
    "returned",
    "passed",
    "overdue",
    "late",
    "extended",
    "exempt",
    "not-applicable",
]


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What one organisation did about one deliverable. Days are ISO or official; empty when not given."""

    state: SubmissionState = ""
    date: str = ""
    """报送日期."""
    extended_to: str = ""
    """A new due day; it stands whatever the state becomes later."""
    note: str = ""


class Status(msgspec.Struct, frozen=True):
    """One code, its words, and what follows from it."""

    code: Code
    words: str
    days_left: int
    """To the due day that applies, extension included; 0 is today, negative is past."""
    pending: bool
    """The organisation still owes an action."""
    overdue: bool
    """Pending, and the due day is over."""


def _day(text: str, near: date) -> date | None:
    """A stored day; None when there is none or it cannot be read (a shard may have been edited by hand)."""
    if not text:
        return None
    with suppress(ValueError):
        return date.fromisoformat(text)
    from forms.when import parse_day  # only for a day that a hand wrote

    with suppress(BadInput):
        return parse_day(text, near)
    return None


def effective_due(due: date, submission: Submission | None) -> date:
    """The day that applies: an extension moves it, and never forward of the notice's own."""
    extended = _day(submission.extended_to, due) if submission else None
    return max(due, extended) if extended else due


def status(due: date, submission: Submission | None, begun: bool, today: date) -> Status:
    """Where a deliverable stands ``today``.

    ``begun`` says that something was entered for it. A day is over at its end: due today is not overdue.
    """
    state = submission.state if submission else ""
    applies = effective_due(due, submission)
    days_left = (applies - today).days
    past = days_left < 0

    def pending(code: Code, words: str) -> Status:
        return Status(code, words, days_left, pending=True, overdue=past)

    def settled(code: Code, words: str) -> Status:
        return Status(code, words, days_left, pending=False, overdue=False)

    if state == "exempt":
        return settled("exempt", "免报")
    if state == "not-applicable":
        return settled("not-applicable", "不涉及")
    if state == "passed":
        return settled("passed", "审核通过")
    if state == "submitted":
        handed_in = _day(submission.date, due) if submission else None
        if handed_in and handed_in > applies:
            return settled("late", f"迟报 {(handed_in - applies).days} 天")
        return settled("submitted", "已报送（待审核）")
    if state == "returned":
        return pending("returned", "退回修改")
    if past:
        return pending("overdue", f"逾期未报 {-days_left} 天")
    if applies > due:
        return pending("extended", f"延期至{official_day(applies)}")
    return pending("in-progress", "填报中") if begun else pending("not-begun", "未填报")


def countdown_words(days_left: int) -> str:
    """还有12天, 明日截止, 今日截止, 逾期3天."""
    if days_left < 0:
        return f"逾期{-days_left}天"
    return {0: "今日截止", 1: "明日截止"}.get(days_left, f"还有{days_left}天")
