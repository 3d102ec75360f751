"""A key to its echo: the processor time that a typed character costs, all threads of the program together."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from tests.bench.figures import Figure, figure
from tests.support.filled import fill, found
from tests.support.terminal import Terminal

ALLOWED = 15.0
"""Milliseconds, for 95 of 100 characters."""
RECORDS = 150
ROUNDS = 2
TEXT = (
    "4月6日上午，学院党委组织全体党员赴烈士陵园祭扫，重温入党誓词；随后学习习近平总书记在党史学习教育动员大会上的重要讲话精神，"
    "观看专题节目并交流体会，研究部署2021年学习计划abc。会议要求各党支部按月报送。"
)


def measure() -> list[Figure]:
    """About a minute, most of it spent on waiting until a character has had its whole effect."""
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        fill(found(store, units=1), 1, RECORDS)
        taizhang = Path(sys.executable).with_name("taizhang")
        command: list[str | Path] = [taizhang, "--store", store, "--today", "2021-04-10"]
        with Terminal(
            command, anew=True, cols=120, rows=40, env={"HOME": folder}, cwd=Path(folder)
        ) as terminal:
            terminal.wait_for("1 推进时间表")
            terminal.send("2")
            terminal.wait_for("附件2 学习情况", "已录")
            terminal.key("ctrl+n")
            terminal.wait_for("学习情况 新增", "学习内容")
            terminal.key("tab")
            terminal.wait_for("学习内容  已填0字")
            costs = []
            for _ in range(ROUNDS):
                costs += [_cost(terminal, character) for character in TEXT]
                terminal.send("。")
    return [figure("a typed character, p95 of processor time", _p95(costs), ALLOWED, 1.0, "ms")]


def _cost(terminal: Terminal, character: str) -> float:
    """Milliseconds from the key to the last byte of its echo."""
    used, written = processor_time(terminal.process.pid), len(terminal.bytes_written)
    terminal.send(character)
    terminal.wait_until(lambda _: len(terminal.bytes_written) > written)
    time.sleep(ECHO)
    return (processor_time(terminal.process.pid) - used) / 1e6


ECHO = 0.12
"""Seconds in which an echo is complete; what follows the typing (suggestions, drafts) comes later."""


def processor_time(pid: int) -> int:
    """Nanoseconds on a processor, of all threads, from the kernel."""
    return sum(
        int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()
    )


def _p95(costs: list[float]) -> float:
    return quantiles(costs, n=20)[-1]
