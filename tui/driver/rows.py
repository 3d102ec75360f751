"""Rows of cells: what a screen holds, and where a row differs from another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tui.driver.pens import DEFAULT, Pens
from tui.driver.widths import TAIL, UNKNOWN, is_disputed

BRIDGE = 4
"""Cells: no more unchanged ones of the same style between two changes are written again rather than skipped;
a move takes as many bytes."""


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

    def put(self, y: int, x: int, cells: str, pen: str) -> None:
        """Draw; the cells are all within the row. What is left over of a wider character becomes blank."""
        row, end = self.text[y], x + len(cells)
        before, after = row[:x], row[end:]
        if row[x] == TAIL:
            kept = before.rstrip(TAIL)[:-1]
            before = kept + " " * (x - len(kept))
        if after[:1] == TAIL:
            kept = after.lstrip(TAIL)
            after = " " * (len(after) - len(kept)) + kept
        self.text[y] = before + cells + after
        self.pens[y] = self.pens[y][:x] + pen * len(cells) + self.pens[y][end:]

    def take(self, y: int, wanted: Rows, pens: Pens) -> Iterator[Span]:
        """Make row ``y`` what is wanted; says what must be written for that.

        Cells that are not known in ``wanted`` are left alone. A wide character that was there before never
        reaches beyond a span. A row that has or had anything disputed in it is written whole: who knows what
        that has done to its neighbours."""
        text, styles = wanted.text[y], wanted.pens[y]
        old, old_styles = self.text[y], self.pens[y]
        self.text[y], self.pens[y] = text, styles
        if text == old and styles == old_styles:
            return
        whole = is_disputed(text) or is_disputed(old)
        start = end = -1
        for x, (new, was, pen, old_pen) in enumerate(zip(text, old, styles, old_styles, strict=True)):
            if new == UNKNOWN or not (
                whole or new != was or (pen != old_pen and not (new == " " and pens.same_blank(old_pen, pen)))
            ):
                continue
            first, after = x, x + 1
            while text[first] == TAIL:
                first -= 1
            while text[after : after + 1] == TAIL:
                after += 1
            gap = styles[end - 1 : first + 1]
            if end >= 0 and first > end:
                if first - end > BRIDGE or gap != gap[:1] * len(gap) or UNKNOWN in text[end:first]:
                    yield Span(y, start, end)
                    start = first
            elif end < 0:
                start = first
            end = after
        if end >= 0:
            yield Span(y, start, end)
