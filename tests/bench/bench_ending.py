"""How soon a session is gone that the line was cut to, or that was told to end: with a record half typed, the
draft of which it keeps first."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from tests.bench.figures import Figure, figure
from tests.support.filled import fill, found
from tests.support.terminal import Terminal

ALLOWED = 0.5
"""Seconds from the signal to the end of the process."""
ROUNDS = 5
ENDINGS: dict[str, Callable[[Terminal], object]] = {
    "the line is cut": Terminal.hang_up,
    "SIGTERM": lambda terminal: terminal.process.send_signal(signal.SIGTERM),
    "SIGHUP": lambda terminal: terminal.process.send_signal(signal.SIGHUP),
}


def measure() -> list[Figure]:
    """About half a minute; the slowest of all rounds counts."""
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        fill(found(store, units=1), 1, 150)
        return [
            figure(f"the end, {name}", max(_end(Path(folder), end) for _ in range(ROUNDS)), ALLOWED, 1.0)
            for name, end in ENDINGS.items()
        ]


def _end(folder: Path, end: Callable[[Terminal], object]) -> float:
    command: list[str | Path] = [Path(sys.executable).with_name("taizhang"), "--store", folder / "store"]
    home = mkdtemp(dir=folder)  # a draft of the round before would be offered
    with Terminal([*command, "--today", "2021-04-10"], anew=True, env={"HOME": home}, cwd=folder) as t:
        t.wait_for("1 推进时间表")
        t.send("2")
        t.wait_for("附件2 学习情况", "已录")
        t.key("ctrl+n")
        t.wait_for("学习情况 新增", "学习内容")
        t.key("tab")
        t.send("学习讲话")
        t.wait_for("学习讲话")
        began = time.monotonic()
        end(t)
        t.wait_for_end()
        return time.monotonic() - began
