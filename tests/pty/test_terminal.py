"""The terminal that the other tests look through shows what a terminal shows."""

from __future__ import annotations

import sys

import pytest

from tests.support.terminal import Terminal


def run(source: str) -> Terminal:
    return Terminal([sys.executable, "-c", source], cols=20, rows=4)


def test_wide_characters_take_two_cells() -> None:
    with run("print('台账\\x1b[1;5Hok', end='', flush=True); input()") as terminal:
        assert terminal.wait_for("台账ok").startswith("台账ok")


def test_typed_and_written_bytes_pass_unchanged() -> None:
    with run("print(input().encode())") as terminal:
        terminal.send("保存\r")
        assert terminal.wait_for_end() == 0
        assert repr("保存".encode()).encode() in terminal.bytes_written


def test_waiting_for_what_never_comes_shows_the_screen() -> None:
    with run("print('something else')") as terminal, pytest.raises(AssertionError, match="something else"):
        terminal.wait_for("待办", timeout=5)


def test_a_terminal_left_raw_is_found_out() -> None:
    with run("import tty; tty.setraw(0)") as terminal:
        terminal.wait_for_end()
        with pytest.raises(AssertionError):
            terminal.assert_restored()


def test_a_dropped_line_ends_a_process_that_does_nothing_about_it() -> None:
    with run("import time; print('up', flush=True); time.sleep(600)") as terminal:
        terminal.wait_for("up")
        terminal.hang_up()
        assert terminal.wait_for_end() < 0
