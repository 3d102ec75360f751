"""诊断: what the records say beside a number, taken with F3."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.diagnosis import MeasureValue, diagnosis, set_measure, set_verdict
from store.campaign.findings import findings
from store.campaign.founding import create_store
from store.campaign.records import save_record
from tests.support.clocks import FixedClock
from tests.support.diagnosing import opened
from tests.support.findings import add_finding
from tests.support.keys import keys, type_text
from tests.support.screens import UNIT, MakeApp
from tests.support.snapshots import shown
from tui.widgets.chrome import KeyLine
from tui.widgets.measure_row import MeasureRow, Proposal

BRANCH = "u1-01"


@pytest.fixture
def recorded(campaign: Campaign) -> Campaign:
    """三会一课 of the branch, short of one 支委会 and with more than enough 支部党员大会."""
    for time, method in (
        ("1.15", "支委会"),
        ("3.2", "支委会、支部党员大会"),
        ("4.6", "支部党员大会"),
        ("2020.5.6", "党课"),
    ):
        raw = {"time": time, "content": "学习党史学习教育动员大会重要讲话精神并交流体会", "method": method}
        save_record(campaign, "study", BRANCH, raw)
    campaign.done.clear()
    return campaign


def measures(c: Campaign) -> dict[str, MeasureValue]:
    return diagnosis(c, BRANCH).item("1-2").measures


def footer(pilot: Pilot[Any]) -> dict[str, str]:
    return dict(pilot.app.screen.query_one(KeyLine).keys())


async def test_the_records_are_told_under_the_number(recorded: Campaign, make_app: MakeApp) -> None:
    async with make_app(recorded).run_test(size=(80, 24)) as pilot:
        await opened(pilot, BRANCH, "1-2")
        assert "学习记录：本年至今2次（1月、3月；2月没有）" in shown(pilot)
        assert "学习记录：上年度1次（5月）" in shown(pilot)
        assert "统计期间：本年至今（学习记录里没有）" in shown(pilot)
        await keys(pilot, "tab", "tab", "f4")
        assert "学习记录里没有，本年至今2次" in shown(pilot)
        assert measures(recorded) == {}


async def test_f3_on_a_number_takes_what_the_records_say(recorded: Campaign, make_app: MakeApp) -> None:
    async with make_app(recorded).run_test(size=(80, 24)) as pilot:
        await opened(pilot, BRANCH, "1-2")
        await keys(pilot, "tab")
        assert "F3" not in footer(pilot)  # no 党小组会 is recorded
        await keys(pilot, "tab")
        assert footer(pilot)["F3"] == "采用记录数"
        await keys(pilot, "f3")
        assert measures(recorded) == {"committee-meetings": MeasureValue(2, "本年至今")}
        assert len(diagnosis(recorded, BRANCH).item("1-2").evidence) == 2
        assert "2条记录列为佐证" in shown(pilot)
        assert findings(recorded, BRANCH) == []


async def test_f3_on_the_verdict_takes_all_that_is_not_filled_in(
    recorded: Campaign, make_app: MakeApp
) -> None:
    set_measure(recorded, BRANCH, "1-2", "general-meetings", "5", "本年至今")
    async with make_app(recorded).run_test(size=(80, 24)) as pilot:
        await opened(pilot, BRANCH, "1-2")
        assert footer(pilot)["F3"] == "采用记录数"
        await keys(pilot, "f3")
        assert measures(recorded) == {
            "committee-meetings": MeasureValue(2, "本年至今"),
            "general-meetings": MeasureValue(5, "本年至今"),
            "secretary-lectures": MeasureValue(1, "上年度"),
        }
        assert "F3" not in footer(pilot)
        await keys(pilot, "ctrl+z")
        assert measures(recorded) == {"general-meetings": MeasureValue(5, "本年至今")}


async def test_a_taken_number_beyond_its_limit_offers_the_finding(
    recorded: Campaign, make_app: MakeApp
) -> None:
    async with make_app(recorded).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, BRANCH, "1-2")
        await keys(pilot, "f3", "tab", "tab", "tab")
        assert isinstance(screen.focused, Proposal)
        await keys(pilot, "enter")
        (finding,) = findings(recorded, BRANCH)
        assert finding.text == "本年至今召开支部委员会会议2次，少于应有的3次，未做到每月召开1次。"


async def test_another_number_than_the_records_have_is_told_softly(
    recorded: Campaign, make_app: MakeApp
) -> None:
    async with make_app(recorded).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, BRANCH, "1-2")
        await keys(pilot, "tab", "tab")
        await type_text(pilot, "3")
        await keys(pilot, "tab")
        assert measures(recorded)["committee-meetings"].value == 3
        assert "与所填的3次不同" in shown(pilot)
        await keys(pilot, "shift+tab", "f3")
        assert measures(recorded)["committee-meetings"].value == 2
        assert "不同" not in shown(pilot)
        assert [row.raw for row in screen.query(MeasureRow)] == ["", "2", "", ""]


async def test_what_is_only_told_brings_evidence_and_leaves_the_number(
    campaign: Campaign, make_app: MakeApp
) -> None:
    raw = {"time": "2020.5.6", "content": "师德师风专题学习：学习十项准则并签订承诺书", "category": "师德"}
    save_record(campaign, "study", BRANCH, {**raw, "hours": "2"})
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot, BRANCH, "1-4")
        assert "学习记录：上年度2学时（5月），供参考" in shown(pilot)
        assert "F3" not in footer(pilot)
        await keys(pilot, "tab", "f3")
        item = diagnosis(campaign, BRANCH).item("1-4")
        assert (item.measures, len(item.evidence)) == ({}, 1)
        assert "数字请自己填" in shown(pilot)


async def test_evidence_is_chosen_from_the_records(recorded: Campaign, make_app: MakeApp) -> None:
    async with make_app(recorded).run_test(size=(80, 24)) as pilot:
        await opened(pilot, BRANCH, "1-2")
        assert footer(pilot)["F4"] == "佐证"
        await keys(pilot, "f4")
        text = shown(pilot)
        counting, rest = text.split("其他记录") if "其他记录" in text else (text, "")
        assert "计入本条数字的" in counting
        assert not rest  # all four count for one of the numbers
        await type_text(pilot, "2021年3月2日")
        await type_text(pilot, "　")
        await keys(pilot, "ctrl+u", "down", "space", "f2")
        item = diagnosis(recorded, BRANCH).item("1-2")
        assert len(item.evidence) == 2
        assert "佐证：2条　2021年3月2日 学习党史" in shown(pilot)
        await keys(pilot, "f4", "enter")  # nothing marked anew: as it was
        assert diagnosis(recorded, BRANCH).item("1-2").evidence == item.evidence
        await keys(pilot, "ctrl+z")
        assert diagnosis(recorded, BRANCH).item("1-2").evidence == ()
        assert "佐证：2条" not in shown(pilot)


async def test_enter_takes_the_one_record_at_the_cursor(recorded: Campaign, make_app: MakeApp) -> None:
    async with make_app(recorded).run_test(size=(80, 24)) as pilot:
        await opened(pilot, BRANCH, "2-1")
        await keys(pilot, "f4")
        assert "计入本条数字的" not in shown(pilot)
        await type_text(pilot, "2020")
        await keys(pilot, "enter")
        assert len(diagnosis(recorded, BRANCH).item("2-1").evidence) == 1
        assert "佐证：1条　2020年5月6日" in shown(pilot)


async def test_outside_the_guide_there_is_no_evidence(recorded: Campaign, make_app: MakeApp) -> None:
    async with make_app(recorded).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, BRANCH, "outside")
        assert "F4" not in footer(pilot)
        await keys(pilot, "f4")
        assert pilot.app.screen is screen


async def test_the_last_campaigns_verdict_is_one_quiet_line(
    recorded: Campaign, clock: FixedClock, make_app: MakeApp
) -> None:
    set_verdict(recorded, BRANCH, "1-2", "2")
    add_finding(recorded, BRANCH, "党小组会没有按月召开。", "1-2")
    clock.go_on(days=365)
    assert recorded.backend is not None
    this_year = create_store(recorded.backend, 2022, UNIT)
    now = open_campaign(recorded.backend, this_year, clock, Actor("test"))
    async with make_app(now).run_test(size=(80, 24)) as pilot:
        await opened(pilot, BRANCH, "1-2")
        assert "上一次（2021年）：较有力，问题1条：党小组会没有按月召开" in shown(pilot)
        assert "已诊断 0/27" in shown(pilot)
        await keys(pilot, "down")
        assert "上一次" not in shown(pilot)
