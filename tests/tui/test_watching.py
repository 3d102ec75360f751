"""What others save is seen within two seconds, and nobody loses their place or what they are typing."""

from __future__ import annotations

import pytest

from store.campaign.campaign import Campaign
from store.campaign.diagnosis import diagnosis, set_measure, set_verdict
from store.campaign.findings import findings
from store.campaign.records import delete_record, list_records, save_record
from store.campaign.submissions import find_obligation, mark
from store.protocol import Document
from tests.support.colleague import colleague
from tests.support.findings import add_finding, change_finding
from tests.support.keys import keys, settle, type_text, until
from tests.support.records import STUDY
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.app import PERIOD, TaizhangApp
from tui.screens.diagnosis.screen import DiagnosisScreen
from tui.screens.entry.screen import open_entry
from tui.screens.history.merge import MergeScreen
from tui.screens.history.screen import HistoryScreen
from tui.screens.records.screen import RecordsScreen
from tui.widgets.measure_row import MeasureRow
from tui.widgets.row_list import RowList


@pytest.fixture(autouse=True)
def looks(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A look is taken when a test says so, but where it is about that."""
    if "by_itself" not in request.node.name:
        monkeypatch.setattr("tui.app.PERIOD", 3600.0)


def save(c: Campaign, texts: dict[str, str], id: str = "", base: int = 0) -> Document:
    return save_record(c, "study", "u1", {**STUDY, **texts}, id=id, base=base)


def at_cursor(app: TaizhangApp) -> str:
    return next(line for line in screen_text(app).splitlines() if line.startswith(" >"))


def test_a_look_is_taken_often_enough() -> None:
    assert PERIOD < 2


async def test_a_list_shows_it_by_itself_and_the_cursor_stays_on_its_row(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    for day in range(1, 26):
        save(campaign, {"time": f"3.{day}"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(RecordsScreen("study", "u1"))
        await keys(pilot, *["down"] * 14)
        line = screen_text(app).splitlines().index(at_cursor(app))
        here = at_cursor(app).split()[2:4]
        save(colleague(campaign), {"time": "2.1"})
        await until(pilot, lambda: "已录26条" in screen_text(app))
        assert at_cursor(app).split()[2:4] == here
        assert screen_text(app).splitlines().index(at_cursor(app)) == line


async def test_the_first_screen_shows_what_was_handed_in(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await keys(pilot, "down")
        row = app.screen.query_one(RowList).key
        mark(colleague(campaign), find_obligation(campaign, "u1", "research-report"), "exempt")
        app.look()
        await settle(pilot)
        assert "调研报告" not in screen_text(app)
        assert app.screen.query_one(RowList).key == row


async def test_an_entry_form_says_so_and_merges_when_saved(campaign: Campaign, make_app: MakeApp) -> None:
    app, seen = make_app(campaign), save(campaign, {})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(open_entry(app.shell.campaign, "study", "u1", seen.id))
        await settle(pilot)
        save(colleague(campaign), {"participants": "31人"}, seen.id, seen.rev)
        app.look()
        await settle(pilot)
        assert "这条记录刚被 wang 修改，保存时会合并" in screen_text(app)
        await keys(pilot, "end", *["backspace"] * 2)
        await type_text(pilot, "7日")
        await keys(pilot, "f2")
    (row,) = list_records(campaign, "study", "u1")
    assert (row.texts["time"], row.texts["participants"]) == ("2021年4月7日", "31人")


async def test_f7_in_an_entry_form_is_the_history_of_the_field(campaign: Campaign, make_app: MakeApp) -> None:
    app, seen = make_app(campaign), save(campaign, {})
    save(colleague(campaign), {"time": "4.7", "participants": "31人"}, seen.id, seen.rev)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(open_entry(app.shell.campaign, "study", "u1", seen.id))
        await keys(pilot, "f7")
        assert isinstance(app.screen, HistoryScreen)
        assert "参加人员" not in screen_text(app)
        await keys(pilot, "end", "enter", "2", "escape")
        assert "2021年4月6日" in screen_text(app)
        assert "31人" in screen_text(app)
    (row,) = list_records(campaign, "study", "u1")
    assert (row.texts["time"], row.texts["participants"]) == ("2021年4月6日", "31人")


async def test_deleting_what_another_has_just_changed_asks(campaign: Campaign, make_app: MakeApp) -> None:
    app, seen = make_app(campaign), save(campaign, {})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(RecordsScreen("study", "u1"))
        await keys(pilot, "f8")
        save(colleague(campaign), {"participants": "31人"}, seen.id, seen.rev)
        await keys(pilot, "2")
        assert isinstance(app.screen, MergeScreen)
        assert "参加人员：32人 改为 31人" in screen_text(app)
        await keys(pilot, "3", "f2")
        assert list_records(campaign, "study", "u1") == []
        await keys(pilot, "ctrl+z")
    assert len(list_records(campaign, "study", "u1")) == 1


async def test_ctrl_d_in_a_list_brings_a_deleted_record_back(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    delete_record(colleague(campaign), save(campaign, {}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(RecordsScreen("study", "u1"))
        await keys(pilot, "ctrl+d", "enter", "escape")
        assert "已录1条" in screen_text(app)


async def test_a_verdict_both_gave_asks(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(DiagnosisScreen("u1-01", "1-1"))
        await settle(pilot)
        set_verdict(colleague(campaign), "u1-01", "1-1", "1")
        await keys(pilot, "3")
        assert isinstance(app.screen, MergeScreen)
        await keys(pilot, "3", "f2")
    verdict = diagnosis(campaign, "u1-01").item("1-1").verdict
    assert verdict is not None
    assert verdict.digit == "3"


async def test_a_number_being_typed_is_not_put_over_anothers(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    first, second = (one.id for one in diagnosis(campaign, "u1-02").item("3-1").indicator.measures[:2])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(DiagnosisScreen("u1-02", "3-1"))
        await keys(pilot, "tab")
        await type_text(pilot, "5")
        set_measure(colleague(campaign), "u1-02", "3-1", first, "7")
        set_measure(colleague(campaign), "u1-02", "3-1", second, "4")
        app.look()
        await settle(pilot)
        rows = list(app.screen.query(MeasureRow))
        assert [row.raw for row in rows[:2]] == ["5", "4"]
        assert "刚被别人改为7" in screen_text(app)
        await keys(pilot, "tab")
        assert isinstance(app.screen, MergeScreen)
        await keys(pilot, "3", "f2")
    kept = diagnosis(campaign, "u1-02").item("3-1").measures
    assert (kept[first].value, kept[second].value) == (5, 4)


async def test_findings_of_others_appear_and_a_half_typed_one_stays(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    seen = add_finding(campaign, "u1-01", "学习计划缺乏针对性", "1-1")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(DiagnosisScreen("u1-01", "1-1"))
        await keys(pilot, "tab")
        await type_text(pilot, "讨论不充分")
        change_finding(colleague(campaign), seen, text="学习计划不具体")
        add_finding(colleague(campaign), "u1-01", "缺少交流记录", "1-1")
        app.look()
        await settle(pilot)
        text = screen_text(app)
        assert "学习计划不具体" in text
        assert "缺少交流记录" in text
        assert "讨论不充分" in text
        await keys(pilot, "enter")
    assert [one.text for one in findings(campaign, "u1-01")] == [
        "学习计划不具体",
        "缺少交流记录",
        "讨论不充分",
    ]
