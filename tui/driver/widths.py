"""How text fills cells: a row of cells is a string, a character a cell; the second cell of a wide character
is TAIL.

Every terminal and Textual give most characters the same width. Those not listed here (emoji, combining marks,
joiners, right-to-left scripts, private use) have a width that depends on who draws them. Whatever is disputed
fills the cells that Textual thinks, and one character stands for all of it in its first cell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from rich.cells import split_graphemes

TAIL = "\x00"
"""The second cell of a wide character."""

UNKNOWN = "\x01"
"""A cell nobody knows the content of."""

_NARROW = (
    "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482"
    "\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2070\u2071\u2074-\u208e\u2090-\u209c\u20a0-\u20bf"
    "\u2100-\u218b\u2190-\u2319\u2400-\u2426\u2440-\u244a\u2460-\u25fc\u2605\u2606\u2610-\u2613\u2640\u2642"
    "\u2713\u2717\u2800-\u28ff\uff61-\uff9f\ufffc\ufffd"
)
_WIDE = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u2ff0-\u2ffb\u3000-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff"
    "\u3105-\u312f\u3131-\u3163\u3165-\u318e\u3190-\u31e3\u31f0-\u321e\u3220-\u3247\u3250-\u4dbf\u4e00-\ua48c"
    "\ua490-\ua4c6\uac00-\ud7a3\uf900-\ufa6d\ufa70-\ufad9\ufe10-\ufe19\ufe30-\ufe52\ufe54-\ufe66\ufe68-\ufe6b"
    "\uff01-\uff60\uffe0-\uffe6\U00020000-\U0002a6df\U0002a700-\U0002b738\U0002b740-\U0002b81d"
    "\U0002b820-\U0002cea1\U0002ceb0-\U0002ebe0\U0002f800-\U0002fa1d\U00030000-\U0003134a"
)


_FIRST_DISPUTED = "\U000f0000"
"""From here on a character in a cell stands for disputed text; such that are typed are disputed, too."""

_MOST = 60_000
"""Texts that characters stand for; nobody sees so many in one session."""

SURROGATES = re.compile("[\ud800-\udfff]")


class _Filled(dict[int, int | str]):
    """A character's code to the cells it fills, found out when it is first met: patterns of all these ranges
    would take as long to build as the first screen's rows to draw."""

    def __init__(self) -> None:
        super().__init__()
        self._ranges = sorted(
            (ord(part[0]), ord(part[-1]), wide)
            for wide, ranges in ((False, _NARROW), (True, _WIDE))
            for part in re.findall(".-.|.", ranges, re.DOTALL)
        )

    def __missing__(self, code: int) -> int | str:
        at = bisect_right(self._ranges, (code, 0x110000, True)) - 1
        if at < 0 or code > self._ranges[at][1]:
            raise ValueError(code)
        self[code] = filled = chr(code) + TAIL if self._ranges[at][2] else code
        return filled


_FILLED = _Filled()
_DISPUTED: dict[int, str] = {}
"""Code of a character in a cell to the text it stands for."""
_STANDS_FOR: dict[str, str] = {}
"""The other way round."""


@lru_cache(1024)
def sure_cells(text: str) -> str | None:
    """The cells that ``text`` fills; None where terminals may differ over that."""
    try:
        return text.translate(_FILLED)
    except ValueError:
        return None


def cells(text: str) -> str:
    """The cells that ``text``, which has no control characters, fills; none what takes no room."""
    filled = text if text.isascii() else sure_cells(text)
    if filled is not None:
        return filled
    graphemes = [(text[start:end], width) for start, end, width in split_graphemes(text)[0] if width]
    return "".join([sure_cells(one) or _disputed(one) + TAIL * (width - 1) for one, width in graphemes])


def _disputed(text: str) -> str:
    text = SURROGATES.sub("\ufffd", text) if len(_STANDS_FOR) < _MOST else "\ufffd"
    if text not in _STANDS_FOR:
        stands = chr(ord(_FIRST_DISPUTED) + len(_STANDS_FOR))
        _STANDS_FOR[text], _DISPUTED[ord(stands)] = stands, text
    return _STANDS_FOR[text]


def is_disputed(row: str) -> bool:
    """Is there anything in these cells whose width terminals differ over?"""
    return max(row, default="") >= _FIRST_DISPUTED


def characters(row: str) -> str:
    """The text that fills these cells; they begin with no TAIL."""
    text = row.replace(TAIL, "")
    return text.translate(_DISPUTED) if is_disputed(text) else text
