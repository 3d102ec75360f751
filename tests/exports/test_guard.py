"""Cells that a spreadsheet would run as formulas."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exports.guard import guard, unguard


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 138",
        "-甲",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－1",
        "＠甲",
        "=",
        "+",
        "'=1",
        "--",
    ],
)
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "-", "-5", "+3.5", "-12.5%", "1=1", "'甲", "’=1", "党委", "—", " =1", "- 5"[0]]
)
def test_other_text_and_real_numbers_stay(text: str) -> None:
    assert guard(text) == text


@given(st.text(st.sampled_from("'=+-@＝＋－＠\t\r1.%甲"), max_size=6) | st.text())
@example("''=")
@example("'-5")
def test_taking_the_guard_away_gives_the_text_back(text: str) -> None:
    assert unguard(guard(text)) == text
