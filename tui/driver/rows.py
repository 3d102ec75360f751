"""Rows of cells: what a screen holds, and what must be sent so that a row becomes another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tui.driver.pens import DEFAULT, Pens
from tui.driver.widths import TAIL, UNKNOWN, characters
from tui.driver.wire import Wire, across

_SAME_PEN = re.compile(r"(.)\1*", re.DOTALL)

LONGEST_BRIDGE = 8
"""Cells: unchanged ones between two changes are written again rather than skipped, if they are no more than
these and it is shorter."""

FEWEST_ERASED = 4
"""Blanks from which erasing to the end of the row is shorter than writing them."""


class Rows:
    """A screen of cells: each row a string of text and one of pens, both as long as the screen is wide."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.text = [UNKNOWN * width] * height
        self.pens = [DEFAULT * width] * height

    def forget(self, y: int) -> None:
        """Nobody knows what is in this row."""
        self.text[y], self.pens[y] = UNKNOWN * self.width, DEFAULT * self.width

    def put(self, y: int, x: int, cells: str, pen: str) -> None:
        """Draw; the cells are all within the row. Half a wide character that is left over becomes blank."""
        row, end = self.text[y], x + len(cells)
        before, after = row[:x], row[end:]
        if row[x] == TAIL:
            before = before[:-1] + " "
        if after[:1] == TAIL:
            after = " " + after[1:]
        self.text[y] = before + cells + after
        pens = self.pens[y]
        self.pens[y] = pens[:x] + pen * len(cells) + pens[end:]


def send_row(wire: Wire, pens: Pens, y: int, wanted: Rows, shown: Rows) -> None:
    """Write what turns row ``y`` from what is shown into what is wanted; ``shown`` follows.

    Cells that are not known in ``wanted`` are left alone."""
    text, styles = wanted.text[y], wanted.pens[y]
    changed = [
        x
        for x, (new, old, pen, old_pen) in enumerate(
            zip(text, shown.text[y], styles, shown.pens[y], strict=True)
        )
        if (new != old or pen != old_pen) and new != UNKNOWN
    ]
    shown.text[y], shown.pens[y] = text, styles
    if not changed:
        return
    blank = max(len(text.rstrip(" ")), len(styles.rstrip(DEFAULT)))
    erased = sum(x >= blank for x in changed) >= FEWEST_ERASED
    for start, end in _spans([x for x in changed if x < blank] if erased else changed, text, styles, pens):
        wire.move(y, start)
        at = start
        for run in _SAME_PEN.finditer(styles, start, end):
            piece = text[at : run.end()]
            wire.text(characters(piece), len(piece), run[1])
            at = run.end()
        if end == wanted.width:
            wire.x = None  # terminals differ over where the cursor is after the last column
    if erased:
        wire.move(y, blank)
        wire.erase_to_end()


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
    path = styles[end - 1 : start + 1]
    through = sum(len(pens.change(old, new)) for old, new in pairwise(path))
    through += len(characters(gap).encode())
    return through <= len(across(start - end)) + len(pens.change(path[0], path[-1]))
