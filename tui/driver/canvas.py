"""Two screens: the one that Textual wants, and the one that the terminal shows.

Drawing changes the first; ``settle`` writes what brings the second up to it.

Rows whose text has characters that terminals give different widths cannot be kept so: they are written as
they are drawn, piece by piece, until a whole row of sure text stands in their place.
"""

from __future__ import annotations

import re

from tui.driver.pens import DEFAULT, Pens
from tui.driver.rows import Rows
from tui.driver.sending import send
from tui.driver.widths import cells
from tui.driver.wire import Wire

_SURROGATES = re.compile("[\ud800-\udfff]")
_SAVE, _RESTORE = "\x1b7", "\x1b8"


class Canvas:
    """``width`` and ``height`` are the terminal's, in cells; ``erases`` as for a ``Wire``."""

    def __init__(self, width: int, height: int, erases: bool = False) -> None:
        self.pens = Pens()
        self.wire = Wire(self.pens, erases)
        self.pen = DEFAULT
        """Textual's pen."""
        self.wraps = True
        """Whether text beyond the last column goes on in the next row."""
        self.trusts_widths = True
        """False: this terminal is known to draw some characters wider than Textual thinks."""
        self.needs_refresh = False
        """Something is lost that only Textual can draw again; whoever sees to that resets it."""
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """The terminal has another size: nobody knows what it shows, and Textual will draw anew."""
        self.width, self.height = width, height
        self._wanted, self._shown = Rows(width, height), Rows(width, height)
        self._touched: set[int] = set()
        self._unsure = set() if self.trusts_widths else set(range(height))
        """Rows that are written as they are drawn; unknown in both screens."""
        self._following = False
        """Whether the terminal's cursor is where Textual's is, after unsure text."""
        self._whole: tuple[str, str] | None = None
        """Text and pens of what was drawn in an unsure row from its start, as long as that was sure."""
        self.y: int | None = None
        self.x: int | None = None
        """Textual's cursor. ``x`` is None after unsure text."""
        self.wire.lose()

    def invalidate(self) -> None:
        """The terminal may show anything: ``settle`` will write everything."""
        self._shown = Rows(self.width, self.height)
        self._touched = set(range(self.height))
        self._following = False
        self.wire.lose()
        self.needs_refresh |= bool(self._unsure)

    def distrust(self) -> None:
        """From now on every row is written as it is drawn."""
        self.trusts_widths = False
        self.resize(self.width, self.height)
        self.needs_refresh = True

    def move(self, y: int | None, x: int | None) -> None:
        """Textual's cursor goes there; beyond an edge, to the edge."""
        self._following = False
        self.y = None if y is None else max(0, min(y, self.height - 1))
        self.x = None if x is None else max(0, min(x, self.width - 1))
        self._whole = ("", "") if self.x == 0 else None

    def draw(self, text: str) -> None:
        """Text without control characters, at Textual's cursor and with its pen."""
        y, x = self.y, self.x
        drawn = cells(text) if self.trusts_widths else None
        if y is None:
            self.wire.text(_SURROGATES.sub("\ufffd", text), None, self.pen)
            self.invalidate()
        elif x is None or drawn is None or y in self._unsure or x + len(drawn) > self.width:
            self._draw_unsure(y, x, text, drawn)
        else:
            self._wanted.put(y, x, drawn, self.pens.of_cells(drawn, self.pen))
            self._touched.add(y)
            self.x = x + len(drawn)

    def erase(self, y: int, start: int, end: int, sequence: str) -> None:
        """Blank these cells, in the pen's background. ``sequence`` does that from Textual's cursor."""
        pen = self.pens.background(self.pen)
        if start == 0 and end == self.width and self.trusts_widths:
            self._unsure.discard(y)
        if y not in self._unsure:
            self._wanted.put(y, start, " " * (end - start), pen * (end - start))
            self._touched.add(y)
        elif self.y is not None and self.x is not None:
            self.wire.move(self.y, min(self.x, self.width - 1))
            self.wire.text(sequence, 0, self.pen)

    def settle(self) -> None:
        """Write what is still missing, and leave the terminal's cursor where Textual's is."""
        drawing_on = self._following and bool(self._touched)
        pen = self.wire.pen
        if drawing_on:
            self.wire.control(_SAVE)
        rows = [self._shown.take(y, self._wanted, self.pens) for y in sorted(self._touched)]
        cursor = (None, None) if drawing_on else (self.y, self.x)
        send(self.wire, self.pens, self._wanted, [span for row in rows for span in row], cursor)
        self._touched.clear()
        if drawing_on:
            self.wire.control(_RESTORE)
            self.wire.lose()
            self.wire.pen = pen
        elif self.y is not None and self.x is not None:
            self.wire.move(self.y, min(self.x, self.width - 1))

    def _draw_unsure(self, y: int, x: int | None, text: str, drawn: str | None) -> None:
        self._doubt(y)
        if not self._following and x is not None:
            self.wire.move(y, min(x, self.width - 1))
        self._following = True
        self.wire.text(_SURROGATES.sub("\ufffd", text), None, self.pen)
        self.x = None
        if drawn is None or self._whole is None:
            self._whole = None
            if self.wraps:
                self.invalidate()
            return
        row, pens = self._whole
        self._whole = row, pens = row + drawn, pens + self.pens.of_cells(drawn, self.pen)
        if len(row) > self.width:
            self._whole = None
        elif len(row) == self.width:
            for rows in (self._wanted, self._shown):
                rows.text[y], rows.pens[y] = row, pens
            self._unsure.discard(y)
            self.x, self._following = self.width, False

    def _doubt(self, y: int) -> None:
        """From now on row ``y`` is written as it is drawn. What came before is written first."""
        if y in self._unsure:
            return
        send(self.wire, self.pens, self._wanted, self._shown.take(y, self._wanted, self.pens), (None, None))
        self._unsure.add(y)
        self._touched.discard(y)
        self._wanted.forget(y)
        self._shown.forget(y)
