"""推进时间表 and 报送材料: how things stand, and marking them as handed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.campaign.campaign import Campaign
from store.campaign.submissions import find_obligation, mark
from tests.support.clocks import FixedClock
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.screens.submissions.obligations import MarkDialog, ScheduleScreen


async def test_the_six_rows_stand_as_printed(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        text = screen_text(app)
    assert campaign.pack.schedule is not None
    places = []
    for stage in campaign.pack.schedule.stages:
        places.append(text.index(f"{stage.period}  {stage.content}"))
        for paragraph in stage.note:
            assert paragraph in text
    assert places == sorted(places)
    assert len(places) == 6


async def test_title_holders_deliverables_are_told_where_nobody_holds_a_title(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        assert "由有称号的党组织报送" in screen_text(app)


@pytest.mark.parametrize("key", ["enter", "f2"])
async def test_marking_takes_two_keys(campaign: Campaign, make_app: MakeApp, key: str) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", key)
        await pilot.pause()
        assert isinstance(app.screen, MarkDialog)
        await pilot.press("f2")
        await pilot.pause()
        text = screen_text(app)
    one = find_obligation(campaign, "u1", "research-report")
    assert one.submission.state == "submitted"
    assert one.submission.date == "2021-04-10"
    assert "已登记：" in text
    assert "迟报 10 天" in text


async def test_state_by_digit_and_a_day_as_people_write_it(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "f2", "ctrl+u", "1", "enter", "ctrl+u", *"3.30", "enter", *"已寄", "f2")
        await pilot.pause()
    one = find_obligation(campaign, "u1", "research-report")
    assert (one.submission.state, one.submission.date, one.submission.note) == (
        "submitted",
        "2021-03-30",
        "已寄",
    )


async def test_a_day_that_cannot_be_is_refused_in_the_dialog_and_nothing_is_lost(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "f2", "down", "ctrl+u", *"2021-02-30", "f2")
        await pilot.pause()
        text = screen_text(app)
        assert isinstance(app.screen, MarkDialog)
        assert "2021-02-30" in text
        assert "！" in text
    assert find_obligation(campaign, "u1", "research-report").document is None


async def test_undo_takes_the_mark_back(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "enter", "f2")
        await pilot.pause()
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert "已撤销" in screen_text(app)
    assert find_obligation(campaign, "u1", "research-report").submission.state == ""


async def test_what_somebody_else_marked_meanwhile_is_merged(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "f2")
        await pilot.pause()
        mark(campaign, find_obligation(campaign, "u1", "research-report"), "exempt")
        await pilot.press("f2")
        await pilot.pause()
        text = screen_text(app)
        assert "对照合并" in text
        assert text.index("免报") < text.index("已报送（待审核）")
        assert find_obligation(campaign, "u1", "research-report").submission.state == "exempt"
        await pilot.press("3", "f2")
        await pilot.pause()
        assert "已登记：" in screen_text(app)
    assert find_obligation(campaign, "u1", "research-report").submission.state == "submitted"


async def test_leaving_a_changed_dialog_asks(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "f2", "end", *"改", "escape")
        await pilot.pause()
        assert "改过的内容还没保存" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, MarkDialog)


async def test_word_and_table_say_where_the_file_is(
    campaign: Campaign, make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        for key, ending in (("f5", ".docx"), ("f6", ".csv")):
            await pilot.press(key)
            await pilot.pause()
            written = next((tmp_path / "out").glob(f"*{ending}"))
            assert str(written) in "".join(screen_text(app).split())
            assert written.stat().st_size > 0


async def test_an_export_that_cannot_be_written_says_why(
    campaign: Campaign, make_app: MakeApp, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    app = make_app(campaign, exports=str(tmp_path / "file" / "below"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "f5")
        await pilot.pause()
        assert isinstance(app.screen, ScheduleScreen)
        assert "！" in screen_text(app)


async def test_days_turn_on_an_open_schedule(
    campaign: Campaign, make_app: MakeApp, clock: FixedClock
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        clock.go_on(days=28)
        app.calendar.look()
        await pilot.pause()
        assert "逾期未报 1 天" in screen_text(app)
