"""应到 and 实到: read from words, and written out from two numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.attendance import parse_attendance, written_out
from forms.errors import TaizhangError
from forms.kinds.registry import kind_of
from forms.loading import load_pack
from forms.pack import Field

TODAY = date(2021, 5, 7)


@pytest.mark.parametrize("typed", ["22/20", "２２／２０", "22 / 20人", "应到22人，实到20人"])
def test_two_numbers_are_written_out(typed: str) -> None:
    field = Field(id="it", label="它", attendance=("a", "b"))
    assert kind_of(field).parse(typed, TODAY) == ("应到22人，实到20人", [])


@pytest.mark.parametrize("typed", ["全体党员（32人）", "22/20/18", "2019/2020级党员", "1/", ""])
def test_other_words_stay(typed: str) -> None:
    assert written_out(typed) == typed


def test_only_where_the_pack_says_so() -> None:
    assert kind_of(Field(id="it", label="它")).parse("22/20", TODAY)[0] == "22/20"


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_what_is_written_out_is_read_again(expected: int, present: int) -> None:
    assert parse_attendance(written_out(f"{expected}/{present}")) == (expected, present)


def test_a_pack_names_number_fields(folder: Path) -> None:
    annex = folder / "annex2.toml"
    spoilt = annex.read_text().replace('attendance = ["expected"', 'attendance = ["content"')
    annex.write_text(spoilt)
    with pytest.raises(TaizhangError, match=r"attendance.*content.*不是数字字段"):
        load_pack(folder)
