"""The rows of annexes 2 and 4, and of an annex that a pack adds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from forms.loading import load_pack
from store.campaign.campaign import Campaign
from store.campaign.heads import head
from store.campaign.records import list_records, save_record
from tests.support.findings import add_finding
from tests.support.keys import keys, paste, type_text
from tests.support.listing import opened
from tests.support.meeting_annex import with_meetings
from tests.support.records import LONG, study
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.screens.entry.screen import EntryScreen
from tui.widgets.row_list import RowList


async def test_a_unit_gathers_its_branches_in_order_of_time(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1-01", "4月6日", "学习《中国共产党简史》第一章，交流体会，布置四月主题党日活动")
    study(campaign, "u1", "3月18日下午")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "study")
        text = screen_text(app)
        assert text.index("3月18日下午") < text.index("4月6日")
        assert "已录2条" in text
        assert "有记录支部 1/2" in text
        assert "%" not in text
        assert "还有27天" in text


async def test_an_incomplete_record_is_marked_and_counted(campaign: Campaign, make_app: MakeApp) -> None:
    save_record(campaign, "study", "u1", {"time": "4月6日"}, incomplete=True)
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "study")
        assert "未完成1条" in screen_text(app)
        assert screen_text(app).count("未完成") == 3  # in the counts, among the filters, at the row


async def test_search_as_one_types_and_back(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1", "4月1日", "赴烈士陵园祭扫，重温入党誓词，开展党史学习教育现场教学")
    study(campaign, "u1", "4月2日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "study")
        await keys(pilot, "/")
        await type_text(pilot, "烈士")
        assert len(screen.query_one(RowList).rows) == 1
        await keys(pilot, "enter", "enter")
        assert isinstance(app.screen, EntryScreen)
        await keys(pilot, "escape", "/", "escape", "/")
        await type_text(pilot, "lsly")
        assert len(screen.query_one(RowList).rows) == 1
        await keys(pilot, "escape")
        assert len(screen.query_one(RowList).rows) == 2
        assert app.screen is screen


async def test_delete_asks_and_is_undone(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1", "4月1日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "study")
        await keys(pilot, "f8", "enter")
        assert len(list_records(campaign, "study", "u1")) == 1
        await keys(pilot, "f8", "2")
        assert list_records(campaign, "study", "u1") == []
        await keys(pilot, "ctrl+z")
        assert len(list_records(campaign, "study", "u1")) == 1


async def test_a_new_record_carries_from_the_last(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1", "4月1日", method="主题党日", organiser="教工第一党支部", participants="全体党员")
    study(campaign, "u1-02", "4月2日", method="党课", organiser="2019级本科生党支部")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "study")
        await keys(pilot, "ctrl+n")
        assert isinstance(app.screen, EntryScreen)
        raw = app.screen.form.raw
        assert (raw["method"], raw["organiser"], raw["participants"]) == ("主题党日", "教工第一党支部", "")


async def test_the_ledger_lists_everybody_and_goes_on_to_the_next(
    campaign: Campaign, make_app: MakeApp
) -> None:
    add_finding(campaign, "u1-02", "活动场地不足。")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "ledger")
        rows = screen.query_one(RowList)
        assert [row.key for row in rows.rows] == ["u1", "u1-01", "u1-02"]
        assert [row.cells[-1] for row in rows.rows] == ["未填报", "未填报", "填报中"]
        await keys(pilot, "enter")
        assert isinstance(app.screen, EntryScreen)
        app.screen.form.load({"experience": LONG, "case": LONG})
        await keys(pilot, "f2")
        assert app.screen is screen
        assert rows.rows[0].cells[-1] == "已填"
        assert rows.key == "u1-01"


async def test_the_head_is_kept_once(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "ledger")
        await keys(pilot, "ctrl+t", "down", *["backspace"] * 12)
        await type_text(pilot, "2021年4月30日")
        await keys(pilot, "f2")
        assert head(campaign, screen.annex, "u1")["until"] == "2021年4月30日"


async def test_another_organisation_is_looked_at(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1-01", "4月6日")
    study(campaign, "u1", "4月7日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "study")
        await keys(pilot, "ctrl+o")
        await type_text(pilot, "教工")
        await keys(pilot, "enter")
        assert len(screen.query_one(RowList).rows) == 1
        assert app.shell.org == "u1-01"
        assert screen.export_target() == ("study", "u1-01")


async def test_hostile_text_in_a_record_is_shown_harmless(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1", "4月6日", "[bold]\x1b[31m学习\x9b2J\u202e内容[/nothing] ")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "study")
        text = screen_text(app)
        assert "[bold]" in text
        assert not set(text) & {"\x1b", "\x9b", "\u202e"}
        await keys(pilot, "enter")
        assert not set(screen_text(app)) & {"\x1b", "\x9b", "\u202e"}


async def test_an_annex_that_a_pack_adds_has_its_screens(
    campaign: Campaign, make_app: MakeApp, tmp_path: Path
) -> None:
    more = replace(campaign, pack=load_pack(with_meetings(tmp_path)))
    app = make_app(more)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await keys(pilot, "5")
        assert "会议记录" in screen_text(app)
        await keys(pilot, "ctrl+n")
        await type_text(pilot, "jt")
        await keys(pilot, "enter")
        await type_text(pilot, "2021年第5次党政联席会议")
        await keys(pilot, "f2", "escape")
        (row,) = list_records(more, "meetings", "u1")
        assert (row.texts["time"], row.texts["topic"]) == ("2021年4月10日", "2021年第5次党政联席会议")
        assert "第5次党政联席会议" in screen_text(app)


async def test_a_text_of_20000_characters_is_kept_whole(campaign: Campaign, make_app: MakeApp) -> None:
    case = "学院党委组织党员攻关队，连续7天驻点值守。" * 952
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "ledger")
        await keys(pilot, "enter", "tab")
        await paste(pilot, case)
        assert isinstance(app.screen, EntryScreen)
        app.screen.form.row("experience").load(LONG)  # type: ignore[union-attr]
        await keys(pilot, "f2", "f2")
        assert app.screen is screen
        (row,) = list_records(campaign, "ledger", "u1", only=True)
        assert row.texts["case"] == case
