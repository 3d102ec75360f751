"""What is on its way to the terminal, and where that leaves its cursor and its pen."""

from __future__ import annotations

from tui.driver.pens import Pens
from tui.driver.sequences import HIDE, SHOW
from tui.driver.widths import characters, is_disputed

ERASE_REST = "\x1b[K"


class Wire:
    """Collects output. Only what every terminal has is written: absolute moves, carriage return, SGR, and
    erasing to the end of a row.

    ``erases``: this terminal leaves the pen's background where it erases; others leave their own.
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
        if not cells.isspace() or not self._pens.same_blank(self.pen, pen):
            self._take_pen(pen)
        self._out.append(characters(cells))
        # Nobody knows how far a disputed character has taken the cursor.
        self.x = None if self.x is None or is_disputed(cells) else self.x + len(cells)

    def can_erase(self, pen: str) -> bool:
        """Does erasing leave what blanks in this pen show?"""
        return self._pens.erasable(pen, self._erases)

    def erase_rest(self, pen: str) -> None:
        """Blank the rest of the row; the cursor stays."""
        if not self._pens.same_blank(self.pen, pen):
            self._take_pen(pen)
        self._out.append(ERASE_REST)

    def _take_pen(self, pen: str) -> None:
        if pen != self.pen:
            self._out.append(self._pens.change(self.pen, pen))
            self.pen = pen
