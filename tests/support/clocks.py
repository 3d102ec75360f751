"""A clock that stands still."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from forms.clock import SHANGHAI


@dataclass
class FixedClock:
    """Stands still until ``moment`` is set."""

    moment: datetime = field(default_factory=lambda: datetime(2021, 4, 10, 9, 30, tzinfo=SHANGHAI))

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def go_on(self, **amount: float) -> None:
        """Later by so many ``days``, ``hours`` …"""
        self.moment += timedelta(**amount)
