"""合并同类: which rows become one, and what stands in it."""

from __future__ import annotations

import pytest

from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.organisation_entry import add_organisation
from store.campaign.records import Row, list_records, records_annex, save_record
from store.campaign.row_grouping import added, gather, gathers

CONTENT = "习近平总书记在党史学习教育动员大会上的重要讲话精神"
BRANCHES = {"u1-01": "教工第一党支部", "u1-02": "2019级本科生党支部", "u1-03": "离退休党支部"}


@pytest.fixture
def school(c: Campaign) -> Campaign:
    add_organisation(c, {"name": "离退休党支部", "level": "branch", "order": "3", "parent": "u1"})
    return c


def put(c: Campaign, org: str, people: str = "", **more: str) -> None:
    raw = {
        "time": "0401",
        "content": CONTENT,
        "method": "支部党员大会",
        "organiser": BRANCHES.get(org, "计算机学院党委"),
        "participants": people,
        **more,
    }
    save_record(c, "study", org, raw, incomplete=True)


def gathered(c: Campaign) -> list[Row]:
    return gather(c, annex(c), list_records(c, "study", "u1"))


def annex(c: Campaign) -> RecordsAnnex:
    return records_annex(c, "study")


def test_all_branches_become_one_row_and_their_people_are_added(school: Campaign) -> None:
    for org, people in zip(
        BRANCHES, ("全体党员（24人）", "全体党员（36人）", "全体党员（９人）"), strict=True
    ):
        put(school, org, people, present="10", hours="2")
    (row,) = gathered(school)
    assert row.texts["organiser"] == "各党支部"
    assert row.texts["participants"] == "全体党员（69人）"
    assert (row.texts["present"], row.texts["hours"]) == ("30", "2")


def test_some_branches_are_named_in_official_order(school: Campaign) -> None:
    put(school, "u1-02", hours="2")
    put(school, "u1-01", hours="3", method="党课")
    (row,) = gathered(school)
    assert row.texts["organiser"] == "教工第一党支部、2019级本科生党支部"
    assert set(row.texts["method"].split("、")) == {"支部党员大会", "党课"}
    assert row.texts["hours"] == ""


@pytest.mark.parametrize("other", [{"time": "0402"}, {"content": "另一篇目"}, {"time": ""}])
def test_another_day_or_content_stays_apart(school: Campaign, other: dict[str, str]) -> None:
    put(school, "u1-01")
    put(school, "u1-02", **other)
    assert len(gathered(school)) == 2


def test_the_units_own_record_stays_apart(school: Campaign) -> None:
    for org in ("u1", *BRANCHES):
        put(school, org)
    assert sorted(row.texts["organiser"] for row in gathered(school)) == ["各党支部", "计算机学院党委"]


def test_spelling_that_prints_alike_makes_no_difference(school: Campaign) -> None:
    put(school, "u1-01", content=f"{CONTENT}。")
    put(school, "u1-02", content=CONTENT.replace("习近平", "习近平 "))
    assert len(gathered(school)) == 1


@pytest.mark.parametrize(
    ("texts", "one"),
    [
        (["全体党员（32人）", "全体党员（24人）"], "全体党员（56人）"),
        (["应到22人，实到20人", "应到30人，实到29人"], "应到52人，实到49人"),
        (["党员（8人）", "全体师生（40人）", "党员（2人）"], "党员（10人）；全体师生（40人）"),
        (["2019级学生（8人）", "2020级学生（9人）"], "2019级学生（8人）；2020级学生（9人）"),
        (["全体党员", "全体党员", ""], "全体党员"),
        (["党员三十人", "党员三十人"], "党员60人"),
        (["全体党员（三十二人）", "全体党员（24人）"], "全体党员（56人）"),
        (["应到廿二人，实到二十人", "应到30人，实到29人"], "应到52人，实到49人"),
        (["全体党员（三十二人）"], "全体党员（三十二人）"),
        # What cannot be read is never added and never lost.
        (["党员三四人", "党员三四人"], "党员三四人；党员三四人"),
        (["三人小组", "三人小组"], "三人小组；三人小组"),
        (["十至十五人", "十至十五人"], "十至十五人；十至十五人"),
        (["党员二十余人", "党员二十余人"], "党员二十余人；党员二十余人"),
        (["一千二百人", "一千二百人"], "一千二百人；一千二百人"),
        (["党员20余人", "党员20余人"], "党员20余人；党员20余人"),
        (["师生1,200人", "师生1,200人"], "师生1,200人；师生1,200人"),
        (["16—20人", "16—20人"], "16—20人；16—20人"),
        ([], ""),
    ],
)
def test_numbers_of_people_are_added_where_they_can_be_read(texts: list[str], one: str) -> None:
    assert added(texts) == one


def test_a_ledger_has_nothing_to_gather(school: Campaign) -> None:
    assert gathers(annex(school))
    assert not gathers(records_annex(school, "ledger"))
