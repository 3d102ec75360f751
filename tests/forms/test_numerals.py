"""Numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import BadInput
from forms.numerals import arabic_dates, chinese_number, number_words, parse_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12), ("１２", 12), ("1.5", 1.5), ("1。5", 1.5), ("１．５", 1.5), ("1.50", 1.5),
        ("2.0", 2), (".5", 0.5), ("1,200", 1200), ("１，２００", 1200), ("32人", 32), ("3 2", 32),
        ("32 学时", 32), ("2个学时", 2), ("95%", 95), ("９５％", 95), ("三十二", 32),
        ("一百二十", 120), ("十", 10), ("廿三", 23), ("〇", 0), ("0", 0), ("007", 7), ("+3", 3),
    ],
)  # fmt: skip
def test_numbers(typed: str, value: float) -> None:
    assert parse_number(typed) == value
    assert isinstance(parse_number(typed), int) == isinstance(value, int)


@pytest.mark.parametrize("typed", ["-1", "－１", "—3", "-0.5", "−2"])
def test_a_negative_number_is_refused_as_such(typed: str) -> None:
    with pytest.raises(BadInput, match="负数"):
        parse_number(typed)


@pytest.mark.parametrize(
    "typed", [
        "nan", "inf", "-inf", "NaN", "Infinity", "1e5", "0x10", "1_000", "abc", "约30", "1.2.3",
        "人", "1,20", "9" * 5000, "", "½", "十十",
    ]
)  # fmt: skip
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(BadInput, match="不是数字"):
        parse_number(typed)


@given(st.text())
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        assert parse_number(text) >= 0
    except BadInput as refusal:
        assert len(refusal.sentence) < 80  # noqa: PT017


@given(st.integers(0, 10**12 - 1) | st.decimals(0, 10**6, places=3).map(float))
def test_a_number_comes_back_from_its_words(value: float) -> None:
    assert parse_number(number_words(value)) == value


@given(st.integers(0, 99))
def test_chinese_numerals_below_a_hundred(value: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    spoken = (
        digits[ones]
        if not tens
        else ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
    )
    assert chinese_number(spoken) == value


@pytest.mark.parametrize("text", ["三会一课", "第一议题", "第一季度", "五一节", "四有好老师"])
def test_numerals_outside_dates_stay(text: str) -> None:
    assert arabic_dates(text) == text
