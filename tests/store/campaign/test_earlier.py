"""The verdict of an earlier campaign in the same store: read, never written, and only by whom it concerns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forms.clock import OffsetClock
from store.access.guard import GuardedStore
from store.access.roles import Grant, Member
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.diagnosis import diagnosis, set_verdict
from store.campaign.earlier import earlier
from store.campaign.founding import create_store
from store.protocol import Backend
from tests.support.findings import add_finding

BRANCH = "u1-01"


@pytest.fixture
def last(c: Campaign) -> Campaign:
    """The campaign of 2021, with a verdict and two findings."""
    set_verdict(c, BRANCH, "1-2", "2")
    add_finding(c, BRANCH, "党小组会没有按月召开。", "1-2")
    add_finding(c, BRANCH, "记录不全。", "1-2")
    return c


def year(c: Campaign, number: int) -> Campaign:
    assert c.backend is not None
    return opened(c.backend, create_store(c.backend, number, "计算机学院党委"), number)


def opened(backend: Backend, name: str, number: int) -> Campaign:
    return open_campaign(backend, name, OffsetClock.starting(date(number, 4, 10)), Actor("lm"))


def words(c: Campaign, org: str = BRANCH, indicator: str = "1-2") -> str:
    found = earlier(c, org, diagnosis(c, org).item(indicator))
    return found.words if found else ""


def test_the_last_verdict_and_its_findings_are_told(last: Campaign) -> None:
    now = year(last, 2022)
    assert words(now) == "上一次（2021年）：较有力，问题2条：党小组会没有按月召开；记录不全"
    assert words(now, indicator="1-1") == ""
    assert words(now, org="u1-02") == ""
    assert words(last) == ""


def test_nothing_of_it_is_written_and_what_is_saved_there_is_seen(last: Campaign) -> None:
    now = year(last, 2022)
    assert words(now)
    set_verdict(now, BRANCH, "1-2", "1")
    set_verdict(last, BRANCH, "1-2", "3")
    assert words(now).startswith("上一次（2021年）：不够有力")
    verdict = diagnosis(now, BRANCH).item("1-2").verdict
    assert verdict is not None
    assert verdict.digit == "1"


def test_the_newest_earlier_year_that_says_anything_is_the_last(last: Campaign) -> None:
    between, now = year(last, 2022), year(last, 2023)
    assert words(now).startswith("上一次（2021年）")
    set_verdict(between, BRANCH, "1-2", "1")
    assert words(now) == "上一次（2022年）：有力"
    set_verdict(year(last, 2024), BRANCH, "1-2", "3")
    assert words(now) == "上一次（2022年）：有力"


@pytest.mark.usefixtures("on_disk")
def test_the_same_number_in_another_guide_is_another_indicator(last: Campaign) -> None:
    assert last.backend is not None
    now = year(last, 2022)
    pack = Path(last.backend.pack_place(last.id), "annex3.toml")
    pack.write_text(pack.read_text("utf-8").replace("认真开展党史学习教育", "认真开展另一项教育"), "utf-8")
    assert words(now) == ""


def test_only_those_who_may_see_it(last: Campaign) -> None:
    now = year(last, 2022)
    for org, told in ((BRANCH, True), ("u1-02", False)):
        member = Member("t1", (Grant("branch", (org,)),))
        store = GuardedStore(now.store, member)
        theirs = Campaign(now.id, now.pack, store, now.clock, Actor("t1", org, member=member), now.backend)
        item = diagnosis(now, BRANCH).item("1-2")
        assert (earlier(theirs, BRANCH, item) is not None) is told


@pytest.mark.usefixtures("on_disk")
def test_an_earlier_campaign_that_cannot_be_read_is_none(last: Campaign) -> None:
    assert last.backend is not None
    now = year(last, 2022)
    Path(last.backend.pack_place(last.id), "pack.toml").write_text("format = ")
    assert words(now) == ""
    assert words(opened(last.backend, now.id, 2022)) == ""
