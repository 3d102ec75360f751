"""What a measurement says, and how two things are timed fairly: in turns, by their medians."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One promise and what became of it."""

    name: str
    ours: float
    peer: float
    ratio: float
    """``ours / peer``."""
    limit: float
    """The ratio that must not be passed."""
    unit: str = "s"

    @property
    def held(self) -> bool:
        return self.ratio <= self.limit


def in_turns(ours: Callable[[], float], peer: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Medians in seconds of two timings taken alternately, after one round of each to warm the caches."""
    ours(), peer()
    times = [(ours(), peer()) for _ in range(rounds)]
    return median(mine for mine, _ in times), median(theirs for _, theirs in times)


def figure(name: str, ours: float, peer: float, limit: float, unit: str = "s") -> Figure:
    """A figure with its ratio worked out."""
    return Figure(name, ours, peer, ours / peer, limit, unit)
