"""How it ends: asked, by a signal, by a dropped line, by a fault; each leaves the terminal as it was."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest

from tests.support.programs import Start, new_record
from tests.support.terminal import PATIENCE, Terminal

pytestmark = pytest.mark.usefixtures("campaign")

TEXT = "没有存过的学习内容"


def typing(terminal: Terminal) -> None:
    """In the middle of a record, nothing saved."""
    new_record(terminal)
    terminal.key("tab")
    terminal.wait_for("学习内容  已填0字")
    terminal.send(TEXT)
    terminal.wait_for(TEXT)


def drafts(home: Path) -> list[str]:
    """What draft files hold."""
    return [path.read_text() for path in home.rglob("drafts/*") if path.is_file()]


def kept(home: Path) -> bool:
    return any(TEXT in text or json.dumps(TEXT)[1:-1] in text for text in drafts(home))


def wait_until_kept(home: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not kept(home):
        assert time.monotonic() < end, f"not kept: {drafts(home)}"
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_while_typing_keeps_the_draft(start: Start, home: Path, number: signal.Signals) -> None:
    terminal = start()
    typing(terminal)
    terminal.process.send_signal(number)
    assert terminal.wait_for_end() == 128 + number
    assert kept(home)
    terminal.assert_restored()


def test_a_dropped_line_keeps_the_draft_and_the_next_start_offers_it(start: Start, home: Path) -> None:
    terminal = start()
    typing(terminal)
    terminal.hang_up()
    terminal.wait_for_end()
    assert kept(home)

    again = start()
    again.wait_for("接着填")
    again.key("enter")
    again.wait_for(TEXT)


def test_a_draft_is_there_soon_after_typing(start: Start, home: Path) -> None:
    terminal = start()
    typing(terminal)
    wait_until_kept(home)
    terminal.process.kill()
    terminal.wait_for_end()
    start().wait_for("接着填")


def test_a_draft_is_there_on_leaving_a_field(start: Start, home: Path) -> None:
    terminal = start()
    typing(terminal)
    terminal.key("tab")
    wait_until_kept(home)


def test_quitting_with_unsaved_input_asks(start: Start, home: Path) -> None:
    terminal = start()
    typing(terminal)
    terminal.key("ctrl+q")
    terminal.wait_for("没保存")
    terminal.key("esc")
    terminal.wait_for(TEXT, gone="没保存")
    terminal.key("ctrl+q")
    terminal.wait_for("没保存", "2 离开")
    terminal.send("2")
    assert terminal.wait_for_end() == 0
    terminal.assert_restored()
    assert kept(home)


def test_quitting_with_nothing_unsaved_does_not_ask(start: Start) -> None:
    terminal = start()
    terminal.wait_for("待办")
    terminal.key("ctrl+q")
    assert terminal.wait_for_end() == 0
    terminal.assert_restored()


CRASH = """
import tui.screens.submissions.obligations
def break_down(screen):
    raise RuntimeError("不该给人看的内容")
tui.screens.submissions.obligations.ScheduleScreen.refresh_data = break_down
"""


def test_a_fault_is_told_in_a_sentence_and_by_the_exit_status(
    start: Start, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(CRASH)
    terminal = start(env={"PYTHONPATH": str(tmp_path)})
    terminal.wait_for("待办")
    terminal.send("1")
    assert terminal.wait_for_end() == 70
    terminal.assert_restored()
    assert "程序出现故障" in terminal.screen_text().replace("\n", "")
    assert "不该给人看的内容".encode() not in terminal.bytes_written
    assert b"Traceback" not in terminal.bytes_written
