"""What the same organisation was found to be the last time: its diagnosis in an earlier campaign.

Only looked at, one shard at a time, and only by those who may see it. An earlier campaign that cannot be read
is as good as none: the present one goes on.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from forms.errors import TaizhangError
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis, Item, diagnosis
from store.campaign.organisations import shard_of


@dataclass(frozen=True)
class Earlier:
    """One indicator as it stood in an earlier year."""

    year: int
    item: Item

    @property
    def words(self) -> str:
        """``上一次（2020年）：基本到位，问题1条：…``."""
        found = self.item.findings
        said = self.item.verdict.word if self.item.verdict else "未诊断"
        if found:
            said += f"，问题{len(found)}条：{'；'.join(finding.text.rstrip('。；') for finding in found)}"
        return f"上一次（{self.year}年）：{said}"


def earlier(c: Campaign, org_id: str, now: Item) -> Earlier | None:
    """The same indicator of the same guide in the newest earlier campaign that says anything about this
    organisation; None where there is none."""
    for campaign in _campaigns(c):
        found = _diagnosis(campaign, org_id)
        if found is None or not any(item.written for item in found.items):
            continue
        then = next((item for item in found.items if item.id == now.id), None)
        # Another notice may count its indicators alike and mean others.
        same = then is not None and then.indicator.text == now.indicator.text
        return (
            Earlier(campaign.pack.year, then) if same and then and (then.verdict or then.findings) else None
        )
    return None


def _campaigns(c: Campaign) -> list[Campaign]:
    """Those of lower years in the same store, the newest first."""
    return c.kept("earlier campaigns", (), lambda: _lower(c))


def _lower(c: Campaign) -> list[Campaign]:
    found: list[Campaign] = []
    if c.backend is None:
        return found
    names: list[str] = []
    with suppress(TaizhangError):
        names = c.backend.campaigns()
    for name in names:
        with suppress(TaizhangError):
            pack = c.backend.pack(name)
            if pack.year < c.pack.year and pack.guides:
                store = c.backend.open(name, c.actor.member)
                found.append(Campaign(name, pack, store, c.clock, c.actor, c.backend))
    return sorted(found, key=lambda one: -one.pack.year)


def _diagnosis(campaign: Campaign, org_id: str) -> Diagnosis | None:
    """Kept: an organisation is gone through indicator by indicator."""
    try:
        shard = shard_of(campaign, org_id)
        return campaign.kept("diagnosis", (shard,), lambda: _read(campaign, shard, org_id), org_id)
    except TaizhangError:
        return None


def _read(campaign: Campaign, shard: str, org_id: str) -> Diagnosis | None:
    return diagnosis(campaign, org_id) if campaign.store.sequence(shard) else None
