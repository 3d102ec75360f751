"""From what was read to Textual's messages: keys, pastes, and what the terminal answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui.driver.bursts import Bursts
from tui.driver.escapes import ESCAPE, Escapes, Pasted, RoundTrip, Sequence, Typed


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
