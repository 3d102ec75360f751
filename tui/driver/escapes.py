"""Esc is a key of its own unless what follows makes it the beginning of another.

Terminals send Alt+1 as Esc and 1, so Textual takes the two, typed within half a second, for one key: ``¡``.
Nothing here is bound to Alt, but people go back with Esc and choose the next screen with a digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ESCAPE = "\x1b"
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"

_NEXT = re.compile(rf"{re.escape(PASTE_BEGINS)}|\x1b(?=[^A-Za-z\[\]\\^_\x7f])|\x1b\Z")
"""What needs a decision. Sequences begin with ``[``, ``]``, ``^``, ``_`` or a letter; what some keyboards
send for Option with an arrow key, with a letter too."""


class Escapes:
    """Takes apart what was read: pieces of text, and None where the Esc key was pressed."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        """Seconds to wait for the rest of a sequence."""
        self._held = ""
        """An Esc that ended what was read."""
        self._since = 0.0
        self._pasting = False
        self._tail = ""
        """The end of what was pasted: the mark that ends it may come in two pieces."""

    def feed(self, text: str, now: float) -> Iterator[str | None]:
        text, self._held = self._held + text, ""
        while text:
            if self._pasting:
                piece, text = self._pasted(text)
                yield piece
                continue
            found = _NEXT.search(text)
            if found is None:
                yield text
                return
            if found[0] == PASTE_BEGINS:
                self._pasting, self._tail = True, ""
                yield text[: found.end()]
            else:
                if found.start():
                    yield text[: found.start()]
                if found.end() == len(text):
                    self._held, self._since = ESCAPE, now
                else:
                    yield None
            text = text[found.end() :]

    def tick(self, now: float) -> Iterator[None]:
        """Nothing was read for a while."""
        if self._held and now - self._since >= self._delay:
            self._held = ""
            yield None

    def _pasted(self, text: str) -> tuple[str, str]:
        """What still belongs to the paste, and what comes after it."""
        seen = self._tail + text
        end = seen.find(PASTE_ENDS)
        if end < 0:
            self._tail = seen[1 - len(PASTE_ENDS) :]
            return text, ""
        cut = end + len(PASTE_ENDS) - len(self._tail)
        self._pasting = False
        return text[:cut], text[cut:]
