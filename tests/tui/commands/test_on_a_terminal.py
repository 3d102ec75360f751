"""Commands in a real terminal of 80 columns: nothing stored can act on it, and tables fit."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.commands import Run
from tests.support.terminal import Terminal
from tui.commands.cells import cells

HOSTILE = "甲\x1b]0;坏\x07\x1b[2J\x9b31m\u202e乙\x85丙、一段很长很长的话，说明情况并且超过一列能有的宽度"


def _on_terminal(school: Path, *line: str) -> Terminal:
    command = [sys.executable, "-m", "tui.commands.main", "--store", str(school), *line]
    return Terminal(command, env={"HOME": str(school), "PYTHONPATH": str(Path.cwd())})


def test_stored_text_cannot_act_on_the_terminal(run: Run, school: Path, tmp_path: Path) -> None:
    fields = ["--set", "time=0401", "--set", f"content={HOSTILE}", "--set", f"organiser={HOSTILE}"]
    assert run("add", "study", "--org", "u1", *fields, "--force", HOSTILE).exit_code == 0
    assert run("org", "set", "u1", "--set", f"name={HOSTILE}").exit_code == 0
    shard = next(school.glob("*/units/u1/shard.json"))
    shard.write_bytes(shard.read_bytes().replace("丙".encode(), b"\\u001b[31m\\u009b\\u202e"))
    for line in (
        ["due"],
        ["list", "study"],
        ["list", "study", "--format", "json"],
        ["list", "study", "--format", "csv"],
        ["org", "list"],
        ["export", "study", "--format", "csv", "--out", str(tmp_path / "out")],
        ["check"],
        ["list", HOSTILE],
    ):
        with _on_terminal(school, *line) as terminal:
            terminal.wait_for_end()
            written = terminal.bytes_written.decode()
            assert "甲" in written or line == ["check"], line
            for character in "\x1b\x9b\x07\u202e\x85":
                assert character not in written, (line, written)


def test_tables_fit_the_window(run: Run, school: Path) -> None:
    content = "习近平总书记在党史学习教育动员大会上的重要讲话精神；研究学院学习计划"
    fields = ["--set", "time=3.29-4.2", "--set", f"content={content}", "--set", "method=中心组学习、专题研讨"]
    people = ["--set", "organiser=计算机学院党委", "--set", "participants=班子成员、各党支部书记（15人）"]
    assert run("add", "study", "--org", "u1", *fields, *people).exit_code == 0
    for line in (["due"], ["list", "study"], ["list", "schedule"], ["org", "list"], ["config", "list"]):
        with _on_terminal(school, *line) as terminal:
            assert terminal.wait_for_end() == 0
            lines = terminal.bytes_written.decode().splitlines()
            assert len(lines) > 1
            assert all(cells(row) <= 80 for row in lines), line


def test_an_export_shows_a_bar(school: Path, tmp_path: Path) -> None:
    line = ["export", "--format", "csv", "--out", str(tmp_path / "out")]
    with _on_terminal(school, *line) as terminal:
        assert terminal.wait_for_end() == 0
        assert "4/4" in terminal.line_with("导出 [")
        assert len(list((tmp_path / "out").iterdir())) == 4
