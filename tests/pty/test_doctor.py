"""``taizhang doctor`` on a real terminal, and the line that tells of it."""

from __future__ import annotations

from tests.support.programs import Start


def test_the_terminal_is_asked_and_keys_are_told(start: Start) -> None:
    terminal = start("doctor", cols=120, rows=40)
    terminal.wait_for("正常  中文：能看到：中文 正常", "符号", "按键测试")
    terminal.key("f2")
    terminal.wait_for("F2：", "保存")
    terminal.send("中")
    terminal.wait_for("文字“中”")
    terminal.key("esc")
    terminal.wait_for("Esc：")
    terminal.key("esc")
    assert terminal.wait_for_end() == 0
    terminal.assert_restored()


def test_without_the_keys(start: Start) -> None:
    terminal = start("doctor", "--no-keys", cols=60, rows=30)
    assert terminal.wait_for_end() == 1
    assert "有妨碍使用的：窗口" in terminal.screen_text()
    assert "按什么键" not in terminal.screen_text()
    terminal.assert_restored()


def test_the_line_stands_there_after_the_program_has_ended(start: Start) -> None:
    terminal = start("demo")
    terminal.wait_for("待办", "今天 2021年4月10日")
    assert "taizhang doctor" not in terminal.screen_text()
    terminal.key("ctrl+q")
    assert terminal.wait_for_end() == 0
    assert "能看到：中文 正常；看到乱码或问号时请运行 taizhang doctor" in terminal.screen_text()
    batch = start("config", "list")
    batch.wait_for_end()
    assert "doctor" not in batch.screen_text()
