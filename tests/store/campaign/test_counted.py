"""What the records say about a measure: whose they are, when they were, how much they come to."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import msgspec
import pytest
import tomli_w

from forms.clock import OffsetClock
from forms.pack import CountedFrom, Measure
from store.backends import open_campaign
from store.campaign.campaign import Campaign
from store.campaign.counted import Counted, counted
from store.campaign.diagnosis import MeasureValue, diagnosis, set_measure, take_counted
from store.campaign.organisation_entry import set_organisation
from store.campaign.records import save_record

BRANCH, OTHER = "u1-01", "u1-02"
CONTENT = "学习党史学习教育动员大会重要讲话精神并交流体会"


def record(c: Campaign, org: str = BRANCH, **raw: str) -> str:
    return save_record(c, "study", org, {"content": CONTENT, **raw}, incomplete=True).id


def measure(c: Campaign, org: str, indicator: str, place: int = 0) -> Measure:
    return diagnosis(c, org).item(indicator).indicator.measures[place]


def said(c: Campaign, indicator: str, place: int = 0, period: str = "", org: str = BRANCH) -> Counted:
    found = counted(c, org, measure(c, org, indicator, place), period)
    assert found is not None
    return found


def test_meetings_are_counted_over_the_period_with_their_months(c: Campaign) -> None:
    first = record(c, time="1.15", method="支委会")
    for time in ("3.2", "3.16下午", "4.9"):
        record(c, time=time, method="支委会")
    record(c, time="3.9", method="支部党员大会")
    record(c, time="2020.12.31", method="支委会")
    record(c, time="4.20", method="支委会")  # not yet
    found = said(c, "1-2", 1)
    assert (found.value, found.period, found.records[0].id) == (4, "本年至今", first)
    assert found.words == "学习记录：本年至今4次（1月、3月2条、4月；2月没有）"
    assert said(c, "1-2", 1, "上年度").value == 1


def test_meetings_of_many_groups_count_by_the_month(c: Campaign) -> None:
    for time in ("3.2", "3.2", "3.9", "2.8"):
        record(c, time=time, method="党小组会")
    found = said(c, "1-2", 0)
    assert (found.value, len(found.records)) == (2, 4)
    assert "按月计2次" in found.words


def test_a_branch_without_groups_is_counted_by_its_general_meetings(c: Campaign) -> None:
    record(c, time="3.2", method="支部党员大会")
    assert said(c, "1-2", 0).value == 0
    set_organisation(c, BRANCH, {"groups": "0"})
    assert said(c, "1-2", 0).value == 1


def test_hours_are_added_and_missing_ones_told(c: Campaign) -> None:
    record(c, time="2020.3.2", method="集中学习", hours="2.5")
    record(c, time="2020.5.2", category="培训", hours="16")
    record(c, time="2020.6.1", method="主题党日")
    record(c, time="2020.6.1", method="个人自学", hours="8")
    found = said(c, "2-3")
    assert (found.value, found.unvalued) == (18.5, 1)
    assert found.words == "学习记录：上年度18.5学时（3月、5月、6月；1条没填学时）"


def test_a_number_beside_the_records_is_only_told(c: Campaign) -> None:
    record(c, time="2020.3.2", category="师德", hours="2")
    found = said(c, "1-4")
    assert not found.takes
    assert found.words == "学习记录：上年度2学时（3月），供参考"


def test_time_that_cannot_be_read_is_told_and_not_counted(c: Campaign) -> None:
    record(c, time="开学后第二周", method="支委会")
    record(c, method="支委会")
    assert said(c, "1-2", 1).words == "学习记录里没有；另有2条时间不能识别，没有计入"
    record(c, time="3.2", method="支委会")
    assert said(c, "1-2", 1).words.endswith("；另有2条时间不能识别，没有计入")


def test_whose_record_it_is(c: Campaign) -> None:
    record(c, OTHER, time="3.1", method="主题党日", organiser="2019级本科生党支部、教工第一党支部")
    record(c, "u1", time="3.2", method="主题党日", organiser="各党支部")
    record(c, "u1", time="3.3", method="主题党日", organiser="教工第一党支部")
    record(c, "u1", time="3.4", method="主题党日", organiser="计算机学院党委")
    record(c, OTHER, time="3.5", method="主题党日")
    assert said(c, "1-3").value == 3
    assert said(c, "1-3", org=OTHER).value == 3


def test_what_the_branches_held_is_not_the_units_own(c: Campaign) -> None:
    record(c, "u1", time="3.2", method="党课", organiser="各党支部")
    record(c, "u1", time="3.3", method="党课", organiser="计算机学院党委")
    record(c, "u1", time="3.4", method="党课")
    record(c, BRANCH, time="3.5", method="党课")
    assert said(c, "3-1", 0, "本学期", org="u1").value == 2


def test_a_record_saved_since_is_counted(c: Campaign) -> None:
    assert said(c, "1-3").value == 0
    record(c, time="3.2", method="主题党日")
    assert said(c, "1-3").value == 1


def test_it_is_counted_up_to_the_day_of_the_clock(c: Campaign) -> None:
    record(c, time="3.2", method="主题党日")
    later = on_day(c, date(2022, 1, 5))
    assert said(later, "1-3", period="上年度").value == 1
    assert said(later, "1-3", period="本年至今").value == 0
    assert said(later, "1-3", period="本学期").value == 0


def on_day(c: Campaign, day: date) -> Campaign:
    return Campaign(c.id, c.pack, c.store, OffsetClock.starting(day), c.actor)


def test_what_the_records_say_is_taken_with_them_as_evidence_in_one_write(c: Campaign) -> None:
    ids = [record(c, time=time, method="主题党日") for time in ("3.2", "4.2")]
    before = len(c.done)
    item = take_counted(c, BRANCH, "1-3", {"theme-days": "本年至今"})
    assert item.measures["theme-days"] == MeasureValue(2, "本年至今")
    assert item.evidence == tuple(ids)
    assert len(c.done) == before + 1
    take_counted(c, BRANCH, "1-3", {"theme-days": "本年至今"})
    assert len(c.done) == before + 1


def test_only_what_is_named_is_taken(c: Campaign) -> None:
    record(c, time="3.2", method="支委会、支部党员大会")
    set_measure(c, BRANCH, "1-2", "general-meetings", "5", "上年度")
    item = take_counted(c, BRANCH, "1-2", {"committee-meetings": "本年至今"})
    assert item.measures["general-meetings"] == MeasureValue(5, "上年度")
    assert item.measures["committee-meetings"] == MeasureValue(1, "本年至今")


def test_records_that_only_tell_bring_evidence_and_no_number(c: Campaign) -> None:
    record(c, time="2020.3.2", category="师德", hours="2")
    item = take_counted(c, BRANCH, "1-4", {"ethics-short": "上年度"})
    assert (item.measures, len(item.evidence)) == ({}, 1)


@pytest.mark.parametrize("indicator", ["3-1", "3-2"])
def test_what_no_record_can_tell_is_asked(c: Campaign, indicator: str) -> None:
    assert counted(c, BRANCH, measure(c, BRANCH, indicator)) is None


@pytest.mark.usefixtures("on_disk")
def test_a_store_whose_pack_is_from_before_opens_and_asks_as_it_did(c: Campaign) -> None:
    record(c, time="3.2", method="主题党日")
    assert c.backend is not None
    path = Path(c.backend.pack_place(c.id), "annex3.toml")
    raw = tomllib.loads(path.read_text("utf-8"))
    for guide in raw["guides"]:
        for criterion in guide["criteria"]:
            for indicator in criterion["indicators"]:
                for one in indicator.get("measures", ()):
                    one.pop("counted", None)
    path.write_text(tomli_w.dumps(raw), "utf-8")
    old = open_campaign(c.backend, c.id, c.clock, c.actor)
    assert counted(old, BRANCH, measure(old, BRANCH, "1-3")) is None
    set_measure(old, BRANCH, "1-3", "theme-days", "2")
    assert take_counted(old, BRANCH, "1-3", {"theme-days": "本年至今"}).measures == {
        "theme-days": MeasureValue(2, "本年至今")
    }


def test_any_records_annex_can_be_counted(c: Campaign) -> None:
    how = CountedFrom(annex="study", any_of=("content:党史", "organiser:工会"), what="sum:present")
    asked = msgspec.structs.replace(measure(c, BRANCH, "1-3"), counted=how)
    record(c, time="3.2", present="20")
    save_record(c, "study", BRANCH, {"time": "3.9", "content": "另一件事", "present": "5"}, incomplete=True)
    record(c, time="4.2", present="3")
    found = counted(c, BRANCH, asked)
    assert found is not None
    assert (found.value, found.unit) == (23, "人")
