"""What is on its way to the terminal, and where that leaves its cursor and its pen."""

from __future__ import annotations

from tui.driver.moves import way
from tui.driver.pens import Pens

ERASE_REST = "\x1b[K"


class Wire:
    """Collects output, each piece the shortest that does it.

    Only what every terminal has is written: absolute and relative moves, carriage return, backspace, SGR, and
    erasing. ``erases``: this terminal erases any number of characters, and leaves the pen's background there;
    others erase to the end of a row, in their own colours.
    """

    def __init__(self, pens: Pens, erases: bool) -> None:
        self._pens = pens
        self._erases = erases
        self._out: list[str] = []
        self.y: int | None = None
        self.x: int | None = None
        """Where the terminal's cursor is; None where that cannot be known."""
        self.pen: str | None = None

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

    def text(self, text: str, width: int | None, pen: str) -> None:
        """Draw at the cursor. ``width`` None: nobody knows how far that takes the cursor."""
        if pen != self.pen:
            change, self.pen = self._pens.step(self.pen, pen)
            self._out.append(change)
        self._out.append(text)
        self.x = None if width is None or self.x is None else self.x + width

    def can_erase(self, pen: str) -> bool:
        """Whether what is drawn with this pen may be erased instead."""
        style = self._pens.style(pen)
        return style.blank and (self._erases or not style.background)

    def erase(self, count: int | None) -> str:
        """How to blank ``count`` cells from the cursor on, None: the rest of the row; the cursor stays.

        Empty if that cannot be done."""
        if count is None:
            return ERASE_REST
        return f"\x1b[{count}X" if self._erases else ""

    def move(self, y: int, x: int) -> None:
        self._out.append(way(self.y, self.x, y, x))
        self.y, self.x = y, x
