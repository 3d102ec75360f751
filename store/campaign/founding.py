"""The first day: a store, a campaign in it with its own copy of the pack, and the organisation it is for."""

from __future__ import annotations

from pathlib import Path

import msgspec

from forms.clock import SystemClock
from forms.errors import BadInput
from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.neutral import one_line
from forms.shift import shift_years
from store.account import account
from store.backends import backend_at, open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.organisation_entry import add_organisation
from store.campaign.organisations import organisations
from store.protocol import Backend


def create_store(at: Path | Backend, year: int, unit_name: str, title: str = "") -> str:
    """Create a store with one campaign and one organisation in it; returns the campaign's id.

    In a store that is already there the year's campaign is added and the organisations stay. What a crash
    left half done is finished by asking again. Raises BadInput, StoreError.
    """
    name = one_line(unit_name).strip()
    if not name:
        raise BadInput("单位名称不能为空，如“计算机学院党委”。")
    backend = backend_at(at) if isinstance(at, Path) else at
    copy = shift_years(load_pack(shipped_packs()[SHIPPED]), year)
    if not backend.exists() or copy.id not in backend.campaigns():
        backend.create(msgspec.structs.replace(copy, title=one_line(title).strip() or copy.title))
    elif organisations(_open(backend, copy.id)).all:
        raise BadInput(
            f"{backend.address} 里已有{year}年的专项工作（{copy.id}），直接运行 taizhang 即可打开。"
        )
    c = _open(backend, copy.id)
    if not organisations(c).all:
        add_organisation(c, {"name": name, "level": _level(name)})
    return copy.id


def _level(name: str) -> str:
    """A person who sets up for one branch alone says so by its name."""
    return "branch" if name.endswith("支部") else "unit"


def _open(backend: Backend, campaign_id: str) -> Campaign:
    return open_campaign(backend, campaign_id, SystemClock(), Actor(account()))
