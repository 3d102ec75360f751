"""What a session keeps of what is dear to make."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Cache:
    """Under each name the last answer, with a stamp of all that it was made from.

    One with another stamp is let go before the next one is made: of thousands of records there are never two
    lists. What is made is shared, and for looking at only.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Hashable, Any]] = {}

    def get(self, name: str, stamp: Hashable, make: Callable[[], T]) -> T:
        """The answer of this stamp, made where it is not the one that is kept. What ``make`` raises is
        raised, and nothing kept."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != stamp:
            self._kept.pop(name, None)
            kept = self._kept[name] = (stamp, make())
        answer: T = kept[1]
        return answer
