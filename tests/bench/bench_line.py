"""Bytes on the line at 120 x 40, beside our screens over the stock driver, a stock form and VisiData: first
screen, a typed character, a change of field, a page of a table, and nothing while nobody types."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from store.protocol import Change, new_id, unit_shard
from tests.bench.figures import Figure, figure
from tests.bench.line import COLUMNS, IDLE, LINES, Cost, Line
from tests.bench.line_peers import plain_form, visidata
from tests.support.filled import found, record_data
from tests.support.paths import PROJECT
from tests.support.terminal import Terminal

RECORDS = 150

FIRST_SCREEN, CHARACTER, LISTED, FIELD, PAGE = 4_000, 80, 400, 500, (1.3, 1000)
"""Bytes allowed; for a page, a factor of the UTF-8 of the cells that changed, and what is added."""

CONTENTS = (
    "学习习近平总书记在党史学习教育动员大会上的重要讲话精神",
    "赴烈士陵园祭扫，重温入党誓词，开展主题党日活动",
    "讨论支部年度工作计划，观看《榜样5》专题节目并交流体会",
    "学习《中国共产党普通高等学校基层组织工作条例》，结合支部实际研讨",
)


def measure() -> list[Figure]:
    """About three minutes, most of them spent on waiting until nothing more is written."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        ours, stock = (_session(driver, home / driver) for driver in ("ours", "stock"))
        peers = {"our screens, stock driver": stock, "stock Textual form": plain_form(home)}
        table = visidata(home, RECORDS)
    if table is not None:
        peers["VisiData"] = table
    return [figure for name, peer in peers.items() for figure in _figures(name, ours, peer)]


def _figures(name: str, ours: Cost, peer: Cost) -> Iterator[Figure]:
    """What is allowed is a number of bytes; the peer's stand beside it."""
    page, changed = max(ours.pages, key=lambda page: page[0] - PAGE[0] * page[1])
    yield _figure(f"first screen : {name}", ours.first, peer.first, FIRST_SCREEN)
    yield _figure(f"typed character : {name}", max(ours.characters), max(peer.characters), CHARACTER)
    if peer.listed:
        yield _figure("typed character, others offered", max(ours.listed), max(peer.listed), LISTED)
    yield _figure(f"change of field : {name}", mean(ours.fields), mean(peer.fields), FIELD)
    if peer.pages:
        dearest = max(written for written, _ in peer.pages)
        yield _figure(f"page of a table : {name}", page, dearest, PAGE[0] * changed + PAGE[1])
    yield Figure(f"{IDLE:g} s without a key : {name}", ours.idle, peer.idle, ours.idle, 0, "B")


def _figure(name: str, ours: float, peer: float, allowed: float) -> Figure:
    """The ratio that must not be passed is the one at which ours is what is allowed."""
    return figure(name, ours, peer, allowed / peer, "B")


def _session(driver: str, folder: Path) -> Cost:
    store = folder / "store"
    _write(store)
    cost = Cost()
    command: list[str | Path] = [sys.executable, "-m", "tests.bench.line_screens", driver, store]
    with Terminal(
        command, anew=True, cols=COLUMNS, rows=LINES, env={"HOME": str(folder)}, cwd=PROJECT
    ) as terminal:
        line = Line(terminal)
        terminal.wait_for("学习情况汇总表")
        cost.first = line.settle()
        _after(line, "2", lambda text: f"已录{RECORDS}条" in text)
        cost.pages = [line.page("pagedown") for _ in range(3)]
        _after(line, "ctrl+n", lambda text: "新增" in text)
        cost.fields = [line.press("tab") for _ in range(8)]
        _after(line, "ctrl+n", lambda text: "新增" in text)
        for _ in range(7):
            line.press("shift+tab")
        cost.listed = [line.press(character) for character in "学习x"]
        line.press("讲")  # nothing that was entered before goes on like this
        cost.characters = [line.press(character) for character in "学习x讲a话"]
        line.press("tab")
        cost.idle = line.idle()
    return cost


def _after(line: Line, key: str, shown: Callable[[str], bool]) -> None:
    line.press(key)
    line.terminal.wait_until(shown)


def _write(store: Path) -> None:
    """A school whose first unit has study records, no two next to each other the same."""
    c = found(store, 1)
    data = record_data(c)
    changes = [
        Change(
            id=new_id(),
            annex="study",
            org="u001",
            base=0,
            data=data
            | {
                "time": f"2021年{1 + number % 3}月{1 + number % 28}日",
                "content": f"{CONTENTS[number % 4]}（第{number}次）",
                "organiser": [("2019级本科生党支部", "教师第一党支部", "机关党支部")[number % 3]],
                "participants": f"全体党员（{number}人）",
            },
        )
        for number in range(RECORDS - 1)
    ]
    c.store.apply(unit_shard("u001"), changes, "bench")
