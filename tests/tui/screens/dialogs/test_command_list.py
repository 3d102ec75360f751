"""F9 finds by pinyin; F1 tells every key of a place, dialogs too."""

from __future__ import annotations

import pytest

from store.campaign.campaign import Campaign
from tests.support.keys import keys, type_text
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.screens.dialogs.help import HelpScreen
from tui.widgets.keys_here import actions_here
from tui.widgets.row_list import RowList


@pytest.mark.parametrize(
    ("typed", "key", "not_there"), [("dc", "F5", "换党组织"), ("xinzeng", "Ctrl+N", "换党组织")]
)
async def test_f9_finds_by_pinyin(
    school: Campaign, make_app: MakeApp, typed: str, key: str, not_there: str
) -> None:
    app = make_app(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "2", "f9")
        await type_text(pilot, typed)
        assert key in screen_text(app)
        assert not_there not in screen_text(app)


async def test_f9_runs_what_was_found(school: Campaign, make_app: MakeApp) -> None:
    app = make_app(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "2", "f9")
        await type_text(pilot, "新增一条")
        await keys(pilot, "enter")
        assert "学习情况 新增" in screen_text(app)


@pytest.mark.parametrize(
    "place",
    [
        *((), ("1",), ("2",), ("2", "ctrl+n"), ("2", "ctrl+d"), ("2", "f7"), ("2", "ctrl+t"), ("3",)),
        *(("4",), ("4", "enter"), ("5",), ("6",), ("6", "enter"), ("1", "down", "down", "enter")),
        *(("2", "f8"), ("2", "ctrl+r")),
    ],
)
async def test_f1_tells_every_key_that_works(
    school: Campaign, make_app: MakeApp, place: tuple[str, ...]
) -> None:
    app = make_app(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, *place)
        here = actions_here(app.screen)
        footer = screen_text(app).splitlines()[-1]
        await keys(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        told = {row.cells[0] for row in app.screen.query_one(RowList).rows}
        choices = [action for action in here if action.id.startswith("choose(")]
        assert {action.words() for action in here if action not in choices} <= told
        assert ("数字" in told) >= bool(choices)
        await keys(pilot, "escape")
        assert screen_text(app).splitlines()[-1] == footer


async def test_an_empty_table_says_how_to_begin(campaign: Campaign, make_app: MakeApp) -> None:
    for place, words in (
        (("2",), "按 Ctrl+N 录入第一条"),
        (("2", "ctrl+d"), "按 Esc 返回"),
    ):
        async with make_app(campaign).run_test(size=(80, 24)) as pilot:
            await keys(pilot, *place)
            assert words in screen_text(pilot.app)  # type: ignore[arg-type]
