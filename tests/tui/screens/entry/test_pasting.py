"""Several lines pasted into a box of one line."""

from __future__ import annotations

import pytest

from store.campaign.campaign import Campaign
from tests.support.entering import entry, go, here
from tests.support.keys import keys, paste, type_text
from tests.support.records import CONTENT
from tests.support.screens import MakeApp
from tests.support.snapshots import shown
from tui.screens.dialogs.dialog import Choose
from tui.screens.staging.screen import StagingScreen

LINES = "班子成员\n\n各党支部书记\r\n（15人）\x1b]0;x\x07"


@pytest.mark.parametrize(
    ("pressed", "held"),
    [
        ("1", "含班子成员 各党支部书记 （15人）"),
        ("3", "含班子成员等"),
        ("4", "含等"),
    ],
)
async def test_what_becomes_of_them_is_asked(
    campaign: Campaign, make_app: MakeApp, pressed: str, held: str
) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await go(pilot, "participants")
        await type_text(pilot, "含等")
        await keys(pilot, "left")
        await paste(pilot, LINES)
        assert isinstance(pilot.app.screen, Choose)
        assert "粘贴了3行" in shown(pilot)
        await type_text(pilot, pressed)
        raw = here(pilot).form.raw["participants"]
        assert "\x1b" not in raw
        assert raw.startswith(held[:3])
        assert ("接成一行" in shown(pilot)) == (pressed == "1")
        row = here(pilot).form.row("participants")
        assert row is not None
        assert row.lines_taken == (2 if pressed == "1" else 1)
        if pressed != "1":
            assert raw == held
        assert here(pilot).form.current is here(pilot).form.row("participants")


async def test_a_line_a_field_and_each_is_undone_by_itself(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await go(pilot, "present")
        await go(pilot, "time")
        await paste(pilot, "4.6\n学习《中国共产党简史》第一章，交流体会\n党课")
        await type_text(pilot, "2")
        form = here(pilot).form
        assert form.raw["time"] == "2021年4月6日"
        assert form.raw["content"] == "学习《中国共产党简史》第一章，交流体会"
        assert form.raw["method"] == "党课"
        await go(pilot, "method")
        await keys(pilot, "ctrl+z")
        assert form.raw["method"] == ""


async def test_more_lines_than_fields_lose_nothing(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await go(pilot, "expected")
        await paste(pilot, "20\n19\n其中\n书记")
        await type_text(pilot, "2")
        raw = here(pilot).form.raw
        assert (raw["expected"], raw["present"]) == ("20", "19 其中 书记")


async def test_nothing_is_lost_while_the_question_is_open(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with entry(app, "study") as pilot:
        await go(pilot, "participants")
        await paste(pilot, "班子成员\n各党支部书记")
        app.keep_drafts()
    (offer,) = app.shell.drafts.offers()
    assert offer.values["texts"]["participants"] == "班子成员 各党支部书记"


async def test_a_long_text_keeps_its_lines(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await go(pilot, "content")
        await paste(pilot, "第一行\n第二行")
        assert here(pilot).form.raw["content"] == "第一行\n第二行"


async def test_rows_of_a_table_may_be_taken_for_records(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study", "u1-01") as pilot:
        form = here(pilot)
        await go(pilot, "participants")
        await paste(pilot, f"4.6\t{CONTENT}\t党课\n4.8\t{CONTENT}\t主题党日")
        await type_text(pilot, "4")
        assert isinstance(pilot.app.screen, StagingScreen)
        assert form.form.raw["participants"] == ""
        await keys(pilot, "escape")
        assert pilot.app.screen is form
