"""Which rows each filter lets through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forms.errors import WrongUsage
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.filters import ALL, FILTERS, find_filter, kept
from store.campaign.founding import create_store
from store.campaign.records import get_row, list_records, records_annex, roster, save_record
from store.protocol import Change
from tests.support.clocks import FixedClock
from tests.support.records import CONTENT, LONG


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    id = create_store(tmp_path / "s", 2021, "计算机学院党委")
    return open_campaign(tmp_path / "s", id, FixedClock(), Actor("me"))


def through(c: Campaign, name: str, annex: str = "study") -> list[str]:
    """Ids of the records that a filter lets through; of the organisation where there is no record."""
    listed = (list_records if annex == "study" else roster)(c, annex)
    rows = kept(c, records_annex(c, annex), listed, find_filter(name))
    return [row.document.id if row.document else row.org.id for row in rows]


def study(c: Campaign, content: str = CONTENT, **more: object) -> str:
    return save_record(c, "study", "u1", {"time": "4月6日", "content": content}, **more).id  # type: ignore[arg-type]


def test_every_record_is_where_it_belongs(campaign: Campaign) -> None:
    sound = study(campaign)
    lacking = save_record(campaign, "study", "u1", {"time": "4月7日"}, incomplete=True).id
    short = study(campaign, "学习", incomplete=True)
    said = study(campaign, "学习", forced={"content": "情况属实"})
    other = study(replace(campaign, actor=Actor("colleague")))
    assert set(through(campaign, "all")) == {sound, lacking, short, said, other}
    assert set(through(campaign, "incomplete")) == {lacking}
    assert through(campaign, "faulty") == [short]
    assert set(through(campaign, "mine")) == {sound, lacking, short, said}
    assert through(campaign, "有说明的") == [said]


def test_what_is_amiss_is_judged_anew_for_another_version(campaign: Campaign) -> None:
    id = study(campaign, "学习", incomplete=True)
    assert through(campaign, "faulty") == [id]
    save_record(campaign, "study", "u1", {"content": CONTENT}, id=id, base=1)
    assert through(campaign, "faulty") == []


def test_what_came_in_otherwise_and_does_not_fit_is_amiss(campaign: Campaign) -> None:
    id = study(campaign)
    row = get_row(campaign, "study", "u1", id)
    assert row.document is not None
    data = {**row.document.data, "method": "党课"}
    change = Change(id=id, annex="study", org="u1", base=1, data=data)
    campaign.store.apply("units/u1", [change], "x")
    assert through(campaign, "faulty") == [id]
    assert through(campaign, "incomplete") == []


def test_an_organisation_without_its_row_is_incomplete(campaign: Campaign) -> None:
    assert through(campaign, "未完成", "ledger") == ["u1"]
    save_record(campaign, "ledger", "u1", {"experience": LONG}, incomplete=True)
    assert through(campaign, "incomplete", "ledger") == ["ledger:u1"]
    save_record(campaign, "ledger", "u1", {"case": LONG}, base=1, id="ledger:u1")
    assert through(campaign, "incomplete", "ledger") == []
    assert through(campaign, "faulty", "ledger") == []


def test_a_filter_there_is_not_is_refused_by_naming_those_there_are() -> None:
    with pytest.raises(WrongUsage, match="incomplete（未完成）"):
        find_filter("offen")
    assert find_filter(" Mine ").words == "我录入的"
    assert FILTERS[0].id == ALL
