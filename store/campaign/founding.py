"""The first day: a store, a campaign in it with its own copy of the pack, and the organisation it is for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forms.clock import SystemClock
from forms.errors import BadInput
from forms.loading import SHIPPED, load_pack, shipped_packs, write_pack
from forms.neutral import one_line
from forms.shift import shift_years
from store.campaign.campaign import Actor, Campaign, account_name, open_campaign
from store.campaign.organisation_entry import add_organisation
from store.campaign.organisations import organisations
from store.places import StoreRoot


def create_store(path: Path, year: int, unit_name: str, title: str = "", pack: str = SHIPPED) -> str:
    """Create a store at ``path`` with one campaign and one organisation; returns the campaign's id.

    In a store that is already there the year's campaign is added and the organisations stay. What a crash
    left half done is finished by asking again. Raises BadInput, StoreError.
    """
    name = one_line(unit_name).strip()
    if not name:
        raise BadInput("单位名称不能为空，如“计算机学院党委”。")
    source = shipped_packs()[pack]
    campaign_id = shift_years(load_pack(source), year).id
    place = StoreRoot.open(path) if StoreRoot.exists(path) else StoreRoot.create(path)
    if campaign_id not in place.campaigns():
        with _own():
            write_pack(source, place.pack_folder(campaign_id), year, one_line(title).strip())
    elif organisations(_open(path, campaign_id)).all:
        raise BadInput(f"{path} 里已有{year}年的专项工作（{campaign_id}），直接运行 taizhang 即可打开。")
    c = _open(path, campaign_id)
    if not organisations(c).all:
        add_organisation(c, {"name": name, "level": _level(name)})
    return campaign_id


def _level(name: str) -> str:
    """A person who sets up for one branch alone says so by its name."""
    return "branch" if name.endswith("支部") else "unit"


def _open(path: Path, campaign_id: str) -> Campaign:
    return open_campaign(path, campaign_id, SystemClock(), Actor(account_name()))


@contextmanager
def _own() -> Iterator[None]:
    """What is made is its maker's to write, also where accounts by default share with their group. (A folder
    with a default access list goes by that.)"""
    before = os.umask(0o022)
    os.umask(before | 0o022)
    try:
        yield
    finally:
        os.umask(before)
