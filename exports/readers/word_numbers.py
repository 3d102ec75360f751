"""Automatic numbers of Word: 1. 2. （一） ① stand in no text, and a clerk sees them all the same."""

from __future__ import annotations

import re
from typing import Any

from exports.readers.word_names import attribute_of, child, names, number, value
from forms.numerals import chinese_numeral

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
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
        for element in numbering.iterchildren(*names("abstractNum")):
            lists[attribute_of(element, "abstractNumId")] = {
                number(attribute_of(one, "ilvl"), 0): _Level(one)
                for one in element.iterchildren(*names("lvl"))
            }
        for element in numbering.iterchildren(*names("num")):
            id, of = attribute_of(element, "numId"), value(element, "abstractNumId") or ""
            levels, overrides = dict(lists.get(of, {})), list(element.iterchildren(*names("lvlOverride")))
            for one in overrides:
                own = child(one, "lvl")
                if own is not None:
                    levels[number(attribute_of(one, "ilvl"), 0)] = _Level(own)
            # With a start of its own it begins a list of its own.
            self._levels[id], self._list[id] = levels, id if overrides else of


def _written(count: int, format: str) -> str:
    if format in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= count <= len(_CIRCLED):
        return _CIRCLED[count - 1]
    if format in _CHINESE:
        return chinese_numeral(count)
    if format in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        letter = chr(ord("a") + count - 1)
        return letter.upper() if format == "upperLetter" else letter
    if format == "decimalZero":
        return f"{count:02}"
    if format == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
    return str(count)
