"""The tour from the first run and back to it, on a real terminal."""

from __future__ import annotations

from pathlib import Path

from tests.support.programs import Start


def test_from_the_first_run_and_back(start: Start, home: Path) -> None:
    terminal = start()
    terminal.wait_for("欢迎使用台账", "F4 先看两分钟演示")
    terminal.send("物理学院党委")
    terminal.key("f4")
    terminal.wait_for("【引导 1/12】", "待办")
    terminal.send("2")
    terminal.wait_for("【引导 2/12】", "附件2 学习情况")
    terminal.key("ctrl+q")
    terminal.wait_for("欢迎使用台账", "物理学院党委")
    assert not (home / "s").exists()
    terminal.key("f2")
    terminal.wait_for("待办", "推进时间表", gone="引导")
    terminal.key("ctrl+q")
    assert terminal.wait_for_end() == 0
    terminal.assert_restored()
    assert terminal.screen_text().count("能看到：中文 正常") == 1


def test_the_demonstration_begins_with_it(start: Start) -> None:
    terminal = start("demo", "--tour")
    terminal.wait_for("【引导 1/12】")
    terminal.key("ctrl+q")
    assert terminal.wait_for_end() == 0
    terminal.assert_restored()
