"""The dialogs, and the screens that only open from others, as they look at both sizes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from store.campaign.records import delete_record, list_records
from tests.support.keys import keys, type_text
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, picture

Steps = Callable[[Pilot[Any]], Awaitable[None]]


def timeless(svg: str) -> str:
    """Saved while the tests run, under whoever's account."""
    return re.sub(r"20[2-9]\d-\d\d-\d\d(&#160;| )\d\d:\d\d", r"2021-04-10\g<1>09:30", svg)


async def leaving(pilot: Pilot[Any]) -> None:
    await keys(pilot, "2", "ctrl+n")
    await type_text(pilot, "0408")
    await keys(pilot, "escape")


async def unfinished(pilot: Pilot[Any]) -> None:
    await keys(pilot, "2", "ctrl+n")
    await type_text(pilot, "0408")
    await keys(pilot, "f2")


async def unusual(pilot: Pilot[Any]) -> None:
    await keys(pilot, "2", "ctrl+n")
    await type_text(pilot, "0408")
    await keys(pilot, "enter")
    await type_text(pilot, "学习条例")
    await keys(pilot, "f2")


async def head(pilot: Pilot[Any]) -> None:
    await keys(pilot, "4", "ctrl+t")


async def finding(pilot: Pilot[Any]) -> None:
    await keys(pilot, "4", "enter", "tab", "tab", "up", "up", "enter")


async def deleting(pilot: Pilot[Any]) -> None:
    await keys(pilot, "2", "f8")


async def deleted(pilot: Pilot[Any]) -> None:
    await keys(pilot, "2", "ctrl+d")


async def new_organisation(pilot: Pilot[Any]) -> None:
    await keys(pilot, "6", "down", "ctrl+n")


WAYS: dict[str, Steps] = {
    "leaving": leaving,
    "unfinished": unfinished,
    "unusual": unusual,
    "head": head,
    "finding": finding,
    "deleting": deleting,
    "deleted": deleted,
    "new-organisation": new_organisation,
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", WAYS)
async def test_looks(
    name: str,
    size: str,
    school: Campaign,
    make_app: MakeApp,
    screens: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The list beneath a dialog follows the typing at once, so that every picture has the same.
    monkeypatch.setattr("tui.screens.entry.suggester.PAUSE", 0.001)
    if name == "deleted":
        row = list_records(school, "study", "cs")[0]
        assert row.document is not None
        delete_record(school, row.document)
        school.done.clear()
    drawn = await picture(make_app(school), size, before=WAYS[name])
    assert timeless(drawn) == screens(name=f"dialog-{name}-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_left_unsaved(
    size: str, school: Campaign, make_app: MakeApp, screens: SnapshotAssertion
) -> None:
    async def leave(pilot: Pilot[Any]) -> None:
        await keys(pilot, "2", "ctrl+n")
        await type_text(pilot, "0408")
        await keys(pilot, "enter", "escape", "down", "down", "enter")

    await picture(make_app(school), size, before=leave)
    drawn = await picture(make_app(school), size)
    assert timeless(drawn) == screens(name=f"dialog-drafts-{size}")
