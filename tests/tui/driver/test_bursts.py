"""What arrives at once and is too much to have been typed is a paste; what is typed ahead stays keys."""

from __future__ import annotations

import pytest

from tui.driver.escapes import Escapes, Pasted, RoundTrip, Sequence, Typed
from tui.driver.key_parser import QUIET, Bursts

ROW = "4月6日\t学习《中国共产党简史》第一章\t主题党日\t计算机学院党委\t全体党员（32人）"
LINES = (
    "一、建立班子成员联系支部清单\r二、每月参加一次组织生活\r三、问题当场交办、下月回访，逐一销号，年底考核"
)


Read = Typed | Sequence | Pasted


class Keyboard:
    """What was read, taken apart, and its pastes found."""

    def __init__(self) -> None:
        self.escapes, self.bursts = Escapes(RoundTrip()), Bursts()

    def feed(self, text: str, now: float) -> list[Read]:
        return [one for part in self.escapes.feed(text, now) for one in self.bursts.feed(part, now)]


def after(keyboard: Keyboard, *pieces: str, gap: float = 0.0) -> list[Read]:
    """What comes of these pieces, and of a pause after them."""
    found: list[Read] = []
    now = 10.0
    for piece in pieces:
        found += keyboard.feed(piece, now)
        now += gap
        found += keyboard.bursts.tick(now)
    return [*found, *keyboard.bursts.tick(now + 1)]


@pytest.mark.parametrize("text", [f"{ROW}\r{ROW}\r", f"{ROW}\r", f"{ROW}\r{ROW}", LINES, LINES + "\r"])
def test_rows_and_lines_that_come_at_once_are_a_paste(text: str) -> None:
    assert after(Keyboard(), text) == [Pasted(text.replace("\r", "\n"))]


@pytest.mark.parametrize(
    "text",
    [
        "4月6日\r学习党史\r党课\r",
        "全体党员\t24人\t\t2\r",
        "学习《中国共产党简史》第一章，交流体会，布置四月主题党日活动，开展志愿服务并作小结\r",
        "\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r",
        "学习《中国共产党简史》第一章，交流体会，布置四月主题党日活动，开展志愿服务并作小结" * 3,
        f"{ROW}\r\x13",
        f"{ROW}\r\x7f",
    ],
)
def test_what_may_have_been_typed_ahead_is_keys(text: str) -> None:
    assert after(Keyboard(), text) == [Typed(text)]


def test_pieces_that_follow_at_once_belong_together() -> None:
    rows = f"{ROW}\r{ROW}\r"
    assert after(Keyboard(), rows[:50], rows[50:60], rows[60:], gap=QUIET / 2) == [
        Pasted(rows.replace("\r", "\n"))
    ]
    parted = after(Keyboard(), LINES[:18], LINES[18:22], gap=QUIET * 2)
    assert parted == [Typed(LINES[:18]), Typed(LINES[18:22])]


def test_a_key_after_it_comes_after_it() -> None:
    assert after(Keyboard(), f"{ROW}\r{ROW}", "\x1bOQ") == [Pasted(f"{ROW}\n{ROW}"), Sequence("\x1bOQ")]


def test_a_terminal_that_marks_a_paste_is_never_guessed_at() -> None:
    marked = after(Keyboard(), "\x1b[200~" + LINES + "\x1b[201~", LINES + "\r")
    assert marked == [Pasted(LINES), Typed(LINES + "\r")]
    torn = after(Keyboard(), "\x1b[20", "0~" + LINES, LINES + "\r", "\x1b[201~", LINES)
    assert torn == [Pasted(LINES + LINES + "\r"), Typed(LINES)]


def test_nothing_is_held_that_is_short() -> None:
    keyboard = Keyboard()
    assert keyboard.feed("党课\t", 1.0) == [Typed("党课\t")]
    assert keyboard.bursts.due is None


@pytest.mark.parametrize("pieces", [("\x1b[?2004;2$y",), ("\x1b[?20", "04;1$y")])
def test_a_terminal_that_says_it_marks_pastes_is_believed(pieces: tuple[str, ...]) -> None:
    keyboard = Keyboard()
    assert after(keyboard, *pieces) == [Sequence("".join(pieces))], "the answer is passed on"
    assert after(keyboard, f"{ROW}\r{ROW}\r") == [Typed(f"{ROW}\r{ROW}\r")]


def test_one_that_does_not_know_the_mode_is_watched() -> None:
    keyboard = Keyboard()
    after(keyboard, "\x1b[?2004;0$y")
    assert after(keyboard, f"{ROW}\r{ROW}\r") == [Pasted(f"{ROW}\n{ROW}\n")]
