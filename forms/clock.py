"""What day it is, in Asia/Shanghai, whatever the server's zone; and a clock that can be set for rehearsal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept one zone without summer time since 1991, so no zone database is needed."""


class SystemClock(msgspec.Struct, frozen=True):
    """The real time."""

    def now(self) -> datetime:
        """The moment, aware, in Asia/Shanghai."""
        return datetime.now(UTC).astimezone(SHANGHAI)

    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return self.now().date()


Clock = SystemClock
"""Where countdowns and default dates take the time from. Journal times are the real one's alone."""


class OffsetClock(Clock, frozen=True):
    """The real time of day on another day: it runs on, and midnight comes when it comes."""

    offset: timedelta

    @classmethod
    def starting(cls, day: date) -> OffsetClock:
        """A clock that says ``day`` today."""
        return cls(day - SystemClock().today())

    def now(self) -> datetime:
        """The moment it shows."""
        return SystemClock().now() + self.offset
