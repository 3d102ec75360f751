"""What is on its way to the terminal, and where that leaves its cursor and its pen."""

from __future__ import annotations

from tui.driver.pens import DEFAULT, Pens


class Wire:
    """Collects output, each piece the shortest that does it.

    Only what every terminal has is written: absolute and relative moves, carriage return, backspace, SGR, and
    erasing to the end of a line with the default pen (terminals differ over the background it leaves
    otherwise)."""

    def __init__(self, pens: Pens) -> None:
        self._pens = pens
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
            self._out.append(self._pens.change(self.pen, pen))
            self.pen = pen
        self._out.append(text)
        self.x = None if width is None or self.x is None else self.x + width

    def erase_to_end(self) -> None:
        """Blank the row from the cursor on, in the terminal's own colours."""
        self.text("\x1b[K", 0, DEFAULT)

    def move(self, y: int, x: int) -> None:
        if self.y == y and self.x == x:
            return
        self._out.append(min(self._ways(y, x), key=len))
        self.y, self.x = y, x

    def _ways(self, y: int, x: int) -> list[str]:
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
        if self.y == y:
            ways.append(f"\x1b[{x + 1}G" if x else "\r")
            if self.x is not None:
                ways.append(across(x - self.x))
        elif self.y is not None and self.x is not None:
            down = y - self.y
            ways.append(_relative(down, "B") if down > 0 else _relative(-down, "A"))
            if x != self.x:
                ways[-1] += "\r" if x == 0 else across(x - self.x)
        return ways


def across(cells: int) -> str:
    """The shortest relative move along a row, to the right or, negative, to the left."""
    if cells > 0:
        return _relative(cells, "C")
    return "\b" * -cells if cells > -4 else _relative(-cells, "D")


def _relative(cells: int, direction: str) -> str:
    return f"\x1b[{cells}{direction}" if cells > 1 else f"\x1b[{direction}"
