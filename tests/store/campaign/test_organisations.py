"""The tree of organisations, and how it changes."""

from __future__ import annotations

import pytest

from forms.errors import BadInput, NotAllowed
from forms.organisation import Organisation
from forms.organisations import tree
from store.campaign.campaign import Actor, Campaign
from store.campaign.organisation_entry import (
    add_organisation,
    add_organisations,
    remove_organisation,
    set_organisation,
)
from store.campaign.organisation_fields import FIELDS, as_text
from store.campaign.organisations import organisations
from store.campaign.records import save_record


def org(id: str, parent: str = "", order: int = 0, level: str = "branch") -> Organisation:
    return Organisation(id=id, name=id.upper(), level=level, parent=parent, order=order)  # type: ignore[arg-type]


def test_official_order_is_depth_first_by_number_and_never_alphabetical() -> None:
    known = tree(
        [
            org("s", level="school"),
            org("a", "s", 2, "unit"),
            org("b", "s", 1, "unit"),
            org("a2", "a", 1),
            org("a1", "a", 2),
            org("z", "s", level="branch"),
        ]
    )
    assert [one.id for one in known] == ["s", "b", "a", "a2", "a1", "z"]
    assert [one.id for one in known.units] == ["b", "a", "z"]
    assert known.unit_of("a1").id == "a"
    assert [one.id for one in known.form_members("a")] == ["a", "a2", "a1"]


def test_a_general_branch_between_unit_and_branch_belongs_to_the_unit() -> None:
    known = tree(
        [org("s", level="school"), org("u", "s", level="unit"), org("g", "u", level="unit"), org("b", "g")]
    )
    assert known.unit_of("b").id == "u"
    assert [one.id for one in known.units] == ["u"]
    assert known.path("b") == "U / G / B"


def test_a_circle_of_parents_loses_nobody() -> None:
    known = tree([org("a", "b"), org("b", "a")])
    assert sorted(one.id for one in known) == ["a", "b"]
    assert known.unit_of("a").id in ("a", "b")


def test_branches_join_the_only_unit_and_get_its_number(c: Campaign) -> None:
    assert [(one.id, one.name, one.parent) for one in organisations(c)] == [
        ("u1", "计算机学院党委", ""),
        ("u1-01", "教工第一党支部", "u1"),
        ("u1-02", "2019级本科生党支部", "u1"),
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"name": "甲", "id": "../x"}, "编号“../x”不能用"),
        ({"name": "甲", "id": "u1"}, "已被“计算机学院党委”使用"),
        ({"name": ""}, "规范简称不能为空"),
        ({"name": "教工第一党支部", "parent": "u1"}, "同一上级下已有"),
        ({"name": "甲", "level": "处"}, "层级“处”不认识"),
        ({"name": "甲", "parent": "没有的"}, "没有党组织“没有的”"),
        ({"name": "甲", "parent": "u1-01"}, "是党支部，不能作为"),
        ({"name": "甲", "level": "党支部", "type": "院系"}, "类型不能是“院系”"),
        ({"name": "甲", "members": "-3"}, "负数"),
        ({"name": "甲", "committee": "也许"}, "请填“是”或“否”"),
        ({"name": "甲", "titles": "好支部"}, "称号“好支部”不认识"),
        ({"名字": "甲"}, "没有“名字”这一项"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(c: Campaign, raw: dict[str, str], said: str) -> None:
    before = organisations(c).all
    with pytest.raises(BadInput, match=said):
        add_organisation(c, raw)
    assert organisations(c).all == before


def test_every_field_goes_in_and_comes_back_as_typed(c: Campaign) -> None:
    texts = {
        "id": "jg-2",
        "name": "教工第二党支部",
        "level": "党支部",
        "parent": "u1",
        "order": "3",
        "type": "教师",
        "full_name": "中共某大学计算机学院教工第二支部委员会",
        "members": "53",
        "probationary": "2",
        "groups": "0",
        "committee": "是",
        "secretary": "李明朗",
        "double_leader": "否",
        "titles": "样板支部（省级，第二批）、“双带头人”党支部书记工作室",
        "contact": "王一",
        "phone": "0591-12345678",
        "guide": "branch",
    }
    assert set(texts) == {field.id for field in FIELDS}
    add_organisation(c, texts)
    added = organisations(c).find("教工第二党支部")
    assert as_text(added) == texts
    set_organisation(c, "jg-2", {"党员人数": "５４人", "预备党员": ""})
    changed = organisations(c).find("jg-2")
    assert (changed.members, changed.probationary) == (54, None)


def test_many_are_added_together_or_not_at_all(c: Campaign) -> None:
    with pytest.raises(BadInput, match="第2个党组织"):
        add_organisations(c, [{"name": "物理学院党委", "level": "unit"}, {"name": ""}])
    assert len(organisations(c).all) == 3
    add_organisations(
        c,
        [
            {"id": "wl", "name": "物理学院党委", "level": "unit"},
            {"name": "物理教工党支部", "parent": "物理学院党委"},
        ],
    )
    assert organisations(c).find("物理教工党支部").parent == "wl"


def test_removal_is_refused_while_there_are_records_or_others_below(c: Campaign) -> None:
    with pytest.raises(BadInput, match="下面还有2个党组织"):
        remove_organisation(c, "u1")
    save_record(c, "study", "u1-01", {"time": "2021-04-06", "content": "学习党史" * 8})
    with pytest.raises(BadInput, match="已有填报内容"):
        remove_organisation(c, "u1-01")
    add_organisation(c, {"id": "u2", "name": "物理学院党委", "level": "unit"})
    with pytest.raises(BadInput, match="不能改到别的二级党组织名下"):
        set_organisation(c, "u1-01", {"parent": "u2"})
    remove_organisation(c, "u1-02")
    assert organisations(c).get("u1-02") is None


def test_the_same_name_in_two_units_must_be_told_apart_by_id(c: Campaign) -> None:
    add_organisation(c, {"id": "u2", "name": "物理学院党委", "level": "unit"})
    add_organisation(c, {"name": "教工第一党支部", "parent": "u2"})
    with pytest.raises(BadInput, match=r"有2个党组织都叫.*u1-01（计算机学院党委）"):
        organisations(c).find("教工第一党支部")


def test_a_read_only_session_writes_nothing(c: Campaign) -> None:
    looking = Campaign(c.id, c.pack, c.store, c.clock, Actor("lm", read_only=True))
    with pytest.raises(NotAllowed, match="--today"):
        add_organisation(looking, {"name": "乙党支部"})
