"""The terminal's own cursor, where input methods, screen readers and braille lines look: to be seen at the
caret while a text field has the focus, and nowhere else, at the end of every single write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.campaign.campaign import Campaign
from store.campaign.records import save_record
from tests.support.caret import writes
from tests.support.programs import WATCHED, Start, new_record
from tests.support.terminal import Terminal

SIZES = pytest.mark.parametrize(("cols", "rows"), [(80, 24), (120, 40)])
LONG = (
    "学习习近平总书记在党史学习教育动员大会上的重要讲话精神，研究部署学习计划abc；赴烈士陵园祭扫，重温誓词，"
)


def typed(terminal: Terminal, *keys: str, stands: str) -> None:
    """Press keys or type text; the cursor is seen and has ``stands`` to its left."""
    for key in keys:
        if key.isascii() and len(key) > 1:
            terminal.key(key)
        else:
            terminal.send(key)
    terminal.wait_until(
        lambda _: terminal.before_cursor().rstrip(" ").endswith(stands) if stands else True,
        what=f"the cursor behind {stands}",
    )


def hidden(terminal: Terminal, *texts: str) -> None:
    terminal.wait_for(*texts)
    terminal.wait_until(lambda _: terminal.screen.cursor.hidden, what="no cursor")


def check(terminal: Terminal) -> None:
    """At the end of every write so far."""
    found = writes(terminal)
    assert any(write.caret for write in found)
    for write in found:
        assert write.hidden == (write.caret is None), write
        if write.caret is not None:
            assert write.cursor == write.caret, write
        assert not write.drawn_openly, write


@SIZES
def test_in_an_entry_form(start: Start, campaign: Campaign, cols: int, rows: int) -> None:
    save_record(campaign, "study", "u1", {"time": "4月6日", "content": LONG}, incomplete=True)
    terminal = start(cols=cols, rows=rows, program=WATCHED)
    new_record(terminal)
    typed(terminal, "4月6日", stands="4月6日")
    typed(terminal, "tab", "学习讲话", stands="学习讲话")
    typed(terminal, "left", "left", stands="学习")
    typed(terminal, "“新”", stands="学习“新”")
    typed(terminal, "end", LONG, LONG, stands=LONG[-4:])
    typed(terminal, "up", "home", "乙", stands="乙")
    typed(terminal, "tab", "tab", "tab", "a全体党员", stands="a全体党员")
    typed(terminal, LONG, stands=LONG[-6:])
    typed(terminal, "home", "甲", stands="甲")
    typed(terminal, "end", "backspace", stands=LONG[-4:-1])
    typed(terminal, "esc", stands="")
    hidden(terminal, "还没有保存")
    typed(terminal, "esc", stands=LONG[-4:-1])
    check(terminal)
    terminal.key("ctrl+q")
    hidden(terminal, "没保存")
    terminal.send("2")
    assert terminal.wait_for_end() == 0
    terminal.assert_restored()


@SIZES
def test_in_searches_and_dialogs(start: Start, campaign: Campaign, cols: int, rows: int) -> None:
    for number in (6, 7):
        save_record(
            campaign, "study", "u1", {"time": f"4月{number}日", "content": LONG}, incomplete=True, forced={}
        )
    terminal = start(cols=cols, rows=rows, program=WATCHED)
    hidden(terminal, "待办")
    terminal.send("2")
    hidden(terminal, "附件2 学习情况", "已录2条")
    typed(terminal, "/", "学习", stands="学习")
    terminal.key("enter")
    hidden(terminal, "学习")
    terminal.key("F9")
    terminal.wait_for("命令")
    typed(terminal, "新增", stands="新增")
    typed(terminal, "left", stands="新")
    terminal.key("esc")
    hidden(terminal, "附件2 学习情况")
    check(terminal)


@SIZES
def test_in_a_diagnosis_and_a_ledger(start: Start, campaign: Campaign, cols: int, rows: int) -> None:
    terminal = start(cols=cols, rows=rows, program=WATCHED)
    terminal.wait_for("待办")
    terminal.send("3")
    terminal.wait_for("1-1")
    for _ in range(3):
        terminal.key("tab")
    terminal.send("甲乙")
    terminal.wait_for("甲乙")
    terminal.key("esc")
    terminal.key("esc")
    terminal.wait_until(lambda _: True)
    check(terminal)


def test_nothing_is_written_by_a_timer_between_two_characters(
    start: Start, campaign: Campaign, home: Path
) -> None:
    """The draft is kept meanwhile, others are looked for; nobody sees anything of it."""
    terminal = start(program=WATCHED)
    new_record(terminal)
    typed(terminal, "tab", stands="")
    terminal.wait_for("学习内容  已填0字")
    written = []
    for number, character in enumerate("组合输入", 1):
        terminal.send(character)
        terminal.wait_for(f"已填{number}字")
        typed(terminal, stands="组合输入"[:number])
        before = len(terminal.bytes_written)
        terminal.wait_until(lambda _, end=number: kept(home, "组合输入"[:end]), what="the draft")  # type: ignore[misc]
        written.append(len(terminal.bytes_written) - before)
    assert 0 in written, "something is written each time that a draft is"
    check(terminal)


def kept(home: Path, text: str) -> bool:
    """Is that what a draft holds?"""
    ends = (f'{text}"', f'{json.dumps(text)[1:-1]}"')
    drafts = [path.read_text() for path in home.rglob("drafts/*") if path.is_file()]
    return any(end in draft for draft in drafts for end in ends)
