"""Midnight in the campaign's time zone: when another day begins, whoever asked is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from textual.message_pump import MessagePump

from forms.clock import SHANGHAI, Clock

LONGEST_WAIT = 30.0
"""Seconds between looks at the calendar: a machine that slept through midnight is put right within that."""


class CalendarWatch:
    """Looks at ``clock`` by timers of ``owner`` and calls ``turned`` once a new day."""

    def __init__(self, owner: MessagePump, clock: Callable[[], Clock], turned: Callable[[], object]) -> None:
        self._owner, self._clock, self._turned = owner, clock, turned
        self._day = clock().today()
        self._wait()

    def look(self) -> None:
        """Has the day changed since the last look?"""
        today = self._clock().today()
        if today != self._day:
            self._day = today
            self._turned()

    def _wait(self) -> None:
        now = self._clock().now()
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), SHANGHAI)
        wait = min((midnight - now).total_seconds() + 0.05, LONGEST_WAIT)
        self._owner.set_timer(wait, self._tick)

    def _tick(self) -> None:
        self.look()
        self._wait()
