"""Bytes on the line at 120 x 40, beside the same screens over Textual's own driver: the first screen, a typed
character, a change of field, a page of a table, and nothing at all while nobody types."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from store.protocol import Change, new_id, unit_shard
from tests.bench.figures import Figure, figure
from tests.bench.school import found, record_data
from tests.pty.terminal import Terminal, key_bytes

PROJECT = Path(__file__).parent.parent.parent
COLUMNS, LINES = 120, 40
RECORDS = 150
QUIET = 0.6
"""Seconds without a byte after which an update counts as complete."""
IDLE = 3.0

FIRST_SCREEN, CHARACTER, LISTED, FIELD, PAGE = 12_000, 80, 400, 500, (1.3, 1000)
"""Bytes allowed; for a page, a factor of the UTF-8 of the cells that changed, and what is added."""

CONTENTS = (
    "学习习近平总书记在党史学习教育动员大会上的重要讲话精神",
    "赴烈士陵园祭扫，重温入党誓词，开展主题党日活动",
    "讨论支部年度工作计划，观看《榜样5》专题节目并交流体会",
    "学习《中国共产党普通高等学校基层组织工作条例》，结合支部实际研讨",
)


@dataclass
class Cost:
    """Bytes that one session took."""

    first: int = 0
    characters: list[int] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)
    """Characters after which other values are offered."""
    fields: list[int] = field(default_factory=list)
    pages: list[tuple[int, int]] = field(default_factory=list)
    """Bytes written, and the UTF-8 of the cells that changed."""
    idle: int = 0


class Line:
    """A terminal, and how much what one does costs."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def settle(self) -> int:
        """Bytes written so far, once no more come."""
        while True:
            written = len(self.terminal.bytes_written)
            time.sleep(QUIET)
            if len(self.terminal.bytes_written) == written:
                return written

    def press(self, key: str) -> int:
        """Bytes written because of a key or a character."""
        before = self.settle()
        self.terminal.send(key if len(key) == 1 else key_bytes(key))
        return self.settle() - before

    def cells(self) -> dict[tuple[int, int], str]:
        buffer = self.terminal.screen.buffer
        return {(y, x): buffer[y][x].data for y in range(LINES) for x in range(COLUMNS)}


def measure() -> list[Figure]:
    """About two minutes, most of it spent on waiting until nothing more is written."""
    with TemporaryDirectory() as folder:
        ours, stock = (_session(driver, Path(folder) / driver) for driver in ("ours", "stock"))
    page, changed = max(ours.pages, key=lambda page: page[0] - PAGE[0] * page[1])
    stock_page = max(written for written, _ in stock.pages)
    return [
        _figure("first screen", ours.first, stock.first, FIRST_SCREEN),
        _figure("typed character, the dearest", max(ours.characters), max(stock.characters), CHARACTER),
        _figure("typed character, other values offered", max(ours.listed), max(stock.listed), LISTED),
        _figure("change of field, on average", mean(ours.fields), mean(stock.fields), FIELD),
        _figure("page of a table, the dearest", page, stock_page, PAGE[0] * changed + PAGE[1]),
        Figure(f"{IDLE:g} s without a key", ours.idle, stock.idle, ours.idle, 0, "B"),
    ]


def _figure(name: str, ours: float, stock: float, allowed: float) -> Figure:
    """The ratio that must not be passed is the one at which ours is what is allowed."""
    return figure(name, ours, stock, allowed / stock, "B")


def _session(driver: str, folder: Path) -> Cost:
    store = folder / "store"
    _write(store)
    cost = Cost()
    command: list[str | Path] = [sys.executable, "-m", "tests.bench.line_screens", driver, store]
    with Terminal(command, cols=COLUMNS, rows=LINES, env={"HOME": str(folder)}, cwd=PROJECT) as terminal:
        line = Line(terminal)
        terminal.wait_for("学习情况汇总表")
        cost.first = line.settle()
        _after(line, "2", lambda text: f"已录{RECORDS}条" in text)
        for _ in range(3):
            before = line.cells()
            written = line.press("pagedown")
            after = line.cells()
            changed = "".join(text for place, text in after.items() if text != before[place])
            cost.pages.append((written, len(changed.encode())))
        _after(line, "ctrl+n", lambda text: "新增" in text)
        cost.fields = [line.press("tab") for _ in range(8)]
        _after(line, "ctrl+n", lambda text: "新增" in text)
        for _ in range(7):
            line.press("shift+tab")
        cost.listed = [line.press(character) for character in "学习x"]
        line.press("讲")  # nothing that was entered before goes on like this
        cost.characters = [line.press(character) for character in "学习x讲a话"]
        line.press("tab")
        before_idle = line.settle()
        time.sleep(IDLE)
        cost.idle = len(terminal.bytes_written) - before_idle
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
