"""The organisations of a campaign, as this person may see them, and the shards that their documents lie
in."""

from __future__ import annotations

from forms.organisation import Organisation
from forms.organisations import Organisations
from store.campaign.campaign import Campaign
from store.organisations import read_organisations
from store.protocol import ORGANISATIONS, unit_shard


def organisations(c: Campaign) -> Organisations:
    """The organisations as they stand now, limited to those this person may see. Raises Damaged for a
    document that is no organisation."""
    return c.kept("organisations", (ORGANISATIONS,), lambda: _visible(c))


def _visible(c: Campaign) -> Organisations:
    known = read_organisations(c.store)
    if c.actor.member is None:
        return known
    from store.access.roles import limited  # only in a store that many use

    return limited(known, c.actor.member)


def required(c: Campaign, org_id: str) -> Organisation:
    """The organisation of this id. Raises BadInput when there is none."""
    return organisations(c).find(org_id)


def shard_of(c: Campaign, org_id: str) -> str:
    """The shard its documents lie in: that of its second-level organisation. Raises BadInput when unknown."""
    known = organisations(c)
    return unit_shard(known.unit_of(known.find(org_id).id).id)


def shards_of(c: Campaign, org_id: str = "") -> tuple[str, ...]:
    """The shards that hold what an organisation and those below it have, and the list of organisations; of
    all that this person may see when none is named."""
    known = organisations(c)
    scope = known.scope(org_id if known.get(org_id) else "")
    units = dict.fromkeys(known.unit_of(org.id).id for org in scope)
    return (ORGANISATIONS, *map(unit_shard, units))
