"""File names that say everything and harm nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.names import annex_title, distinct_names, file_name
from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.organisation import Organisation
from forms.organisations import tree
from forms.pack import Annex


def _annex(name: str) -> Annex:
    annex = load_pack(shipped_packs()[SHIPPED]).annex(name)
    assert annex is not None
    return annex


def _org(org_id: str, name: str, **more: Any) -> Organisation:
    return Organisation(id=org_id, name=name, level=more.pop("level", "unit"), **more)


@pytest.mark.parametrize(
    ("annex", "expected"),
    [
        ("schedule", "计算机学院党委-附件1推进时间表.docx"),
        ("study", "计算机学院党委-附件2学习情况汇总表.docx"),
        ("guide", "计算机学院党委-附件3诊断情况.docx"),
        ("ledger", "计算机学院党委-附件4诊断情况工作台账.docx"),
    ],
)
def test_the_name_says_whose_and_what(annex: str, expected: str) -> None:
    assert file_name(_org("u1", "计算机学院党委"), _annex(annex), "docx") == expected


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_name_is_safe_for_every_file_system(name: str) -> None:
    found = file_name(_org("u1", name), _annex("ledger"), "docx")
    assert len(found.encode()) <= 200
    assert found.endswith("-附件4诊断情况工作台账.docx")
    assert not set(found) & set('/\\:*?"<>|')
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char.isspace() for char in found)
    assert found[0] not in ".-"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/root/x", ".hidden", "..", "C:\\x", "-rf"])
def test_a_name_is_never_a_path(name: str) -> None:
    found = file_name(_org("u1", name), _annex("ledger"), "docx")
    assert "/" not in found
    assert "\\" not in found
    assert not found.startswith((".", "-"))


def test_branches_of_the_same_name_are_told_apart_by_their_unit() -> None:
    known = tree(
        [
            _org("cs", "计算机学院党委"),
            _org("cs-1", "教工第一党支部", level="branch", parent="cs"),
            _org("ma", "数学学院党委"),
            _org("ma-1", "教工第一党支部", level="branch", parent="ma"),
            _org("ma-2", "学生党支部", level="branch", parent="ma"),
        ]
    )
    names = distinct_names(known)
    assert names["cs-1"] == "计算机学院党委-教工第一党支部"
    assert names["ma-1"] == "数学学院党委-教工第一党支部"
    assert (names["ma-2"], names["cs"]) == ("学生党支部", "计算机学院党委")


def test_names_that_differ_in_case_alone_are_told_apart() -> None:
    names = distinct_names(tree([_org("a", "MBA中心党委"), _org("b", "mba中心党委")]))
    assert len({name.casefold() for name in names.values()}) == 2


def test_titles_without_the_placeholder() -> None:
    assert annex_title(_annex("study")) == "学习情况汇总表"
