"""Streams nobody would write: whatever is drawn, erased and moved, both ways look the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from unicodedata import category

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from wcwidth import wcwidth

from tests.support.glass import Glass, difference, wide_ambiguous
from tests.support.replaying import DISPUTED, sure
from tui.driver.painter import Painter
from tui.driver.widths import sure_cells

COLUMNS, LINES = 13, 5
START = "\x1b[?1049h\x1b[?25l\x1b[?7l"

plain = st.text("a b宽字，“·─\uff21ｱ\ufffdé", min_size=1, max_size=16)
marked = st.text("ab宽 \u0301👩\u200d😀\ufe0f\u2028ש☺", max_size=9)
odd = st.builds("{}{}".format, st.sampled_from("ab宽👩ש☺"), marked)
"""Begins with no mark: over a blank of another text it would show that blank's own colour, nobody's."""
CODES = "0  1 2 3 4 6 7 8 9 21 22 24 25 27 53 31 97 42 107 39 49 38;5;9 48;5;200 38;2;1;2;3 48;2;9;9;9"
codes = st.sampled_from(CODES.split(" "))
styles = st.lists(codes, min_size=1, max_size=3).map(lambda parts: f"\x1b[{';'.join(parts)}m")
moves = st.builds("\x1b[{};{}H".format, st.integers(1, LINES), st.integers(1, COLUMNS))
text = st.one_of(plain, plain, odd)
columns = st.integers(1, COLUMNS)


def piece(line: int, column: int, *parts: str) -> str:
    """As Textual draws: a move, styles and texts, a reset; nothing beyond the row. (What is drawn wider than
    Textual thinks stays away from the last columns: there terminals have ideas of their own.)"""
    room, drawn = COLUMNS - column + 1, ""
    for part in parts:
        if not part.startswith("\x1b"):
            if sure_cells(part) is None:
                room = max(room - 4, 0)
            part = set_cell_size(part, min(room, cell_len(part)))
            room -= cell_len(part)
        drawn += part
    return f"\x1b[{line};{column}H{drawn}\x1b[0m"


lines = st.integers(1, LINES)
pieces = st.builds(piece, lines, columns, styles, text)
wild = st.builds(piece, lines, columns, styles, text, styles, text)
rows = st.builds(
    "\x1b[{};1H{}{}\x1b[0m".format,
    lines,
    styles,
    st.sampled_from(["a" * COLUMNS, "宽" * 6 + " ", " " * COLUMNS, "ab宽" * 3 + "c"]),
)
pictures = st.lists(st.one_of(pieces, pieces, wild, rows), min_size=1, max_size=6).map("".join)
placed = st.builds("{}\x1b[0m{}".format, pictures, moves)
UNKNOWN = [
    "\x1bc",
    "\x1b[4h",
    "\x1b[2;3r",
    "\x1b[3L",
    "\x1b#8",
    "\x1b[5S",
    "\x1b[!p",
    "\x1b[2J",
    "\x1b[K",
    "\x1b[3C",
]
harmless = st.sampled_from(["\x07", "\x1b[?25l", "\x1b[?25h", "\x1b]0;title\x07", "\x1b[6n", "\x1b[?2004h"])
sizes = st.tuples(st.integers(4, 20), st.integers(2, 8))
updates = st.lists(st.one_of(placed, placed, placed, harmless), min_size=1, max_size=8)

Erasing = tuple[bool, Literal["background", "nothing"]]
"""Whether our driver erases with the pen's background on a terminal, and what that terminal really leaves."""


def narrow_emoji(character: str) -> int:
    """As old terminals count."""
    return 1 if category(character) == "So" else wcwidth(character)


def wide_marks(character: str) -> int:
    """As terminals count that know no combining characters."""
    return wcwidth(character) or 1


class Both:
    """The same stream through both ways: ours on a terminal that counts ``width`` and erases as it says, the
    stock driver's on one that agrees with Textual, without text that terminals differ over."""

    def __init__(
        self, width: Callable[[str], int] = wcwidth, terminal: Erasing = (True, "background")
    ) -> None:
        self.stock = Glass(COLUMNS, LINES)
        self.ours = Glass(COLUMNS, LINES, width, terminal[1])
        self.painter = Painter(COLUMNS, LINES, terminal[0])
        self.write(START)
        self.write("\x1b[1;1H" + "\n".join([" " * COLUMNS] * LINES) + "\x1b[1;1H")

    def write(self, data: str) -> int:
        self.stock.feed(sure(data))
        written = self.painter.feed(data)
        self.ours.feed(written)
        return len(written.encode())

    def check(self) -> None:
        assert difference(self.ours, self.stock, DISPUTED) == ""
        assert self.ours.caret() == self.stock.caret()


@settings(max_examples=300, deadline=None)
@given(
    updates,
    st.sampled_from([wcwidth, narrow_emoji, wide_marks]),
    st.sampled_from([(True, "background"), (False, "background"), (False, "nothing")]),
)
@example(
    ["\x1b[2;4H宽宽\x1b[1;1H", "\x1b[2;5Ha\x1b[1;1H", "\x1b[2;6H \x1b[1;1H"], wcwidth, (True, "background")
)
@example(["\x1b[2;4H宽\x1b[1;1H", "\x1b[2;4H字\x1b[2;7H"], wcwidth, (True, "background"))
@example(["\x1b[1;12H\x1b[7m宽\x1b[0m\x1b[1;1H", "\x1b[1;13Ha\x1b[1;1H"], wcwidth, (True, "background"))
def test_after_each_update_both_look_the_same(
    stream: list[str], width: Callable[[str], int], terminal: Erasing
) -> None:
    both = Both(width, terminal)
    both.write("\x1b[1;1H")
    for data in stream:
        both.write(data)
        both.check()


@settings(max_examples=200, deadline=None)
@given(updates, st.sampled_from([wide_ambiguous, narrow_emoji, wide_marks]))
def test_a_terminal_that_is_not_trusted_gets_what_the_stock_driver_writes(
    stream: list[str], width: Callable[[str], int]
) -> None:
    stock, ours, painter = Glass(COLUMNS, LINES, width), Glass(COLUMNS, LINES, width), Painter(COLUMNS, LINES)
    ours.feed(painter.feed(START))
    painter.distrust()
    stock.feed(START)
    for data in ["\x1b[1;1H", *stream]:
        stock.feed(data)
        ours.feed(painter.feed(data))
        assert difference(ours, stock) == ""
        assert ours.caret() == stock.caret()


@settings(max_examples=200, deadline=None)
@given(updates, st.lists(st.integers(0, 500), max_size=12))
def test_it_does_not_matter_how_a_stream_is_cut(stream: list[str], cuts: list[int]) -> None:
    for data in stream:
        both, at = Both(), 0
        both.write("\x1b[1;1H")
        for cut in [*sorted(cuts), len(data)]:
            both.write(data[at:cut])
            at = max(at, cut)
        both.check()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(updates, sizes), min_size=2, max_size=4))
def test_after_a_resize_and_a_whole_picture_both_look_the_same(
    sessions: list[tuple[list[str], tuple[int, int]]],
) -> None:
    both = Both()
    for stream, (columns, lines) in sessions:
        for data in stream:
            both.write(data)  # may be meant for the size before
        for glass in (both.stock, both.ours):
            glass.resize(lines, columns)
        both.painter.canvas.resize(columns, lines)
        whole = "".join(f"\x1b[{line};1H{'x' * columns}" for line in range(1, lines + 1))
        both.write("\x1b[0m" + whole + "\x1b[1;1H")
        both.check()


@settings(max_examples=200, deadline=None)
@given(placed, st.sampled_from(UNKNOWN))
def test_after_what_is_not_known_the_picture_is_whole_again(picture: str, unknown: str) -> None:
    whole = "".join(f"\x1b[{line};1H{'x' * COLUMNS}" for line in range(1, LINES + 1))
    both = Both()
    both.write(whole + "\x1b[1;1H")
    both.write(picture)
    written = both.painter.feed(unknown)
    assert written.startswith(unknown)
    screen = Glass(COLUMNS, LINES)
    screen.feed("\x1b[?7l" + written.removeprefix(unknown))
    assert difference(screen, both.stock, DISPUTED) == ""


@settings(max_examples=200, deadline=None)
@given(updates)
def test_nothing_changed_nothing_written(stream: list[str]) -> None:
    both = Both()
    for data in stream:
        both.write(data)
    row = "\x1b[31mab宽\x1b[0m" * 3 + "c\n"
    picture = f"\x1b[1;1H{row}\x1b[2;1H{row}\x1b[2;4H\x1b[7m字\x1b[0m\x1b[1;1H"
    both.write(picture)
    assert both.write(picture) == 0
