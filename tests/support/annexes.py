"""Annexes of a campaign's pack."""

from __future__ import annotations

from forms.pack import Annex
from store.campaign.campaign import Campaign


def annex(c: Campaign, name: str) -> Annex:
    found = c.pack.annex(name)
    assert found is not None
    return found
