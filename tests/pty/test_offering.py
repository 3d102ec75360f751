"""Over a real terminal: what was entered before is offered without moving the caret, and one key takes it."""

from __future__ import annotations

import pytest

from store.campaign.campaign import Campaign
from store.campaign.records import save_record
from store.protocol import Change
from tests.support.programs import Start, new_record
from tests.support.terminal import Terminal

MARTYRS = "赴烈士陵园祭扫，重温入党誓词，开展主题党日活动"


@pytest.fixture
def content(start: Start, campaign: Campaign) -> Terminal:
    """The cursor in 学习内容 of a new record, what was entered before beneath it."""
    for text in ("学习《中国共产党简史》第一章，交流体会", MARTYRS):
        save_record(campaign, "study", "u1", {"time": "4月6日", "content": text}, incomplete=True)
    hostile = {
        "time": "4月7日",
        "content": "看\x1b]0;x\x07片\u202e",
        "method": [],
        "participants": "\x9b2J人",
    }
    campaign.store.apply("units/u1", [Change(id="h", annex="study", org="u1", base=0, data=hostile)], "x")
    terminal = start()
    new_record(terminal)
    terminal.key("tab")
    terminal.wait_for("用过的", "看\ufffd]0;x\ufffd片")
    return terminal


def test_the_caret_stays_in_the_field_while_the_list_follows(content: Terminal) -> None:
    content.send("lsly")
    content.wait_for(f"> {MARTYRS[:20]}", "回车采用")
    assert "学习内容" in content.cursor_line()
    content.key("down", "esc")
    content.wait_for("lsly", gone="回车采用")
    assert "学习内容" in content.cursor_line()


def test_letters_and_enter_in_one_piece_take_the_value(content: Terminal) -> None:
    content.send("lsly\r")
    content.wait_until(lambda screen: MARTYRS in "".join(screen.split()), what=MARTYRS)
    content.send("\x1a")
    content.wait_for("lsly")


def test_nothing_hostile_reaches_the_terminal_with_what_is_offered(content: Terminal) -> None:
    content.key("tab", "tab", "tab")
    content.wait_for("\ufffd2J人")
    for bad in (b"\x1b]0;x", "\u202e".encode(), "\x9b".encode()):
        assert bad not in content.bytes_written
