"""The tour: it asks for what can be pressed, goes on when it was done, and nothing breaks it."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from store.campaign.campaign import Campaign
from tests.support.clocks import FixedClock
from tests.support.keys import keys, settle, type_text, until
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, screen_text, settled_svg
from tui.app import TaizhangApp
from tui.screens.home import HomeScreen
from tui.tour.guide import STEPS, WAYS


def guided(make_app: MakeApp, school: Campaign) -> TaizhangApp:
    app = make_app(school)
    app.shell.demo = True
    app.tour_at_start = True
    return app


def at(app: TaizhangApp) -> str:
    assert app.shell.tour is not None
    return app.shell.tour.title


async def test_it_goes_on_when_each_step_was_done(school: Campaign, make_app: MakeApp) -> None:
    app = guided(make_app, school)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "【引导 1/12】" in screen_text(app)
        await keys(pilot, "2")
        assert at(app) == "引导 2/12"
        await keys(pilot, "ctrl+n")
        assert at(app) == "引导 3/12"
        await type_text(pilot, "0409")
        await keys(pilot, "enter")
        assert at(app) == "引导 4/12"
        await keys(pilot, "f3")
        assert at(app) == "引导 5/12"
        await keys(pilot, "f2")
        assert at(app) == "引导 6/12"
        await keys(pilot, "escape")
        assert at(app) == "引导 7/12"
        await keys(pilot, "escape", "3")
        assert at(app) == "引导 9/12"
        await keys(pilot, "2")
        assert at(app) == "引导 10/12"
        await keys(pilot, "escape", "4")
        assert at(app) == "引导 12/12"
        await keys(pilot, "f5")
        await until(pilot, lambda: app.shell.tour is not None and app.shell.tour.over)
        assert "做完了" in screen_text(app)
        await keys(pilot, "f12")
        assert app.shell.tour is None
        assert "引导" not in screen_text(app)
        await keys(pilot, "escape")
        assert isinstance(app.screen, HomeScreen)


async def test_each_step_can_be_skipped_and_dialogs_show_it_too(school: Campaign, make_app: MakeApp) -> None:
    app = guided(make_app, school)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+o")
        assert "【引导 1/12】" in screen_text(app).splitlines()[0]
        for number in range(2, 13):
            await keys(pilot, "f12")
            assert at(app) == f"引导 {number}/12"
        await keys(pilot, "f12")
        assert app.shell.tour is not None
        assert app.shell.tour.over
        await keys(pilot, "f12")
        assert app.shell.tour is None


async def test_whoever_goes_elsewhere_is_told_the_way_back(school: Campaign, make_app: MakeApp) -> None:
    app = guided(make_app, school)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "6", "down", "f8", "escape", "f7")
        assert at(app) == "引导 1/12"
        assert "按 Esc 回到待办" in screen_text(app)
        await keys(pilot, "escape", "escape")
        assert "要在别处做" not in screen_text(app)
        await keys(pilot, "f24")
        assert app.shell.tour is None
        assert "引导" not in screen_text(app)


async def test_f9_of_the_demonstration_begins_it(school: Campaign, make_app: MakeApp) -> None:
    app = make_app(school)
    app.shell.demo = True
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "f9")
        await type_text(pilot, "引导")
        assert "两分钟引导" in screen_text(app)
        await keys(pilot, "enter")
        assert "【引导 1/12】" in screen_text(app)


async def test_there_is_none_on_ones_own_data(school: Campaign, make_app: MakeApp) -> None:
    app = make_app(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "f12", "f24", "f9")
        await type_text(pilot, "引导")
        assert "没有符合的" in screen_text(app)


async def test_at_the_first_run_it_leaves_with_what_was_typed(make_app: MakeApp, clock: FixedClock) -> None:
    app = make_app(None, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"物理学院党委", "f4")
        await pilot.pause()
    assert app.tour_wanted
    assert app.shell.answers["unit"] == "物理学院党委"
    again = make_app(None, clock)
    again.shell.answers = app.shell.answers
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "物理学院党委" in screen_text(again)


async def test_begun_from_there_the_program_ends_with_it(school: Campaign, make_app: MakeApp) -> None:
    app = guided(make_app, school)
    app.tour_leaves = True
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "2", "f24")
        await pilot.pause()
        assert not app.is_running
    assert app.return_code == 0


def test_every_step_says_where() -> None:
    assert {step.place for step in STEPS} <= set(WAYS)


@pytest.mark.parametrize("size", SIZES)
async def test_a_step_looks(
    size: str, school: Campaign, make_app: MakeApp, screens: SnapshotAssertion
) -> None:
    app = guided(make_app, school)
    columns, rows = map(int, size.split("x"))
    async with app.run_test(size=(columns, rows)) as pilot:
        await settle(pilot)
        await keys(pilot, "2", "ctrl+n")
        shown = settled_svg(app)
    assert shown == screens(name=f"tour-{size}")
