"""What goes out for what comes in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.glass import Glass
from tui.driver.painter import Painter

START = "\x1b[?1049h\x1b[?25l\x1b[?7l"
ROW = "\x1b[38;5;253;48;5;234m"
REVERSED = "\x1b[38;5;234;48;5;253m"


@pytest.fixture
def painter() -> Painter:
    """On a screen of 120 x 40 that is all one colour."""
    painter = Painter(120, 40)
    assert painter.feed(START) == "\x1b[?1049h\x1b[?7l\x1b[?25l"
    painter.feed("".join(f"\x1b[{y};1H{ROW}{' ' * 120}\x1b[0m" for y in range(1, 41)) + "\x1b[6;1H")
    return painter


def field(text: str) -> str:
    """As Textual draws a field that draws no cursor, the caret at its end."""
    return f"\x1b[6;3H{ROW}{text}\x1b[0m{ROW}{' ' * 40}\x1b[0m\x1b[6;{3 + 2 * len(text)}H"


def test_a_typed_character_costs_itself_and_the_cursor(painter: Painter) -> None:
    painter.canvas.show_cursor = True
    assert painter.feed(field("学")).endswith("学\x1b[?25h")
    assert painter.feed(field("学习")) == "习"


def test_the_cursor_stands_at_the_caret_after_each_write_and_is_hidden_while_much_is_written(
    painter: Painter,
) -> None:
    painter.canvas.show_cursor = True
    painter.feed(field("学"))
    elsewhere = painter.feed(f"\x1b[9;1H{ROW}已填1字\x1b[0m\x1b[6;5H")
    assert elsewhere == "\x1b[9H已填1字\x1b[6;5H"
    much = painter.feed(f"\x1b[9;1H{ROW}{'学' * 60}\n{'习' * 60}\n{'讲话abc' * 15}\x1b[0m\x1b[6;5H" * 6)
    assert not much.startswith("\x1b[?25l")
    much = painter.feed("".join(f"\x1b[{y};1H{ROW}{'学' * 60}\x1b[0m" for y in range(10, 30)) + "\x1b[6;5H")
    assert much.startswith("\x1b[?25l")
    assert much.endswith("\x1b[6;5H\x1b[?25h")
    assert much.count("\x1b[?25") == 2
    assert painter.feed("\x1b[6;3H") == "\x1b[3G", "a caret that moves is not hidden"
    painter.canvas.show_cursor = False
    assert painter.feed(f"\x1b[6;3H{ROW}学\x1b[0m\x1b[1;1H") == "\x1b[?25l\x1b[1H"


def test_the_cursor_is_hidden_as_long_as_nobody_knows_where_it_belongs(painter: Painter) -> None:
    painter.canvas.show_cursor = True
    painter.feed(field("学"))
    painter.canvas.resize(100, 30)
    assert painter.feed("") == "\x1b[?25l"
    assert painter.feed(f"\x1b[2;1H{ROW}学\x1b[0m\x1b[2;3H").endswith("学\x1b[?25h")


def test_what_has_not_changed_is_not_written(painter: Painter) -> None:
    painter.feed(field("学"))
    assert painter.feed(field("学")) == ""


def test_a_move_alone_is_written(painter: Painter) -> None:
    assert painter.feed("\x1b[6;5H") == "\x1b[5G"
    assert painter.feed("\x1b[6;5H") == ""


def test_unchanged_cells_between_changes_are_written_when_that_is_shorter(painter: Painter) -> None:
    written = painter.feed(f"\x1b[6;1H{ROW}a b          c\x1b[0m\x1b[6;15H")
    assert written == "a b\x1b[14Gc"


def test_the_other_half_of_a_wide_character_becomes_a_blank(painter: Painter) -> None:
    painter.feed(f"\x1b[6;1H{ROW}宽宽\x1b[0m\x1b[6;1H")
    assert painter.feed(f"\x1b[6;2H{ROW}|\x1b[0m\x1b[6;1H") == " |\r"
    assert painter.feed(f"\x1b[6;3H{ROW}|\x1b[0m\x1b[6;1H") == "\x1b[3G| \r"


def test_what_terminals_differ_over_displaces_nothing(painter: Painter) -> None:
    painter.feed(f"\x1b[6;1H{ROW}abcdef\x1b[0m\x1b[6;1H")
    written = painter.feed(f"\x1b[6;3H{ROW}e\u0301\x1b[0m\x1b[6;1H")
    assert written.startswith("ab \x1b[3Ge\u0301\x1b[4Gdef"), "blanked, drawn, and the next one placed"


def test_blanks_are_erased_where_that_is_shorter_and_leaves_their_background() -> None:
    painter = Painter(120, 40, erases=True)
    painter.feed(START)
    written = painter.feed(f"\x1b[6;1H{ROW}a{' ' * 40}b{' ' * 5}c{' ' * 72}\x1b[0m\x1b[6;1H")
    assert written.endswith("ma\x1b[40X\x1b[42Gb     c\x1b[K\r")
    assert painter.feed(f"\x1b[6;8H{REVERSED}{' ' * 113}\x1b[0m\x1b[6;1H").endswith("m\x1b[K\r")
    for seen in ("4", "7", "9", "53"):
        row = f"\x1b[7;1H\x1b[{seen};41m{' ' * 120}\x1b[0m\x1b[6;1H"
        assert " " * 120 in painter.feed(row)


def test_where_erasing_leaves_something_else_only_the_terminals_own_colours_are_erased(
    painter: Painter,
) -> None:
    assert painter.feed(f"\x1b[6;1H{' ' * 120}\x1b[6;1H") == "\x1b[m\x1b[K"
    assert "\x1b[K" not in painter.feed(f"\x1b[6;1H\x1b[41m{' ' * 120}\x1b[0m\x1b[6;1H")
    assert "\x1b[K" not in painter.feed(f"\x1b[6;1H\x1b[4m{' ' * 120}\x1b[0m\x1b[6;1H")


def test_what_draws_nothing_is_passed_on(painter: Painter) -> None:
    for control in (
        "\x07",
        "\x1b]0;台账\x07",
        "\x1b]52;c;5Lqk\x07",
        "\x1b[5 q",
        "\x1b[?2026$p",
        "\x1b[6n",
        "\x1b[?2004h",
    ):
        assert painter.feed(control) == control


def test_after_what_is_not_known_all_is_written_again(painter: Painter) -> None:
    written = painter.feed("\x1b[3L")
    assert written.startswith("\x1b[3L")
    assert written.count(" " * 120) == 40


def test_before_and_after_the_program_everything_is_passed_on(painter: Painter) -> None:
    painter.canvas.show_cursor = True
    end = "\x1b[?7h\x1b[?1049l\x1b[?25h"
    assert painter.feed(end) == "\x1b[?7h\x1b[m\x1b[?1049l\x1b[?25h"
    text = "\x1b[31merror\x1b[0m\n\x1b[2J\t"
    assert painter.feed(text) == text
    assert Painter(80, 24).feed(text) == text


def test_when_the_program_comes_back_so_does_its_picture(painter: Painter) -> None:
    painter.feed(field("学习"))
    painter.feed("\x1b[?1049l")
    written = painter.feed("\x1b[?1049h")
    glass = Glass(120, 40)
    glass.feed(written)
    assert glass.row(5).startswith("  学习")
    assert glass.caret()[:2] == (5, 6)


def test_marks_of_synchronisation_stand_around_what_is_long(painter: Painter) -> None:
    def update(picture: str) -> str:
        parts = [painter.feed(part) for part in ("\x1b[?2026h", picture, "\x1b[?2026l")]
        assert parts[:2] == ["", ""]
        return parts[2]

    assert update("\x1b[6;1H") == ""
    assert update("\x1b[6;1Hx\x1b[6;1H") == "\x1b[mx\r"
    long = update(
        "".join(f"\x1b[{y};1Habcdefghi{y}" for y in range(1, 41)) + "\x1b[6;1H" + "学习" * 30 + "\x1b[6;1H"
    )
    assert long.startswith("\x1b[?2026h")
    assert long.endswith("\x1b[?2026l")
    assert long.count("\x1b[?2026") == 2


def test_links_are_left_out_and_their_text_is_shown(painter: Painter) -> None:
    written = painter.feed("\x1b[6;1H\x1b]8;id=1;https://example.org\x1b\\网址\x1b]8;;\x1b\\\x1b[6;1H")
    assert "网址" in written
    assert "example" not in written


@pytest.mark.parametrize(
    "stored",
    [
        "\x1b]0;evil\x07",
        "\x1b[2J",
        "\x9b2J",
        "\x1bc",
        "\x1b[?1049l",
        "\x1b(0",
        "\x0e",
        "\x7f\x08\r\t",
        "\x1bP1q~\x1b\\",
    ],
)
def test_controls_in_stored_text_are_shown_not_obeyed(painter: Painter, stored: str) -> None:
    painter.feed(field("学"))
    visible = re.sub("[\x00-\x1f\x7f-\x9f]", "", stored)
    written = painter.feed(f"\x1b[9;1H{ROW}<{stored}>\x1b[0m\x1b[6;1H")
    glass = Glass(120, 40)
    glass.feed(written)
    assert glass.row(8) == f"<{visible}>"
    assert re.sub(r"\x1b\[[0-9;]*[ABCDGHm]|\r|\x08", "", written) == f"<{visible}>"


ALLOWED = re.compile(r"\x1b\[[0-9;]*[ABCDGHmKX]|\r|\x08|\x1b[78]|[^\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@given(st.lists(st.text(), min_size=1))
def test_no_text_whatever_gets_anything_else_out(texts: list[str]) -> None:
    painter = Painter(20, 5)
    painter.feed(START)
    for text in texts:
        written = painter.feed(f"\x1b[2;3H\x1b[31m{text}\x1b[0m\x1b[1;1H")
        assert ALLOWED.sub("", written) == ""
        written.encode()


def test_a_sequence_may_come_in_parts(painter: Painter) -> None:
    picture = f"\x1b[9;1H{ROW}学习\x1b[0m\x1b]8;id=1;x\x1b\\y\x1b]8;;\x1b\\\x1b[6;1H"
    written = "".join(painter.feed(character) for character in picture)
    glass = Glass(120, 40)
    glass.feed(written)
    assert glass.row(8) == "学习y"
    assert glass.caret()[:2] == (5, 0)
