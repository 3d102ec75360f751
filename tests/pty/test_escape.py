"""Esc and sequences that come in pieces, over a real terminal and by the test's own clock: no test here is
late or early because the machine is busy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.programs import WATCHED, Start, new_record
from tests.support.terminal import Terminal

pytestmark = pytest.mark.usefixtures("campaign")


class Clock:
    """What the keyboard of the program takes for the time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._now = 0.0
        self.go_on(100.0)

    def go_on(self, seconds: float) -> None:
        self._now += seconds
        new = self._path.with_suffix(".new")
        new.write_text(str(self._now))
        new.replace(self._path)


@pytest.fixture
def clock(home: Path) -> Clock:
    return Clock(home / "clock")


def entry(start: Start, home: Path, clock: Clock, round_trip: float | None) -> Terminal:
    """A new record, on a line that takes so many seconds there and back; None: its terminal never reports."""

    def answers(answer: str) -> bool:
        if round_trip is not None and answer.endswith("R"):
            clock.go_on(round_trip)
        return round_trip is not None

    terminal = start(program=WATCHED, env={"WATCHED_CLOCK": str(home / "clock")}, answers=answers)
    new_record(terminal)
    terminal.send("甲")
    terminal.wait_for("甲")
    return terminal


def send(terminal: Terminal, *pieces: str | bytes) -> None:
    """Each is read before the next one comes, and before the clock goes on."""
    for piece in pieces:
        before = len(terminal.bytes_written)
        terminal.send(piece)
        terminal.wait_until(lambda _, at=before: b"\x1b]7778;" in terminal.bytes_written[at:], what="a read")  # type: ignore[misc]


LINES = pytest.mark.parametrize(
    ("round_trip", "wait"), [(0.0, 0.04), (0.04, 0.08), (0.1, 0.2), (0.3, 0.5), (None, 0.5)]
)


@LINES
def test_esc_acts_when_nothing_has_followed_in_time(
    start: Start, home: Path, clock: Clock, round_trip: float | None, wait: float
) -> None:
    terminal = entry(start, home, clock, round_trip)
    send(terminal, "\x1b")
    clock.go_on(wait + 0.001)
    terminal.wait_for("还没有保存")


@LINES
def test_a_key_in_pieces_that_come_in_time_is_one_key(
    start: Start, home: Path, clock: Clock, round_trip: float | None, wait: float
) -> None:
    terminal = entry(start, home, clock, round_trip)
    send(terminal, "\x1b")
    clock.go_on(wait * 0.9)
    send(terminal, "[")
    clock.go_on(0.45)
    send(terminal, "D", "\x1b", "O", "C", "\x1b[", "D", "乙")
    screen = terminal.wait_for("乙甲")
    assert "还没有保存" not in screen
    assert "[" not in terminal.line_with("乙甲")


@pytest.mark.parametrize("tail", [("[D",), ("[", "D"), ("OD",), ("[1;2D",), ("[15~",)])
def test_a_tail_that_comes_late_is_neither_typed_nor_obeyed(
    start: Start, home: Path, clock: Clock, tail: tuple[str, ...]
) -> None:
    terminal = entry(start, home, clock, 0.02)
    for shown, gone in (("还没有保存", ""), ("甲", "还没有保存")):
        send(terminal, "\x1b")
        clock.go_on(0.05)
        terminal.wait_for(shown, gone=gone)
    clock.go_on(0.3)
    send(terminal, *tail, "乙")
    assert "甲乙" in terminal.wait_for("甲乙")


@pytest.mark.parametrize("cut", [1, 2])
def test_a_character_in_pieces_is_one_character(start: Start, home: Path, clock: Clock, cut: int) -> None:
    terminal = entry(start, home, clock, 0.02)
    send(terminal, "在".encode()[:cut], "在".encode()[cut:], "乙")
    terminal.wait_for("甲在乙")


def test_without_an_answer_nothing_else_is_missing(start: Start, home: Path, clock: Clock) -> None:
    """Seen also where Esc closes one thing after another."""
    terminal = entry(start, home, clock, None)
    send(terminal, "\x1b")
    clock.go_on(0.51)
    terminal.wait_for("还没有保存", "4 放弃")
    terminal.send("4")
    terminal.wait_for("附件2 学习情况", gone="新增  计算机")
