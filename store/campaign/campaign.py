"""A campaign in hand: which pack, which store, what day it is, and who is at the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from forms.clock import Clock
from forms.pack import Pack
from forms.shift import shift_date
from store.campaign.left_out import LeftOut
from store.protocol import UNREADABLE, Backend, Document, Store

if TYPE_CHECKING:
    from store.access.roles import Member


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

    def drop(self, name: str) -> None:
        """Let go of an answer."""
        self._kept.pop(name, None)


@dataclass(frozen=True)
class Actor:
    """Who acts: the operating system's account, and the organisation that person works for (may be empty)."""

    account: str
    org: str = ""
    read_only: bool = False
    """A rehearsal with ``--today`` on a shared store looks and never writes."""
    member: Member | None = None
    """Their roles, in a store that has a members' file; ``open_campaign`` finds them."""


class UndoEntry(msgspec.Struct, frozen=True):
    """One acknowledged write of this session: each document before and after."""

    shard: str
    before: tuple[Document | None, ...]
    after: tuple[Document | None, ...]


@dataclass(frozen=True)
class Campaign:
    """Handed to every function of this package."""

    id: str
    pack: Pack
    store: Store
    clock: Clock
    actor: Actor
    backend: Backend | None = field(default=None, compare=False, repr=False)
    """Where the store comes from, and the other campaigns are; None: there are none."""
    done: list[UndoEntry] = field(default_factory=list, compare=False, repr=False)
    """This session's writes, oldest first; what undo takes back."""
    cache: Cache = field(default_factory=Cache, compare=False, repr=False)
    """What is dear to make; see ``kept``."""
    left_out: LeftOut = field(default_factory=LeftOut, compare=False, repr=False)
    """Units that what was gathered is without; see ``store.campaign.gathering``."""

    @property
    def entry_day(self) -> date:
        """The day that typed dates are read against: today, or its like in a campaign long over.

        Whoever keys a campaign of another year, for the archive or in rehearsal, means that year by 4.6.
        """
        today = self.clock.today()
        if today.year in (self.pack.year, self.pack.year + 1):
            return today
        return shift_date(today, self.pack.year - today.year)

    def kept(self, name: str, shards: Sequence[str], make: Callable[[], T], *asked: Hashable) -> T:
        """What ``make`` gives, kept under a name until something is saved in one of the shards, or something
        else is ``asked`` of it. Not kept while one of them cannot be read, or is left out of it."""
        stands = self.store.sequences(shards)
        if UNREADABLE in stands:
            return make()
        times = self.left_out.times
        answer = self.cache.get(name, (stands, asked), make)
        if self.left_out.times != times:
            self.cache.drop(name)
        return answer
