"""F3: what was in the record before, without typing it again."""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from store.campaign.records import list_records, save_record
from tests.support.entering import entry, go, here
from tests.support.keys import keys, type_text
from tests.support.records import CONTENT, LONG
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, picture, shown
from tui.screens.entry.screen import EntryScreen
from tui.widgets.field_rows import DITTO

BEFORE = {
    "time": "2021年4月6日",
    "content": CONTENT,
    "method": "党课",
    "organiser": "教工第一党支部",
    "participants": "全体党员（32人）",
    "hours": "2",
    "category": "党史学习教育",
    "expected": "32",
}


@pytest.fixture
def last(campaign: Campaign) -> None:
    """The record that this unit entered last."""
    save_record(campaign, "study", "u1", BEFORE)


def at(screen: EntryScreen) -> str:
    current = screen.form.current
    assert current is not None
    return current.field.id


def marked(screen: EntryScreen) -> set[str]:
    return {row.field.id for row in screen.form.rows if row.taken_over}


@pytest.mark.usefixtures("last")
async def test_f3_takes_the_field_of_the_record_before_and_goes_on(
    campaign: Campaign, make_app: MakeApp
) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await keys(pilot, "f3")
        screen = here(pilot)
        assert screen.form.raw["time"] == BEFORE["time"]
        assert screen.form.raw["content"] == ""
        assert at(screen) == "content"
        assert marked(screen) == {"time"}
        assert f"时间{DITTO}" in shown(pilot).replace(" ", "")


@pytest.mark.usefixtures("last")
async def test_the_mark_stays_until_the_field_was_looked_at_or_changed(
    campaign: Campaign, make_app: MakeApp
) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        screen = here(pilot)
        await keys(pilot, "f3", "up")
        assert marked(screen) == {"time"}
        await keys(pilot, "down")
        assert marked(screen) == set()
        await keys(pilot, "f3", "up")
        assert marked(screen) == {"content"}
        await type_text(pilot, "。")
        assert marked(screen) == set()


@pytest.mark.usefixtures("last")
async def test_twice_in_a_row_fills_what_is_still_empty(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        screen = here(pilot)
        await type_text(pilot, "0408")
        await go(pilot, "participants")
        await type_text(pilot, "支部书记")
        await go(pilot, "content")
        await keys(pilot, "f3", "f3")
        raw = screen.form.raw
        assert raw["time"] == "2021年4月8日"
        assert raw["participants"] == "支部书记"
        assert raw["organiser"] == "计算机学院党委"  # its own name stood there
        assert (raw["content"], raw["method"], raw["hours"]) == (CONTENT, "党课", "2")
        assert raw["present"] == ""
        assert at(screen) == "present"
        assert "F2 保存" in shown(pilot)
        await keys(pilot, "f2")
        assert len(list_records(campaign, "study", "u1")) == 2


@pytest.mark.usefixtures("last")
async def test_with_something_in_between_it_is_two_single_ones(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await keys(pilot, "f3", "up", "down", "f3")
        raw = here(pilot).form.raw
        assert (raw["time"], raw["content"], raw["participants"]) == (BEFORE["time"], CONTENT, "")


@pytest.mark.usefixtures("last")
async def test_the_fields_own_undo_takes_it_back(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await go(pilot, "content")
        await type_text(pilot, "另写的")
        await keys(pilot, "f3", "up")
        screen = here(pilot)
        assert screen.form.raw["content"] == CONTENT
        await keys(pilot, "ctrl+z")
        assert screen.form.raw["content"] == "另写的"
        assert "content" not in marked(screen)
        await go(pilot, "participants")
        await keys(pilot, "f3", "up", "ctrl+z")
        assert screen.form.raw["participants"] == ""


async def test_what_is_taken_over_is_checked_like_what_is_typed(
    campaign: Campaign, make_app: MakeApp
) -> None:
    save_record(campaign, "study", "u1", {"time": "2021-02-30", "content": "短"}, incomplete=True)
    async with entry(make_app(campaign), "study") as pilot:
        await keys(pilot, "f3", "f3")
        assert "2021年2月没有30日" in shown(pilot)
        assert "现为1字" in shown(pilot)


async def test_without_a_record_before_it_says_so(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await keys(pilot, "f3", "f3")
        assert "前面还没有记录" in shown(pilot)
        assert at(here(pilot)) == "time"


async def test_the_record_saved_last_comes_before_all_others(campaign: Campaign, make_app: MakeApp) -> None:
    save_record(campaign, "study", "u1-01", BEFORE)
    async with entry(make_app(campaign), "study") as pilot:
        await keys(pilot, "f3")  # nothing of its own: what the unit's branch entered
        assert here(pilot).form.raw["time"] == BEFORE["time"]
        await go(pilot, "time")
        await keys(pilot, *["backspace"] * 12)
        await type_text(pilot, "0409")
        await go(pilot, "content")
        await type_text(pilot, CONTENT + "；讨论")
        await go(pilot, "participants")
        await type_text(pilot, "支委")
        await keys(pilot, "f2")
        assert at(here(pilot)) == "time"
        await keys(pilot, "f3", "f3")
        raw = here(pilot).form.raw
        assert (raw["time"], raw["content"], raw["participants"]) == (
            "2021年4月9日",
            CONTENT + "；讨论",
            "支委",
        )


@pytest.mark.usefixtures("last")
async def test_what_carries_is_marked_alike_and_the_cursor_is_in_the_first_that_does_not(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await keys(pilot, "2", "ctrl+n")
        assert marked(here(pilot)) == {"method", "organiser", "category"}
        assert at(here(pilot)) == "time"
        await type_text(pilot, "0409")
        await keys(pilot, "tab", "f3", "f3", "f2")
        screen = here(pilot)
        assert marked(screen) == {"method", "organiser", "category"}
        assert at(screen) == "time"


@pytest.mark.usefixtures("last")
async def test_an_existing_record_takes_from_the_one_above_it(campaign: Campaign, make_app: MakeApp) -> None:
    save_record(campaign, "study", "u1-01", {"time": "4.8", "content": CONTENT})
    save_record(campaign, "study", "u1-02", {"time": "4.9", "content": CONTENT, "participants": "支委"})
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await keys(pilot, "2", "down", "enter")
        await go(pilot, "participants")
        await keys(pilot, "f3")
        assert here(pilot).form.raw["participants"] == BEFORE["participants"]


async def test_a_ledger_row_takes_texts_but_no_findings(campaign: Campaign, make_app: MakeApp) -> None:
    save_record(campaign, "ledger", "u1", {"experience": LONG, "case": LONG, "note": "无"})
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await keys(pilot, "4", "down", "enter", "f3", "f3")
        screen = here(pilot)
        raw = screen.form.raw
        assert (raw["experience"], raw["case"], raw["note"]) == (LONG, LONG, "无")
        await go(pilot, "problems")
        await keys(pilot, "f3")
        assert screen.form.findings == ()
        assert "不能照上一条" in shown(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_how_it_looks(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    async def take_over(pilot: Pilot[Any]) -> None:
        await keys(pilot, "2", "ctrl+n")
        await type_text(pilot, "0409")
        await keys(pilot, "tab", "f3", "f3", "up")

    drawn = await picture(make_app(school), size, before=take_over)
    assert drawn == screens(name=f"study-ditto-{size}")


async def test_what_is_typed_replaces_what_was_carried(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study", carried={"method": "党课", "category": "培训"}) as pilot:
        form = here(pilot).form
        await go(pilot, "method")
        await type_text(pilot, "支委会")
        assert form.raw["method"] == "支委会"
        await keys(pilot, "ctrl+z", "ctrl+z", "ctrl+z")
        assert form.raw["method"] == "党课"
        await go(pilot, "category")
        await type_text(pilot, "、师德")
        assert form.raw["category"] == "培训、师德", "a separator goes on after it"


async def test_the_caret_goes_behind_what_was_carried(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study", carried={"method": "党课"}) as pilot:
        await go(pilot, "method")
        await keys(pilot, "end")
        await type_text(pilot, "二")
        assert here(pilot).form.raw["method"] == "党课二"
