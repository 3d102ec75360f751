"""对照合并: where two changed the same, a person sees the three versions and chooses by one key each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from store.campaign.campaign import Campaign
from store.campaign.merging import MergeConflict
from store.campaign.organisation_entry import set_organisation
from store.campaign.organisations import organisations
from store.campaign.records import delete_record, list_records, save_record
from store.campaign.submissions import find_obligation, mark
from store.protocol import Document
from tests.support.colleague import colleague
from tests.support.keys import keys, settle, type_text
from tests.support.records import LONG, STUDY
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.app import TaizhangApp
from tui.screens.history.merge import MergeScreen
from tui.screens.organisation.form import OrganisationForm
from tui.screens.organisation.list import OrganisationsScreen
from tui.screens.submissions.obligations import MarkDialog


def clash(c: Campaign, theirs: dict[str, str], mine: dict[str, str]) -> MergeConflict:
    """Both have changed the one study record there is."""
    seen = save(c, {})
    save(colleague(c), theirs, id=seen.id, base=seen.rev)
    return needed(lambda: save(c, mine, id=seen.id, base=seen.rev))


def save(c: Campaign, texts: dict[str, str], **more: Any) -> Document:
    return save_record(c, "study", "u1", {**STUDY, **texts}, forced={"content": "情况属实"}, **more)


def needed(act: Callable[[], Any]) -> MergeConflict:
    with pytest.raises(MergeConflict) as asked:
        act()
    return asked.value


def record(c: Campaign) -> Document:
    (row,) = list_records(c, "study", "u1")
    assert row.document is not None
    return row.document


@asynccontextmanager
async def merging(
    app: TaizhangApp, asked: MergeConflict, size: tuple[int, int] = (80, 24), **more: Any
) -> AsyncIterator[tuple[Pilot[Any], list[Any]]]:
    """The screen over 待办, and what it answers."""
    answers: list[Any] = []
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.push_screen(MergeScreen(asked, **more), answers.append)
        await settle(pilot)
        await pilot.pause()
        yield pilot, answers


async def test_three_versions_and_one_key_each(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    asked = clash(
        campaign,
        {"participants": "31人", "content": STUDY["content"] + "，集体观看纪录片"},
        {"participants": "30人", "content": STUDY["content"] + "，开展讨论", "method": "专题研讨"},
    )
    async with merging(app, asked) as (pilot, answers):
        text = screen_text(app)
        assert "wang" in text
        assert (
            text.index("1 原来")
            < text.index("2 对方（wang）")
            < text.index("集体观看")
            < text.index("3 我的")
        )
        await keys(pilot, "2")
        assert "31人" in screen_text(app)
        assert "[2 对方" not in screen_text(app)
        await keys(pilot, "３", "f2")
        assert answers == [True]
    data = record(campaign).data
    assert data["content"].endswith("，集体观看纪录片")
    assert (data["participants"], data["method"]) == ("30人", ["专题研讨"])


async def test_what_is_not_chosen_is_not_saved(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    asked = clash(campaign, {"participants": "31人"}, {"participants": "30人"})
    async with merging(app, asked) as (pilot, answers):
        await keys(pilot, "f2")
        assert "参加人员还没选" in screen_text(app)
        await keys(pilot, "1")
        assert "[1 原来]" in screen_text(app)
        await keys(pilot, "escape")
        assert answers == [None]
    assert record(campaign).data["participants"] == "31人"


async def test_the_merged_text_can_be_written(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    asked = clash(campaign, {"participants": "31人"}, {"participants": "30人"})
    async with merging(app, asked) as (pilot, answers):
        await keys(pilot, "f4")
        assert "31人" in screen_text(app)
        await type_text(pilot, "（缺席2人）")
        await keys(pilot, "escape")
        assert "还没有确定" in screen_text(app)
        await keys(pilot, "1", "f2", "f2")
        assert answers == [True]
    assert record(campaign).data["participants"] == "30人（缺席2人）"


async def test_a_written_text_that_cannot_be_is_refused_and_stays(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    async with merging(app, clash(campaign, {"time": "4.7"}, {"time": "4.8"})) as (pilot, answers):
        await keys(pilot, "f4", "home", "ctrl+k")
        await type_text(pilot, "2月30日")
        await keys(pilot, "f2", "f2")
        assert not answers
        await keys(pilot, "f4")
        assert app.screen.query_one(TextArea).text == "2月30日"
        await keys(pilot, "home", "ctrl+k")
        await type_text(pilot, "0409")
        await keys(pilot, "f2", "f2")
        assert answers == [True]
    assert record(campaign).data["time"] == "2021年4月9日"


async def test_a_written_text_goes_back_to_the_form_when_one_leaves(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    held: dict[str, str] = {}
    asked = clash(campaign, {"participants": "31人"}, {"participants": "30人"})
    async with merging(app, asked, hold=held.__setitem__) as (pilot, _):
        await keys(pilot, "f4")
        await type_text(pilot, "左右")
        app.keep_drafts()
        assert held == {"participants": "30人左右"}
        held.clear()
        await keys(pilot, "f2", "escape")
        assert held == {"participants": "30人左右"}


async def test_whoever_saves_once_more_meanwhile_is_shown_again(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    asked = clash(campaign, {"participants": "31人"}, {"participants": "30人"})
    async with merging(app, asked) as (pilot, answers):
        now = record(campaign)
        save(colleague(campaign, "zhao"), {"participants": "33人"}, id=now.id, base=now.rev)
        await keys(pilot, "3", "f2")
        text = screen_text(app)
        assert not answers
        assert "33人" in text
        assert "zhao" in text
        await keys(pilot, "3", "f2")
        assert answers == [True]
    assert record(campaign).data["participants"] == "30人"


@pytest.mark.parametrize(("key", "left"), [("2", 0), ("3", 1)])
async def test_what_the_other_deleted_is_told_in_plain_words(
    campaign: Campaign, make_app: MakeApp, key: str, left: int
) -> None:
    app = make_app(campaign)
    seen = save(campaign, {})
    delete_record(colleague(campaign), seen)
    asked = needed(lambda: save(campaign, {"participants": "30人"}, id=seen.id, base=seen.rev))
    async with merging(app, asked) as (pilot, answers):
        text = screen_text(app)
        assert "删除了您正在改的这一条" in text
        assert "参加人员：32人 改为 30人" in text
        assert "原来" not in text.split("2 照对方")[0].splitlines()[-1]
        await keys(pilot, "1")
        await keys(pilot, "f2")
        assert "还没选" in screen_text(app)
        await keys(pilot, key, "f2")
        assert answers == [True]
    assert len(list_records(campaign, "study", "u1")) == left


async def test_a_long_text_can_be_read_to_its_end(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    asked = clash(campaign, {"content": LONG + "甲" * 200}, {"content": LONG + "乙" * 200 + "完"})
    async with merging(app, asked) as (pilot, _):
        assert "完" not in screen_text(app)
        await keys(pilot, *["pagedown"] * 3)
        assert "完" in screen_text(app)


async def test_wide_windows_have_three_columns(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    asked = clash(campaign, {"participants": "31人"}, {"participants": "30人"})
    async with merging(app, asked, (120, 40)):
        line = next(line for line in screen_text(app).splitlines() if "1 原来" in line)
        assert "2 对方" in line
        assert "3 我的" in line


async def test_an_organisation_changed_by_two_is_merged(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(OrganisationsScreen())
        await keys(pilot, "down", "enter")
        form = app.screen
        assert isinstance(form, OrganisationForm)
        set_organisation(colleague(campaign), "u1-01", {"党员人数": "25", "书记": "王某"})
        await keys(pilot, *["down"] * 6, "end", "backspace", "6")
        await keys(pilot, "f2")
        assert isinstance(app.screen, MergeScreen)
        text = screen_text(app)
        assert text.index("  24\n") < text.index("  25\n") < text.index("  26\n")
        await keys(pilot, "3", "f2")
        assert isinstance(app.screen, OrganisationsScreen)
    org = organisations(campaign).find("u1-01")
    assert (org.members, org.secretary) == (26, "王某")


async def test_leaving_keeps_the_form_and_what_was_typed(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "f2")
        await pilot.pause()
        mark(colleague(campaign), find_obligation(campaign, "u1", "research-report"), "exempt")
        await keys(pilot, "end")
        await keys(pilot, "f2", "escape")
        assert isinstance(app.screen, MarkDialog)
        assert "已报送（待审核）" in screen_text(app)
    assert find_obligation(campaign, "u1", "research-report").submission.state == "exempt"
