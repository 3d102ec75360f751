"""What goes over the line, and what comes in pieces or in the wrong bytes."""

from __future__ import annotations

import re
import time

import pytest

from store.campaign.campaign import Campaign
from store.campaign.records import list_records
from tests.support.programs import Start, new_record
from tests.support.terminal import Terminal

pytestmark = pytest.mark.usefixtures("campaign")

KITTY = re.compile(rb"\x1b\[>[0-9;]*u")
MOUSE = re.compile(rb"\x1b\[\?(?:9|1000|1001|1002|1003|1005|1006|1015|1016)h")
BLINKING_CURSOR = re.compile(rb"\x1b\[\?12h|\x1b\[[0135] q")
QUIET = 1.6
"""Seconds: three turns of a cursor that blinks by repainting."""


@pytest.fixture
def entry(start: Start) -> Terminal:
    """A blank study record."""
    terminal = start()
    new_record(terminal)
    return terminal


def test_nothing_is_switched_on_that_garbles_input_or_takes_the_mouse(entry: Terminal) -> None:
    written = entry.bytes_written
    assert not KITTY.search(written)
    assert not MOUSE.search(written)
    assert not BLINKING_CURSOR.search(written)
    assert not [cell for row in entry.screen.buffer.values() for cell in row.values() if cell.blink]


def test_a_field_at_rest_sends_nothing(entry: Terminal) -> None:
    entry.send("休")
    entry.wait_for("休")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        before = len(entry.bytes_written)
        time.sleep(QUIET)
        if len(entry.bytes_written) == before:
            return
    pytest.fail(f"still writing: {entry.bytes_written[-200:]!r}")


def in_content(terminal: Terminal) -> None:
    """Into the field 学习内容, waiting until its prompt is shown."""
    terminal.key("tab")
    terminal.wait_for("学习内容  已填0字")


def test_forty_composed_characters_at_once_arrive_whole(entry: Terminal) -> None:
    text = "学习贯彻习近平总书记在党史学习教育动员大会上的重要讲话精神研究部署学院学习计划安排"[:40]
    assert len(text) == 40
    in_content(entry)
    entry.send(text)
    entry.wait_until(lambda screen: text in "".join(screen.split()), what=text)
    entry.wait_for("已填40字")


def test_keys_typed_ahead_go_where_they_were_meant(entry: Terminal) -> None:
    entry.send("0407\t学原文\t\t\r参加的人")
    entry.wait_for("参加的人")
    assert "2021年4月7日" in entry.line_with("时间")
    assert "学原文" in entry.line_with("学习内容")
    assert "参加的人" in entry.line_with("参加人员")


def test_corrections_typed_ahead_correct_what_they_were_meant_to(entry: Terminal) -> None:
    entry.send("三月甲\x7f上旬\x1b[D\x1b[D中\x1b[C和")
    entry.wait_for("三月中上和旬")


@pytest.mark.parametrize("bad", ["习近平".encode("gbk"), b"\xff\xfe", b"\xe5\xad"])
def test_bytes_that_are_not_utf8_do_not_end_it(entry: Terminal, bad: bytes) -> None:
    entry.send(bad)
    entry.send("在")
    entry.wait_for("在")
    entry.wait_for("UTF-8")
    assert entry.process.poll() is None


def test_escape_and_a_digit_are_two_keys(start: Start) -> None:
    """Typed quickly one after the other they are what terminals send for Alt+1, which means nothing here."""
    terminal = start()
    terminal.wait_for("待办")
    terminal.send("6")
    terminal.wait_for("党组织  共1个")
    terminal.send("\x1b1")
    terminal.wait_for("附件1 推进时间表")


@pytest.mark.parametrize("bracketed", [True, False])
def test_several_lines_pasted_lose_nothing_and_save_nothing(
    entry: Terminal, campaign: Campaign, bracketed: bool
) -> None:
    in_content(entry)
    entry.paste("第一行甲\n第二行乙\n第三行丙", bracketed=bracketed)
    entry.wait_for("第一行甲", "第二行乙", "第三行丙")
    assert list_records(campaign, "study") == []


def test_several_lines_pasted_into_a_field_of_one_line(entry: Terminal, campaign: Campaign) -> None:
    entry.paste("三月\n中旬")
    entry.wait_for("三月", "中旬")
    entry.wait_for("没有丢")
    assert list_records(campaign, "study") == []


def test_a_window_too_small_says_so_and_recovers(entry: Terminal) -> None:
    entry.send("丙丁")
    entry.wait_for("丙丁")
    entry.resize(40, 10)
    entry.wait_for("窗口太小", "80x24", gone="丙丁")
    entry.resize(80, 24)
    entry.wait_for("丙丁", "学习内容", gone="窗口太小")


def test_it_starts_in_a_window_too_small(start: Start) -> None:
    terminal = start(cols=40, rows=10)
    terminal.wait_for("窗口太小")
    terminal.resize(120, 40)
    terminal.wait_for("待办", gone="窗口太小")
