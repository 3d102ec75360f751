"""诊断: indicator by indicator, by digits."""

from __future__ import annotations

import pytest

from store.campaign.campaign import Actor, Campaign
from store.campaign.diagnosis import diagnosis, set_verdict
from store.campaign.findings import findings
from store.campaign.organisation_entry import set_organisation
from tests.support.diagnosing import opened
from tests.support.findings import add_finding
from tests.support.keys import keys, type_text
from tests.support.screens import MakeApp
from tests.support.snapshots import shown
from tui.screens.resuming import resumed_screen
from tui.widgets.chrome import KeyLine
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.inputs import LongInput
from tui.widgets.measure_row import MeasureRow, Proposal
from tui.widgets.verdicts import VerdictLine


async def test_a_digit_is_a_verdict_and_enter_goes_to_the_next_open_one(
    campaign: Campaign, make_app: MakeApp
) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "已诊断 0/27 · 未诊断 27" in shown(pilot)
        await type_text(pilot, "1")
        await keys(pilot, "enter")
        await type_text(pilot, "２")
        await keys(pilot, "enter")
        now = diagnosis(campaign, "u1")
        assert [item.verdict.digit for item in now.items[:2] if item.verdict] == ["1", "2"]
        assert now.items[2].verdict is None
        assert "已诊断 2/27 · 未诊断 25" in shown(pilot)
        assert "1-3" in shown(pilot)


async def test_enter_passes_over_what_is_diagnosed(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_text(pilot, "1")
        await keys(pilot, "down", "up")
        assert "1-1 " in shown(pilot)
        await keys(pilot, "enter")
        assert "1-2 " in shown(pilot)


async def test_a_digit_that_is_no_verdict_is_refused_in_words(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_text(pilot, "7")
        assert "可填：1 到位" in shown(pilot)
        assert diagnosis(campaign, "u1").open == 27


@pytest.mark.parametrize("indicator", ["1-2", "4-2"])
async def test_the_longest_texts_are_read_whole_at_80x24(
    campaign: Campaign, make_app: MakeApp, indicator: str
) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, at=indicator)
        official = diagnosis(campaign, "u1").item(indicator).indicator.text
        assert official in shown(pilot).replace("\n", "").replace(" ", "")
        line = screen.query_one(VerdictLine)
        assert "结论" in shown(pilot).splitlines()[line.region.y]


async def test_short_of_it_with_no_finding_is_remarked(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_text(pilot, "3")
        assert "还没有写存在问题" in shown(pilot)
        await keys(pilot, "tab")
        await type_text(pilot, "传达学习不及时。")
        await keys(pilot, "enter")
        (finding,) = findings(campaign, "u1")
        assert (finding.text, finding.indicator) == ("传达学习不及时。", "1-1")
        assert "还没有写存在问题" not in shown(pilot)


async def test_digits_and_letters_in_boxes_are_text(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await keys(pilot, "tab")
        await type_text(pilot, "1/?a")
        assert screen.query_one(FindingsEditor).box.text == "1/?a"
        assert diagnosis(campaign, "u1").open == 27


async def test_a_measure_beyond_its_limit_proposes_and_refuses_nothing(
    campaign: Campaign, make_app: MakeApp
) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, at="4-2")
        await keys(pilot, "tab")
        await type_text(pilot, "５３")
        await keys(pilot, "enter")
        assert "53人，超过50人上限，是否列为存在问题？" in shown(pilot).replace("\n", "").replace(" ", "")
        assert isinstance(pilot.app.focused, Proposal)
        assert diagnosis(campaign, "u1").item("4-2").measures["largest-branch"].value == 53
        assert findings(campaign, "u1") == []
        await keys(pilot, "enter")
        item = diagnosis(campaign, "u1").item("4-2")
        assert item.verdict is not None
        assert item.verdict.digit == "3"
        assert "53人" in item.findings[0].text
        assert "53人" in screen.query_one(FindingsEditor).findings[0].text


async def test_a_proposal_may_be_declined(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, at="4-2")
        await keys(pilot, "tab")
        await type_text(pilot, "53")
        await keys(pilot, "enter", "tab")
        assert findings(campaign, "u1") == []
        assert screen.query_one(FindingsEditor).box.has_focus
        assert diagnosis(campaign, "u1").item("4-2").measures["largest-branch"].value == 53


async def test_a_number_that_cannot_be_is_refused_and_stays(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, at="4-2")
        await keys(pilot, "tab")
        await type_text(pilot, "-5")
        await keys(pilot, "tab")
        row = screen.query_one(MeasureRow)
        assert row.raw == "-5"
        assert "！" in shown(pilot)
        assert diagnosis(campaign, "u1").item("4-2").measures == {}


async def test_the_period_of_a_measure_is_chosen(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot, "u1-01", "1-2")
        await keys(pilot, "tab")
        await type_text(pilot, "3")
        await keys(pilot, "tab")
        kept = diagnosis(campaign, "u1-01").item("1-2").measures["group-meetings"]
        assert (kept.value, kept.period) == (3, "本年至今")
        await keys(pilot, "shift+tab", "f4")
        kept = diagnosis(campaign, "u1-01").item("1-2").measures["group-meetings"]
        assert kept.period == "上年度"


async def test_what_does_not_fit_the_type_is_suggested(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot, "u1-02", "1-4")
        assert "一般不涉及，可按 0" in shown(pilot)
        await type_text(pilot, "0")
        verdict = diagnosis(campaign, "u1-02").item("1-4").verdict
        assert verdict is not None
        assert not verdict.applies


async def test_the_ledger_and_the_diagnosis_show_the_same_findings(
    campaign: Campaign, make_app: MakeApp
) -> None:
    add_finding(campaign, "u1", "规模偏大。（对照4-2）")
    add_finding(campaign, "u1", "活动场地不足。")
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot, at="4-2")
        assert "规模偏大。" in shown(pilot)
        assert "活动场地不足。" not in shown(pilot)
        await keys(pilot, "tab", "tab", "up", "f8")
        await type_text(pilot, "2")
        assert [finding.text for finding in findings(campaign, "u1")] == ["活动场地不足。"]
        await keys(pilot, "escape")
        for _ in range(16):
            await keys(pilot, "down")
        assert "活动场地不足。" in shown(pilot)


async def test_leaving_saves_the_finding_being_typed(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, at="4-2")
        await keys(pilot, "tab", "tab")
        await type_text(pilot, "规模偏大。")
        await keys(pilot, "escape", "escape")
        assert pilot.app.screen is not screen
        assert [(f.text, f.indicator) for f in findings(campaign, "u1")] == [("规模偏大。", "4-2")]


async def test_undo_takes_a_verdict_back(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_text(pilot, "1")
        await keys(pilot, "ctrl+z")
        assert diagnosis(campaign, "u1").open == 27
        await type_text(pilot, "1")
        await keys(pilot, "delete")
        assert diagnosis(campaign, "u1").open == 27


async def test_a_finding_being_typed_is_kept_and_resumed(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, at="2-3")
        await keys(pilot, "tab")
        await type_text(pilot, "把关不严")
        app.keep_drafts()
    (offer,) = app.shell.drafts.offers()
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await keys(pilot, "escape")
        app.push_screen(resumed_screen(app.shell, offer))
        await pilot.pause()
        await pilot.pause()
        assert "把关不严" in shown(pilot)
        await keys(pilot, "enter")
        assert [(f.text, f.indicator) for f in findings(campaign, "u1")] == [("把关不严", "2-3")]
        assert app.shell.drafts.offers() == []


async def test_27_indicators_by_54_keys(campaign: Campaign, make_app: MakeApp) -> None:
    set_organisation(campaign, "u1", {"类型": "院系"})
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for _ in range(27):
            await keys(pilot, "1", "enter")
        assert diagnosis(campaign, "u1").open == 0
        assert "27条指标都已诊断" in shown(pilot)


async def test_another_organisation_with_its_own_guide(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await keys(pilot, "ctrl+o")
        await type_text(pilot, "教工第一")
        await keys(pilot, "enter")
        assert "党支部诊断工作指南" in shown(pilot)
        assert "有力" in shown(pilot)
        assert screen.export_target() == ("guide", "u1-01")


async def test_the_wide_window_shows_the_whole_map(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert "5-4" in shown(pilot)
        assert shown(pilot).count("未诊断") >= 27


async def test_two_people_give_other_verdicts(
    campaign: Campaign, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.PERIOD", 3600)  # nor is it seen before the other one types
    theirs = Campaign(campaign.id, campaign.pack, campaign.store, campaign.clock, Actor("zhang"))
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        set_verdict(theirs, "u1", "1-1", "2")
        await type_text(pilot, "1")
        assert pilot.app.screen is not screen
        await type_text(pilot, "3")
        await keys(pilot, "f2")
        assert pilot.app.screen is screen
        verdict = diagnosis(campaign, "u1").item("1-1").verdict
        assert verdict is not None
        assert verdict.digit == "1"


async def test_what_others_save_appears(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await keys(pilot, "tab")
        await type_text(pilot, "还没写完")
        set_verdict(campaign, "u1", "2-1", "1")
        app.look()
        await pilot.pause()
        assert "已诊断 1/27" in shown(pilot)
        assert screen.query_one(FindingsEditor).pending == "还没写完"


async def test_the_footer_names_the_key_that_works_in_a_box(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        line = screen.query_one(KeyLine)
        assert dict(line.keys())["/"] == "搜索"
        await keys(pilot, "tab")
        assert isinstance(screen.focused, LongInput)
        assert dict(line.keys())["Ctrl+F"] == "搜索"
        assert "/" not in dict(line.keys())
        await keys(pilot, "ctrl+f")
        assert "到哪一条指标" in shown(pilot)


async def test_what_a_number_asked_is_gone_with_the_cursor(campaign: Campaign, make_app: MakeApp) -> None:
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot, at="4-2")
        await keys(pilot, "tab")
        assert "有党员多少人？" in shown(pilot)
        await keys(pilot, "tab")
        assert "有党员多少人？" not in shown(pilot)


async def test_the_map_shows_where_one_is_without_colour(campaign: Campaign, make_app: MakeApp) -> None:
    set_verdict(campaign, "u1", "1-2", "3")
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot, at="1-3")
        assert "1: -3[-]-   2: ------" in shown(pilot)
        await type_text(pilot, "1")
        assert "1: -3[1]-   2: ------" in shown(pilot)
        await keys(pilot, "down", "down")
        assert "1: -31-   2: [-]-----" in shown(pilot)
