"""Neutralising of text: what may be kept and what may be shown.

A terminal obeys control characters wherever they come from, so a stored ESC sequence is a command to the next
reader's screen, and a bidi control makes a line read other than it is. Text passes here where it comes in and
again where it is shown, since a shard may have been written by something else. Markup is a separate escape.
"""

from __future__ import annotations

import re
from typing import Any

REPLACEMENT = "\ufffd"
"""What stands where something was that may not be shown: visible, so that nobody takes the text for whole."""

# Everything that some editor, printer or office suite takes for the end of a line. CR LF is one, not two.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# The last two code points of each of the 17 planes are noncharacters; those of the first stand below.
_PLANE_ENDS = "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
)

_HOSTILE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f"  # C0, but for tab and line feed
    "\x7f-\x9f"  # DEL and C1: U+009B is ESC [ in one character
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls
    "\ud800-\udfff"  # a lone surrogate cannot be written as UTF-8
    "\ufdd0-\ufdef\ufffe\uffff" + _PLANE_ENDS + "]"  # noncharacters: XML, and so Word, refuses some
)

_GAP = re.compile("[\n\t]+")


def clean(text: str) -> str:
    """``text`` with every kind of line break as ``\\n`` and everything that could act on a terminal replaced.

    Emoji with joiners and variation selectors, rare characters, combining marks pass untouched. Idempotent.
    """
    if text.isprintable():  # nearly all texts; nothing that is replaced here is printable
        return text
    return _HOSTILE.sub(REPLACEMENT, _BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """``clean`` text on one line: each run of line breaks and tabs becomes one space."""
    return _GAP.sub(" ", clean(text))


def clean_data(value: Any) -> Any:
    """JSON values with ``clean`` applied to every string in them, keys of objects included."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key) if isinstance(key, str) else key: clean_data(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean_data(part) for part in value]
    return value
