"""Whatever one member does in the folder of their own unit, the office's screens open, show the other units,
and name the one that is left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.campaign.campaign import Campaign
from store.shards import shard
from tests.support.careless import ITEMS, Item
from tests.support.keys import settle
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.screens.base import TaizhangScreen
from tui.screens.records.screen import RecordsScreen
from tui.screens.submissions.obligations import SubmissionsScreen

UNIT, OTHER = "外国语学院党总支", "计算机学院党委"
SCREENS: tuple[Callable[[], TaizhangScreen], ...] = (
    lambda: RecordsScreen("study", "hlu"),
    lambda: RecordsScreen("ledger", "hlu"),
    lambda: SubmissionsScreen(),
)
CHOSEN = ("shard is a link", "journal is a pipe", "sparse shard", "deep line", "lock is held", "deep shard")


@pytest.mark.parametrize("item", [one for one in ITEMS if one.name in CHOSEN], ids=lambda item: item.name)
async def test_screens_open_without_the_unit(
    school: Campaign, store: Path, make_app: MakeApp, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shard, "PATIENCE", 0.01)
    (unit,) = store.glob("*/units/fl")
    with item.do(unit):
        app = make_app(school)
        async with app.run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            _check(item, "home", screen_text(app))
            for number, make in enumerate(SCREENS):
                app.push_screen(make())
                await settle(pilot)
                if number != 1 or "read" in item.hides:
                    _check(item, str(number), screen_text(app))
                app.pop_screen()


def _check(item: Item, where: str, shown: str) -> None:
    text = "".join(shown.split())
    assert OTHER in text or "教工" in text, (where, shown)
    hidden = bool(item.hides & {"read", "study"})
    assert (f"“{UNIT}”" in text and "没有列入" in text) == hidden, (where, shown)
