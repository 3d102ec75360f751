"""Automatic numbers of Word: 1. 2. （一） ① stand in no text, and a clerk sees them all the same."""

from __future__ import annotations

import re
from typing import Any

from exports.readers.word_names import attribute_of, child, names, number, value

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting")
_LEVELS = 9


class _Level:
    """How one level of a list counts and what it writes: ``%1.``"""

    def __init__(self, element: Any) -> None:
        self.start = number(value(element, "start"), 1)
        self.format = value(element, "numFmt") or "decimal"
        self.text = value(element, "lvlText") or ""


class Numbers:
    """Counts the numbered paragraphs of a document as they come."""

    def __init__(self, numbering: Any = None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        """Number id to its levels."""
        self._list: dict[str, str] = {}
        """Number id to the list it counts in: several may go on from one another."""
        self._counts: dict[tuple[str, int], int] = {}
        if numbering is not None:
            self._read(numbering)

    def text(self, properties: Any) -> str:
        """The number of the paragraph with these properties, counted on; empty for one without."""
        if not self._levels:
            return ""
        found = child(properties, "numPr")
        if found is None:
            return ""
        id = value(found, "numId") or ""
        place = number(value(found, "ilvl"), 0)
        level = self._levels.get(id, {}).get(place)
        if level is None:
            return ""
        whole = self._list[id]
        self._counts[whole, place] = self._counts.get((whole, place), level.start - 1) + 1
        for deeper in range(place + 1, _LEVELS):
            self._counts.pop((whole, deeper), None)
        if level.format in ("bullet", "none"):
            return ""
        return re.sub(r"%([1-9])", lambda match: self._counted(id, whole, int(match[1]) - 1), level.text)

    def _counted(self, id: str, whole: str, place: int) -> str:
        level = self._levels[id].get(place)
        if level is None:
            return ""
        return _written(self._counts.get((whole, place), level.start), level.format)

    def _read(self, numbering: Any) -> None:
        lists: dict[str, dict[int, _Level]] = {}
        for tag in names("abstractNum"):
            for element in numbering.iterchildren(tag):
                lists[attribute_of(element, "abstractNumId")] = {
                    number(attribute_of(one, "ilvl"), 0): _Level(one)
                    for level in names("lvl")
                    for one in element.iterchildren(level)
                }
        for tag in names("num"):
            for element in numbering.iterchildren(tag):
                id = attribute_of(element, "numId")
                of = value(element, "abstractNumId") or ""
                levels = dict(lists.get(of, {}))
                overridden = False
                for override in names("lvlOverride"):
                    for one in element.iterchildren(override):
                        overridden = True
                        place = number(attribute_of(one, "ilvl"), 0)
                        own = child(one, "lvl")
                        if own is not None:
                            levels[place] = _Level(own)
                # With a start of its own it begins a list of its own.
                self._levels[id], self._list[id] = levels, id if overridden else of


def _written(count: int, format: str) -> str:
    if format in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= count <= len(_CIRCLED):
        return _CIRCLED[count - 1]
    if format in _CHINESE:
        return _chinese(count)
    if format in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        letter = chr(ord("a") + count - 1)
        return letter.upper() if format == "upperLetter" else letter
    if format == "decimalZero":
        return f"{count:02}"
    if format == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
    return str(count)


def _chinese(count: int) -> str:
    """十, 十二, 二十: as paragraphs are counted; there are never a hundred."""
    tens, ones = divmod(count, 10)
    if not 1 <= count <= 99:
        return str(count)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
