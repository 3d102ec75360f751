"""F7 and what was deleted: who changed what, and old versions that come back by one key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from store.campaign.diagnosis import set_verdict
from store.campaign.findings import findings
from store.campaign.history import bring_back, of_indicator, of_record
from store.campaign.organisation_entry import remove_organisation, set_organisation
from store.campaign.organisations import organisations
from store.campaign.records import delete_record, list_records, save_record
from store.campaign.submissions import find_obligation, mark
from store.protocol import Document
from tests.support.colleague import colleague
from tests.support.findings import add_finding, remove_finding
from tests.support.keys import keys, settle
from tests.support.records import STUDY
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.app import TaizhangApp
from tui.screens.base import TaizhangScreen
from tui.screens.history.screen import DeletedScreen, HistoryScreen
from tui.screens.organisation.form import OrganisationForm
from tui.screens.organisation.list import OrganisationsScreen


@asynccontextmanager
async def opened(app: TaizhangApp, screen: TaizhangScreen) -> AsyncIterator[Pilot[Any]]:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(screen)
        await settle(pilot)
        await pilot.pause()
        yield pilot


def three_versions(c: Campaign) -> Document:
    seen = save_record(c, "study", "u1", STUDY)
    changed = {**STUDY, "participants": "31人"}
    seen = save_record(colleague(c), "study", "u1", changed, id=seen.id, base=seen.rev)
    return save_record(c, "study", "u1", {**changed, "method": "专题研讨"}, id=seen.id, base=seen.rev)


def participants(c: Campaign) -> list[str]:
    return [row.texts["participants"] for row in list_records(c, "study", "u1")]


async def test_versions_newest_first_with_what_changed(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    seen = three_versions(campaign)
    async with opened(app, HistoryScreen("学习情况", of_record("study", "u1", seen.id))) as pilot:
        text = screen_text(app)
        rows = [line for line in text.splitlines() if " 修改 " in line or " 新建 " in line]
        assert [line.split()[-1] for line in rows[:2]] == ["学习方式", "参加人员"]
        assert "原来：党课" in text
        assert "改为：专题研讨" in text
        await keys(pilot, "down")
        text = screen_text(app)
        assert "wang" in rows[1]
        assert "原来：32人" in text
        assert "改为：31人" in text
        await keys(pilot, "down")
        assert "参加人员：32人" in screen_text(app)


async def test_an_old_version_comes_back_as_a_new_one_and_can_be_taken_back(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    seen = three_versions(campaign)
    async with opened(app, HistoryScreen("学习情况", of_record("study", "u1", seen.id))) as pilot:
        await keys(pilot, "enter")
        assert "现在就是这一版" in screen_text(app)
        await keys(pilot, "end", "enter")
        assert "恢复成第1版" in screen_text(app)
        await keys(pilot, "enter")
        assert participants(campaign) == ["31人"]
        await keys(pilot, "enter", "2")
        assert participants(campaign) == ["32人"]
        assert "存为第4版" in screen_text(app)
        await keys(pilot, "ctrl+z")
        assert participants(campaign) == ["31人"]
        assert "第5版" not in screen_text(app)
        await keys(pilot, "escape")
        assert not isinstance(app.screen, HistoryScreen)


async def test_one_field_has_its_own_history_and_comes_back_alone(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    seen = three_versions(campaign)
    past = of_record("study", "u1", seen.id)
    async with opened(app, HistoryScreen("学习情况", past, field="participants", label="参加人员")) as pilot:
        assert "学习方式" not in screen_text(app)
        await keys(pilot, "f7")
        assert "学习方式" in screen_text(app)
        await keys(pilot, "f7", "end", "enter")
        assert "把“参加人员”恢复成第1版" in screen_text(app)
        await keys(pilot, "2")
    (row,) = list_records(campaign, "study", "u1")
    assert (row.texts["participants"], row.texts["method"]) == ("32人", "专题研讨")


async def test_a_field_that_never_changed_shows_the_whole(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    seen = three_versions(campaign)
    past = of_record("study", "u1", seen.id)
    async with opened(app, HistoryScreen("学习情况", past, field="hours", label="学时")):
        assert "整条的历史" in screen_text(app)
        assert "参加人员" in screen_text(app)


async def test_what_others_save_appears_above_and_the_cursor_stays(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    seen = three_versions(campaign)
    async with opened(app, HistoryScreen("学习情况", of_record("study", "u1", seen.id))) as pilot:
        await keys(pilot, "down")
        bring_back(colleague(campaign, "zhao"), "units/u1", seen.id, 1)
        app.look()
        await settle(pilot)
        text = screen_text(app)
        assert "zhao" in text
        assert next(line for line in text.splitlines() if line.startswith(" >")).split()[3] == "wang"


async def test_an_indicator_has_its_verdict_and_findings_deleted_ones_too(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    set_verdict(colleague(campaign), "u1-01", "1-1", "3")
    found = add_finding(campaign, "u1-01", "学习计划缺乏针对性（对照1-1）")
    add_finding(campaign, "u1-01", "与这一条无关的问题（对照1-2）")
    remove_finding(colleague(campaign), found)
    async with opened(app, HistoryScreen("1-1", of_indicator("u1-01", "1-1"))) as pilot:
        text = screen_text(app)
        assert "不够有力" in text
        assert "无关" not in text
        await keys(pilot, "home")
        assert "删除" in next(line for line in screen_text(app).splitlines() if line.startswith(" >"))
        await keys(pilot, "enter", "2")
    assert "学习计划缺乏针对性" in [one.text for one in findings(campaign, "u1-01")]


async def test_a_submission_has_its_history(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    mark(campaign, find_obligation(campaign, "u1", "research-report"), "submitted", "4.9")
    mark(colleague(campaign), find_obligation(campaign, "u1", "research-report"), "exempt")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await keys(pilot, "5", "f7")
        assert isinstance(app.screen, HistoryScreen)
        assert "改为：免报" in screen_text(app)
        await keys(pilot, "end", "enter", "2")
        assert "已恢复" in screen_text(app)
        await keys(pilot, "escape")
        assert "迟报 9 天" in screen_text(app)
    assert find_obligation(campaign, "u1", "research-report").submission.date == "2021-04-09"


async def test_an_organisation_has_its_history_field_by_field(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    set_organisation(colleague(campaign), "u1-01", {"党员人数": "25", "书记": "王某"})
    async with opened(app, OrganisationsScreen()) as pilot:
        await keys(pilot, "down", "f7")
        assert "原来：24" in screen_text(app)
        await keys(pilot, "escape", "enter", *["down"] * 6, "f7")
        assert isinstance(app.screen, HistoryScreen)
        assert "书记" not in screen_text(app)
        await keys(pilot, "end", "enter", "2", "escape")
        form = app.screen
        assert isinstance(form, OrganisationForm)
        assert not form.unsaved()
        assert "24" in screen_text(app)
        await keys(pilot, "backspace", "6", "f2")
    org = organisations(campaign).find("u1-01")
    assert (org.members, org.secretary) == (26, "王某")


async def test_restoring_under_a_form_being_filled_in_merges_at_save(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    set_organisation(colleague(campaign), "u1-01", {"党员人数": "25"})
    async with opened(app, OrganisationsScreen()) as pilot:
        await keys(pilot, "down", "enter", *["down"] * 10, *"王某", "f7", "end", "enter", "2", "escape")
        assert "保存时会与恢复的合并" in screen_text(app)
        await keys(pilot, "f2")
        assert isinstance(app.screen, OrganisationsScreen)
    org = organisations(campaign).find("u1-01")
    assert (org.members, org.secretary) == (24, "王某")


async def test_a_removed_organisation_comes_back(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    remove_organisation(colleague(campaign), "u1-02")
    async with opened(app, OrganisationsScreen()) as pilot:
        await keys(pilot, "ctrl+d")
        text = screen_text(app)
        assert "2019级本科生党支部" in text
        assert "wang" in text
        await keys(pilot, "enter")
        assert "已恢复" in screen_text(app)
        assert "没有已删除的内容" in screen_text(app)
        await keys(pilot, "escape")
        assert "2019级本科生党支部" in screen_text(app)
    assert organisations(campaign).get("u1-02")


async def test_deleted_records_are_there_and_come_back(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    delete_record(colleague(campaign), three_versions(campaign))
    async with opened(app, DeletedScreen("学习情况", "study", "u1")) as pilot:
        assert "参加人员：31人" in screen_text(app)
        await keys(pilot, "f7")
        assert isinstance(app.screen, HistoryScreen)
        await keys(pilot, "escape", "enter")
        assert participants(campaign) == ["31人"]
        await keys(pilot, "ctrl+z")
        assert participants(campaign) == []
        assert "31人" in screen_text(app)
