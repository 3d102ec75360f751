"""The first screen left alone, over a school of forty units that are all looked at for others' changes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from tests.bench.figures import Figure, figure
from tests.support.filled import fill, found
from tests.support.terminal import Terminal

UNITS = 40
SECONDS = 20.0
LIMIT = 0.01
"""Of a core."""


def measure() -> list[Figure]:
    """About 30 seconds."""
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        fill(found(store, units=UNITS), UNITS, records=50)
        taizhang = Path(sys.executable).with_name("taizhang")
        command: list[str | Path] = [taizhang, "--store", store, "--today", "2021-04-10"]
        with Terminal(command, anew=True, env={"HOME": folder}, cwd=Path(__file__).parents[2]) as terminal:
            terminal.wait_for("学院党委")
            sleep(3)
            start, used = monotonic(), _processor_seconds(terminal.process.pid)
            sleep(SECONDS)
            busy = _processor_seconds(terminal.process.pid) - used
            return [figure("screens left alone : a core", busy, monotonic() - start, LIMIT)]


def _processor_seconds(pid: int) -> float:
    """User and system time, all threads, from the kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
