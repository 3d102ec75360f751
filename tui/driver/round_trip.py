"""How long the line takes there and back, and so how long Esc waits for the rest of a sequence."""

from __future__ import annotations

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
