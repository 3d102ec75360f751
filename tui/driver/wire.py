"""What is on its way to the terminal, and where that leaves its cursor and its pen."""

from __future__ import annotations

from tui.driver.pens import Pens
from tui.driver.sequences import HIDE, SHOW
from tui.driver.widths import characters, is_disputed

ERASE_REST = "\x1b[K"

SMALL = 512
"""Characters: less than this arrives in one piece, and nobody sees where the cursor goes meanwhile."""


class Wire:
    """Collects output. Only what every terminal has is written: absolute moves, carriage return, SGR, and
    erasing to the end of a row.

    ``erases``: this terminal erases any number of characters, and leaves the pen's background there; others
    erase to the end of a row, in their own colours.
    """

    def __init__(self, pens: Pens, erases: bool) -> None:
        self._pens = pens
        self._erases = erases
        self._out: list[str] = []
        self.y: int | None = None
        self.x: int | None = None
        """Where the terminal's cursor is; None where that cannot be known."""
        self.pen: str | None = None
        self.cursor_shown: bool | None = None

    def take(self) -> str:
        """Everything collected; the wire is empty afterwards."""
        data = "".join(self._out)
        self._out.clear()
        return data

    def lose(self) -> None:
        """Something happened to the terminal: its cursor and pen may be anything."""
        self.y = self.x = self.pen = None

    def hide_cursor_before(self) -> None:
        """While all that is collected arrives, the cursor is not to be seen, if it comes in more than one
        piece."""
        if self.cursor_shown and sum(map(len, self._out)) >= SMALL:
            self.cursor_shown = False
            self._out.insert(0, HIDE)

    def control(self, sequence: str) -> None:
        """A sequence that draws nothing and leaves the cursor where it is."""
        self._out.append(sequence)

    def show_cursor(self, shown: bool) -> None:
        """Show or hide the terminal's own cursor."""
        if self.cursor_shown != shown:
            self.cursor_shown = shown
            self._out.append(SHOW if shown else HIDE)

    def move(self, y: int, x: int) -> None:
        """Bring the cursor there."""
        if (self.y, self.x) == (y, x):
            return
        if self.y == y:
            self._out.append(f"\x1b[{x + 1}G" if x else "\r")
        else:
            self._out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self.y, self.x = y, x

    def text(self, cells: str, pen: str) -> None:
        """Draw cells at the cursor. Blanks leave the pen alone where they look the same with it."""
        if cells.isspace():
            self._take_blank_pen(pen)
        else:
            self._take_pen(pen)
        self._out.append(characters(cells))
        # Nobody knows how far a disputed character has taken the cursor.
        self.x = None if self.x is None or is_disputed(cells) else self.x + len(cells)

    def erase(self, count: int, pen: str) -> bool:
        """Blank so many cells, where the terminal does that in any background; the cursor stays."""
        if not self._erases or not self.can_erase(pen):
            return False
        self._take_blank_pen(pen)
        self._out.append(f"\x1b[{count}X")
        return True

    def can_erase(self, pen: str) -> bool:
        """Does erasing leave what blanks in this pen show?"""
        return self._pens.erasable(pen, self._erases)

    def erase_rest(self, pen: str) -> None:
        """Blank the rest of the row; the cursor stays."""
        self._take_blank_pen(pen)
        self._out.append(ERASE_REST)

    def _take_blank_pen(self, pen: str) -> None:
        """Whatever the pen has besides, if blanks look the same with it."""
        if not self._pens.same_blank(self.pen, pen):
            self._take_pen(pen)

    def _take_pen(self, pen: str) -> None:
        if pen != self.pen:
            self._out.append(self._pens.change(self.pen, pen))
            self.pen = pen
