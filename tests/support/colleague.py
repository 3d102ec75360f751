"""Somebody else at the same store."""

from __future__ import annotations

from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign


def colleague(c: Campaign, account: str = "wang") -> Campaign:
    """The same campaign in another session: nothing is shared but the back end."""
    assert c.backend is not None
    return open_campaign(c.backend, c.id, c.clock, Actor(account))
