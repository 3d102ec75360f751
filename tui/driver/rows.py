"""Rows of cells: what a screen holds, and where a row differs from another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tui.driver.moves import across
from tui.driver.pens import DEFAULT, Pens
from tui.driver.widths import TAIL, UNKNOWN, characters

LONGEST_BRIDGE = 8
"""Cells: unchanged ones between two changes are written again rather than skipped, if they are no more than
these and it is shorter."""


class Span(NamedTuple):
    """Cells to write, from ``start`` to before ``end``: whole characters."""

    y: int
    start: int
    end: int


class Rows:
    """A screen of cells: each row a string of text and one of pens, both as long as the screen is wide."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.text = [UNKNOWN * width] * height
        self.pens = [DEFAULT * width] * height

    def forget(self, y: int) -> None:
        """Nobody knows what is in this row."""
        self.text[y], self.pens[y] = UNKNOWN * self.width, DEFAULT * self.width

    def put(self, y: int, x: int, cells: str, pens: str) -> None:
        """Draw; the cells are all within the row. Half a wide character that is left over becomes blank."""
        row, end = self.text[y], x + len(cells)
        before, after = row[:x], row[end:]
        if row[x] == TAIL:
            before = before[:-1] + " "
        if after[:1] == TAIL:
            after = " " + after[1:]
        self.text[y] = before + cells + after
        self.pens[y] = self.pens[y][:x] + pens + self.pens[y][end:]

    def take(self, y: int, wanted: Rows, pens: Pens) -> list[Span]:
        """Make row ``y`` what is wanted; returns what must be written for that.

        Cells that are not known in ``wanted`` are left alone. A wide character that was there before never
        reaches beyond a span, so spans can be written in any order."""
        text, styles = wanted.text[y], wanted.pens[y]
        changed = [
            x
            for x, (new, old, pen, old_pen) in enumerate(
                zip(text, self.text[y], styles, self.pens[y], strict=True)
            )
            if (new != old or pen != old_pen) and new != UNKNOWN
        ]
        self.text[y], self.pens[y] = text, styles
        return [Span(y, start, end) for start, end in _spans(changed, text, styles, pens)]


def _spans(changed: list[int], text: str, styles: str, pens: Pens) -> Iterator[tuple[int, int]]:
    """From where to where to write: whole characters, and bridges over what it is shorter to write again."""
    start = end = -1
    for x in changed:
        first = x - (text[x] == TAIL)
        after = x + 1 + (text[x + 1 : x + 2] == TAIL)
        if end < 0:
            start = first
        elif first > end and not _bridge(end, first, text, styles, pens):
            yield start, end
            start = first
        end = after
    if end >= 0:
        yield start, end


def _bridge(end: int, start: int, text: str, styles: str, pens: Pens) -> bool:
    if start - end > LONGEST_BRIDGE:
        return False
    gap = text[end:start]
    if UNKNOWN in gap:
        return False
    pen = styles[end - 1]
    skipped = len(across(start - end)) + len(pens.change(pen, styles[start]))
    through = len(characters(gap).encode())
    for next_pen in styles[end : start + 1]:
        if next_pen != pen:
            change, pen = pens.step(pen, next_pen)
            through += len(change)
    return through <= skipped
