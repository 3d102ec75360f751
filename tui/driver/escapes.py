"""Esc is a key of its own unless what follows makes it the beginning of another.

On a slow line the parts of one sequence come apart, so that Esc is held for as long as the line needs.
Terminals send Alt+1 as Esc and 1; nothing here is bound to Alt, but people go back with Esc and choose the
next screen with a digit, so that those are two keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LEAST, MOST = 0.04, 0.5
"""Seconds that Esc waits: no less on any line, no more on any."""

OLD = 60.0
"""Seconds after which a measurement may be made anew."""


class RoundTrip:
    """Times are given to it, in seconds of any clock."""

    def __init__(self) -> None:
        self.seconds: float | None = None
        """From a question to the terminal's answer; None until it has answered."""
        self._asked = 0.0
        self._waiting = False

    def asked(self, now: float) -> None:
        """The terminal was asked where its cursor is."""
        self._asked, self._waiting = now, True

    def answered(self, now: float) -> None:
        """It has said where."""
        if self._waiting:
            self.seconds, self._waiting = now - self._asked, False

    def is_old(self, now: float) -> bool:
        """Is it worth asking again? Not a terminal that does not answer."""
        return not self._waiting and self.seconds is not None and now - self._asked >= OLD

    @property
    def wait(self) -> float:
        """Seconds in which the rest of a sequence follows its Esc: twice the round trip; the most, as long as
        that is not known."""
        return MOST if self.seconds is None else min(max(2 * self.seconds, LEAST), MOST)


ESCAPE = "\x1b"
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"

LATE = 0.5
"""Seconds after an Esc in which the rest of its sequence may still come, and between the parts of one."""

_CONTROL = r"\[(?:\[[A-E]|M[\s\S]{3}|[0-9]+\$(?!y)|(?!M)[0-?]*[ -/]*[@-Z\\-~])"
"""What follows the Esc of keys and answers: the Linux console's, an old mouse's, rxvt's, and all others."""
_KEYPAD = r"O[0-9;]*[A-DFHMP-SXa-dj-y]"
_STRING = r"[\]P^_][^\x07\x1b]*(?:\x07|\x1b\\)"

_WHOLE = re.compile(rf"\x1b(?:{_CONTROL}|{_KEYPAD}|{_STRING}|[A-NQ-Za-z\x7f])")
_OPEN = re.compile(r"\x1b(?:\[(?:\[|M[\s\S]{0,2}|[0-?]*[ -/]*)|O[0-9;]*|[\]P^_][^\x07\x1b]*\x1b?)?")
"""A sequence that has begun and not ended."""
_CUT = re.compile(r"\x1b[\[O][0-?]*[ -/]*(?=\x1b)")
"""One whose end was lost: another begins."""
_TAIL = re.compile(rf"{_CONTROL}|O[0-9;]*[A-DFHMP-Sa-d]")
"""What follows an Esc that was taken for a key; of what keypads send only what nobody types after Esc."""
_OPEN_TAIL = re.compile(r"\[(?:\[|M[\s\S]{0,2}|[0-?]*[ -/]*)|O[0-9;]*")


@dataclass(frozen=True)
class Typed:
    """Characters, and keys that are one (Enter, Ctrl+S)."""

    text: str


@dataclass(frozen=True)
class Sequence:
    """A key, or the terminal's answer; a lone ``ESCAPE`` is the Esc key."""

    text: str


@dataclass(frozen=True)
class Pasted:
    """What was pasted between the terminal's marks."""

    text: str


class Escapes:
    """Takes apart what was read; times are given to it, in seconds of any clock."""

    def __init__(self, line: RoundTrip) -> None:
        self._line = line
        self._held = ""
        """What ended what was read and may go on: of a sequence, or of the tail of one."""
        self._since = 0.0
        self._paste: str | None = None
        self._escaped: float | None = None
        """When the Esc came that was taken for a key, as long as nothing has come since."""

    @property
    def due(self) -> float | None:
        """When ``tick`` will have something to say."""
        if not self._held:
            return None
        return self._since + (self._line.wait if self._held == ESCAPE else LATE)

    def feed(self, text: str, now: float) -> Iterator[Typed | Sequence | Pasted]:
        """Take apart what was read."""
        if self._held and self._held[0] != ESCAPE:
            self._escaped = now
        text, self._held = self._held + text, ""
        while text:
            if self._paste is not None:
                self._paste, text = self._paste + text, ""
                pasted, end, after = self._paste.partition(PASTE_ENDS)
                if end:
                    self._paste, text = None, after
                    yield Pasted(pasted)
            elif self._escaped is not None and now - self._escaped <= LATE and text[0] in "[O":
                # Of a sequence whose Esc was taken for a key: neither typed nor obeyed, pasted text excepted.
                if tail := _TAIL.match(text):
                    self._escaped, text = None, text[tail.end() :]
                    self._begin(ESCAPE + tail[0])
                elif _OPEN_TAIL.fullmatch(text):
                    self._held, self._since, text = text, now, ""
                else:
                    self._escaped = None
            elif text[0] != ESCAPE:
                self._escaped = None
                typed, escape, after = text.partition(ESCAPE)
                text = escape + after
                yield Typed(typed)
            elif whole := _WHOLE.match(text):
                self._escaped, text = None, text[whole.end() :]
                if not self._begin(whole[0]):
                    yield Sequence(whole[0])
            elif _OPEN.fullmatch(text):
                self._escaped = None
                self._held, self._since, text = text, now, ""
            elif cut := _CUT.match(text):
                text = text[cut.end() :]
            else:
                text = text[1:]
                yield Sequence(ESCAPE)

    def tick(self, now: float) -> Iterator[Typed | Sequence]:
        """Nothing was read for a while."""
        if self.due is None or now < self.due:
            return
        held, self._held = self._held, ""
        if held[0] != ESCAPE:
            self._escaped = None
            yield Typed(held)
        elif len(held) <= 2:
            self._escaped = self._since if held == ESCAPE else None
            yield Sequence(held)

    def _begin(self, sequence: str) -> bool:
        """Does a paste begin?"""
        if sequence == PASTE_BEGINS:
            self._paste = ""
        return sequence == PASTE_BEGINS
