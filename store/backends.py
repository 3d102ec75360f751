"""Which back end a store has, and opening a campaign of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from forms.clock import Clock
from forms.errors import WrongUsage
from store.campaign.campaign import Actor, Campaign
from store.file_backend import FileBackend
from store.protocol import Backend


def backend_at(place: Path) -> Backend:
    """The back end at a place; there need not be anything yet. Every one is a folder today."""
    return FileBackend(place)


def open_campaign(at: Path | Backend, campaign_id: str | None, clock: Clock, actor: Actor) -> Campaign:
    """Open the named campaign of a back end, or the only one.

    In a store with members the account is the operating system's, and the store is guarded. Raises StoreError
    when the store cannot be used, WrongUsage when the campaign must be named or is unknown, NotAllowed.
    """
    backend = backend_at(at) if isinstance(at, Path) else at
    campaigns = backend.campaigns()
    member = backend.members()
    chosen = _choose(campaigns, campaign_id)
    if member is not None:
        actor = replace(actor, account=member.account, org=actor.org or member.home, member=member)
    store = backend.open(chosen, member)
    return Campaign(
        id=chosen, pack=backend.pack(chosen), store=store, clock=clock, actor=actor, backend=backend
    )


def _choose(campaigns: Sequence[str], wanted: str | None) -> str:
    if wanted:
        if wanted in campaigns:
            return wanted
        raise WrongUsage(f"没有专项工作“{wanted}”；现有：{'、'.join(campaigns) or '（无）'}。")
    if len(campaigns) == 1:
        return campaigns[0]
    if not campaigns:
        raise WrongUsage("这个数据目录里还没有专项工作；请运行 taizhang init 新建。")
    raise WrongUsage(f"有多项专项工作，请用 --campaign 指明一项：{'、'.join(campaigns)}。")
