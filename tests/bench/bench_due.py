"""``taizhang due`` with 40 units against the bare cost of the library that reads its command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench.figures import Figure, figure, in_turns
from tests.support.filled import found

UNITS = 40
ROUNDS = 25
LIMIT = 3.0


def measure() -> list[Figure]:
    """About 15 seconds."""
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        found(store, UNITS)
        taizhang = Path(sys.executable).with_name("taizhang")

        def ours() -> float:
            return _seconds(taizhang, "due", "--store", store, "--today", "2021-04-10")

        def peer() -> float:
            return _seconds(sys.executable, "-c", "import click")

        times = in_turns(ours, peer, ROUNDS)
    return [figure("taizhang due, 40 units : import click", *times, LIMIT)]


def _seconds(*command: str | Path) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start
