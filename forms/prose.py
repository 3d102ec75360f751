"""Plain text as an official document reads it: headings are known by their numbers (GB/T 9704-2012, 7.3.3):
一、 then （一） then 1., everything else is a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.neutral import clean

LONGEST = 40
"""Characters of a heading; a longer numbered line is a paragraph."""

_NUMERAL = "[一二三四五六七八九十百]{1,5}"
_LEVELS = (
    (1, re.compile(f"{_NUMERAL}、")),
    (2, re.compile(f"[（(]{_NUMERAL}[）)]")),
    (3, re.compile(r"\d{1,2}[.．](?![\d.])\s*")),
)


@dataclass(frozen=True)
class Line:
    """A paragraph of the document. ``level`` 0: text; a heading may be followed by text on its own line."""

    level: int
    text: str
    rest: str = ""
    """What follows the heading in the same paragraph: （一）加强学习。每月…"""


def read_prose(text: str) -> list[Line]:
    """The paragraphs; empty lines and indents only show where paragraphs are, and are left out."""
    lines = (line.strip(" \t\u3000") for line in clean(text).split("\n"))
    return [_line(line) for line in lines if line]


def _line(text: str) -> Line:
    level = next((level for level, number in _LEVELS if number.match(text)), 0)
    if not level:
        return Line(0, text)
    heading, stop, rest = text.partition("。")
    if len(heading) > LONGEST:
        return Line(0, text)
    if not rest:
        return Line(level, text)
    # The third level is set like the text, so there is nothing to tell apart.
    return Line(level, heading + stop, rest) if level < 3 else Line(0, text)
