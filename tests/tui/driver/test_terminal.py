"""The driver on a real line: sizes, suspending, terminals with ideas of their own, and what it costs."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wcwidth import wcwidth

from tests.pty import terminal
from tests.pty.terminal import Terminal, key_bytes
from tests.tui.driver.glass import Glass, difference
from tests.tui.driver.test_streams import wide_ambiguous

PROJECT = Path(__file__).parents[3]
QUIET = 0.3
"""Seconds without a byte after which an update counts as complete."""


def run(driver: str, **env: str) -> Terminal:
    return Terminal(
        [sys.executable, "-m", "tests.tui.driver.sample", driver],
        cols=120,
        rows=40,
        env={"TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_ANIMATIONS": "none", **env},
        cwd=PROJECT,
    )


def settle(line: Terminal) -> bytes:
    """Everything written, once nothing more comes."""
    while True:
        seen = len(line.bytes_written)
        time.sleep(QUIET)
        if len(line.bytes_written) == seen:
            return line.bytes_written


def after(line: Terminal, action: Callable[[], Any]) -> bytes:
    """What is written because of ``action``."""
    before = len(settle(line))
    action()
    return settle(line)[before:]


def seen(line: Terminal, width: Callable[[str], int] = wcwidth) -> Glass:
    """The picture at the end of all that was written, on one size of screen."""
    glass = Glass(line.screen.columns, line.screen.lines, width)
    glass.feed(settle(line).decode())
    return glass


def started(line: Terminal) -> Terminal:
    """Once the first field waits for text."""
    line.wait_for("5 学习内容及要求")
    line.wait_for_bytes(b"ready")
    settle(line)
    return line


def fill_in(line: Terminal) -> None:
    started(line)
    # Textual lets keys that do something overtake characters: each waits for the ones before.
    for keys in (["tab"], ["学", "习", "x"], ["backspace", "left"], ["党"], ["tab"], ["home"], ["党"]):
        for key in keys:
            line.send(key if len(key) == 1 else key_bytes(key))
        settle(line)
    line.key("F2")
    line.wait_for("是否列为存在问题")
    line.key("esc")
    line.wait_for("党", gone="是否列为存在问题")
    line.send("y")
    line.wait_for("党y")


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
    for colours in ({}, {"COLORTERM": "truecolor"}):
        with run("ours", **colours) as line:
            started(line)
            first = len(settle(line))
            assert first < 12_000
            for key in "学x习":
                assert 0 < len(after(line, lambda key=key: line.send(key))) <= 80  # type: ignore[misc]
            assert len(after(line, lambda: line.key("tab"))) <= 500
            before = len(line.bytes_written)
            time.sleep(1.5)
            assert len(line.bytes_written) == before


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
