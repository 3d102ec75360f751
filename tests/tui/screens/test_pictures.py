"""The screens as they look, at the two sizes they are made for."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from store.campaign.campaign import Campaign
from tests.support.clocks import FixedClock
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, picture

KEYS = {
    "home": (),
    "schedule": ("1", "down", "down"),
    "schedule-mark": ("1", "down", "down", "enter"),
    "submissions": ("5",),
    "organisations": ("6", "down"),
    "organisation": ("6", "down", "down", "enter"),
    "pick-org": ("ctrl+o", *"学生"),
    "help": ("1", "f1"),
    "commands": ("1", "f9"),
}
"""What is pressed on the first screen of the fictional school to get there."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", KEYS)
async def test_looks(
    name: str, size: str, school: Campaign, make_app: MakeApp, screens: SnapshotAssertion
) -> None:
    assert await picture(make_app(school), size, *KEYS[name]) == screens(name=f"{name}-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_first_run_looks(
    size: str, clock: FixedClock, make_app: MakeApp, screens: SnapshotAssertion
) -> None:
    app = make_app(None, clock)
    app.shell.store = None
    assert await picture(app, size, *"计算机学院党委") == screens(name=f"welcome-{size}")


async def test_small_looks(school: Campaign, make_app: MakeApp, screens: SnapshotAssertion) -> None:
    assert await picture(make_app(school), "40x10") == screens(name="small-40x10")


async def test_dark_looks(school: Campaign, make_app: MakeApp, screens: SnapshotAssertion) -> None:
    assert await picture(make_app(school, theme="dark"), "80x24") == screens(name="home-dark-80x24")
