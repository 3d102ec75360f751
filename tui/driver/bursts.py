"""A paste on a terminal that does not mark it: line breaks and tabs would come as Enter and Tab, and whatever
they lead to would take the rest. What arrives at once and is too much to have been typed is a paste.

A terminal that says it marks pastes, or has marked one, marks all: from then on keys are keys. What somebody
types ahead on a slow line comes at once as well, so that only a longer text counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from tui.driver.escapes import ESCAPE, PASTE_BEGINS

QUIET = 0.03
"""Seconds without more after which what was read is all of it."""
HELD = 16
"""Characters that a piece must have, and a line break or a tab, to be held back until then."""
LEAST = 40
"""Characters of a paste: nobody types so much ahead before the line has caught up."""

_MARKS = re.compile(r"\x1b\[\?2004;[123]\$y")
"""The terminal's answer when it knows the mode."""
_BREAK = re.compile(r"\r\n|\r|\n")
_PARTED = re.compile(r"[\r\n\t]")
_OPEN = re.compile(r"\x1b[\[O]?[0-9;?<>=]*\Z")
"""A sequence that has begun and not ended."""


@dataclass(frozen=True)
class Burst:
    """Text that was pasted."""

    text: str


class Bursts:
    """Passes on what is read as text, or as a ``Burst``."""

    def __init__(self) -> None:
        self._held = ""
        self._since = 0.0
        self._marked = False
        """A paste was marked, or will be: this terminal needs no guessing."""
        self._tail = ""
        """The end of what was read last."""

    @property
    def waiting(self) -> bool:
        return bool(self._held)

    def feed(self, text: str, now: float) -> Iterator[str | Burst]:
        if self._marked:
            yield text
            return
        begun, self._tail = self._tail, (self._tail + text)[-12:]
        if PASTE_BEGINS in begun + text or _MARKS.search(begun + text):
            self._marked = True
        if self._marked or _OPEN.search(begun) or not _plain(text):
            yield from self.end()
            yield text
        elif self._held or (len(text) >= HELD and _PARTED.search(text)):
            self._held, self._since = self._held + text, now
        else:
            yield text

    def tick(self, now: float) -> Iterator[str | Burst]:
        """Nothing was read for a while."""
        if self._held and now - self._since >= QUIET:
            yield from self.end()

    def end(self) -> Iterator[str | Burst]:
        """What was held, as what it is."""
        text, self._held = self._held, ""
        if text:
            yield Burst(_BREAK.sub("\n", text)) if pasted(text) else text


def pasted(text: str) -> bool:
    """Several lines, or a line of a table and more: too long to have been typed ahead."""
    lines = [line for line in _BREAK.split(text) if line.strip()]
    breaks = len(_BREAK.findall(text))
    several = breaks >= 2 and len(lines) >= 2
    table = breaks >= 1 and text.count("\t") >= 2 and bool(lines)
    return len(text) >= LEAST and (several or table)


def _plain(text: str) -> bool:
    """No key but those that a text has, too."""
    return ESCAPE not in text and not any(
        unicodedata.category(char) == "Cc" and char not in "\r\n\t" for char in text
    )
