"""From what was typed to what is kept, and back to words."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.kinds.registry import TRAITS, kind_of
from forms.neutral import clean
from forms.pack import Field
from forms.split import split_entries

TODAY = date(2021, 5, 7)
KINDS = tuple(TRAITS)
EMPTY: dict[str, object] = {"number": None, "yes-no": None, "choices": [], "organisations": [], "person": []}
"""What is kept of an empty answer; of the others an empty text."""
OPTIONS = ("中心组学习", "“第一议题”", "主题党日")


def field(kind: str, **more: object) -> Field:
    return Field(id="it", label="它", kind=kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", " 全体党员\n（32人） ", "全体党员 （32人）"),
        ("text", "a\x1b[2Jb", "a\ufffd[2Jb"),
        ("long", "\n第一段\r\n第二段\n\n", "第一段\n第二段"),
        ("long", "　　段首空两格\n　　第二段", "　　段首空两格\n　　第二段"),
        ("long", " \u3000\n", ""),
        ("when", "0406-0409", "2021年4月6日—9日"),
        ("when", "寒假期间", "寒假期间"),
        (
            "choices",
            "主题党日、现场教学，主题党日;党课；微党课\n讲座",
            ["主题党日", "现场教学", "党课", "微党课", "讲座"],
        ),
        ("organisations", " 计算机学院党委 ,各党支部", ["计算机学院党委", "各党支部"]),
        ("organisations", "各党支部（机关、后勤）、离退休党支部", ["各党支部（机关、后勤）", "离退休党支部"]),
        ("organisations", "甲（、乙", ["甲（", "乙"]),
        ("choices", "、，；\n", []),
        ("number", "３２学时", 32),
        ("number", "1。5", 1.5),
    ],
)
def test_what_is_kept(kind: str, typed: str, value: object) -> None:
    assert kind_of(field(kind)).parse(typed, TODAY) == (value, [])


@pytest.mark.parametrize(
    "typed",
    [
        "第一议题、主题党日",
        '"第一议题"、 主题党日',
        "“第一议题”，主题党日，第一议题",
        "「第一议题」；主题 党日",
    ],
)
def test_an_option_is_known_without_its_quotes(typed: str) -> None:
    value, remarks = kind_of(field("choices", options=OPTIONS)).parse(typed, TODAY)
    assert (value, remarks) == (["“第一议题”", "主题党日"], [])


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_answer_is_empty_and_no_error(kind: str) -> None:
    for typed in ("", "  ", "\n"):
        value, remarks = kind_of(field(kind, required=True)).parse(typed, TODAY)
        assert remarks == []
        assert value == EMPTY.get(kind, "")
        assert kind_of(field(kind)).show(value) == ""


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("when", "2021-02-30", "2021年2月没有30日"),
        ("when", "13月\x1b", ""),
        ("number", "-3", "负数"),
        ("number", "nan", "不是数字"),
        ("number", "约30人", "不是数字"),
    ],
)
def test_what_cannot_be_read_is_told_and_kept_as_typed(kind: str, typed: str, told: str) -> None:
    value, remarks = kind_of(field(kind)).parse(typed, TODAY)
    assert value == clean(typed)
    if told:
        (remark,) = remarks
        assert (remark.field, remark.kind) == ("it", "error")
        assert told in remark.text


@given(st.sampled_from(KINDS), st.text(st.characters(exclude_categories=())))
def test_no_text_is_lost_raised_at_or_unfit_for_keeping(kind: str, typed: str) -> None:
    it = field(kind, options=OPTIONS, unit="人")
    value, remarks = kind_of(it).parse(typed, TODAY)
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode("utf-8")
    assert all(remark.kind == "error" for remark in remarks)
    if clean(typed).strip(" 、，,；;\n\t") and kind in ("text", "long", "when"):
        assert value
    shown = kind_of(it).show(value)
    assert clean(shown) == shown
    assert kind in ("long", "findings") or "\n" not in shown


@given(st.sampled_from(KINDS), st.text())
def test_what_is_shown_reads_back_as_what_is_kept(kind: str, typed: str) -> None:
    it = field(kind, options=OPTIONS)
    value, remarks = kind_of(it).parse(typed, TODAY)
    if not remarks:
        assert kind_of(it).parse(kind_of(it).show(value), TODAY) == (value, [])


@given(st.lists(st.text("甲乙丙（）“”ab ", min_size=1).map(str.strip).filter(bool), unique=True))
def test_entries_come_back_from_their_list(entries: list[str]) -> None:
    found = split_entries("、".join(entries))
    assert split_entries("、".join(found)) == found
    assert "".join(found).replace("、", "") == "".join(entries)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (2.0, "2"),
        (0.1, "0.1"),
        (True, "是"),
        (["甲", None, "\x1b"], "甲、、\ufffd"),
        ("\u202e甲\n乙", "\ufffd甲 乙"),
        ({"a": 1}, "{'a': 1}"),
    ],
)
def test_whatever_a_shard_holds_is_shown_harmless(value: object, shown: str) -> None:
    assert kind_of(field("text")).show(value) == shown
