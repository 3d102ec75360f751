"""What arrives at once and is too much to have been typed is a paste; what is typed ahead stays keys."""

from __future__ import annotations

import pytest

from tui.driver.bursts import QUIET, Burst, Bursts

ROW = "4月6日\t学习《中国共产党简史》第一章\t主题党日\t计算机学院党委\t全体党员（32人）"
LINES = (
    "一、建立班子成员联系支部清单\r二、每月参加一次组织生活\r三、问题当场交办、下月回访，逐一销号，年底考核"
)


def after(bursts: Bursts, *pieces: str, gap: float = 0.0) -> list[str | Burst]:
    """What comes of these pieces, and of a pause after them."""
    found: list[str | Burst] = []
    now = 10.0
    for piece in pieces:
        found += bursts.feed(piece, now)
        now += gap
        found += bursts.tick(now)
    return [*found, *bursts.tick(now + 1)]


@pytest.mark.parametrize("text", [f"{ROW}\r{ROW}\r", f"{ROW}\r", f"{ROW}\r{ROW}", LINES, LINES + "\r"])
def test_rows_and_lines_that_come_at_once_are_a_paste(text: str) -> None:
    assert after(Bursts(), text) == [Burst(text.replace("\r", "\n"))]


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
    assert after(Bursts(), text) == [text]


def test_pieces_that_follow_at_once_belong_together() -> None:
    rows = f"{ROW}\r{ROW}\r"
    assert after(Bursts(), rows[:50], rows[50:60], rows[60:], gap=QUIET / 2) == [
        Burst(rows.replace("\r", "\n"))
    ]
    parted = after(Bursts(), LINES[:18], LINES[18:22], gap=QUIET * 2)
    assert parted == [LINES[:18], LINES[18:22]]


def test_a_key_after_it_comes_after_it() -> None:
    assert after(Bursts(), f"{ROW}\r{ROW}", "\x1bOQ") == [Burst(f"{ROW}\n{ROW}"), "\x1bOQ"]


def test_a_terminal_that_marks_a_paste_is_never_guessed_at() -> None:
    marked = ["\x1b[200~" + LINES + "\x1b[201~", LINES + "\r"]
    assert after(Bursts(), *marked) == marked
    torn = ["\x1b[20", "0~" + LINES, LINES + "\r", "\x1b[201~", LINES]
    assert after(Bursts(), *torn) == torn


def test_nothing_is_held_that_is_short() -> None:
    bursts = Bursts()
    assert list(bursts.feed("党课\t", 1.0)) == ["党课\t"]
    assert not bursts.waiting


@pytest.mark.parametrize("pieces", [("\x1b[?2004;2$y",), ("\x1b[?20", "04;1$y")])
def test_a_terminal_that_says_it_marks_pastes_is_believed(pieces: tuple[str, ...]) -> None:
    bursts = Bursts()
    assert after(bursts, *pieces) == list(pieces), "the answer is passed on"
    assert after(bursts, f"{ROW}\r{ROW}\r") == [f"{ROW}\r{ROW}\r"]


def test_one_that_does_not_know_the_mode_is_watched() -> None:
    bursts = Bursts()
    after(bursts, "\x1b[?2004;0$y")
    assert after(bursts, f"{ROW}\r{ROW}\r") == [Burst(f"{ROW}\n{ROW}\n")]
