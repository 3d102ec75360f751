"""What may be kept and shown: nothing that acts on a terminal, and everything else untouched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.neutral import REPLACEMENT, clean, clean_data, one_line

BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
BREAKS = {0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029}

anything = st.text(st.characters(exclude_categories=()))
hostile = st.text(
    st.sampled_from(
        [
            *map(chr, range(0x20)),
            *map(chr, range(0x7F, 0xA0)),
            *map(chr, BIDI),
            "a",
            "\ud800",
        ]
    )
)


def forbidden(character: str) -> bool:
    code = ord(character)
    if character in "\n\t":
        return False
    noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or code in BIDI or noncharacter


@given(anything | hostile)
def test_nothing_that_acts_on_a_terminal_is_left(text: str) -> None:
    assert not [character for character in clean(text) if forbidden(character)]
    clean(text).encode("utf-8")


@given(anything | hostile)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)
    assert clean(one_line(text)) == one_line(text)


@given(anything)
def test_every_other_character_stays_where_it_was(text: str) -> None:
    assert "".join(c for c in clean(text) if c not in (REPLACEMENT, "\n")) == "".join(
        c for c in text if not forbidden(c) and c not in (REPLACEMENT, "\n")
    )


@given(hostile)
def test_one_line_has_no_breaks_and_no_tabs(text: str) -> None:
    assert not set(one_line(text)) & {"\n", "\t"}


def test_every_code_point_is_judged_as_the_standard_says() -> None:
    for code in range(0x110000):
        character = chr(code)
        if not forbidden(character):
            assert clean(character) == character, hex(code)
        else:
            assert clean(character) == ("\n" if code in BREAKS else REPLACEMENT), hex(code)


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "葛\U000e0100",
        "𠮷野家",
        "e\u0301",
        "“第一议题”—…①℃",
        "　　段首空两格",
        "a\tb\nc",
    ],
)
def test_ordinary_text_is_untouched(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_break_becomes_one_line_feed(ending: str) -> None:
    assert clean(f"甲{ending}乙") == "甲\n乙"
    assert one_line(f"甲{ending}乙") == "甲 乙"


def test_escape_sequences_lose_what_makes_them_one() -> None:
    assert (
        clean("\x1b[2J\x9b31m\x1b]0;题\x07")
        == f"{REPLACEMENT}[2J{REPLACEMENT}31m{REPLACEMENT}]0;题{REPLACEMENT}"
    )


def test_data_is_cleaned_to_its_leaves_and_keys() -> None:
    data = {"a\x1b": ["\u202e", {"b": "x\r\ny"}], "n": 1.5, "none": None, "yes": True}
    assert clean_data(data) == {
        f"a{REPLACEMENT}": [REPLACEMENT, {"b": "x\ny"}],
        "n": 1.5,
        "none": None,
        "yes": True,
    }
