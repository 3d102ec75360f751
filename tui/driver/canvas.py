"""Two screens of cells: the one that Textual wants, and the one that the terminal shows.

Drawing changes the first; ``settle`` writes what brings the second up to it, row by row where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tui.driver.pens import DEFAULT, Pens
from tui.driver.widths import SURROGATES, TAIL, UNKNOWN, cells, is_disputed
from tui.driver.wire import Wire

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


_RUNS = re.compile(r"(.)\1*", re.DOTALL)
_BLANKS = 10
_ERASED = 3
"""Cells: more blank ones at the end of a row are shorter to erase than to write."""
_PIECES = re.compile("[\U000f0000-\U0010ffff]\0*| {10,}|(?:(?! {10})[^\U000f0000-\U0010ffff])+")
"""One disputed character, so many blanks that erasing them is shorter, or text without either."""


class Canvas:
    """``width`` and ``height`` are the terminal's, in cells; ``erases`` as for a ``Wire``."""

    def __init__(self, width: int, height: int, erases: bool = False) -> None:
        self.pens = Pens()
        self.wire = Wire(self.pens, erases)
        self.pen = DEFAULT
        """Textual's pen."""
        self.show_cursor = False
        """Whether the terminal's cursor is to be seen where Textual's is."""
        self.needs_refresh = False
        """Something is lost that only Textual can draw again; whoever sees to that resets it."""
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """The terminal has another size: nobody knows what it shows, and Textual will draw anew."""
        self.width, self.height = width, height
        self._wanted, self._shown = Rows(width, height), Rows(width, height)
        self._touched: set[int] = set()
        self.y: int | None = None
        self.x: int | None = None
        """Textual's cursor; None until it is placed."""
        self.wire.lose()

    def invalidate(self) -> None:
        """The terminal may show anything: ``settle`` will write everything."""
        self._shown = Rows(self.width, self.height)
        self._touched = set(range(self.height))
        self.wire.lose()

    def move(self, y: int, x: int) -> None:
        """Textual's cursor goes there; beyond an edge, to the edge."""
        self.y, self.x = max(0, min(y, self.height - 1)), max(0, min(x, self.width - 1))

    def draw(self, text: str) -> None:
        """Text without control characters, at Textual's cursor and with its pen. What does not fit into the
        row, or comes before anybody has said where, is left out."""
        y, x = self.y, self.x
        if y is None or x is None:
            return
        filled = cells(text)
        room = self.width - x
        if len(filled) > room:
            # Half a character is none.
            filled = filled[:room].rstrip(TAIL)[:-1] if filled[room] == TAIL else filled[:room]
            filled = filled.ljust(room)
        if filled:
            self._wanted.put(y, x, filled, self.pen)
            self._touched.add(y)
        self.x = x + len(filled)

    def settle(self) -> None:
        """Write what is still missing, and leave the terminal's cursor where Textual's is; while much is
        written, and where Textual's is not known, it is hidden."""
        wire = self.wire
        spans = [span for y in sorted(self._touched) for span in self._shown.take(y, self._wanted, self.pens)]
        self._touched.clear()
        if self.y is None or self.x is None or not self.show_cursor:
            wire.show_cursor(False)
        for span in spans:
            self._send(span)
        if self.y is not None and self.x is not None:
            wire.move(self.y, min(self.x, self.width - 1))
            wire.hide_cursor_before()
            wire.show_cursor(self.show_cursor)

    def _send(self, span: Span) -> None:
        wire, (y, at, end) = self.wire, span
        text, styles = self._wanted.text[y], self._wanted.pens[y]
        blank = max(at, self._blank_from(y))
        for run in _RUNS.finditer(styles, at, blank if end - blank > _ERASED else end):
            for piece in _PIECES.finditer(text, *run.span()):
                wire.move(y, piece.start())
                if len(piece[0]) >= _BLANKS and piece[0].isspace() and wire.erase(len(piece[0]), run[1]):
                    continue
                if is_disputed(piece[0]):
                    # Where it is drawn narrower than Textual thinks, what was there before must not stay.
                    wire.text(" " * len(piece[0]), run[1])
                    wire.move(y, piece.start())
                wire.text(piece[0], run[1])
        if end - blank > _ERASED:
            wire.move(y, blank)
            wire.erase_rest(styles[-1])
        elif wire.x == self.width:
            wire.x = None  # terminals differ over where the cursor is after the last column

    def _blank_from(self, y: int) -> int:
        """From where on erasing the rest of the row leaves what is wanted."""
        text, styles = self._wanted.text[y], self._wanted.pens[y]
        last = styles[-1]
        if not self.wire.can_erase(last):
            return self.width
        at = len(text.rstrip(" "))
        other = next(
            (x for x in range(self.width - 1, at - 1, -1) if not self.pens.same_blank(last, styles[x])), -1
        )
        return max(at, other + 1)


class AsDrawn(Canvas):
    """Remembers no cells: whatever is lost Textual must draw again."""

    def resize(self, width: int, height: int) -> None:
        """Begin anew at another size."""
        super().resize(width, height)
        self._following = False
        """Whether the terminal's cursor is where Textual's is."""
        self.needs_refresh = True

    def invalidate(self) -> None:
        """Have Textual draw everything again."""
        self.wire.lose()
        self._following = False
        self.needs_refresh = True

    def move(self, y: int, x: int) -> None:
        """Place the cursor of Textual."""
        super().move(y, x)
        self._following = False

    def draw(self, text: str) -> None:
        """Pass the text on as it is."""
        if self.y is None or self.x is None:
            return
        self.wire.show_cursor(False)
        if not self._following:
            self.wire.move(self.y, self.x)
            self._following = True
        self.wire.text("", self.pen)
        self.wire.control(SURROGATES.sub("\ufffd", text))
        self.wire.x = None
