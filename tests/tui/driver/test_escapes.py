"""Esc as a key, Esc as the beginning of one, and Esc in what is pasted."""

from __future__ import annotations

import pytest

from tui.driver.escapes import ESCAPE, Escapes, Pasted, RoundTrip, Sequence, Typed

ESC = Sequence(ESCAPE)


def line(round_trip: float | None) -> RoundTrip:
    """One that takes so many seconds there and back; None: the terminal has not answered."""
    measured = RoundTrip()
    measured.asked(0.0)
    if round_trip is not None:
        measured.answered(round_trip)
    return measured


def escapes(round_trip: float | None = 0.02) -> Escapes:
    return Escapes(line(round_trip))


@pytest.mark.parametrize(
    ("read", "taken"),
    [
        ("学习", [Typed("学习")]),
        ("\x1b1", [ESC, Typed("1")]),
        ("\x1b１", [ESC, Typed("１")]),
        ("\x1b在", [ESC, Typed("在")]),
        ("甲\x1b\t乙", [Typed("甲"), ESC, Typed("\t乙")]),
        ("\x1b\r", [ESC, Typed("\r")]),
        ("\x1b\x1b2", [ESC, ESC, Typed("2")]),
        ("\x1b\x11", [ESC, Typed("\x11")]),
        ("\x1b[B", [Sequence("\x1b[B")]),
        ("\x1b[B[B", [Sequence("\x1b[B"), Typed("[B")]),
        ("\x1b\x1b[B", [ESC, Sequence("\x1b[B")]),
        ("\x1bOP\x1b3", [Sequence("\x1bOP"), ESC, Typed("3")]),
        ("\x1bb", [Sequence("\x1bb")]),
        ("\x1b\x7f", [Sequence("\x1b\x7f")]),
        ("\x1b[[A1", [Sequence("\x1b[[A"), Typed("1")]),
        ("\x1b[7$1", [Sequence("\x1b[7$"), Typed("1")]),
        ("\x1b[?2026;2$y1", [Sequence("\x1b[?2026;2$y"), Typed("1")]),
        ("\x1b[24;80R学", [Sequence("\x1b[24;80R"), Typed("学")]),
        ("\x1b[<0;3;4M学", [Sequence("\x1b[<0;3;4M"), Typed("学")]),
        ("\x1b]11;rgb:00/00/00\x07学", [Sequence("\x1b]11;rgb:00/00/00\x07"), Typed("学")]),
        ("\x1b[1\x1b[B", [Sequence("\x1b[B")]),
    ],
)
def test_in_one_piece_nothing_waits(read: str, taken: list[Typed | Sequence]) -> None:
    parts = escapes()
    assert list(parts.feed(read, 0.0)) == taken
    assert parts.due is None


@pytest.mark.parametrize(
    ("round_trip", "wait"),
    [(0.0, 0.04), (0.02, 0.04), (0.04, 0.08), (0.1, 0.2), (0.25, 0.5), (3.0, 0.5), (None, 0.5)],
)
def test_esc_acts_after_twice_the_round_trip_and_within_half_a_second(
    round_trip: float | None, wait: float
) -> None:
    parts = escapes(round_trip)
    assert list(parts.feed("甲\x1b", 7.0)) == [Typed("甲")]
    assert parts.due == pytest.approx(7.0 + wait)
    assert list(parts.tick(7.0 + wait - 0.01)) == []
    assert list(parts.tick(7.0 + wait + 0.0001)) == [ESC]
    assert list(parts.tick(9.0)) == []
    assert list(parts.feed("1", 9.0)) == [Typed("1")]


@pytest.mark.parametrize("tail", ["[B", "OB", "[15~", "[1;5C", "[Z", "[[A", "OP", "[200~甲\r乙\x1b[201~"])
@pytest.mark.parametrize("round_trip", [0.0, 0.02, 0.1, 0.4, None])
def test_a_sequence_in_pieces_that_follow_in_time_is_one_key(tail: str, round_trip: float | None) -> None:
    parts, now, taken = escapes(round_trip), 1.0, []
    gap = line(round_trip).wait * 0.9
    for piece in (ESCAPE, *tail):
        taken += [*parts.tick(now), *parts.feed(piece, now)]
        now += gap
    assert taken == ([Pasted("甲\r乙")] if "200" in tail else [Sequence(ESCAPE + tail)])


@pytest.mark.parametrize("tail", ["[B", "OB", "[15~", "[1;5C", "[Z", "[[A", "OP", "[24;80R"])
@pytest.mark.parametrize("late", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("cut", [1, 9])
def test_a_tail_that_comes_late_is_neither_typed_nor_obeyed(tail: str, late: float, cut: int) -> None:
    parts = escapes(0.01)
    taken = [*parts.feed(ESCAPE, 1.0), *parts.tick(1.045)]
    assert taken == [ESC]
    taken = [*parts.feed(tail[:cut], 1.0 + late), *parts.tick(1.1 + late)]
    taken += parts.feed(tail[cut:], 1.2 + late) if tail[cut:] else []
    assert taken == []
    assert list(parts.feed("[B学\x1b[B", 1.3 + late)) == [Typed("[B学"), Sequence("\x1b[B")]


def test_what_is_pasted_is_pasted_also_when_its_mark_comes_late() -> None:
    parts = escapes(0.01)
    assert [*parts.feed(ESCAPE, 0.0), *parts.tick(0.1)] == [ESC]
    assert list(parts.feed("[200~甲\r乙\x1b[20", 0.2)) == []
    assert list(parts.feed("1~丙", 0.3)) == [Pasted("甲\r乙"), Typed("丙")]


@pytest.mark.parametrize("typed", ["1", "学", "x", "K", "]", "\r", "[学", "Ok"])
def test_what_is_typed_after_esc_is_typed(typed: str) -> None:
    parts = escapes(0.01)
    assert [*parts.feed(ESCAPE, 0.0), *parts.tick(0.05)] == [ESC]
    assert list(parts.feed(typed, 0.2)) == [Typed(typed)]


@pytest.mark.parametrize("typed", ["[", "O"])
def test_what_might_be_a_tail_is_typed_when_nothing_follows(typed: str) -> None:
    parts = escapes(0.01)
    assert [*parts.feed(ESCAPE, 0.0), *parts.tick(0.05)] == [ESC]
    assert list(parts.feed(typed, 0.2)) == []
    assert parts.due == pytest.approx(0.7)
    assert list(parts.tick(0.71)) == [Typed(typed)]
    assert list(parts.feed("B", 0.72)) == [Typed("B")]


def test_half_a_second_after_esc_a_bracket_is_a_bracket() -> None:
    parts = escapes(0.01)
    assert [*parts.feed(ESCAPE, 0.0), *parts.tick(0.05)] == [ESC]
    assert list(parts.feed("[B", 0.51)) == [Typed("[B")]


def test_a_sequence_that_is_never_ended_is_dropped_alt_and_a_key_is_not() -> None:
    parts = escapes(0.01)
    assert [*parts.feed("\x1b[15", 0.0), *parts.tick(0.4), *parts.tick(0.6)] == []
    assert list(parts.feed("学", 0.7)) == [Typed("学")]
    assert [*parts.feed("\x1bO", 1.0), *parts.tick(1.6)] == [Sequence("\x1bO")]


PASTED = "\x1b[200~\x1b1甲\x1b\t[201~乙\x1b[201~"


@pytest.mark.parametrize("cut", range(1, len(PASTED)))
def test_what_is_pasted_is_left_alone(cut: int) -> None:
    parts = escapes()
    taken = [*parts.feed(PASTED[:cut], 0.0), *parts.feed(PASTED[cut:] + "\x1b3", 0.03)]
    assert taken == [Pasted("\x1b1甲\x1b\t[201~乙"), ESC, Typed("3")]
