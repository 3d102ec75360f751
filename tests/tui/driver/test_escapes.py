"""Esc as a key, Esc as the beginning of one, and Esc in what is pasted."""

from __future__ import annotations

import pytest

from tui.driver.escapes import Escapes

DELAY = 0.5


@pytest.mark.parametrize(
    ("read", "taken"),
    [
        ("学习", ["学习"]),
        ("\x1b1", [None, "1"]),
        ("\x1b１", [None, "１"]),
        ("\x1b在", [None, "在"]),
        ("甲\x1b\t乙", ["甲", None, "\t乙"]),
        ("\x1b\r", [None, "\r"]),
        ("\x1b\x1b2", [None, None, "2"]),
        ("\x1b\x11", [None, "\x11"]),
        ("\x1b[B", ["\x1b[B"]),
        ("\x1b\x1b[B", [None, "\x1b[B"]),
        ("\x1bOP\x1b3", ["\x1bOP", None, "3"]),
        ("\x1bb", ["\x1bb"]),
        ("\x1b\x7f", ["\x1b\x7f"]),
    ],
)
def test_in_one_piece(read: str, taken: list[str | None]) -> None:
    assert list(Escapes(DELAY).feed(read, 0.0)) == taken


def test_an_escape_at_the_end_waits_for_the_rest_of_its_sequence() -> None:
    escapes = Escapes(DELAY)
    assert list(escapes.feed("甲\x1b", 0.0)) == ["甲"]
    assert list(escapes.tick(0.2)) == []
    assert list(escapes.feed("[Z乙", 0.2)) == ["\x1b[Z乙"]
    assert list(escapes.tick(9.0)) == []


def test_an_escape_with_nothing_behind_it_is_a_key_after_a_while() -> None:
    escapes = Escapes(DELAY)
    assert list(escapes.feed("\x1b", 0.0)) == []
    assert list(escapes.tick(0.49)) == []
    assert list(escapes.tick(0.5)) == [None]
    assert list(escapes.tick(1.0)) == []
    assert list(escapes.feed("1", 1.0)) == ["1"]


def test_a_key_soon_after_it_settles_that_it_was_a_key() -> None:
    escapes = Escapes(DELAY)
    list(escapes.feed("\x1b", 0.0))
    assert list(escapes.feed("2", 0.1)) == [None, "2"]


PASTED = "\x1b[200~\x1b1甲\x1b\t[201~乙\x1b[201~"


@pytest.mark.parametrize("cut", range(len("\x1b[200~"), len(PASTED)))
def test_what_is_pasted_is_left_alone(cut: int) -> None:
    escapes = Escapes(DELAY)
    taken = [*escapes.feed(PASTED[:cut], 0.0), *escapes.feed(PASTED[cut:] + "\x1b3", 0.1)]
    assert taken[-2:] == [None, "3"]
    assert taken.count(None) == 1
    assert "".join(piece for piece in taken[:-2] if piece) == PASTED
