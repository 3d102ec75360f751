"""What a session of the office has in memory: its proportional share (PSS), as the kernel counts it, from the
first screen over the list of study records to a blank one with some typing in it; and once names are found by
their pinyin."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figures import Figure, figure
from tests.bench.line_peers import plain_form_command, visidata_command
from tests.support.filled import fill, found
from tests.support.paths import PROJECT
from tests.support.terminal import Terminal

UNITS, RECORDS = 40, 150
SESSION, WITH_PINYIN = 45.0, 60.0
"""MB (of 2**20 bytes) that a session may take."""
SETTLING = 1.5
"""Seconds after which what a key set off in the background is done."""


def measure() -> list[Figure]:
    """About 20 seconds."""
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        fill(found(store, units=UNITS), UNITS, RECORDS)
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
            terminal.send("学习习近平总书记在党史学习教育动员大会上的重要讲话精神")
            terminal.wait_for("重要讲话精神")
            session = _settled(terminal)
            while "还没有保存" not in terminal.screen_text():  # an open list takes the first one
                terminal.key("esc")
                time.sleep(SETTLING)
            terminal.send("3")
            terminal.wait_for("附件2 学习情况", "已录")
            terminal.key("ctrl+o")
            terminal.send("d39xy")
            terminal.wait_for("第39学院党委", gone="第1学院党委")
            pinyin = _settled(terminal)
        peers = {
            "stock Textual form": _open(plain_form_command(Path(folder)), "保存"),
            "VisiData": _open(visidata_command(Path(folder), RECORDS), "学习内容"),
        }
    return [
        figure("memory of a session : what it may take", session, SESSION, 1.0, "MB"),
        figure("the same, names found by pinyin", pinyin, WITH_PINYIN, 1.0, "MB"),
        *(
            figure(f"memory of a session : {name}", session, peer, SESSION / peer, "MB")
            for name, peer in peers.items()
            if peer is not None
        ),
    ]


def _open(command: list[str | Path] | None, shown: str) -> float | None:
    """Another program, once it stands on the screen."""
    if command is None:
        return None
    with Terminal(command, anew=True, cols=120, rows=40, cwd=PROJECT) as terminal:
        terminal.wait_for(shown)
        return _settled(terminal)


def _settled(terminal: Terminal) -> float:
    time.sleep(SETTLING)
    return proportional(terminal.process.pid)


def proportional(pid: int) -> float:
    """MB: its own memory, and its share of what it has in common with others."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024
