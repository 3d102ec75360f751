"""What Textual hears of what was read, by a clock of the test's own."""

from __future__ import annotations

import pytest
from textual import events
from textual.message import Message

from tui.driver.escapes import RoundTrip
from tui.driver.key_parser import KeyParser


def heard(messages: list[Message]) -> list[str]:
    """Keys by name, pastes in brackets."""
    return [
        one.key if isinstance(one, events.Key) else f"[{one.text}]"
        for one in messages
        if isinstance(one, events.Key | events.Paste)
    ]


@pytest.mark.parametrize(
    ("read", "keys"),
    [
        ("a学\t", ["a", "学", "tab"]),
        ("\x1b[B\x1bOQ\x1b[15~\x1b[Z", ["down", "f2", "f5", "shift+tab"]),
        ("\x1b2", ["escape", "2"]),
        ("\x1bx学", ["alt+x", "学"]),
        ("\x1bf", ["ctrl+right"]),
        ("\x1b[200~甲\r乙\x00\x1b[201~丙", ["[甲\r乙]", "丙"]),
        ("\x1b[99;99z学", ["学"]),
        ("\x1b]11;rgb:0/0/0\x1b\\学", ["学"]),
        ("\x1b[I\x1b[?2026;2$y学", ["学"]),
        ("\ufffd学", ["replacement_character", "学"]),
    ],
)
def test_in_one_piece_nothing_waits(read: str, keys: list[str]) -> None:
    parser = KeyParser(RoundTrip())
    assert heard(list(parser.feed(read, 0.0))) == keys
    assert parser.due is None


def test_the_answer_of_the_terminal_measures_the_line() -> None:
    line = RoundTrip()
    parser = KeyParser(line)
    line.asked(1.0)
    assert heard(list(parser.feed("学\x1b[1;", 1.02))) == ["学"]
    answer = list(parser.feed("2R习", 1.03))
    assert isinstance(answer[0], events.CursorPosition)
    assert heard(answer) == ["习"]
    assert line.seconds == pytest.approx(0.03)


def test_esc_acts_when_it_is_due_and_its_late_tail_is_nothing() -> None:
    line = RoundTrip()
    parser = KeyParser(line)
    line.asked(0.0)
    line.answered(0.04)
    assert list(parser.feed("\x1b", 1.0)) == []
    assert parser.due == pytest.approx(1.08)
    assert heard(list(parser.tick(1.0801))) == ["escape"]
    assert list(parser.feed("[B", 1.3)) == []
    assert heard(list(parser.feed("\x1b[B", 1.4))) == ["down"]


def test_a_paste_that_nobody_marks_is_due_too() -> None:
    parser = KeyParser(RoundTrip())
    text = "一、建立班子成员联系支部清单\r二、每月参加一次组织生活\r三、问题当场交办、下月回访，年底考核"
    assert list(parser.feed(text, 1.0)) == []
    assert parser.due == pytest.approx(1.03)
    assert heard(list(parser.tick(1.031))) == [f"[{text}]".replace("\r", "\n")]
