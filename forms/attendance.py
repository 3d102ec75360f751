"""应到 and 实到 in words: read from a text, and written out from two numbers."""

from __future__ import annotations

import re

from forms.numerals import half_width

_WORDS = re.compile(r"应到(\d{1,6})人.{0,8}?实到(\d{1,6})人")
_SHORT = re.compile(r"(\d{1,6})/(\d{1,6})人?")


def parse_attendance(text: str) -> tuple[int, int] | None:
    """How many should have come and how many came, where the text says both."""
    match = _WORDS.search(_plain(text))
    return (int(match[1]), int(match[2])) if match else None


def written_out(text: str) -> str:
    """``22/20`` as 应到22人，实到20人; any other text as it is."""
    match = _SHORT.fullmatch(_plain(text))
    return f"应到{int(match[1])}人，实到{int(match[2])}人" if match else text


def _plain(text: str) -> str:
    return "".join(half_width(text).split())
