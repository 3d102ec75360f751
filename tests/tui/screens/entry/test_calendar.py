"""F4 in a date field: the calendar."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from store.campaign.campaign import Campaign
from tests.support.entering import entry, here
from tests.support.keys import keys, type_text
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, picture, shown
from tui.screens.dialogs.calendar import Calendar


@pytest.mark.parametrize(
    ("typed", "pressed", "taken"),
    [
        ("", ["enter"], "2021年4月10日"),
        ("", ["right", "down", "enter"], "2021年4月18日"),
        ("", ["left", "up", "f2"], "2021年4月2日"),
        ("", ["pagedown", "enter"], "2021年5月10日"),
        ("", ["pageup", "end", "enter"], "2021年3月31日"),
        ("", ["home", "left", "enter"], "2021年3月31日"),
        ("0406", ["space", "right", "right", "right", "enter"], "2021年4月6日—9日"),
        ("0406", ["right", "space", "left", "left", "enter"], "2021年4月5日—7日"),
        ("0429", ["space", "down", "enter"], "2021年4月29日—5月6日"),
        ("0406", ["space", "right", "space", "enter"], "2021年4月7日"),
        ("0406", ["space", "space", "enter"], "2021年4月6日"),
        ("0406-0409", ["enter"], "2021年4月6日—9日"),
        ("4月6日下午", ["right", "enter"], "2021年4月7日下午"),
        ("0406", ["escape"], "0406"),
    ],
)
async def test_days_are_chosen(
    campaign: Campaign, make_app: MakeApp, typed: str, pressed: list[str], taken: str
) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, typed)
        await keys(pilot, "f4", *pressed)
        screen = here(pilot)
        assert screen.form.raw["time"] == taken
        assert screen.form.current is screen.form.row("time")


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("0507", "2021年5月7日"), ("jt", "2021年4月10日"), ("０４１２—１４", "2021年4月12日—14日")],
)
async def test_a_date_typed_in_it_is_gone_to(
    campaign: Campaign, make_app: MakeApp, typed: str, taken: str
) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await keys(pilot, "f4")
        await type_text(pilot, typed)
        assert f"所选：{taken}" in shown(pilot)
        await keys(pilot, "enter")
        assert here(pilot).form.raw["time"] == taken


async def test_what_is_no_date_is_refused_and_arrows_go_on(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await keys(pilot, "f4")
        await type_text(pilot, "近期")
        await keys(pilot, "enter")
        assert isinstance(pilot.app.screen, Calendar)
        assert "看不出“近期”是哪一天" in shown(pilot)
        await keys(pilot, "right", "enter")
        assert here(pilot).form.raw["time"] == "2021年4月11日"


async def test_today_and_deadlines_are_told_by_signs(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await keys(pilot, "f4")
        assert "[10]*" in shown(pilot)
        await type_text(pilot, "0506")
        assert " 7 !" in shown(pilot)
        await keys(pilot, "right")
        assert "报送期限：" in shown(pilot)


async def test_the_choice_is_undone_in_the_field(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "0406")
        await keys(pilot, "f4", "right", "enter", "ctrl+z")
        assert here(pilot).form.raw["time"] == "0406"


@pytest.mark.parametrize("size", SIZES)
async def test_how_it_looks(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    pressed = ["2", "ctrl+n", "f4", "left", "left", "space", "right", "right", "right", "right"]
    drawn = await picture(make_app(school), size, *pressed)
    assert drawn == screens(name=f"calendar-{size}")
