"""Rows copied in Excel or WPS, pasted into a list: looked at one by one, written when they are accepted."""

from __future__ import annotations

from store.campaign.campaign import Campaign
from store.campaign.records import list_records
from tests.support.entering import entry, here
from tests.support.keys import keys, paste, type_text
from tests.support.listing import opened
from tests.support.records import CONTENT, study
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tests.support.staging import done
from tui.screens.records.paste_rows import PasteRows
from tui.screens.records.screen import RecordsScreen
from tui.screens.staging.screen import StagingScreen

ROWS = "\r".join(f"4月{day}日\t{CONTENT}\t主题党日\t计算机学院党委\t全体党员（{day}人）" for day in (6, 7, 8))


async def test_rows_pasted_into_the_list_are_looked_at_first(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await paste(pilot, ROWS)
        await done(pilot)
        assert isinstance(app.screen, StagingScreen)
        text = screen_text(app)
        assert "新增3行" in text
        assert "没有表头，各列按原表的先后读作：时间、学习内容、学习方式、开展单位、参加人员" in text
        assert list_records(campaign, "study", "u1") == []
        await keys(pilot, "space", "f2")
        await done(pilot)
        await keys(pilot, "escape")
        assert app.screen is screen
        assert [row.texts["time"] for row in list_records(campaign, "study", "u1")] == [
            "2021年4月7日",
            "2021年4月8日",
        ]
        await keys(pilot, "ctrl+z")
        assert list_records(campaign, "study", "u1") == []


async def test_what_is_wrong_with_a_row_stands_at_it(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await paste(pilot, f"{ROWS}\r4月31日\t{CONTENT}\r")
        await done(pilot)
        assert "有问题1行" in screen_text(app)
        assert "4月31日" in screen_text(app)


async def test_one_cell_is_no_row(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await paste(pilot, CONTENT)
        assert app.screen is screen
        assert "只有一格" in screen_text(app)


async def test_rows_belong_to_the_organisation_of_the_list(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, org="u1-01")
        await paste(pilot, f"4月6日\t{CONTENT}\n4月7日\t{CONTENT}")
        await done(pilot)
        await keys(pilot, "f2")
        await done(pilot)
        assert isinstance(app.screen, RecordsScreen)
        assert {row.org.id for row in list_records(campaign, "study", "u1")} == {"u1-01"}
        assert "已导入：新增2行" in screen_text(app)


async def test_the_box_takes_tabs_and_line_breaks_that_are_typed(
    campaign: Campaign, make_app: MakeApp
) -> None:
    """As a terminal sends a paste that it does not mark."""
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await keys(pilot, "ctrl+v")
        assert isinstance(app.screen, PasteRows)
        await keys(pilot, "f2")
        assert "还没有粘贴内容" in screen_text(app)
        await type_text(pilot, "4月6日")
        await keys(pilot, "tab")
        await type_text(pilot, CONTENT)
        await keys(pilot, "enter")
        await type_text(pilot, "4月7日")
        await keys(pilot, "tab")
        await type_text(pilot, CONTENT)
        await keys(pilot, "f2")
        await done(pilot)
        assert isinstance(app.screen, StagingScreen)
        assert "新增2行" in screen_text(app)
        await keys(pilot, "escape")
        assert isinstance(app.screen, PasteRows)
        await keys(pilot, "f2")
        await done(pilot)
        await keys(pilot, "f2")
        await done(pilot)
        assert app.screen is screen
        assert len(list_records(campaign, "study", "u1")) == 2


async def test_the_box_is_not_left_with_something_in_it_unasked(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await keys(pilot, "ctrl+v")
        await paste(pilot, ROWS)
        await keys(pilot, "escape", "1")
        assert isinstance(app.screen, PasteRows)
        await keys(pilot, "escape", "2")
        assert app.screen is screen
        await keys(pilot, "ctrl+v", "escape")
        assert app.screen is screen


async def test_rows_over_a_form_leave_it_as_it_is(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1", "4月1日")
    async with entry(make_app(campaign), "study") as pilot:
        form = here(pilot)
        await type_text(pilot, "4月9日")
        await paste(pilot, ROWS)
        await keys(pilot, "4")
        await done(pilot)
        await keys(pilot, "f2")
        await done(pilot)
        assert here(pilot) is form
        assert form.form.raw["time"] == "4月9日"
        assert len(list_records(campaign, "study", "u1")) == 4
