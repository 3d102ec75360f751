"""Widths in terminal cells: a Chinese character takes two, a combining mark none.

``unicodedata`` alone, since the screens' library must not be loaded by a command.
"""

from __future__ import annotations

import unicodedata
from functools import cache

ELLIPSIS = "..."
"""ASCII, since ``…`` is one cell wide in some terminals and two in others."""


@cache
def char_cells(char: str) -> int:
    """How many cells one character takes; ambiguous ones count one, as most terminals draw them. Worked out
    once for each: a table asks for the same ones again and again."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def cells(text: str) -> int:
    """How many cells a line takes."""
    return len(text) if text.isascii() else sum(map(char_cells, text))


def pad(text: str, width: int) -> str:
    """The text with spaces after it, ``width`` cells in all; longer text is left as it is."""
    return text + " " * (width - cells(text))


def shorten(text: str, width: int) -> str:
    """The text in at most ``width`` cells, ``...`` at its end where something was left out."""
    if len(text) * 2 <= width or cells(text) <= width:
        return text
    room, kept = width - len(ELLIPSIS), []
    for char in text:
        room -= char_cells(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept) + ELLIPSIS


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells: broken between Chinese characters, never inside a word of ASCII."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for token in _tokens(paragraph):
            room = cells(token)
            if used and used + room > width and token not in _NEVER_FIRST:
                lines.append(line.rstrip())
                line, used = "", 0
                token = token.lstrip()
                room = cells(token)
            line, used = line + token, used + room
        lines.append(line.rstrip())
    return lines


_NEVER_FIRST = frozenset("，。；：、？！）》”』】,.;:)")


def _tokens(text: str) -> list[str]:
    """Words of ASCII whole, everything else one character a token."""
    tokens: list[str] = []
    for char in text:
        if tokens and "!" <= char <= "~" and "!" <= tokens[-1][-1] <= "~":
            tokens[-1] += char
        else:
            tokens.append(char)
    return tokens
