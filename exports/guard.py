"""Cells that a spreadsheet would take for formulas: ``=1+1`` goes out as ``'=1+1`` and comes back as it was.

A text that already has apostrophes before such a sign gets one more, so that taking one away is exact.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_HARMLESS = re.compile(r"'*(?:[+-]?\d+(?:\.\d+)?%?|-)", re.ASCII)
"""A number with its sign, and the lone dash that people write for "none"."""


SIGNS = frozenset("'=+-@\t\r＝＋－＠")
"""What every text that may need an apostrophe begins with."""


def guard(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would calculate it."""
    return f"'{text}" if _needs(text) else text


def unguard(text: str) -> str:
    """What ``guard`` was given: ``unguard(guard(text)) == text`` for every text."""
    return text[1:] if text.startswith("'") and _needs(text) else text


def _needs(text: str) -> bool:
    return _FORMULA.match(text) is not None and _HARMLESS.fullmatch(text) is None
