"""One day or month as people write it: 5月7日, 5.7, 0507, 2021-5-7, 今天, -1.

A part that is not written stays None: what it means depends on the other end of the range, see ``when``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from forms.errors import BadInput
from forms.written_times import NO_TAIL, Tail, read_tail


@dataclass(frozen=True)
class Written:
    """One end of a range as written; ``bare`` is a number that may be a month or a day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    bare: int | None = None
    tail: Tail = NO_TAIL

    @property
    def dated(self) -> bool:
        return not (self.year is self.month is self.day is self.bare is None)


_YEAR4 = r"(?P<year>[1-9]\d{3})"  # 0406-9 is four days of April, no month of the year 406
_YEAR = r"(?P<year>\d{4}|\d{2})"
_MONTH = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"
_SIGN = r"(?P<sign>[-./])"

# In this order: the first form that takes the whole text wins, so 2021-5-7 is not read as 2021-5 and a rest.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}年{_MONTH}月{_DAY}[日号]?",
        rf"{_YEAR}年{_MONTH}月份?",
        rf"{_YEAR}年{_MONTH}[-./]{_DAY}[日号]?",
        rf"{_YEAR}年",
        rf"{_MONTH}月{_DAY}[日号]?",
        rf"{_MONTH}月份?",
        rf"{_YEAR}{_SIGN}{_MONTH}(?P=sign){_DAY}[日号]?",
        rf"{_YEAR4}[-./]{_MONTH}月?",
        rf"{_MONTH}[./]{_DAY}[日号]?",
        rf"{_MONTH}-{_DAY}(?![日号])",  # 5-7 is a day of May, 5-7日 three days of this month
        rf"{_DAY}[日号]",
        rf"{_YEAR}年(?P<bare>\d{{1,2}})",
        r"(?P<digits>\d{8}|\d{6}|\d{4}|\d{3})[日号]?(?!\d)",
        r"(?P<bare>\d{1,2})(?!\d)",
        r"(?P<word>大前天|前天|前日|昨天|昨日|今天|今日|明天|明日|后天|后日|大后天|[zZ][tT]|[jJ][tT]|[mM][tT])",
        r"(?P<month_word>本月|这个月|上个月|上月|下个月|下月)",
        r"(?P<shift>[-+]\d{1,9})天?(?!\d)",
        r"",
    )
)
_WORDS = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "zt": -1, "今天": 0, "今日": 0, "jt": 0,
    "明天": 1, "明日": 1, "mt": 1, "后天": 2, "后日": 2, "大后天": 3,
}  # fmt: skip
FARTHEST = 366
"""How far -1 and +3 may go: beyond a year it is a slip of the finger."""


def read_written(text: str, today: date) -> list[Written]:
    """Every way in which ``text`` is one end of a range, likeliest first; empty when it is none.

    Raises BadInput for a time of day or a distance that cannot be.
    """
    found: list[Written] = []
    for form in _FORMS:
        match = form.match(text)
        if not match or (tail := read_tail(text[match.end() :])) is None:
            continue
        written = _written(match, today)
        if written is not None and (written.dated or not tail.empty):
            found.append(replace(written, tail=tail))
    return found


def _written(match: re.Match[str], today: date) -> Written | None:
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    if digits := parts.get("digits"):
        return _compact(digits, today)
    if word := parts.get("word"):
        return _day(_shifted(today, _WORDS[word.lower()]))
    if shift := parts.get("shift"):
        return _day(_shifted(today, int(shift)))
    if word := parts.get("month_word"):
        count = today.year * 12 + today.month - 1 + {"上": -1, "下": 1}.get(word[0], 0)
        return Written(year=count // 12, month=count % 12 + 1)
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0) if "year" in parts else None
    numbers = {name: int(parts[name]) for name in ("month", "day", "bare") if name in parts}
    return Written(year, numbers.get("month"), numbers.get("day"), numbers.get("bare"))


def _compact(digits: str, today: date) -> Written | None:
    """20210507, 210507 or 202105, 0507, 507."""
    if len(digits) == 8:
        if digits[:2] not in ("19", "20", "21"):
            return None
        return Written(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 6:
        # 202105 is a month and 210507 a day; what could be both is a month when its year is near.
        near = abs(int(digits[:4]) - today.year) <= 10
        if 1 <= int(digits[4:]) <= 12 and (near or not 1 <= int(digits[2:4]) <= 12):
            return Written(int(digits[:4]), int(digits[4:]))
        return Written(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return None  # a year, and no month begins so: which day is meant must be asked
    return Written(None, int(digits[:-2]), int(digits[-2:]))


def _day(day: date) -> Written:
    return Written(day.year, day.month, day.day)


def _shifted(today: date, days: int) -> date:
    if abs(days) > FARTHEST:
        raise BadInput(f"“{days:+d}”离今天太远，这种写法最多前后{FARTHEST}天，请直接写日期，如2021年5月7日。")
    try:
        return today + timedelta(days)
    except OverflowError:
        raise BadInput(f"“{days:+d}”超出了日历，请直接写日期，如2021年5月7日。") from None


def real_day(year: int, month: int, day: int) -> date:
    """The day, or BadInput that says what does not exist and what does."""
    _check_month(year, month)
    last = _length(year, month)
    if not 1 <= day <= last:
        raise BadInput(
            f"{year}年{month}月没有{day}日（该月共{last}天），请改成存在的日期，"
            f"如{year}年{month}月{min(day, last) or 1}日。"
        )
    return date(year, month, day)


def real_month(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month, or BadInput."""
    _check_month(year, month)
    return date(year, month, 1), date(year, month, _length(year, month))


def _length(year: int, month: int) -> int:
    """Days of a month. ``calendar`` would load the locale for it."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def _check_month(year: int, month: int) -> None:
    if not 1 <= year <= 9999:
        raise BadInput(f"没有{year}年，请写四位年份，如2021年5月7日。")
    if not 1 <= month <= 12:
        raise BadInput(f"没有{month}月（月份为1—12），请改正，如{year}年5月。")
