"""Gathering over several units, so that one that cannot be read does not cost the others: it is left out,
and noted in ``Campaign.left_out``. Where only one unit is asked there is nothing to go on with, and its
refusal is raised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from forms.errors import LockTimeout, StoreError
from forms.organisation import Organisation
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from store.protocol import unit_shard

A = TypeVar("A")
T = TypeVar("T")


def gathered(
    c: Campaign, asked: Sequence[A], shard_of: Callable[[A], str], read: Callable[[A], Iterable[T]]
) -> list[T]:
    """What ``read`` gives of each that is asked, in order; nothing of a shard of which something cannot be
    read. Raises StoreError, LockTimeout where all are of one shard."""
    several = len(set(map(shard_of, asked))) > 1
    found: list[tuple[str, T]] = []
    without: set[str] = set()
    for one in asked:
        shard = shard_of(one)
        if shard in without:
            continue
        try:
            found += [(shard, part) for part in read(one)]
        except (StoreError, LockTimeout) as error:
            if not several:
                raise
            without.add(shard)
            c.left_out.note(shard, error)
    return [part for shard, part in found if shard not in without]


def of_organisations(
    c: Campaign, orgs: Sequence[Organisation], read: Callable[[Organisation], Iterable[T]]
) -> list[T]:
    """The same of organisations, whose documents lie in their unit's shard."""
    known = organisations(c)
    return gathered(c, orgs, lambda org: unit_shard(known.unit_of(org.id).id), read)


class Missing(NamedTuple):
    """A unit that was left out."""

    shard: str
    org: str
    org_name: str
    why: str
    """A sentence."""

    @property
    def sentence(self) -> str:
        """Who it is, and why."""
        return f"“{self.org_name}”（{self.shard}）没有列入：{self.why}"


def missing(c: Campaign) -> list[Missing]:
    """What was left out of what was gathered since ``c.left_out`` was cleared. Raises what ``organisations``
    raises."""
    known = organisations(c) if c.left_out.why else None
    found: list[Missing] = []
    for shard, error in c.left_out.why.items():
        org = shard.partition("/")[2]
        named = known.get(org) if known else None
        found.append(Missing(shard, org, named.name if named else org or shard, error.sentence))
    return found
