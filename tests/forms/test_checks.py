"""What a record is asked about: missing, unusual, more present than expected."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.checks import check_field, check_record
from forms.kinds.kind import text_length
from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.pack import Field, RecordsAnnex

TODAY = date(2021, 5, 7)
GOOD = {
    "time": "2021年4月6日",
    "content": "习近平总书记在党史学习教育动员大会上的重要讲话精神；研究学院学习计划",
    "method": ["中心组学习"],
    "organiser": ["计算机学院党委"],
    "participants": "应到22人，实到20人",
    "expected": 22,
    "present": 20,
}


@pytest.fixture(scope="module")
def study() -> RecordsAnnex:
    annex = load_pack(shipped_packs()[SHIPPED]).annex("study")
    assert isinstance(annex, RecordsAnnex)
    return annex


def test_a_usual_record_is_not_remarked_on(study: RecordsAnnex) -> None:
    assert check_record(study, GOOD, TODAY) == []


def test_what_must_be_entered_is_missed_in_the_order_of_the_form(study: RecordsAnnex) -> None:
    remarks = check_record(study, {**GOOD, "content": " \n", "time": ""}, TODAY)
    assert [(remark.field, remark.kind) for remark in remarks] == [
        ("time", "missing"),
        ("content", "missing"),
    ]
    assert [remark.kind for remark in check_record(study, {}, TODAY)] == ["missing", "missing"]


@pytest.mark.parametrize(
    ("usual", "text", "told"),
    [
        ((80, 250), "一" * 12, "通常80—250字，现为12字。"),
        ((80, 250), "一" * 300, "通常80—250字，现为300字。"),
        ((0, 30), "一" * 45, "通常不超过30字，现为45字。"),
        ((2, 4), "一 二\n　三", ""),
        ((2, 4), "", ""),
        (None, "一" * 20_000, ""),
    ],
)
def test_unusual_lengths_are_soft(usual: tuple[int, int] | None, text: str, told: str) -> None:
    remarks = check_field(Field(id="it", label="它", kind="long", usual=usual), text, TODAY)
    assert [(remark.kind, remark.text) for remark in remarks] == ([("soft", told)] if told else [])


def test_white_space_is_not_counted() -> None:
    assert text_length(" 一二\r\n三\u3000") == 3


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"expected": 20, "present": 30}, "present", "实到30人多于应到20人，请核对。"),
        ({"participants": "应到20人、实到 30人"}, "participants", "实到30人多于应到20人，请核对。"),
        ({"participants": "应到２０人，实到３０人"}, "participants", "实到30人多于应到20人，请核对。"),
    ],
)
def test_more_present_than_expected_is_soft(
    study: RecordsAnnex, values: dict[str, object], field: str, told: str
) -> None:
    (remark,) = check_record(study, GOOD | values, TODAY)
    assert (remark.field, remark.kind, remark.text) == (field, "soft", told)


@pytest.mark.parametrize(
    "values",
    [
        {"expected": None},
        {"present": "很多"},
        {"expected": "-3", "present": 30},
        {"expected": 20, "present": 20},
        {"participants": "实到30人，应到20人"},
    ],
)
def test_numbers_that_are_not_there_or_fit_are_not_compared(
    study: RecordsAnnex, values: dict[str, object]
) -> None:
    assert check_record(study, GOOD | values, TODAY) == []


@pytest.mark.parametrize(
    ("typed", "remarked"),
    [
        ("2018年5月7日", True),
        ("2020年12月", False),
        ("2022年", False),
        ("第一季度", False),
    ],
)
def test_a_year_far_from_this_one_is_asked_about(study: RecordsAnnex, typed: str, remarked: bool) -> None:
    remarks = check_record(study, GOOD | {"time": typed}, TODAY)
    assert [remark.kind for remark in remarks] == ["soft"] * remarked


def test_findings_are_checked_only_where_their_text_is_given(study: RecordsAnnex) -> None:
    problems = Field(id="problems", label="存在问题", kind="findings", required=True)
    assert check_field(problems, None, TODAY) == []
    assert [remark.kind for remark in check_field(problems, "", TODAY)] == ["missing"]
    assert check_field(problems, "1.甲", TODAY) == []


json_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@given(values=st.dictionaries(st.sampled_from([*GOOD, "hours", "category", "stray"]), json_values))
def test_whatever_a_shard_holds_is_checked_without_a_crash(
    study: RecordsAnnex, values: dict[str, object]
) -> None:
    for remark in check_record(study, values, TODAY):
        assert remark.field in study.by_id
        assert remark.kind in ("missing", "soft")
        assert remark.text.endswith("。")
