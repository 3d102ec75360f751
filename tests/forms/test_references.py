"""References and numbered points: read in every form people write them, and nothing of the text lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.references import number_points, read_indicator, split_points, take_reference, with_reference

LEDGER = (
    "1.专职组织员仅1名且兼任教学秘书，专职专用落实不够。（对照1-4）"
    "2.2019级本科生党支部党员36人，规模偏大，未及时调整设置。（对照4-2）"
)
FINDINGS = [
    ("专职组织员仅1名且兼任教学秘书，专职专用落实不够。", "1-4"),
    ("2019级本科生党支部党员36人，规模偏大，未及时调整设置。", "4-2"),
]


@pytest.mark.parametrize("written", ["4-2", "4（2）", "4(2)", "４－２", " 4—2 ", "04-02"])
def test_an_indicator_alone_is_read_as_people_write_it(written: str) -> None:
    assert read_indicator(written) == "4-2"


@pytest.mark.parametrize("written", ["", "4", "4.2", "4-2a", "x"])
def test_what_is_no_indicator_stays_as_it_is(written: str) -> None:
    assert read_indicator(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "（对照1-4）", "(对照1-4)", "（对照1—4）", "（对照1–4）", "（对照１－４）",
        "（对照 1 - 4 ）", "（对照指标1-4）", "【对照1-4】", "（对照：1-4）",
        "（对照1（4））", "（对照1(4)）", "（对照1.4）", "（对照诊断指南1-4）", " （对照1-4） ",
        "（对照01-04）", "（对照1-4）。", "(对照1−4)",
    ],
)  # fmt: skip
def test_a_reference_is_read_as_people_write_it(written: str) -> None:
    assert take_reference("专职专用落实不够。" + written) == ("专职专用落实不够。", "1-4")


@pytest.mark.parametrize(
    "text",
    [
        "", "落实不够", "对照1-4落实不够", "（对照1-4）落实不够", "落实不够（对照4-2、4-3）",
        "落实不够（1-4）", "落实不够（对照指南）", "2.5万元", "（对照1-4",
    ],
)  # fmt: skip
def test_what_is_no_reference_at_the_end_stays_in_the_text(text: str) -> None:
    assert take_reference(text) == (text, "")


def test_a_full_stop_after_the_reference_belongs_to_the_text() -> None:
    assert take_reference("落实不够（对照1-4）。") == ("落实不够。", "1-4")
    assert take_reference("落实不够。（对照1-4）；") == ("落实不够。；", "1-4")


text = st.text(st.characters(exclude_categories=("Cs",)))
indicators = st.builds("{}-{}".format, st.integers(1, 7), st.integers(1, 11))


@given(text, indicators)
def test_a_reference_comes_back_with_its_text(said: str, indicator: str) -> None:
    assert take_reference(with_reference(said.rstrip(), indicator)) == (said.rstrip(), indicator)
    assert with_reference(said, "") == said


@given(text | st.lists(st.sampled_from(["甲", "（对照", "1", "-", "4", "）", "。", " "])).map("".join))
def test_taking_a_reference_loses_no_other_character(said: str) -> None:
    rest, indicator = take_reference(said)
    if not indicator:
        assert rest == said
    else:
        assert "".join(rest.split()) in "".join(said.split()) or rest.rstrip("。．.；;，,、") in said


def test_the_ledger_of_real_life_is_read_point_by_point() -> None:
    assert [take_reference(point) for point in split_points(LEDGER)] == FINDINGS
    printed = number_points([with_reference(*finding) for finding in FINDINGS])
    assert printed.split("\n") == [
        "1.专职组织员仅1名且兼任教学秘书，专职专用落实不够。（对照1-4）",
        "2.2019级本科生党支部党员36人，规模偏大，未及时调整设置。（对照4-2）",
    ]
    assert split_points(printed) == split_points(LEDGER)


@pytest.mark.parametrize(
    "written",
    [
        "1.甲甲。2.乙乙。3.丙丙。", "1.甲甲。\n2.乙乙。\n3.丙丙。", "1、甲甲。2、乙乙。3、丙丙。",
        "１．甲甲。２．乙乙。３．丙丙。", "1. 甲甲。 2. 乙乙。 3. 丙丙。",
        "（1）甲甲。（2）乙乙。（3）丙丙。", "(1)甲甲。(2)乙乙。(3)丙丙。",
        "①甲甲。②乙乙。③丙丙。", "1）甲甲。2）乙乙。3）丙丙。",
        "一、甲甲。\n二、乙乙。\n三、丙丙。", "（一）甲甲。（二）乙乙。（三）丙丙。",
        "甲甲。\n乙乙。\n丙丙。", "\n 1.甲甲。\r\n\r\n　2.乙乙。\r\n3.丙丙。",
    ],
)  # fmt: skip
def test_points_in_every_numbering(written: str) -> None:
    assert split_points(written) == ["甲甲。", "乙乙。", "丙丙。"]


@pytest.mark.parametrize(
    "whole",
    [
        "经费由1.5万元增至2.5万元。", "2.5万元未落实", "第1、2党支部未按期换届",
        "按4（2）要求设置", "三会一课统一、规范", "1.5万元经费未落实", "组织员仅1名、兼职2名",
        "3.孤立的编号",
    ],
)  # fmt: skip
def test_numbers_within_a_sentence_part_nothing(whole: str) -> None:
    assert split_points(whole) == [whole]


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("1.经费不足\n2.5万元未到位", ["经费不足\n2.5万元未到位"]),
        ("1.甲：（1）乙；（2）丙。\n2.丁", ["甲：（1）乙；（2）丙。", "丁"]),
        ("一、甲\n1.乙\n2.丙\n二、丁", ["甲\n1.乙\n2.丙", "丁"]),
        ("存在以下问题：1.甲。2.乙", ["存在以下问题：甲。", "乙"]),
        ("总体较好。\n1.甲。\n2.乙", ["总体较好。", "甲。", "乙"]),
        ("1.甲。2.乙\n2.丙", ["甲。2.乙", "丙"]),
        ("1.甲。\n2.乙。3.丙", ["甲。", "乙。3.丙"]),
        ("1.甲\n续行\n2.乙", ["甲\n续行", "乙"]),
        ("1、2021年以来甲。2、2020年乙。", ["2021年以来甲。", "2020年乙。"]),
        ("1.甲\n3.丙", ["甲\n3.丙"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_points_with_numbers_lines_and_openings_of_their_own(written: str, points: list[str]) -> None:
    assert split_points(written) == points


one_line = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Cf"))
    | st.sampled_from("1234.．、（）()①。；一二 ")
).map(str.strip)
points = st.lists(one_line.filter(bool), min_size=2, max_size=12)


@given(points)
def test_numbered_points_come_back_whatever_is_in_them(written: list[str]) -> None:
    assert split_points(number_points(written)) == written


@given(one_line.filter(bool))
def test_a_single_point_comes_back_unless_it_is_numbered_itself(said: str) -> None:
    assume(not re.search(r"[2２]\s*[.．、)）]|②|[（(]\s*[2２]|二\s*[、）)]", said))
    assert split_points(number_points([said])) == [said]


@given(
    st.lists(
        st.sampled_from(
            [
                "1.",
                "2.",
                "3、",
                "（1）",
                "①",
                "甲",
                "。",
                "\n",
                " ",
                "2.5",
                "：",
                "一、",
                "2019级",
            ]
        )
    ).map("".join)
)
def test_splitting_drops_only_numbers_and_white_space(written: str) -> None:
    kept = iter("".join(written.split()))
    joined = "".join("".join(point.split()) for point in split_points(written))
    assert all(character in kept for character in joined), "points must be a subsequence of the text"
    numbers = re.sub(r"[\s1-3①一（）.、]", "", written)
    assert re.sub(r"[\s1-3①一（）.、]", "", joined) == numbers


def test_a_long_case_is_split() -> None:
    """How long it takes is for the bench to see."""
    for written in (
        "1.甲" * 7_000,
        "（" * 20_000,
        "1、" * 10_000,
        "\n".join(f"{n}.甲" for n in range(1, 99)) * 60,
    ):
        split_points(written)
        take_reference("（对照" * 7_000 + written)
