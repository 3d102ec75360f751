"""What a cell of a workbook shows: numbers and dates are kept as numbers, and their format says which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from forms.when import official_day

Look = Literal["", "day", "month", "moment", "time", "percent"]
"""What a number's format makes of it."""

_LOOKS: dict[int, Look] = {
    **dict.fromkeys((14, 15, 16, 28, 29, 30, 31, 51, 53, 54, 58), "day"),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "month"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "time"),
    22: "moment",
    9: "percent",
    10: "percent",
}
"""Formats that every program has by number; from 27 on as Chinese editions have them."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EXACT = 10**15
"""Beyond this many digits a spreadsheet has forgotten what was typed."""


@dataclass(frozen=True, slots=True)
class Format:
    """A cell style's number format."""

    look: Look = ""
    zeros: int = 0
    """Digits that ``0000`` asks for."""


def number_format(id: int, code: str) -> Format:
    """The format of this number, or with this code where it is the workbook's own."""
    if not code:
        return Format(_LOOKS.get(id, ""))
    bare = _QUOTED.sub("", code.split(";")[0]).lower().replace("general", "")
    if bare.endswith("%"):
        return Format("percent")
    if re.fullmatch(r"0+", bare):
        return Format(zeros=len(bare))
    hours = "h" in bare or "s" in bare
    if "d" in bare:
        return Format("moment" if hours else "day")
    if "y" in bare or (code.find("月") >= 0 and not hours):
        return Format("month")
    return Format("time" if hours else "")


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as ``_x000D_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def string_text(element: Any) -> str:
    """The text of a ``si`` or ``is``: its runs one after another, without readings (``rPh``)."""
    pieces: list[str] = []
    for one in element.iterchildren("{*}t", "{*}r"):
        texts = [one] if one.tag.endswith("}t") else one.iterchildren("{*}t")
        pieces.extend(text.text or "" for text in texts)
    return unescaped("".join(pieces))


def shown_number(text: str, format: Format, from_1904: bool) -> tuple[str, str]:
    """A number as the sheet shows it, and what is to be looked at again."""
    try:
        value = float(text)
    except ValueError:
        return text, ""
    if value != value or value in (float("inf"), float("-inf")):
        return text, ""
    if format.look in ("day", "month", "moment") and (day := _day(value, from_1904)):
        if format.look == "month":
            return f"{day.year}年{day.month}月", ""
        clock = _clock(value) if format.look == "moment" and value % 1 else ""
        return official_day(day) + clock, ""
    if format.look == "time":
        return _clock(value), ""
    if format.look == "percent":
        return f"{value * 100:.10g}%", ""
    if value.is_integer():
        digits = str(int(value)) if abs(value) < _EXACT else text
        note = "位数太多，Excel 只记住前15位，请核对" if abs(value) >= _EXACT else ""
        return digits.zfill(format.zeros), note
    return f"{value:.15g}", ""


def _day(value: float, from_1904: bool) -> date | None:
    """The day of a serial number; 1900 has a 29 February there that never was."""
    days = int(value)
    begin = date(1904, 1, 1) if from_1904 else date(1899, 12, 30 if days > 60 else 31)
    try:
        return begin + timedelta(days=days) if days > 0 else None
    except OverflowError:
        return None


def _clock(value: float) -> str:
    minutes = round(value % 1 * 24 * 60) % (24 * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def formats(styles: Any) -> list[Format]:
    """The format of each cell style of a workbook, in their order."""
    codes = {one.get("numFmtId") or "": one.get("formatCode") or "" for one in styles.iter("{*}numFmt")}
    found = []
    for group in styles.iterchildren("{*}cellXfs"):
        for one in group.iterchildren("{*}xf"):
            id = one.get("numFmtId") or "0"
            number = int(id) if id.isascii() and id.isdigit() else 0
            found.append(number_format(number, codes.get(id, "")))
    return found
