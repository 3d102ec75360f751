"""What is suggested for a field: what the unit used, latest and most frequent first, then what is usual."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.errors import WrongUsage
from store.access.roles import Grant, Member
from store.campaign.campaign import Actor, Cache, Campaign
from store.campaign.organisation_entry import add_organisation
from store.campaign.organisations import organisations
from store.campaign.records import delete_record, list_records, save_record
from store.campaign.suggestions import suggestions
from store.campaign.writing import undo
from store.protocol import Change


def study(c: Campaign, org: str = "u1", **texts: str) -> None:
    save_record(c, "study", org, {"time": "4.6", **texts}, incomplete=True)


def test_the_latest_comes_first_unless_another_is_used_more_often(c: Campaign) -> None:
    for content in ("甲", "乙", "乙", "丙"):
        study(c, content=content)
    assert suggestions(c, "study", "u1", "content") == ["乙", "丙", "甲"]
    for _ in range(3):
        study(c, content="丙")
    assert suggestions(c, "study", "u1", "content") == ["丙", "乙", "甲"]


def test_what_was_frequent_long_ago_gives_way(c: Campaign) -> None:
    for _ in range(3):
        study(c, content="旧")
    for number in range(60):
        study(c, participants=f"{number}人")
    study(c, content="新")
    assert suggestions(c, "study", "u1", "content") == ["新", "旧"]


def test_what_ones_own_branch_entered_comes_before_what_the_others_did(c: Campaign) -> None:
    study(c, "u1-01", participants="全体党员（24人）")
    study(c, "u1-02", participants="全体党员（36人）")
    assert suggestions(c, "study", "u1-01", "participants") == ["全体党员（24人）", "全体党员（36人）"]
    assert suggestions(c, "study", "u1-02", "participants") == ["全体党员（36人）", "全体党员（24人）"]


def test_several_values_are_suggested_one_by_one_and_the_usual_ones_follow(c: Campaign) -> None:
    study(c, method="读书会、党课")
    found = suggestions(c, "study", "u1", "method")
    assert found[:3] == ["读书会", "党课", "中心组学习"]
    assert len(found) == len(set(found))
    study(c, organiser="2019级本科生党支部、团委")
    assert suggestions(c, "study", "u1-01", "organiser") == [
        "2019级本科生党支部",
        "团委",
        "计算机学院党委",
        "教工第一党支部",
        "各党支部",
    ]


def test_numbers_are_suggested_and_dates_are_not(c: Campaign) -> None:
    study(c, hours="2", expected="32")
    assert suggestions(c, "study", "u1", "hours") == ["2"]
    assert suggestions(c, "study", "u1", "expected") == ["32"]
    assert suggestions(c, "study", "u1", "time") == []
    assert suggestions(c, "ledger", "u1", "problems") == []


def test_other_units_and_deleted_records_suggest_nothing(c: Campaign) -> None:
    add_organisation(c, {"规范简称": "物理学院党委", "层级": "二级党组织"})
    other = next(org.id for org in organisations(c) if org.name == "物理学院党委")
    study(c, content="甲")
    assert suggestions(c, "study", other, "content") == []
    (row,) = list_records(c, "study", "u1")
    assert row.document is not None
    delete_record(c, row.document)
    assert suggestions(c, "study", "u1", "content") == []


def test_nobody_is_suggested_what_they_may_not_see(c: Campaign) -> None:
    study(c, "u1-01", content="甲")
    study(c, "u1-02", content="乙")
    member = Member("t1", (Grant("branch", ("u1-02",)),))
    own = replace(c, actor=Actor("t1", member=member), cache=Cache())
    assert suggestions(own, "study", "u1-02", "content") == ["乙"]


def test_hostile_text_is_suggested_neutralised_whatever_its_kind(c: Campaign) -> None:
    data = {
        "content": "学\x1b]0;x\x07习",
        "method": ["读\x1b[2J书", 3],
        "hours": "\x9bm",
        "participants": {"a": 1},
    }
    c.store.apply("units/u1", [Change(id="x", annex="study", org="u1", base=0, data=data)], "lm")
    for field in ("content", "method", "hours", "participants"):
        for text in suggestions(c, "study", "u1", field):
            assert text.isprintable()
    assert suggestions(c, "study", "u1", "content") == ["学\ufffd]0;x\ufffd习"]


def test_what_was_changed_deleted_and_taken_back_since_is_known(c: Campaign) -> None:
    study(c, content="甲")
    assert suggestions(c, "study", "u1", "content") == ["甲"]
    (row,) = list_records(c, "study", "u1")
    assert row.document is not None
    changed = {"content": "乙"}
    save_record(c, "study", "u1", changed, id=row.document.id, base=1, incomplete=True)
    assert suggestions(c, "study", "u1", "content") == ["乙"]
    save_record(c, "study", "u1", {"content": ""}, id=row.document.id, base=2, incomplete=True)
    assert suggestions(c, "study", "u1", "content") == []
    undo(c)
    assert suggestions(c, "study", "u1", "content") == ["乙"]


def test_a_field_there_is_not_is_named(c: Campaign) -> None:
    with pytest.raises(WrongUsage, match="没有“x”这一项"):
        suggestions(c, "study", "u1", "x")
