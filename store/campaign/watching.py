"""Noticing what others save: where each shard stands, for the price of looking at its files."""

from __future__ import annotations

from collections.abc import Sequence

from forms.errors import TaizhangError
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from store.protocol import ORGANISATIONS, unit_shard

UNREADABLE = -1


def shards_of(c: Campaign, org_id: str = "") -> tuple[str, ...]:
    """The shards that hold what an organisation and those below it have, and the list of organisations; of
    all that this person may see when none is named."""
    known = organisations(c)
    scope = known.scope(org_id if known.get(org_id) else "")
    units = dict.fromkeys(known.unit_of(org.id).id for org in scope)
    return (ORGANISATIONS, *map(unit_shard, units))


def standing(c: Campaign, shards: Sequence[str]) -> tuple[int, ...]:
    """The last sequence of each; other numbers than before say that something was saved. What cannot be read
    just now stands at ``UNREADABLE``: looking raises nothing."""
    return tuple(_sequence(c, shard) for shard in shards)


def _sequence(c: Campaign, shard: str) -> int:
    try:
        return c.store.sequence(shard)
    except TaizhangError:
        return UNREADABLE
