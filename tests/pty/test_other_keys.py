"""Keys from a person's settings, over a real terminal: what cannot be is told before the first screen, and
the rest holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.programs import Start


@pytest.mark.usefixtures("campaign")
def test_keys_of_the_settings_work_and_what_cannot_be_is_told(start: Start, home: Path) -> None:
    config = home / ".config" / "taizhang" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[keys]\nsave = "f5"\nnew = "f12, shift+f5"\n', encoding="utf-8")
    terminal = start()
    terminal.wait_for("待办", "推进时间表")
    terminal.send("2")
    terminal.wait_for("F12 新增", "按 F12 录入第一条")
    terminal.send("\x1b[24~")
    terminal.wait_for("学习情况 新增", "F2 保存并新增")
    terminal.key("esc")
    terminal.wait_for("F12 新增")
    terminal.send("\x1b[15;2~")
    terminal.wait_for("学习情况 新增")
    terminal.key("ctrl+q")
    assert terminal.wait_for_end() == 0
    assert "F5 已用于“Word”" in terminal.screen_text()
    terminal.assert_restored()
    assert not re.search(rb"\x1b\[>[0-9;]*u", terminal.bytes_written), (
        "a keyboard protocol that garbles Chinese"
    )
