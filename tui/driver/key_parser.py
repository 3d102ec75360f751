"""From what was read to Textual's messages: keys, pastes, and what the terminal answers.

A paste on a terminal that does not mark it: line breaks and tabs would come as Enter and Tab, and whatever
they lead to would take the rest. What arrives at once and is too much to have been typed is a paste. A
terminal that says it marks pastes, or has marked one, marks all: from then on keys are keys. What somebody
types ahead on a slow line comes at once as well, so that only a longer text counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui.driver.escapes import ESCAPE, Escapes, Pasted, RoundTrip, Sequence, Typed

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


class Bursts:
    """Passes on what was read; too much at once to be typed as pasted."""

    def __init__(self) -> None:
        self._held = ""
        self._since = 0.0
        self._marked = False
        """A paste was marked, or will be: this terminal needs no guessing."""

    @property
    def due(self) -> float | None:
        """When ``tick`` will have something to say."""
        return self._since + QUIET if self._held else None

    def feed(self, read: Typed | Sequence | Pasted, now: float) -> Iterator[Typed | Sequence | Pasted]:
        """Pass on what was read, or hold it back."""
        if isinstance(read, Pasted) or _MARKS.fullmatch(read.text):
            self._marked = True
        if self._marked or not isinstance(read, Typed) or not _plain(read.text):
            yield from self._end()
            yield read
        elif self._held or (len(read.text) >= HELD and _PARTED.search(read.text)):
            self._held, self._since = self._held + read.text, now
        else:
            yield read

    def tick(self, now: float) -> Iterator[Typed | Pasted]:
        """Nothing was read for a while."""
        if self.due is not None and now >= self.due:
            yield from self._end()

    def _end(self) -> Iterator[Typed | Pasted]:
        """What was held, as what it is."""
        text, self._held = self._held, ""
        if text:
            yield Pasted(_BREAK.sub("\n", text)) if is_paste(text) else Typed(text)


def is_paste(text: str) -> bool:
    """Several lines, or a line of a table and more: too long to have been typed ahead."""
    lines = [line for line in _BREAK.split(text) if line.strip()]
    breaks = len(_BREAK.findall(text))
    several = breaks >= 2 and len(lines) >= 2
    table = breaks >= 1 and text.count("\t") >= 2 and bool(lines)
    return len(text) >= LEAST and (several or table)


def _plain(text: str) -> bool:
    """No key but those that a text has, too."""
    return not any(unicodedata.category(char) == "Cc" and char not in "\r\n\t" for char in text)


class KeyParser:
    """Times are given to it, in seconds of any clock. Textual's parser, which has a clock of its own, gets
    whole sequences only and never waits."""

    def __init__(self, line: RoundTrip) -> None:
        self._line = line
        self._escapes, self._bursts = Escapes(line), Bursts()
        self._parser = XTermParser()

    @property
    def due(self) -> float | None:
        """When ``tick`` will have something to say; None: not before something was read."""
        times = [due for due in (self._escapes.due, self._bursts.due) if due is not None]
        return min(times, default=None)

    def feed(self, text: str, now: float) -> Iterator[Message]:
        """``text`` was read at ``now``."""
        yield from self._messages(self._escapes.feed(text, now), now)

    def tick(self, now: float) -> Iterator[Message]:
        """Nothing was read for a while."""
        yield from self._messages(self._escapes.tick(now), now)
        for part in self._bursts.tick(now):
            yield from self._read(part)

    def _messages(self, parts: Iterable[Typed | Sequence | Pasted], now: float) -> Iterator[Message]:
        for part in parts:
            for passed in self._bursts.feed(part, now):
                for message in self._read(passed):
                    if isinstance(message, events.CursorPosition):
                        self._line.answered(now)
                    yield message

    def _read(self, part: Typed | Sequence | Pasted) -> Iterator[Message]:
        if isinstance(part, Pasted):
            yield events.Paste(part.text.replace("\x00", ""))
        elif isinstance(part, Typed):
            yield from self._parser.feed(part.text)
        elif part.text == ESCAPE:
            yield events.Key("escape", ESCAPE)
        elif len(part.text) == 2 or part.text[1] in "[O":  # no answer that is a string was asked for
            yield from self._known(part.text)

    def _known(self, sequence: str) -> Iterator[Message]:
        """What Textual knows it as; nothing where it does not, but for Alt with a key."""
        try:
            found = list(self._parser.feed(sequence))
            if not found:
                # It would go on reading: at the end of all input it says what it makes of this.
                found = list(self._parser.feed(""))
                self._parser = XTermParser()
                found = found if len(sequence) == 2 else []
        except Exception:  # whatever it chokes on is dropped, and it starts anew
            self._parser = XTermParser()
            return
        yield from found
