"""Entering records by keyboard alone, and losing nothing."""

from __future__ import annotations

import pytest

from store.campaign.campaign import Campaign
from store.campaign.records import list_records
from tests.support.entering import entry, go, here
from tests.support.keys import keys, type_text, until
from tests.support.records import CONTENT
from tests.support.screens import MakeApp
from tests.support.snapshots import shown
from tui.autosave import DELAY
from tui.screens.entry.screen import EntryScreen
from tui.screens.resuming import resumed_screen


async def test_a_record_is_entered_and_a_blank_one_follows(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "0406")
        await keys(pilot, "enter")
        assert here(pilot).form.raw["time"] == "2021年4月6日"
        await type_text(pilot, CONTENT)
        await keys(pilot, "tab")
        await type_text(pilot, "中心组学习、第一议题")
        await keys(pilot, "enter")
        assert here(pilot).form.raw["method"] == "中心组学习、“第一议题”"
        await keys(pilot, "f2")
        (row,) = list_records(campaign, "study", "u1")
        assert row.texts["content"] == CONTENT
        assert row.texts["organiser"] == "计算机学院党委"
        raw = here(pilot).form.raw
        assert raw["time"] == raw["content"] == ""
        assert raw["method"] == "中心组学习、“第一议题”"
        current = here(pilot).form.current
        assert current is not None
        assert current.field.id == "time"
        assert not here(pilot).unsaved()


async def test_enter_never_saves(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "0406")
        await keys(pilot, *["enter"] * 3, *["tab"] * 12, *["enter"] * 3)
        assert list_records(campaign, "study", "u1") == []


async def test_up_and_down_leave_a_long_text_at_its_ends(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await keys(pilot, "down")
        await type_text(pilot, "第一行")
        await keys(pilot, "enter")
        await type_text(pilot, "第二行")
        form = here(pilot).form
        assert form.raw["content"] == "第一行\n第二行"
        await keys(pilot, "up")
        assert form.current is form.row("content")
        await keys(pilot, "up")
        assert form.current is form.row("time")
        await keys(pilot, "down", "down", "down")
        assert form.current is form.row("method")


async def test_what_cannot_be_is_said_at_the_field_and_stays(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "2021-02-30")
        await keys(pilot, "tab")
        row = here(pilot).form.row("time")
        assert row is not None
        assert row.raw == "2021-02-30"
        assert row.remarks[0].kind == "error"
        assert row.remarks[0].text[:8] in shown(pilot)


async def test_full_width_digits_are_taken_for_what_they_are(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "２０２１－０５－０７")
        await go(pilot, "hours")
        await type_text(pilot, "１。５")
        await keys(pilot, "enter")
        assert here(pilot).form.raw["time"] == "2021年5月7日"
        assert here(pilot).form.raw["hours"] == "1.5"


async def test_what_is_missing_may_wait(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "0406")
        await keys(pilot, "f2")
        assert "学习内容" in shown(pilot)
        await keys(pilot, "escape")
        assert list_records(campaign, "study", "u1") == []
        current = here(pilot).form.current
        assert current is not None
        assert current.field.id == "content"
        await keys(pilot, "f2")
        await type_text(pilot, "2")
        (row,) = list_records(campaign, "study", "u1")
        assert row.incomplete
        assert row.texts["time"] == "2021年4月6日"


async def test_a_soft_remark_is_forced_with_a_reason(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "0406")
        await keys(pilot, "tab")
        await type_text(pilot, "学习党史")
        await keys(pilot, "tab", "f2")
        assert "现为4字" in shown(pilot)
        await keys(pilot, "escape")
        assert list_records(campaign, "study", "u1") == []
        await keys(pilot, "f2")
        await type_text(pilot, "只学一项")
        await keys(pilot, "f2")
        (row,) = list_records(campaign, "study", "u1")
        assert row.document is not None
        assert row.document.forced == {"content": "只学一项"}
        assert row.document.state == "complete"


async def test_the_record_goes_to_the_organisation_named(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        form = here(pilot).form
        await keys(pilot, "up")
        await keys(pilot, "f4")
        await type_text(pilot, "教工第一")
        await keys(pilot, "enter", "tab")
        await type_text(pilot, "0406")
        await keys(pilot, "tab")
        await type_text(pilot, CONTENT)
        await keys(pilot, "f2")
        (row,) = list_records(campaign, "study", "u1")
        assert row.org.id == "u1-01"
        assert form.raw["owner-of-record"] == "教工第一党支部"


async def test_values_are_chosen_from_the_list(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await go(pilot, "method")
        await keys(pilot, "f4")
        await type_text(pilot, "党课")
        await keys(pilot, "enter")
        assert here(pilot).form.raw["method"] == "党课"
        await keys(pilot, "f4", "space", "down", "down", "space", "f2")
        assert here(pilot).form.raw["method"] == "中心组学习、支部党员大会、党课"


async def test_a_draft_is_there_on_leaving_a_field_and_gone_after_saving(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    async with entry(app, "study") as pilot:
        await type_text(pilot, "0406")
        await keys(pilot, "tab")
        (draft,) = list(app.shell.drafts.folder.glob("*.draft"))
        assert app.shell.drafts.offers() == []
        await type_text(pilot, CONTENT)
        await keys(pilot, "f2")
        assert not draft.exists()


async def test_a_draft_is_there_within_two_seconds_of_typing(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with entry(app, "study") as pilot:
        await type_text(pilot, "04")
        await until(pilot, lambda: list(app.shell.drafts.folder.glob("*.draft")))
    assert DELAY < 2


async def test_esc_asks_and_the_draft_comes_back(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with entry(app, "study") as pilot:
        await type_text(pilot, "0406")
        await keys(pilot, "escape")
        assert "还没有保存" in shown(pilot)
        await keys(pilot, "escape")
        assert here(pilot).unsaved()
        await keys(pilot, "escape")
        await type_text(pilot, "3")
        assert not isinstance(pilot.app.screen, EntryScreen)
        (offer,) = app.shell.drafts.offers()
        app.push_screen(resumed_screen(app.shell, offer))
        await pilot.pause()
        assert here(pilot).form.raw["time"] == "0406"
        assert here(pilot).unsaved()
        await keys(pilot, "escape")
        await type_text(pilot, "4")
        assert app.shell.drafts.offers() == []


async def test_hanging_up_keeps_what_was_typed(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with entry(app, "ledger") as pilot:
        await type_text(pilot, "分工联系")
        await go(pilot, "problems")
        await type_text(pilot, "组织员不专职")
        app.keep_drafts()
    (offer,) = app.shell.drafts.offers()
    assert offer.values["texts"]["experience"] == "分工联系"
    assert offer.values["pending"] == "组织员不专职"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_box_one_types_in_is_never_on_the_last_two_rows(
    campaign: Campaign, make_app: MakeApp, size: tuple[int, int]
) -> None:
    for annex in ("study", "ledger"):
        async with entry(make_app(campaign), annex, size=size) as pilot:
            form = here(pilot).form
            for row in form.rows:
                row.enter()
                await pilot.pause()
                await pilot.pause()
                focused = pilot.app.focused
                assert focused is not None
                region = focused.region
                assert region.y > 0
                assert region.bottom <= size[1] - 2
                visible = focused.parent
                assert visible is not None
                assert region.bottom <= here(pilot).form.region.bottom


async def test_the_organiser_goes_along_with_whose_record_it_is(
    campaign: Campaign, make_app: MakeApp
) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        form = here(pilot).form
        assert form.raw["organiser"] == "计算机学院党委"
        await keys(pilot, "up")
        await keys(pilot, "ctrl+u")
        await type_text(pilot, "教工第一党支部")
        await keys(pilot, "enter")
        assert form.raw["organiser"] == "教工第一党支部"
        form.row("organiser").load("学校团委")
        await keys(pilot, "up", "ctrl+u")
        await type_text(pilot, "2019级本科生党支部")
        await keys(pilot, "enter")
        assert form.raw["organiser"] == "学校团委", "what was written there stays"


async def test_saving_at_the_line_itself_takes_it_along_too(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "0406")
        await keys(pilot, "tab")
        await type_text(pilot, CONTENT)
        await go(pilot, "owner-of-record")
        await keys(pilot, "ctrl+u")
        await type_text(pilot, "教工第一党支部")
        await keys(pilot, "f2")
        (row,) = list_records(campaign, "study", "u1")
        assert (row.org.id, row.texts["organiser"]) == ("u1-01", "教工第一党支部")
        assert here(pilot).form.raw["organiser"] == "教工第一党支部", "and is carried to the next"


async def test_numbers_told_by_the_words_are_filled_in(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        form = here(pilot).form
        await go(pilot, "participants")
        await type_text(pilot, "24／22")
        await keys(pilot, "enter")
        assert form.raw["participants"] == "应到24人，实到22人"
        assert (form.raw["expected"], form.raw["present"]) == ("24", "22")
        await keys(pilot, "up", "ctrl+u")
        await type_text(pilot, "30/29")
        await keys(pilot, "enter")
        assert (form.raw["expected"], form.raw["present"]) == ("30", "29"), "they go along with the words"
        form.row("expected").load("31")
        await keys(pilot, "up", "ctrl+u")
        await type_text(pilot, "28/27")
        await keys(pilot, "enter")
        assert (form.raw["expected"], form.raw["present"]) == ("31", "27"), "what somebody wrote stays"


async def test_they_are_filled_in_at_saving_from_the_words_themselves(
    campaign: Campaign, make_app: MakeApp
) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "0406")
        await keys(pilot, "tab")
        await type_text(pilot, CONTENT)
        await go(pilot, "participants")
        await type_text(pilot, "24/22")
        await keys(pilot, "enter", "up", "ctrl+u")
        await type_text(pilot, "24/21")
        await keys(pilot, "f2")
        (row,) = list_records(campaign, "study", "u1")
        assert row.texts["participants"] == "应到24人，实到21人"
        assert (row.texts["expected"], row.texts["present"]) == ("24", "21")


async def test_the_same_of_two_fields_is_asked_once(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "0406")
        await keys(pilot, "tab")
        await type_text(pilot, CONTENT)
        await go(pilot, "participants")
        await type_text(pilot, "22/25")
        await keys(pilot, "enter", "f2")
        assert len(pilot.app.screen.query("Reasons LineInput")) == 1
        assert "参加人员、实到：" in shown(pilot) or "实到、参加人员：" in shown(pilot)
        await type_text(pilot, "另有旁听")
        await keys(pilot, "f2")
        (row,) = list_records(campaign, "study", "u1")
        assert row.document is not None
        assert row.document.forced == {"participants": "另有旁听", "present": "另有旁听"}
