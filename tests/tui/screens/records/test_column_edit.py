"""One field edited down a column (Ctrl+L)."""

from __future__ import annotations

from store.campaign.campaign import Campaign
from store.campaign.records import Row, get_row, list_records, save_record
from tests.support.keys import keys, settle, type_text
from tests.support.listing import at, column, opened
from tests.support.records import CONTENT, LONG, study, unfinished
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.screens.entry.screen import EntryScreen
from tui.screens.entry.unsettled import Reasons
from tui.screens.history.merge import MergeScreen
from tui.screens.records.column_edit import ColumnScreen
from tui.screens.records.screen import RecordsScreen
from tui.screens.resuming import resumed_screen
from tui.widgets.row_list import RowList


def texts(campaign: Campaign, field: str, annex: str = "study") -> list[str]:
    return [row.texts[field] for row in list_records(campaign, annex, "u1")]


async def test_enter_saves_and_goes_down(campaign: Campaign, make_app: MakeApp) -> None:
    for day in ("4月1日", "4月2日", "4月3日"):
        study(campaign, "u1", day)
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await column(pilot, "参加人员")
        await type_text(pilot, "全体党员（24人）")
        await keys(pilot, "enter", "f3", "enter", "down")
        assert "到最后一条了" in screen_text(app)
        await type_text(pilot, "32人")
        await keys(pilot, "up")
        assert texts(campaign, "participants") == ["全体党员（24人）", "全体党员（24人）", "32人"]
        await keys(pilot, "escape")
        assert app.screen is screen
        assert "改了3条" in screen_text(app)
        assert at(screen) == screen.query_one(RowList).rows[1].key
        await keys(pilot, "ctrl+z", "ctrl+z")
        assert texts(campaign, "participants") == ["全体党员（24人）", "", ""]


async def test_a_field_is_chosen_by_number_and_typed_in_any_form(
    campaign: Campaign, make_app: MakeApp
) -> None:
    study(campaign, "u1", "4月1日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await column(pilot, "1")
        await keys(pilot, "ctrl+u")
        await type_text(pilot, "0408下午")
        await keys(pilot, "enter")
        assert texts(campaign, "time") == ["2021年4月8日下午"]
        await keys(pilot, "ctrl+u")
        await type_text(pilot, "4月31日")
        await keys(pilot, "enter")
        assert "还没有填好：时间" in screen_text(app)
        await keys(pilot, "escape")
        assert "！" in screen_text(app)
        assert texts(campaign, "time") == ["2021年4月8日下午"]


async def test_only_the_rows_that_the_list_shows(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1", "4月1日")
    unfinished(campaign, "u1", "4月2日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await keys(pilot, "tab")
        screen = await column(pilot, "学时")
        assert len(screen.query_one(RowList).rows) == 1
        await type_text(pilot, "2")
        await keys(pilot, "enter")
        assert "存为未完成" in screen_text(app)
        assert [(row.texts["hours"], row.incomplete) for row in list_records(campaign, "study", "u1")] == [
            ("", False),
            ("2", True),
        ]


async def test_what_is_unusual_is_asked_and_its_reason_kept(campaign: Campaign, make_app: MakeApp) -> None:
    id = study(campaign, "u1", "4月1日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await column(pilot, "学习内容")
        await keys(pilot, *["backspace"] * 30, "f2")
        assert isinstance(app.screen, Reasons)
        await keys(pilot, "f2")
        document = get_row(campaign, "study", "u1", id).document
        assert document is not None
        assert document.forced == {"content": "情况属实"}


async def test_a_missing_answer_may_stay_for_later(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1", "4月1日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await column(pilot, "学习内容")
        await keys(pilot, *["backspace"] * len(CONTENT), "f2", "1")
        assert isinstance(app.screen, ColumnScreen)
        assert texts(campaign, "content") == [CONTENT]
        await keys(pilot, "f2", "2")
        (row,) = list_records(campaign, "study", "u1")
        assert (row.texts["content"], row.incomplete) == ("", True)


async def test_somebody_else_changed_the_record(campaign: Campaign, make_app: MakeApp) -> None:
    id = study(campaign, "u1", "4月1日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await column(pilot, "参加人员")
        await type_text(pilot, "24人")
        save_record(campaign, "study", "u1", {"hours": "2"}, id=id, base=1)
        await keys(pilot, "enter")
        row: Row = get_row(campaign, "study", "u1", id)
        assert (row.texts["participants"], row.texts["hours"]) == ("24人", "2")
        await type_text(pilot, "次")
        save_record(campaign, "study", "u1", {"participants": "30人"}, id=id, base=3)
        await keys(pilot, "enter")
        assert isinstance(app.screen, MergeScreen)
        assert get_row(campaign, "study", "u1", id).texts["participants"] == "30人"


async def test_esc_asks_before_a_change_is_given_up(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1", "4月1日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await column(pilot, "参加人员")
        await type_text(pilot, "24人")
        await keys(pilot, "escape", "1")
        assert isinstance(app.screen, ColumnScreen)
        await keys(pilot, "escape", "2")
        assert isinstance(app.screen, RecordsScreen)
        assert texts(campaign, "participants") == ["24人"]
        await column(pilot, "参加人员")
        await type_text(pilot, "次")
        await keys(pilot, "escape", "3")
        assert texts(campaign, "participants") == ["24人"]
        assert app.shell.offers() == []


async def test_the_line_drops_while_typing(campaign: Campaign, make_app: MakeApp) -> None:
    """What was typed is offered as a draft of the record."""
    id = study(campaign, "u1-01", "4月1日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        screen = await column(pilot, "参加人员")
        await type_text(pilot, "24人")
        app.keep_drafts()
        screen.autosave.leave()
        (offer,) = app.shell.offers()
        app.push_screen(resumed_screen(app.shell, offer))
        await settle(pilot)
        assert isinstance(app.screen, EntryScreen)
        assert (app.screen.entry.document, app.screen.form.raw["participants"]) == (id, "24人")
        assert app.screen.form.raw["content"] == CONTENT


async def test_down_the_ledger_in_long_texts(campaign: Campaign, make_app: MakeApp) -> None:
    save_record(campaign, "ledger", "u1", {"experience": LONG, "case": LONG})
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ledger")
        screen = await column(pilot, "典型案例")
        assert screen.edit.raw == LONG
        await keys(pilot, "f2")
        screen.edit.load(LONG)
        await keys(pilot, "f2")
        rows = {row.org.id: row for row in list_records(campaign, "ledger", "u1")}
        assert rows["u1-01"].texts["case"] == LONG
        assert rows["u1-01"].incomplete
        assert not rows["u1"].incomplete
        assert rows["u1"].document.rev == 1  # type: ignore[union-attr]


async def test_what_others_save_is_shown_and_the_cursor_stays(campaign: Campaign, make_app: MakeApp) -> None:
    one, two = study(campaign, "u1", "4月1日"), study(campaign, "u1", "4月2日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        screen = await column(pilot, "学习内容")
        await keys(pilot, "left")
        save_record(campaign, "study", "u1", {"content": f"{CONTENT}，讨论"}, id=two, base=1)
        screen.look()
        await settle(pilot)
        assert screen.query_one(RowList).rows[1].cells[-1].endswith("讨论")
        await type_text(pilot, "再")
        written = f"{CONTENT[:-1]}再{CONTENT[-1]}"
        assert screen.edit.raw == written
        save_record(campaign, "study", "u1", {"hours": "2"}, id=one, base=1)
        screen.look()
        await settle(pilot)
        assert screen.edit.raw == written
        await keys(pilot, "f2")
        assert texts(campaign, "content") == [written, f"{CONTENT}，讨论"]
