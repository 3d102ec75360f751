"""Keys that come all at once, as over a slow line: each has its effect before the next one."""

from __future__ import annotations

import pytest
from textual import events

from store.campaign.campaign import Campaign
from store.campaign.diagnosis import diagnosis
from store.campaign.organisations import organisations
from store.campaign.records import list_records, save_record
from tests.support.burst import burst
from tests.support.clocks import FixedClock
from tests.support.keys import settle
from tests.support.records import STUDY
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.screens.home import HomeScreen


async def test_a_save_does_not_overtake_what_was_typed(make_app: MakeApp, clock: FixedClock) -> None:
    app = make_app(None, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        burst(app, *"计算机学院党委", "f2")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
    assert [org.name for org in organisations(app.shell.campaign)] == ["计算机学院党委"]


async def test_text_after_a_move_lands_in_the_next_field(make_app: MakeApp, clock: FixedClock) -> None:
    app = make_app(None, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        burst(app, *"甲党委", "tab", "ctrl+u", *"2022", "up", *"乙")
        await settle(pilot)
        text = screen_text(app)
    assert "单位名称  甲党委乙" in text
    assert "年度      2022" in text


async def test_a_whole_piece_of_work_in_one_go(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        burst(app, "6", "ctrl+n", *"研究生党支部", "down", "down", "down", "down", "2", "down", "f2")
        burst(app, *"博士生党支部", "f2", "escape", "f8", "2", "escape")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
    names = [org.name for org in organisations(campaign)]
    assert "研究生党支部" in names
    assert "博士生党支部" not in names


@pytest.mark.parametrize("pasted", ["一段粘贴的文字", "甲\n乙"])
async def test_a_paste_waits_for_the_move_before_it(
    make_app: MakeApp, clock: FixedClock, pasted: str
) -> None:
    app = make_app(None, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        burst(app, "tab", "tab", "ctrl+u")
        app.post_message(events.Paste(pasted))
        burst(app, "up", *"9")
        await settle(pilot)
        text = screen_text(app)
    assert "存放位置  " + pasted.replace("\n", " ") in text
    assert "年度      20219" in text


async def test_keys_after_a_question_go_to_it_and_those_after_its_answer_do_not(
    campaign: Campaign, make_app: MakeApp
) -> None:
    """Dialogs are awaited in flows: each key finds the screen that stands when all before it have had their
    effect."""
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        burst(app, "6", "ctrl+n", *"研究生党支部", *["down"] * 4, "2", "f2", "escape")
        burst(app, "f8", "1", "f8", "escape", "f8", "down", "enter", "ctrl+n", *"夜大党支部", "f2")
        await settle(pilot)
    names = [org.name for org in organisations(campaign)]
    assert "研究生党支部" not in names
    assert "夜大党支部" in names


async def test_a_diagnosis_typed_ahead_asks_and_saves_in_its_order(
    campaign: Campaign, make_app: MakeApp
) -> None:
    """Verdicts, findings and numbers are saved in flows, and so is going on: none overtakes another."""
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        burst(app, "3", "1", "enter", "3", "tab", *"传达不及时。", "enter", "escape")
        burst(app, "ctrl+f", *"4-2", "enter", "tab", *"53", "enter", "enter", "escape", "1", "escape")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
    now = diagnosis(campaign, "u1")
    verdicts = {item.id: item.verdict.digit for item in now.items if item.verdict}
    assert verdicts == {"1-1": "1", "1-2": "3", "4-2": "1"}
    assert [one.text for one in now.item("1-2").findings] == ["传达不及时。"]
    assert "53人" in now.item("4-2").findings[0].text


async def test_a_list_worked_on_ahead_asks_before_it_deletes(campaign: Campaign, make_app: MakeApp) -> None:
    first, second = (save_record(campaign, "study", "u1", raw).id for raw in (STUDY, STUDY | {"time": "4.7"}))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        burst(app, "2", "f8", "1", "down", "f8", "2", "ctrl+o", *"教工", "enter", "escape")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert app.shell.org == "u1-01"
    left = [row.document.id for row in list_records(campaign, "study", "u1") if row.document]
    assert left == [first]
    assert second not in left
