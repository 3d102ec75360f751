"""Keys that come all at once in an entry form: each falls where it would have fallen one by one, into the
questions and behind them."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from store.campaign.records import list_records, save_record
from tests.support.burst import burst
from tests.support.entering import entry, here
from tests.support.keys import settle
from tests.support.listing import column, opened
from tests.support.records import CONTENT, study
from tests.support.screens import MakeApp
from tui.app import TaizhangApp
from tui.screens.entry.screen import EntryScreen


async def typed(pilot: Pilot[Any], *keys: str) -> None:
    assert isinstance(pilot.app, TaizhangApp)
    burst(pilot.app, *keys)
    await settle(pilot)


async def test_what_is_missing_is_asked_and_the_next_record_begins(
    campaign: Campaign, make_app: MakeApp
) -> None:
    async with entry(make_app(campaign), "study", "u1-01") as pilot:
        await typed(pilot, *"0406", "f2", "2", *"0407", "enter", *CONTENT[:10], "up")
        (row,) = list_records(campaign, "study", "u1")
        assert (row.texts["time"], row.incomplete) == ("2021年4月6日", True)
        assert here(pilot).form.raw["time"] == "2021年4月7日"
        assert here(pilot).form.raw["content"] == CONTENT[:10]


async def test_a_reason_is_written_in_one_go_with_the_save(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study", "u1-01") as pilot:
        await typed(pilot, *"0406", "enter", *"学习党史", "f2", *"只学一项", "f2", *"0408")
        (row,) = list_records(campaign, "study", "u1")
        assert row.document is not None
        assert row.document.forced == {"content": "只学一项"}
        assert here(pilot).form.raw["time"] == "0408"


async def test_the_one_that_may_be_the_same_then_the_reason(campaign: Campaign, make_app: MakeApp) -> None:
    save_record(campaign, "study", "u1-01", {"time": "0406", "content": "学习党史"}, incomplete=True)
    async with entry(make_app(campaign), "study", "u1-01") as pilot:
        await typed(pilot, *"0406", "enter", *"学习党史", "f2", "3", *"另一场", "f2")
        rows = list_records(campaign, "study", "u1")
        assert len(rows) == 2
        newest = max((row.document for row in rows if row.document), key=lambda one: one.id)
        assert newest.forced["content"] == "另一场；不是同一条，仍然新增"


async def test_values_and_lines_are_chosen_without_waiting(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study", "u1-01") as pilot:
        await typed(pilot, "ctrl+g", "3", "f4", *"党课", "enter", "enter", "up")
        raw = here(pilot).form.raw
        assert raw["method"] == "党课"
        await typed(pilot, "ctrl+g", "1", "f4", "right", "enter", "enter", *CONTENT[:4])
        raw = here(pilot).form.raw
        assert (raw["time"], raw["content"]) == ("2021年4月11日", CONTENT[:4])


async def test_a_paste_is_asked_about_before_what_follows(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with entry(app, "study", "u1-01") as pilot:
        await typed(pilot, "ctrl+g", "5")
        app.post_message(events.Paste("全体党员\n入党积极分子"))
        await typed(pilot, "down", "down", "enter", *"（24人）", "enter", *"2")
        raw = here(pilot).form.raw
        assert (raw["participants"], raw["hours"]) == ("全体党员（24人）", "2")


async def test_left_unsaved_it_is_asked_about_and_the_list_has_the_rest(
    campaign: Campaign, make_app: MakeApp
) -> None:
    study(campaign, "u1", "4月1日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await typed(pilot, "ctrl+n", *"0406", "escape", "1", "escape", "4", "ctrl+n", *"0407")
        await typed(pilot, "escape", "2", "1")
        assert isinstance(app.screen, EntryScreen)
        await typed(pilot, "escape", "4")
        assert app.screen is screen
        assert len(list_records(campaign, "study", "u1")) == 1
        assert app.shell.offers() == []


async def test_down_a_column_as_fast_as_one_likes(campaign: Campaign, make_app: MakeApp) -> None:
    for day in ("4月1日", "4月2日", "4月3日"):
        study(campaign, "u1", day)
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await column(pilot, "参加人员")
        await typed(pilot, *"24人", "enter", *"25人", "enter", *"26人", "enter", "escape")
        told = [row.texts["participants"] for row in list_records(campaign, "study", "u1")]
        assert told == ["24人", "25人", "26人"]
