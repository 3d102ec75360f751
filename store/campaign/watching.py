"""Noticing what others save: which shards a screen has to look at."""

from __future__ import annotations

from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from store.protocol import ORGANISATIONS, unit_shard


def shards_of(c: Campaign, org_id: str = "") -> tuple[str, ...]:
    """The shards that hold what an organisation and those below it have, and the list of organisations; of
    all that this person may see when none is named."""
    known = organisations(c)
    scope = known.scope(org_id if known.get(org_id) else "")
    units = dict.fromkeys(known.unit_of(org.id).id for org in scope)
    return (ORGANISATIONS, *map(unit_shard, units))
