"""From the start of the process to the first screen with its rows, against the least Textual program; beside
it a stock form and VisiData."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench.figures import Figure, figure, in_turns
from tests.bench.line_peers import plain_form_command, visidata_command
from tests.support.filled import found
from tests.support.paths import PROJECT
from tests.support.terminal import Terminal

ROUNDS = 15
LIMIT = 1.4
RECORDS = 150


def measure() -> list[Figure]:
    """About 30 seconds."""
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        found(store, units=3)
        taizhang = Path(sys.executable).with_name("taizhang")
        environment = {"HOME": folder, "TEXTUAL_DISABLE_KITTY_KEY": "1"}

        def painted(command: list[str | Path], text: str) -> float:
            start = perf_counter()
            with Terminal(command, anew=True, env=environment, cwd=PROJECT) as terminal:
                terminal.wait_for_bytes(text.encode())
                return perf_counter() - start

        times = in_turns(
            lambda: painted([taizhang, "--store", store, "--today", "2021-04-10"], "学习情况汇总表"),
            lambda: painted([sys.executable, "-m", "tests.bench.minimal_app"], "待办"),
            ROUNDS,
        )
        ours, minimal = times
        others = {
            "stock Textual form": (plain_form_command(Path(folder)), "保存"),
            "VisiData": (visidata_command(Path(folder), RECORDS), "学习内容"),
        }
        peers = {
            name: median(painted(command, text) for _ in range(ROUNDS))
            for name, (command, text) in others.items()
            if command is not None
        }
    return [
        figure("first paint : minimal Textual program", ours, minimal, LIMIT),
        *(
            figure(f"first paint : {name}", ours, peer, LIMIT * minimal / peer)
            for name, peer in peers.items()
        ),
    ]
