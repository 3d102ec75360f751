"""Which indicators a few characters mean, on both shipped guides."""

from __future__ import annotations

import pytest

from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.pack import Guide
from tui.widgets.indicator_picker import likely, matching


@pytest.fixture(scope="module")
def guides() -> dict[str, Guide]:
    annex = load_pack(shipped_packs()[SHIPPED]).guides
    assert annex is not None
    return {guide.id: guide for guide in annex.guides}


@pytest.mark.parametrize("typed", ["4-2", "4.2", "42", "４－２", "４（２）", "4(2)", "4（2", " 4—2 ", "4–2"])
def test_a_number_means_its_indicator(guides: dict[str, Guide], typed: str) -> None:
    assert matching(guides["unit"], typed) == ["4-2"]


def test_half_a_number_means_all_that_begin_so(guides: dict[str, Guide]) -> None:
    assert matching(guides["unit"], "2") == [f"2-{place}" for place in range(1, 7)]
    assert matching(guides["unit"], "2-") == [f"2-{place}" for place in range(1, 7)]
    assert matching(guides["unit"], "4-1") == ["4-1"]
    assert matching(guides["unit"], "4-11") == ["4-11"]
    assert matching(guides["unit"], "9-9") == []


def test_words_are_looked_for_in_official_text_short_name_and_heading(guides: dict[str, Guide]) -> None:
    assert "1-4" in matching(guides["unit"], "专职 组织员")
    assert matching(guides["unit"], "政治把关作用")[0] == "2-1"
    assert matching(guides["branch"], "谈心谈话") == ["3-1"]
    assert matching(guides["branch"], "没有这样的字") == []


def test_short_names_and_headings_are_found_by_pinyin(guides: dict[str, Guide]) -> None:
    assert "1-4" in matching(guides["unit"], "zzzzy")
    assert matching(guides["branch"], "txth") == ["3-1"]
    assert matching(guides["unit"], "zzxyz") == []


def test_nothing_typed_means_everything(guides: dict[str, Guide]) -> None:
    assert len(matching(guides["unit"], "  ")) == len(matching(guides["branch"], "")) == 27


@pytest.mark.parametrize(
    ("sentence", "indicator"),
    [
        ("专职组织员仅1名且兼任教学秘书，专职专用落实不够。", "1-4"),
        ("教师党支部书记还没有实现“双带头人”全覆盖。", "4-8"),
        ("党费收缴不规范，组织关系转接慢。", "4-5"),
    ],
)
def test_a_sentence_points_to_its_indicator(guides: dict[str, Guide], sentence: str, indicator: str) -> None:
    assert likely(guides["unit"], sentence)[0] == indicator


def test_a_sentence_about_nothing_points_nowhere(guides: dict[str, Guide]) -> None:
    assert likely(guides["unit"], "停车难。") == []
