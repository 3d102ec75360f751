"""Which indicators fit which organisation: the whole table, type by type."""

from __future__ import annotations

import pytest

from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.pack import Guide

PACK = load_pack(shipped_packs()[SHIPPED])


def _guide(guide_id: str) -> Guide:
    assert PACK.guides is not None
    guide = PACK.guides.guide(guide_id)
    assert guide is not None
    return guide


# In the order 教师, 学生, 师生联合, 机关, 离退休.
BRANCH = {"1-4": "a s a s s", "4-2": "a s a s s", "4-3": "s a a s s", "6-1": "a ? a ? s", "6-2": "a ? a ? s"}
WORDS = {"a": "applies", "?": "ask", "s": "skip"}


@pytest.mark.parametrize(
    ("place", "org_type"), list(enumerate(["教师", "学生", "师生联合", "机关", "离退休"]))
)
def test_branch_guide(place: int, org_type: str) -> None:
    for indicator_id, indicator in _guide("branch").indicators.items():
        expected = WORDS[BRANCH.get(indicator_id, "a a a a a").split()[place]]
        assert indicator.suggestion(org_type) == expected, indicator_id


@pytest.mark.parametrize("org_type", ["机关", "离退休", "后勤"])
def test_unit_guide_outside_the_schools_and_departments(org_type: str) -> None:
    indicators = _guide("unit").indicators
    skipped = [name for name, indicator in indicators.items() if indicator.suggestion(org_type) == "skip"]
    assert skipped == ["1-2", "1-3", "2-3", "3-2", "4-8", "4-9", "4-10", "4-11"]


@pytest.mark.parametrize("org_type", ["院系", "", "没有这一类"])
def test_the_unit_guide_applies_whole_to_any_other_type(org_type: str) -> None:
    assert {indicator.suggestion(org_type) for indicator in _guide("unit").indicators.values()} == {"applies"}
