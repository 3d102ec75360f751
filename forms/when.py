"""Dates and ranges as people write them, and the one official way they are kept and printed.

时间 of annex 2 is a day, a range, a month, or a day with 上午 / 14:30—16:30; other words are kept as they
are. What is kept is the official string, and reading it gives it back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from forms.errors import BadInput
from forms.neutral import one_line
from forms.numerals import arabic_dates, half_width
from forms.printed_day import official_day as official_day
from forms.written_days import Written, read_written, real_day, real_month
from forms.written_times import PARTS, WHOLE_DAY, same_day_end

LONGEST_DATE = 60
"""No date is longer, in characters; what is longer is free text and is not searched for one."""

_RANGE = "—"
_RANGE_MARKS = re.compile("\\s*(?:[—–―‒~〜∼]+|至|到|--+)\\s*")
_DASHES = re.compile("[‐‑−－﹣]")
_BRACKETED = re.compile(r"\(((?:星期|周|礼拜)[一二三四五六日天1-7]|上午|下午|晚上|全天|中午|早上)\)")
# Only digits, the signs of dates and a part of the day: whoever typed it meant a date.
_DATE_LIKE = re.compile(rf"[\d\s\-./~:—+T]*\d[\d\s\-./~:—+T]*(?:{'|'.join(PARTS)}|{WHOLE_DAY})?[\d\s\-.:—]*")


@dataclass(frozen=True)
class When:
    """A time as entered: first and last day where it is one."""

    start: date | None
    """None for free text. A month begins on its first day."""
    end: date | None
    official: str
    """As kept and printed: 2021年4月6日—9日."""


@lru_cache(maxsize=4096)  # lists read the same few days again for each record
def parse_when(text: str, today: date) -> When:
    """``text`` as a time; a missing year is that of ``today``.

    Raises BadInput, and nothing else, for empty text and for what looks like a date and cannot be one.
    """
    typed = one_line(text).strip()
    if not typed:
        raise BadInput("时间还没有填，请写日期，如5月7日、4月6日—9日，也可写2021年3月。")
    if len(typed) > LONGEST_DATE:
        return When(None, None, typed)
    plain = _plain(typed)
    if found := _whole(plain, today):
        return found
    for left, right in _splits(plain):
        if found := _range(left, right, today):
            return found
    if found := _series(plain, today):
        return found
    if plain.find(_RANGE) > 0 and (found := _whole(plain.replace(_RANGE, "-"), today)):
        return found  # 2021—05—07: an input method gives long dashes for short ones
    if _DATE_LIKE.fullmatch(plain):
        raise BadInput(f"看不出“{typed}”是哪一天，请写成5月7日、2021-05-07或4月6日—9日这样的形式。")
    return When(None, None, typed)


def parse_day(text: str, today: date) -> date:
    """One plain day (due dates, 报送日期, --since). Raises BadInput for anything else."""
    found = parse_when(text, today)
    if found.start is None or found.start != found.end or found.official != official_day(found.start):
        raise BadInput(
            f"“{one_line(text).strip()[:20]}”不是一个日期，这里只要一天，请写成5月7日或2021-05-07这样的形式。"
        )
    return found.start


def _plain(typed: str) -> str:
    """The text with one kind of digit, dash and space."""
    plain = _DASHES.sub("-", arabic_dates(half_width(typed)))
    plain = _RANGE_MARKS.sub(_RANGE, plain)
    plain = _BRACKETED.sub(r"\1", plain)
    plain = re.sub(r"\s*([-:/.])\s*(?=\d)", r"\1", plain) if re.search(r"\d\s*[-:/.]\s+\d", plain) else plain
    # A space between two digits parts a day from a time; any other is only taste.
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", plain).strip(",、;.")


def _whole(plain: str, today: date) -> When | None:
    for written in read_written(plain, today):
        if written.bare is None and (found := _span(written, written, today)):
            return found
    return None


def _splits(plain: str) -> list[tuple[str, str]]:
    """Where a range may be parted: at the long dash, or at any short one, the middle first."""
    if plain.count(_RANGE) == 1:
        left, right = plain.split(_RANGE)
        return [(left, right)]
    if _RANGE in plain:
        return []
    places = [place for place, character in enumerate(plain) if character == "-" and place]
    places.sort(key=lambda place: abs(2 * place - len(plain) + 1))
    return [(plain[:place], plain[place + 1 :]) for place in places]


def _range(left: str, right: str, today: date) -> When | None:
    for start in read_written(left, today):
        for end in read_written(right, today):
            if (pair := _completed(start, end, today)) and (found := _span(*pair, today)):
                return found
    return None


def _series(plain: str, today: date) -> When | None:
    """Single days or months one after another: 4月6日、8日."""
    parts = re.split("[、,和及]", plain) if len(plain) > 2 else []
    first = next(iter(read_written(parts[0], today)), None) if len(parts) > 1 else None
    if first is None or not first.dated or first.bare is not None:
        return None
    first = replace(first, year=today.year if first.year is None else first.year)
    ends: list[tuple[Written, Written]] = [(first, first)]
    for part in parts[1:]:
        pairs = (_completed(ends[-1][1], written, today) for written in read_written(part, today))
        if not (pair := next((pair for pair in pairs if pair), None)):
            return None
        if replace(pair[1], tail=pair[0].tail) == pair[0] and pair[1].tail.empty:
            return None  # the same day twice
        ends.append(pair)
    if not all(_span(end, end, today) for _, end in ends):
        return None
    words = _words(first, today) + first.tail.words
    for before, end in ends[1:]:
        words += "、" + _relative(before, end, today) + end.tail.words
    days = [day for _, end in ends for day in _days(end, today)]
    return When(min(days), max(days), words)


def _completed(start: Written, end: Written, today: date) -> tuple[Written, Written] | None:
    """Both ends with what the other one says; None when they do not fit together."""
    if not start.dated:
        return (start, end) if not end.dated else None
    if start.bare is not None:
        if end.month is not None and end.day is None:
            start = replace(start, month=start.bare, bare=None)  # 3-4月
        elif end.day is not None and end.month is None and start.year is None:
            start = replace(start, month=today.month, day=start.bare, bare=None)  # 12-14日
        else:
            return None
    if not end.dated:
        return (start, replace(end, year=start.year, month=start.month, day=start.day))
    if end.bare is not None:
        if end.year is not None:
            return None
        # 4.12-14, 2021.5-6
        if start.day is not None:
            end = replace(end, bare=None, day=end.bare)
        else:
            end = replace(end, bare=None, month=end.bare)
    if end.month is None and end.day is not None:
        if start.day is None:
            return None
        end = replace(end, month=start.month, year=start.year)
    if (start.month is None, start.day is None) != (end.month is None, end.day is None):
        return None
    if start.year is None and end.year is not None:
        start = replace(start, year=end.year)
    return start, replace(end, year=start.year if end.year is None else end.year)


def _span(start: Written, end: Written, today: date) -> When | None:
    """The time from ``start`` to ``end``, complete but for a missing year or month; None when it is none."""
    if not start.dated:
        start = replace(start, year=today.year, month=today.month, day=today.day)
        end = replace(end, year=today.year, month=today.month, day=today.day)
    first, _ = _days(start, today)
    _, last = _days(end, today)
    if start.day is None and not (start.tail.empty and end.tail.empty):
        return None
    if first > last:
        raise BadInput(
            f"结束（{_words(end, today)}）早于开始（{_words(start, today)}），请改正；跨年的请写明两个年份，"
            "如2020年12月30日—2021年1月2日。"
        )
    for written, day in ((start, first), (end, last)):
        if written.tail.weekday not in (0, day.isoweekday()):
            real, said = ("一二三四五六日"[number - 1] for number in (day.isoweekday(), written.tail.weekday))
            raise BadInput(f"{official_day(day)}是星期{real}，不是星期{said}，请核对后改正。")
    head = _words(start, today)
    if start == end:
        return When(first, last, head + start.tail.words)
    tail = same_day_end(start.tail, end.tail) if first == last else end.tail
    closing = _relative(start, end, today) + tail.words
    opening = head + start.tail.words
    if first == last and start.day is not None and (tail.empty or tail.words == start.tail.words):
        return When(first, last, opening)
    return When(first, last, f"{opening}{_RANGE}{closing}" if closing else opening)


def _days(written: Written, today: date) -> tuple[date, date]:
    year = today.year if written.year is None else written.year
    if written.day is not None:
        day = real_day(year, written.month or today.month, written.day)
        return day, day
    if written.month is not None:
        return real_month(year, written.month)
    return real_day(year, 1, 1), real_day(year, 12, 31)


def _words(written: Written, today: date) -> str:
    year = f"{today.year if written.year is None else written.year:04d}年"
    if written.day is not None:
        return f"{year}{written.month or today.month}月{written.day}日"
    return f"{year}{written.month}月" if written.month is not None else year


def _relative(start: Written, end: Written, today: date) -> str:
    """The end of a range without what it shares with its start."""
    whole = _words(end, today)
    year, month = _words(Written(year=start.year), today), f"{start.month or today.month}月"
    if whole == _words(start, today):
        return ""
    if not whole.startswith(year) or whole == year:
        return whole
    whole = whole.removeprefix(year)
    return whole.removeprefix(month) if end.day is not None else whole
