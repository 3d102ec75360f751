"""Somebody else at the same store."""

from __future__ import annotations

from dataclasses import replace

from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.shards.filestore import FileStore


def colleague(c: Campaign, account: str = "wang") -> Campaign:
    """The same campaign in another session: nothing is shared but the files."""
    assert isinstance(c.store, FileStore)
    return replace(open_campaign(c.store.root, c.id, c.clock, Actor(account)), done=[], cache={})
