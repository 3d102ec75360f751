"""A terminal that nobody wrote for these tests: what tmux makes of both drivers' output is the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.support import terminal
from tests.support.glass import Glass, difference
from tests.support.lines import fill_in, settle
from tests.support.paths import PROJECT
from tests.support.terminal import Terminal

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux")


class Outer(Glass):
    """The terminal that tmux itself runs on."""

    def __init__(self, columns: int, lines: int, answer: Callable[[str], None]) -> None:
        super().__init__(columns, lines)
        self._answer = answer


def in_tmux(folder: Path, driver: str, term: str) -> Terminal:
    """The program in tmux, which tells it that it is ``term``."""
    settings = folder / "tmux.conf"
    settings.write_text(
        f"set -g status off\nset -g default-terminal {term}\nset -sg escape-time 0\n"
        "set -g set-titles on\nset -g set-titles-string '#T'\n"
    )
    program = f"{sys.executable} -m tests.support.sample {driver}"
    tmux: list[str | Path] = ["tmux", "-u", "-f", settings, "-S", folder / driver]
    line = Terminal(
        [*tmux, "new-session", program],
        cols=120,
        rows=40,
        env={"TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_ANIMATIONS": "none"},
        cwd=PROJECT,
    )

    def behind() -> list[int]:
        ask = [*tmux, "display-message", "-p", "#{pid} #{pane_pid}"]
        return [int(pid) for pid in subprocess.run(ask, capture_output=True, check=True).stdout.split()]

    line.behind = cache(behind)
    return line


@pytest.mark.parametrize("term", ["tmux-256color", "screen-256color", "xterm-256color"])
def test_the_picture_in_tmux_is_the_stock_drivers(
    tmp_path: Path, term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "Screen", Outer)
    with in_tmux(tmp_path, "stock", term) as stock, in_tmux(tmp_path, "ours", term) as ours:
        for line in (stock, ours):
            fill_in(line)
            settle(line)
        assert isinstance(stock.screen, Outer)
        assert isinstance(ours.screen, Outer)
        assert difference(ours.screen, stock.screen) == ""
        assert ours.screen.caret() == stock.screen.caret()
        for line in (stock, ours):
            line.key("F6")
            assert line.wait_for_end() == 0
