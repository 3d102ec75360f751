"""Rows copied in a spreadsheet, pasted on a terminal that marks what is pasted and on one that does not."""

from __future__ import annotations

import pytest

from store.campaign.campaign import Campaign
from store.campaign.records import list_records
from tests.support.programs import Start, new_record
from tests.support.terminal import Terminal

CONTENT = "学习《中国共产党简史》第一章，交流体会，布置四月主题党日活动"
ROWS = "".join(
    f'4月{day}日\t"{CONTENT}；\n第二项：研究第{day}号文件"\t主题党日\t计算机学院党委\t{day}人\n'
    for day in (6, 7, 8)
)
BOTH = pytest.mark.parametrize("bracketed", [True, False], ids=["marked", "unmarked"])


def to_the_list(terminal: Terminal) -> None:
    terminal.wait_for("待办")
    terminal.send("2")
    terminal.wait_for("附件2 学习情况", "还没有学习情况记录")


@BOTH
def test_rows_pasted_into_the_list(start: Start, campaign: Campaign, bracketed: bool) -> None:
    terminal = start()
    to_the_list(terminal)
    terminal.paste(ROWS, bracketed=bracketed)
    terminal.wait_for("新增3行", "没有表头，各列按原表的先后读作")
    assert list_records(campaign, "study", "u1") == []
    terminal.key("F2")
    terminal.wait_for("已导入：新增3行", "已录3条")
    rows = list_records(campaign, "study", "u1")
    assert [row.texts["participants"] for row in rows] == ["6人", "7人", "8人"]
    assert rows[0].texts["content"] == f"{CONTENT}；\n第二项：研究第6号文件"


@BOTH
def test_rows_pasted_into_the_box(start: Start, campaign: Campaign, bracketed: bool) -> None:
    terminal = start()
    to_the_list(terminal)
    terminal.key("ctrl+v")
    terminal.wait_for("粘贴后按 F2")
    terminal.paste(ROWS, bracketed=bracketed)
    terminal.wait_for("研究第8号文件")
    terminal.key("F2")
    terminal.wait_for("新增3行")


def test_several_lines_into_a_field_fire_nothing(start: Start, campaign: Campaign) -> None:
    """Unmarked, each line break would leave the field, and the next line stand in the next one."""
    terminal = start()
    new_record(terminal)
    terminal.key("tab")
    terminal.wait_until(lambda _: "学习内容" in terminal.cursor_line(), what="the cursor at 学习内容")
    text = "\n".join(f"{number}.{CONTENT}" for number in (1, 2, 3))
    terminal.paste(text, bracketed=False)
    terminal.wait_for("1.学习", "2.学习", "3.学习")
    assert list_records(campaign, "study", "u1") == []


def test_what_is_typed_ahead_stays_keys(start: Start, campaign: Campaign) -> None:
    """On a slow line whole fields come at once, each with its Enter."""
    terminal = start()
    new_record(terminal)
    terminal.send("4月6日\r学习党史第一章\t党课\r")
    terminal.wait_for("2021年4月6日", "学习党史第一章", "党课")
