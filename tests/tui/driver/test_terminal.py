"""The driver on a real line: sizes, suspending, terminals with ideas of their own, and what it costs."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest

from tests.support import terminal
from tests.support.glass import Glass, difference, wide_ambiguous
from tests.support.lines import after, fill_in, run, seen, settle, started


def test_the_picture_on_a_real_line_is_the_stock_drivers() -> None:
    with run("stock") as stock, run("ours") as ours:
        for line in (stock, ours):
            fill_in(line)
        assert difference(seen(ours), seen(stock)) == ""
        assert seen(ours).caret() == seen(stock).caret()
        assert len(ours.bytes_written) < len(stock.bytes_written) / 3
        for line in (stock, ours):
            line.key("F6")
            assert line.wait_for_end() == 0
            line.assert_restored()


def test_what_typing_costs() -> None:
    with run("ours") as few, run("ours", COLORTERM="truecolor") as many:
        for line in (few, many):
            started(line)
            first = len(settle(line))
            assert first < 12_000
            for key in "学x习":
                assert 0 < len(after(line, lambda line=line, key=key: line.send(key))) <= 80  # type: ignore[misc]
            assert len(after(line, lambda line=line: line.key("tab"))) <= 500  # type: ignore[misc]
        before = [len(line.bytes_written) for line in (few, many)]
        time.sleep(1.5)
        assert [len(line.bytes_written) for line in (few, many)] == before


def test_resized_in_the_middle_of_an_entry() -> None:
    with run("ours") as line:
        started(line)
        line.send("学习")
        for columns, lines in ((80, 24), (40, 10), (120, 40)):
            before = len(settle(line))
            line.resize(columns, lines)
            line.send("党")
            written = settle(line)[before:]
        stock_picture = seen(line)
        fresh = Glass(120, 40)
        fresh.feed("\x1b[?7l" + written.decode())
        assert difference(fresh, stock_picture) == ""  # the last size was painted whole
        assert "学习党党党" in line.screen_text()


def test_after_a_resize_back_to_the_same_size_everything_is_written_again() -> None:
    with run("ours") as line:
        started(line)
        picture = seen(line)
        written = after(line, lambda: line.process.send_signal(signal.SIGWINCH))
        fresh = Glass(120, 40)
        fresh.feed("\x1b[?7l" + written.decode())
        assert difference(fresh, picture) == ""


def test_after_somebody_else_had_the_terminal_the_picture_is_whole() -> None:
    with run("ours") as line:
        started(line)
        picture = seen(line)
        line.key("F4")
        line.wait_for_bytes(b"garbage")
        written = settle(line).rpartition(b"\x1b[?1049h")[2]
        fresh = Glass(120, 40)
        fresh.feed(written.decode())
        assert [fresh.row(y) for y in range(40)] == [picture.row(y) for y in range(40)]


def test_stopped_and_continued() -> None:
    with run("ours") as line:
        started(line)
        picture = seen(line)
        line.process.send_signal(signal.SIGTSTP)
        line.wait_for_bytes(b"\x1b[?1049l")
        settle(line)
        line.process.send_signal(signal.SIGCONT)
        written = settle(line).rpartition(b"\x1b[?1049h")[2]
        fresh = Glass(120, 40)
        fresh.feed(written.decode())
        assert [fresh.row(y) for y in range(40)] == [picture.row(y) for y in range(40)]


def test_an_unknown_sequence_passes_and_the_picture_comes_back() -> None:
    with run("ours") as line:
        started(line)
        picture = seen(line)
        written = after(line, lambda: line.key("F5"))
        assert written.startswith(b"\x1bc")
        fresh = Glass(120, 40)
        fresh.feed(written.decode())
        assert difference(fresh, picture) == ""


def test_a_terminal_that_draws_more_widely_gets_what_the_stock_driver_writes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Wide(Glass):
        def __init__(self, columns: int, lines: int, answer: Callable[[str], None]) -> None:
            super().__init__(columns, lines, wide_ambiguous)
            self._answer = answer

    monkeypatch.setattr(terminal, "Screen", Wide)
    with run("stock") as stock, run("ours") as ours:
        for line in (stock, ours):
            fill_in(line)
        assert difference(seen(ours, wide_ambiguous), seen(stock, wide_ambiguous)) == ""


def test_the_question_about_widths_is_asked_once_and_leaves_nothing() -> None:
    with run("ours") as line:
        started(line)
        line.key("F4")
        assert settle(line).count(b"\x1b[6n") == 1
        assert line.screen_text().startswith("0 学习内容")
