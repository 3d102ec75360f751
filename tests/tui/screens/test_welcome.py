"""The first run."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.campaign.organisations import organisations
from store.settings import load_settings
from tests.support.clocks import FixedClock
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.screens.home import HomeScreen
from tui.screens.welcome import WelcomeScreen


async def test_three_answers_and_it_begins(make_app: MakeApp, clock: FixedClock, store: Path) -> None:
    app = make_app(None, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"物理学院党总支", "f2")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "物理学院党总支" in screen_text(app)
    assert (store / "taizhang.toml").exists()
    assert [org.name for org in organisations(app.shell.campaign)] == ["物理学院党总支"]
    assert app.shell.campaign.pack.year == 2021


async def test_another_year_moves_the_deadlines(make_app: MakeApp, clock: FixedClock) -> None:
    app = make_app(None, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"物理学院党委", "enter", "ctrl+u", *"２０２６年", "f2")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
    assert app.shell.campaign.pack.year == 2026
    assert {item.due.year for item in app.shell.campaign.pack.deliverables} == {2026}


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["f2"], "请填写单位名称"),
        ([*"甲", "enter", "ctrl+u", *"去年", "f2"], "年度“去年”不是四位数的年份"),
        ([*"甲", "enter", "enter", "ctrl+u", "f2"], "请填写存放位置"),
        ([*"甲", "enter", "enter", "ctrl+u", *"/proc/x", "f2"], "/proc/x"),
    ],
)
async def test_bad_answers_are_met_with_a_sentence(
    make_app: MakeApp, clock: FixedClock, keys: list[str], words: str
) -> None:
    app = make_app(None, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert isinstance(app.screen, WelcomeScreen)
        text = screen_text(app)
    assert words in text
    assert "！" in text


async def test_another_place_is_remembered(make_app: MakeApp, clock: FixedClock, tmp_path: Path) -> None:
    app = make_app(None, clock)
    place = tmp_path / "elsewhere"
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"甲党委", "enter", "enter", "ctrl+u", *str(place), "f2")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
    assert load_settings(None, {}).get("store") == str(place)


async def test_escape_does_not_lead_out(make_app: MakeApp, clock: FixedClock) -> None:
    app = make_app(None, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"甲", "escape")
        await pilot.pause()
        assert isinstance(app.screen, WelcomeScreen)
        assert "甲" in screen_text(app)


async def test_the_last_line_says_what_is_missing_while_it_is(make_app: MakeApp, clock: FixedClock) -> None:
    app = make_app(None, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "先填单位名称" in screen_text(app).splitlines()[-1]
        await pilot.press(*"甲党委")
        await pilot.pause()
        assert "先填单位名称" not in screen_text(app)
        await pilot.press("ctrl+u")
        await pilot.pause()
        assert "先填单位名称" in screen_text(app).splitlines()[-1]
