"""A unit with very many study records opens as soon as one with few: from the key on the first screen to the
last byte of the list that follows, both in turns in the same run."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figures import Figure, figure, in_turns
from tests.support.filled import fill, found
from tests.support.terminal import Terminal

MANY, FEW = 5_000, 50
ROUNDS = 9
ALLOWED = 0.15
"""Seconds that the many may take longer."""
QUIET = 0.4
"""Seconds without a byte after which a picture is complete."""

LONGEST = 30.0


def measure() -> list[Figure]:
    """About a minute."""
    with TemporaryDirectory() as folder, _home(Path(folder), MANY) as many, _home(Path(folder), FEW) as few:
        times = in_turns(lambda: _seconds_to_open(many, MANY), lambda: _seconds_to_open(few, FEW), ROUNDS)
    more = max(times[0] - times[1], 0.0)
    return [figure(f"{MANY:,} records open later than {FEW} : allowed", more, ALLOWED, 1.0)]


@contextmanager
def _home(folder: Path, records: int) -> Iterator[Terminal]:
    """待办 of a unit with so many records."""
    store = folder / str(records) / "store"
    fill(found(store, units=1), 1, records)
    taizhang = Path(sys.executable).with_name("taizhang")
    command: list[str | Path] = [taizhang, "--store", store, "--today", "2021-04-10"]
    environment = {"HOME": str(store.parent), "TAIZHANG_ORG": "u001"}
    with Terminal(command, anew=True, cols=120, rows=40, env=environment, cwd=store.parent) as terminal:
        terminal.wait_for("1 推进时间表", "学习情况汇总表")
        yield terminal


def _seconds_to_open(terminal: Terminal, records: int) -> float:
    before = written = len(terminal.bytes_written)
    start = last = time.perf_counter()
    terminal.send("2")
    while written == before or time.perf_counter() - last < QUIET:
        if len(terminal.bytes_written) != written:
            last, written = time.perf_counter(), len(terminal.bytes_written)
        if last - start > LONGEST or time.perf_counter() - start > LONGEST:
            raise AssertionError(f"no end of it:\n{terminal.screen_text()}")
        time.sleep(0.002)
    terminal.wait_for("附件2 学习情况", f"已录{records + 1}条")
    terminal.key("esc")
    terminal.wait_for("1 推进时间表")
    time.sleep(QUIET)
    return last - start
