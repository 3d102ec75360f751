"""Numbers as people type them: full-width digits, Chinese numerals, a Chinese full stop for the point."""

from __future__ import annotations

import re
import unicodedata
from math import isfinite

from forms.errors import BadInput
from forms.neutral import one_line

_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,  # the circle of an input method's symbol page, often taken for 〇
    "O": 0,  # the letter, likewise
    "两": 2,
}
_NUMERAL = "[〇零○一二三四五六七八九十百廿卅两][〇零○O一二三四五六七八九十百两]*"
_UNIT = "[年月日号点时分刻]"

# Only where a numeral is clearly part of a date or time: 三会一课 and 第一季度 stay as they are.
_IN_DATE = re.compile(
    f"{_NUMERAL}(?={_UNIT})"
    f"|(?<=[月点时]){_NUMERAL}"
    f"|{_NUMERAL}(?=(?:[-~—–至到]+)[0-9〇零○一二三四五六七八九十廿卅]+{_UNIT})"
)
_TENS = re.compile(
    "(?:([一二两三四五六七八九])百)?[零〇]?(?:([一二三四五六七八九])?(十))?[零〇]?([一二三四五六七八九])?"
)

_NUMBER = re.compile(r"[+]?(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})?(?:\.(\d{0,6}))?")

MEASURE_WORDS = ("个学时", "学时", "小时", "人次", "人", "名", "次", "个", "项", "期", "天", "场", "%")
"""What people write after a number out of habit."""


def half_width(text: str) -> str:
    """Full-width letters, digits and punctuation as their plain forms (NFKC), and ``。`` as a point.

    For reading numbers and dates only: NFKC changes what a text looks like, so the result is never stored.
    """
    return unicodedata.normalize("NFKC", text).replace("。", ".")


def chinese_number(numeral: str) -> int | None:
    """二〇二一 is 2021, 三十一 is 31; None for what is no numeral."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if numeral and all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    match = _TENS.fullmatch(numeral)
    if not match or not numeral:
        return None
    hundreds, tens, ten, ones = match.groups()
    value = 100 * _DIGITS[hundreds] if hundreds else 0
    value += 10 * (_DIGITS[tens] if tens else 1) if ten else 0
    return value + (_DIGITS[ones] if ones else 0)


def arabic_dates(text: str) -> str:
    """Chinese numerals that stand in a date or time as digits: 五月七日 becomes 5月7日."""

    def digits(match: re.Match[str]) -> str:
        value = chinese_number(match[0])
        return match[0] if value is None else str(value)

    return _IN_DATE.sub(digits, text)


def parse_number(text: str, unit: str = "") -> int | float:
    """A number that is not negative: ``１２``, ``1。5``, ``1,200``, ``32人``, ``三十二``. Whole ones as int.

    ``unit`` is a word allowed after it, beside the usual ones. Raises BadInput with a sentence.
    """
    typed = one_line(text).strip()
    plain = "".join(half_width(typed).split())
    for word in sorted({unit, *MEASURE_WORDS} - {""}, key=len, reverse=True):
        if plain.endswith(word) and plain != word:
            plain = plain[: -len(word)]
            break
    if re.fullmatch(_NUMERAL, plain) and (value := chinese_number(plain)) is not None:
        return value
    shown = typed if len(typed) <= 20 else typed[:20] + "…"
    if re.fullmatch(r"[-−–—]\d[\d.,]*", plain):
        raise BadInput(f"“{shown}”是负数，这里不能小于0，请改为0或正数。")
    match = _NUMBER.fullmatch(plain)
    if not match or not (match[1] or match[2]):
        raise BadInput(f"“{shown}”不是数字，请只填数字，如 12 或 1.5。")
    whole, fraction = (match[1] or "0").replace(",", ""), (match[2] or "").rstrip("0")
    return float(f"{whole}.{fraction}") if fraction else int(whole)


def number_words(value: float) -> str:
    """A number as printed: 53, 32.5; never 53.0 or 5e+11."""
    if isinstance(value, int):
        return str(value)
    if not isfinite(value):
        return str(value)  # only in a shard written by something else
    return f"{value:.6f}".rstrip("0").rstrip(".")


def chinese_numeral(number: int) -> str:
    """一、二 … 十、十一 … 九百九十九, for headings. From 1000 on the digits: no list is that long."""
    if not 0 < number < 1000:
        return str(number)
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")
