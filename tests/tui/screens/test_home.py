"""待办: what is due first, and the way from it to everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.campaign.campaign import Campaign
from store.campaign.submissions import find_obligation, mark
from store.drafts import DraftBox
from store.places import state_path
from store.unfinished import FOLDER
from tests.support.clocks import FixedClock
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.screens.organisation.list import OrganisationsScreen
from tui.screens.submissions.obligations import ScheduleScreen, SubmissionsScreen


async def test_most_pressing_first_with_days_left(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = screen_text(app)
    assert "逾期10天   逾期未报 10 天" in text
    assert text.index("调研报告") < text.index("学习情况汇总表") < text.index("阶段性行动情况报告")
    assert "还有27天" in text
    assert "今天 2021年4月10日" in text


@pytest.mark.parametrize(
    ("key", "screen"),
    [("1", ScheduleScreen), ("１", ScheduleScreen), ("5", SubmissionsScreen), ("6", OrganisationsScreen)],
)
async def test_digits_open_screens(campaign: Campaign, make_app: MakeApp, key: str, screen: type) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, screen)
        await pilot.press("escape")
        await pilot.pause()
        assert "待办" in screen_text(app)


async def test_enter_leads_to_where_it_is_filled_in(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SubmissionsScreen)
        assert "> 逾期10天" in screen_text(app)


async def test_what_was_handed_in_is_no_longer_due(campaign: Campaign, make_app: MakeApp) -> None:
    mark(campaign, find_obligation(campaign, "u1", "research-report"), "submitted")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "调研报告" not in screen_text(app)


async def test_days_turn_at_midnight_while_open(
    campaign: Campaign, make_app: MakeApp, clock: FixedClock
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        clock.go_on(hours=14, minutes=31)
        app.calendar.look()
        await pilot.pause()
        text = screen_text(app)
    assert "今天 2021年4月11日" in text
    assert "逾期11天" in text
    assert "还有26天" in text


async def test_an_empty_store_says_how_to_begin(campaign: Campaign, make_app: MakeApp) -> None:
    from store.campaign.organisation_entry import remove_organisation

    for org in ("u1-01", "u1-02", "u1"):
        remove_organisation(campaign, org)
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "还没有党组织。按 6 添加" in screen_text(app)


async def test_scope_is_chosen_by_typing(school: Campaign, make_app: MakeApp) -> None:
    app = make_app(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+o")
        await pilot.press(*"外国语")
        await pilot.press("enter")
        await pilot.pause()
        text = screen_text(app)
    assert "待办  外国语学院党总支" in text
    assert "计算机学院" not in text


async def test_hostile_text_reaches_no_cell(campaign: Campaign, make_app: MakeApp) -> None:
    from store.campaign.organisations import ORGANISATIONS
    from store.protocol import Change

    stored = campaign.store.get(ORGANISATIONS, "u1")
    assert stored is not None
    name = "党委\x1b]0;x\x07\u202e[bold]甲\x9b2J"
    change = Change(
        id="u1", annex="organisation", org="u1", base=stored.rev, data={**stored.data, "name": name}
    )
    campaign.store.apply(ORGANISATIONS, [change], "elsewhere")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6")
        await pilot.pause()
        text = screen_text(app)
    assert "[bold]甲" in text
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(text)


async def test_what_a_session_that_died_left_half_written_is_told_on_opening(
    on_disk: None, campaign: Campaign, make_app: MakeApp, store: Path
) -> None:
    note = DraftBox(state_path() / FOLDER).begin({"store": str(store), "campaign": campaign.id})
    note.write({"planned": {"units/u1": 1, "units/u2": 1}, "at": "2021-04-10T10:00:00.000000+08:00"})
    note.close()
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        (told,) = app._notifications
        assert "没有写入：units/u1、units/u2；请把原来的文件再导入一次" in told.message
    again = make_app(campaign)
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not list(again._notifications)
