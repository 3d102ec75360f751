"""The part of a day and the time of day as people write them: 下午, 14:30, 下午2点半.

A time is kept in 24 hours; the end of a range takes over the 下午 of its start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.errors import BadInput

PARTS = ("凌晨", "早上", "上午", "中午", "下午", "傍晚", "晚上")
"""Parts of a day in their order; 全天 stands beside them."""
WHOLE_DAY = "全天"

_PART_WORDS = {"晚": "晚上", "早晨": "早上", "夜间": "晚上", "整天": WHOLE_DAY} | {
    part: part for part in (*PARTS, WHOLE_DAY)
}
_AFTERNOON = ("下午", "傍晚", "晚上")

_WEEKDAYS = dict(zip("1234567一二三四五六日天", [*range(1, 8), *range(1, 8), 7], strict=True))
_WEEKDAY = "(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天1-7])"
_TAIL = re.compile(
    rf"\s*(?:T(?=\d))?(?:{_WEEKDAY})?\s*(?P<part>{'|'.join(sorted(_PART_WORDS, key=len, reverse=True))})?\s*"
    r"(?:(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?P<second>:\d{2}(?:\.\d+)?)?"
    r"|[点时](?:(?P<spoken>\d{1,2})分?|(?P<half>半|整|1刻|3刻))?))?"
)
_SPOKEN = {"半": 30, "整": 0, "1刻": 15, "3刻": 45}


@dataclass(frozen=True)
class Tail:
    """What stands after a day. ``minutes`` counts from midnight; -1 when no time is given."""

    part: str = ""
    minutes: int = -1
    weekday: int = 0
    """1 for Monday to 7 for Sunday; 0 when it is not written."""

    @property
    def empty(self) -> bool:
        return not self.part and self.minutes < 0

    @property
    def words(self) -> str:
        """As printed. A time says the part of the day by itself."""
        return f"{self.minutes // 60}:{self.minutes % 60:02d}" if self.minutes >= 0 else self.part


NO_TAIL = Tail()


def read_tail(text: str) -> Tail | None:
    """None when ``text`` is something else. Raises BadInput for a time that does not exist."""
    match = _TAIL.fullmatch(text)
    if not match:
        return None
    part = _PART_WORDS.get(match["part"] or "", "")
    weekday = _WEEKDAYS.get(match["weekday"] or "", 0)
    if not match["hour"]:
        return Tail(part, -1, weekday)
    hour = int(match["hour"])
    minute = _SPOKEN[match["half"]] if match["half"] else int(match["minute"] or match["spoken"] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise BadInput(f"没有{hour}:{minute:02d}这个时刻，请用0:00—24:00之间的时刻，如14:30。")
    # A spreadsheet writes a plain day as 2021-05-07 00:00:00.
    if match["second"] and hour == minute == 0 and not part:
        return Tail("", -1, weekday)
    return Tail(part, _in_24_hours(part, hour, minute) * 60 + minute, weekday)


def _in_24_hours(part: str, hour: int, minute: int) -> int:
    if part == "晚上" and hour == 12 and minute:
        raise BadInput(f"晚上12:{minute:02d}已是第二天，请写成第二天的0:{minute:02d}。")
    if part in _AFTERNOON and (hour < 12 or (part == "晚上" and hour == 12)):
        return hour + 12
    if part == "中午" and 1 <= hour <= 3:
        return hour + 12
    if part in ("凌晨", "早上", "上午") and hour > 12:
        raise BadInput(f"{part}没有{hour}点，请写成上午9:00或14:30这样的时刻。")
    return hour


def same_day_end(start: Tail, end: Tail) -> Tail:
    """The end of a range within one day, with the part of the day taken over from its start.

    下午2:30—4:30 ends at 16:30. Raises BadInput when the end is not after the start.
    """
    if start.minutes >= 0 and end.minutes >= 0:
        if end.minutes < start.minutes and not end.part and start.part and end.minutes < 12 * 60:
            end = Tail(start.part, end.minutes + 12 * 60, end.weekday)
        if end.minutes < start.minutes:
            raise BadInput(
                f"结束时刻{end.words}早于开始时刻{start.words}，请按24小时写，如14:30—16:30。",
            )
    elif start.part in PARTS and end.part in PARTS and PARTS.index(end.part) < PARTS.index(start.part):
        raise BadInput(f"“{end.part}”早于“{start.part}”，请把开始写在前面，如上午—下午。")
    return end
