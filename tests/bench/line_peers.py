"""The same on other programs: a stock Textual form, and VisiData, which curses draws, over a table of as many
rows."""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

from tests.bench.line import COLUMNS, LINES, Cost, Line
from tests.support.paths import PROJECT
from tests.support.terminal import Terminal

TYPED = "学习x讲a话"


def plain_form_command(folder: Path) -> list[str | Path]:
    """``tests.bench.plain_form``, over Textual's own driver."""
    return [sys.executable, "-m", "tests.bench.plain_form", folder / "plain"]


def visidata_command(folder: Path, rows: int) -> list[str | Path] | None:
    """VisiData over a file with this many rows; None: it is not installed."""
    program = shutil.which("vd")
    if program is None:
        print("VisiData (vd) is not installed: nothing is measured beside it", file=sys.stderr)
        return None
    table = folder / "table.csv"
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["时间", "学习内容", "学习方式", "开展单位", "参加人员"])
        for number in range(1, rows + 1):
            content = f"学习习近平总书记在党史学习教育动员大会上的重要讲话精神（第{number}次）"
            when = f"2021年{1 + number % 3}月{1 + number % 28}日"
            writer.writerow([when, content, "主题党日", "2019级本科生党支部", f"全体党员（{number}人）"])
    return [program, "--nothing", table]


def plain_form(folder: Path) -> Cost:
    """Ten fields, no table."""
    cost = Cost()
    command = plain_form_command(folder)
    with Terminal(
        command, anew=True, cols=COLUMNS, rows=LINES, env={"HOME": str(folder)}, cwd=PROJECT
    ) as terminal:
        line = Line(terminal)
        terminal.wait_for("保存")
        cost.first = line.settle()
        cost.fields = [line.press("tab") for _ in range(8)]
        cost.characters = [line.press(character) for character in TYPED]
        cost.idle = line.idle()
    return cost


def visidata(folder: Path, rows: int) -> Cost | None:
    """A table, one of its cells edited, and the cells beside it gone through."""
    cost = Cost()
    command = visidata_command(folder, rows)
    if command is None:
        return None
    with Terminal(
        command, anew=True, cols=COLUMNS, rows=LINES, env={"HOME": str(folder)}, cwd=folder
    ) as terminal:
        line = Line(terminal)
        terminal.wait_for("学习内容", "2021年")
        cost.first = line.settle()
        cost.pages = [line.page("pagedown") for _ in range(3)]
        cost.fields = [line.press("right") for _ in range(4)]
        line.press("e")
        line.press("ctrl+k")
        cost.characters = [line.press(character) for character in TYPED]
        cost.idle = line.idle()
    return cost
