"""References （对照4-2） at the end of a finding, and numbered points within a cell of the ledger (annex 4).

Printing a reference is a choice; reading one back is how an old ledger's findings are matched. Neither
reading nor writing may lose or invent a character of the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forms.neutral import clean
from forms.numerals import chinese_number

_REFERENCE = re.compile(
    r"\s*[（(【\[]\s*对照\s*(?:诊断)?\s*(?:工作)?\s*(?:指南|指标)?\s*[:：]?\s*第?\s*"
    r"(?P<criterion>\d{1,2})\s*(?:[-—–－﹣‐‑−~～.．]+\s*(?P<place>\d{1,2})|[（(]\s*(?P<inner>\d{1,2})\s*[）)])"
    r"\s*条?\s*[）)】\]]\s*(?P<tail>[。．.；;，,、]?)\s*\Z"
)

_INDICATOR = re.compile(
    r"(?P<criterion>\d{1,2})\s*(?:[-—–－﹣‐‑−]\s*(?P<place>\d{1,2})|[（(]\s*(?P<inner>\d{1,2})\s*[）)])"
)


def take_reference(text: str) -> tuple[str, str]:
    """``"…落实不够。（对照1-4）"`` as ``("…落实不够。", "1-4")``; ``(text, "")`` when none ends it.

    Half-width brackets, other dashes, full-width digits, 对照指标 and 4（2） are read too.
    """
    match = _REFERENCE.search(text) if "对照" in text else None
    if not match:
        return text, ""
    rest, tail = text[: match.start()], match["tail"]
    if tail and not rest.endswith(tail):
        rest += tail
    return rest, f"{int(match['criterion'])}-{int(match['place'] or match['inner'])}"


def read_indicator(text: str) -> str:
    """An indicator's id as people write it (4-2, 4（2）, ４－２) as ``"4-2"``; anything else as it is."""
    match = _INDICATOR.fullmatch(text.strip())
    return f"{int(match['criterion'])}-{int(match['place'] or match['inner'])}" if match else text


def with_reference(text: str, indicator: str) -> str:
    """The text with its reference; without an indicator (指南以外) the text alone."""
    return f"{text}（对照{indicator}）" if indicator else text


_DIGIT = r"[0-9０-９]{1,2}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = "一二三四五六七八九十"
# After 2. a figure may only be a year (2.2019级本科生党支部…), or it is a decimal: 2.5万元.
_NOT_DECIMAL = r"(?![0-9０-９])|(?=(?:19|20)\d\d[年级届学秋春\-./—])"
_MARKER = re.compile(
    rf"(?P<dot>{_DIGIT})\s*[.．](?:{_NOT_DECIMAL})"
    rf"|(?P<comma>{_DIGIT})\s*、(?:{_NOT_DECIMAL})"
    rf"|[（(]\s*(?P<bracket>{_DIGIT})\s*[）)]"
    rf"|(?P<half>{_DIGIT})\s*[）)]"
    rf"|(?P<circled>[{_CIRCLED}])"
    rf"|(?P<chinese>[{_CHINESE}]{{1,3}})、"
    rf"|[（(]\s*(?P<inner>[{_CHINESE}]{{1,3}})\s*[）)]"
)
_BOUNDARY = '。；;，,：:！!？?…）)】]》”"、.． \u3000\t\n'
"""After these a marker may stand; within a sentence 第2、3支部 is none."""


@dataclass(frozen=True)
class _Marker:
    style: str
    number: int
    start: int
    end: int
    opens_line: bool


def split_points(text: str) -> list[str]:
    """The numbered points of a cell, without their numbers: in one line or many, 1. 1、 （1） ① 一、.

    Numbers within a sentence (1.5万元) part nothing. Text without numbers has a point per line. White space
    around a point and the numbers are all that is dropped.
    """
    text = clean(text).strip()
    markers = _chain(_markers(text))
    if not markers or (markers[0].start and len(markers) == 1):
        return [line.strip() for line in text.split("\n") if line.strip()]
    points = [
        text[marker.end : following].strip()
        for marker, following in zip(
            markers, [marker.start for marker in markers[1:]] + [len(text)], strict=True
        )
    ]
    opening = text[: markers[0].start].strip()
    if opening and opening[-1] in "：:":
        points[0] = opening + points[0]  # 存在以下问题：1.…
    elif opening:
        points.insert(0, opening)
    return [point for point in points if point]


def number_points(points: Sequence[str]) -> str:
    """``"1.…\\n2.…"``; empty points are left out."""
    kept = [point for point in (point.strip() for point in points) if point]
    return "\n".join(f"{number}.{_gap(point)}{point}" for number, point in enumerate(kept, 1))


def _gap(point: str) -> str:
    """A space where a figure would turn the number into a decimal: 2. 5万元."""
    return "" if _MARKER.match(f"1.{point}") else " "


def _markers(text: str) -> list[_Marker]:
    found = []
    for match in _MARKER.finditer(text):
        before = match.start() - 1
        while before >= 0 and text[before] in " \u3000\t":
            before -= 1
        opens_line = before < 0 or text[before] == "\n"
        style = match.lastgroup or ""
        if not opens_line and not _may_follow(text[match.start() - 1], style):
            continue
        found.append(_Marker(style, _value(match[style]), match.start(), match.end(), opens_line))
    return found


def _may_follow(character: str, style: str) -> bool:
    """Whether a marker within a line may stand after ``character``."""
    if style == "circled":
        return True
    if style in ("bracket", "inner"):
        return not character.isdecimal()  # 4（2） is an indicator
    return character in _BOUNDARY


def _value(numeral: str) -> int:
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    if numeral[0] not in _CHINESE:
        return int(numeral)
    return chinese_number(numeral) or 0


def _chain(markers: list[_Marker]) -> list[_Marker]:
    """Markers 1, 2, 3 … of the style of the first 1.

    Where lines open with the numbers in their order, they alone count: a point may hold numbers of its own.
    """
    first = next((marker for marker in markers if marker.number == 1), None)
    if first is None:
        return []
    alike = [marker for marker in markers if marker.style == first.style and marker.start >= first.start]
    lines = [marker for marker in alike if marker.opens_line]
    if len(lines) > 1 and [marker.number for marker in lines] == list(range(1, len(lines) + 1)):
        return lines
    chain = [first]
    for marker in alike[1:]:
        if marker.number == len(chain) + 1:
            chain.append(marker)
    return chain
