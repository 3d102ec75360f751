"""A terminal to look through: pyte, with what it lacks to tell one picture from another.

Added are every SGR code (pyte knows neither dim nor conceal), the blank that is left when half of a wide
character is overwritten, last columns without wrapping, a cleared alternate screen, and the ways terminals
have of erasing. Links are not seen: pyte drops them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, cast
from unicodedata import east_asian_width

import pyte
from pyte import modes
from wcwidth import wcwidth

from tests.support.terminal import Screen

_ENDS = {"22": "12", "23": "3", "25": "56", "27": "7", "28": "8", "29": "9"}
_ALTERNATE = 1049


class Glass(Screen):
    """What a terminal of this size shows after ``feed``. ``width`` is how it counts cells, ``erasing`` what
    it leaves of the pen where it erases (pyte alone would leave all of it)."""

    def __init__(
        self,
        columns: int,
        lines: int,
        width: Callable[[str], int] = wcwidth,
        erasing: Literal["background", "nothing"] = "background",
    ) -> None:
        super().__init__(columns, lines, lambda answer: None)
        self._width = width
        self._erasing_leaves = erasing
        self._stream = pyte.Stream(self)

    def feed(self, data: str) -> None:
        self._stream.feed(data)

    def cell(self, y: int, x: int) -> tuple[str, tuple[str, ...]]:
        """Its text (none: it is the second half of a wide character) and its style."""
        char = self.buffer[y][x]
        return char.data, _style(char)

    def row(self, y: int) -> str:
        """A row without the blanks at its end."""
        return "".join(self.cell(y, x)[0] for x in range(self.columns)).rstrip()

    def caret(self) -> tuple[int, int, bool]:
        """Row and column of the cursor, and whether it is hidden."""
        return self.cursor.y, min(self.cursor.x, self.columns - 1), self.cursor.hidden

    # What pyte lacks

    def draw(self, data: str) -> None:
        for char in data:
            width = self._width(char)
            if width <= 0:
                self._combine(char)
                continue
            if self.cursor.x + width > self.columns:
                if modes.DECAWM in self.mode:
                    self.carriage_return()
                    self.linefeed()
                else:
                    self.cursor.x = self.columns - width
            line, x = self.buffer[self.cursor.y], self.cursor.x
            if line[x].data == "" and x:
                line[x - 1] = line[x - 1]._replace(data=" ")
            if x + width < self.columns and line[x + width].data == "":
                line[x + width] = line[x + width]._replace(data=" ")
            line[x] = self.cursor.attrs._replace(data=char)
            if width == 2:
                line[x + 1] = self.cursor.attrs._replace(data="")
            self.cursor.x = x + width

    def _combine(self, mark: str) -> None:
        line, x = self.buffer[self.cursor.y], self.cursor.x - 1
        if x >= 0 and line[x].data == "":
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=line[x].data + mark)

    def select_graphic_rendition(self, *codes: int, **kwargs: Any) -> None:
        if kwargs:
            return
        style = set(_style(self.cursor.attrs))
        rest = [str(code) for code in codes or (0,)][::-1]
        while rest:
            code = rest.pop()
            if code in ("38", "48"):
                count = {"5": 2, "2": 4}[rest[-1]]
                colour = [rest.pop() for _ in range(count)]
                style = {part for part in style if part[:2] != f"{code[0]}:"} | {f"{code[0]}:{colour}"}
            elif code == "0":
                style = set()
            elif code in _ENDS:
                style -= set(_ENDS[code])
            elif code == "24":
                style -= {"4", "21"}
            elif code in ("54", "55"):
                style -= {"51", "52"} if code == "54" else {"53"}
            elif code in ("39", "49"):
                style = {part for part in style if part[:2] != f"{code[0]}:"}
            elif len(code) > 1 and code[:-1] in ("3", "4", "9", "10"):
                layer = "3" if code[:-1] in ("3", "9") else "4"
                style = {part for part in style if part[:2] != f"{layer}:"} | {f"{layer}:{code}"}
            else:
                style.add(code)
        self.cursor.attrs = _char(style)

    def _erasing(self) -> Any:
        attrs = self.cursor.attrs
        kept = "4:" if self._erasing_leaves == "background" else "none"
        self.cursor.attrs = _char({part for part in _style(attrs) if part.startswith(kept)})
        return attrs

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        attrs = self._erasing()
        x, self.cursor.x = self.cursor.x, min(self.cursor.x, self.columns - 1)
        start, end = {0: (self.cursor.x, self.columns), 1: (0, self.cursor.x + 1), 2: (0, self.columns)}[how]
        self._mend(start, end)
        super().erase_in_line(how, private)
        self.cursor.attrs, self.cursor.x = attrs, x

    def erase_characters(self, count: int | None = None) -> None:
        attrs = self._erasing()
        x, self.cursor.x = self.cursor.x, min(self.cursor.x, self.columns - 1)
        self._mend(self.cursor.x, min(self.cursor.x + (count or 1), self.columns))
        super().erase_characters(count)
        self.cursor.attrs, self.cursor.x = attrs, x

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        attrs = self._erasing()
        if how in (0, 1, 2):
            rows = {0: range(self.cursor.y + 1, self.lines), 1: range(self.cursor.y), 2: range(self.lines)}
            for y in rows[how]:
                for x in range(self.columns):
                    self.buffer[y][x] = self.cursor.attrs._replace(data=" ")
        self.cursor.attrs = attrs
        if how in (0, 1):
            self.erase_in_line(how)

    def _mend(self, start: int, end: int) -> None:
        """Halves of wide characters at either end of what is erased become blanks."""
        line = self.buffer[self.cursor.y]
        if start and line[start].data == "":
            line[start - 1] = line[start - 1]._replace(data=" ")
        if end < self.columns and line[end].data == "":
            line[end] = line[end]._replace(data=" ")

    def set_mode(self, *numbers: int, **kwargs: Any) -> None:
        if kwargs.get("private") and _ALTERNATE in numbers:
            self.buffer.clear()
        super().set_mode(*numbers, **kwargs)


def wide_ambiguous(character: str) -> int:
    """As terminals set for old Chinese programs count."""
    return 2 if east_asian_width(character) == "A" else wcwidth(character)


def _char(style: set[str]) -> Any:
    """A blank whose style stands where pyte has the foreground's name."""
    return pyte.screens.Char(" ", fg=cast(str, tuple(sorted(style))))


def _style(char: Any) -> tuple[str, ...]:
    return char.fg if isinstance(char.fg, tuple) else ()


def shown(cell: tuple[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    """A cell as it looks: a blank has no colour of its own and is not bold, unless it is underlined or so.

    Terminals see it that way too: where they erase, they keep the background and nothing else."""
    text, style = cell
    if text == " " and not {"3", "4", "5", "6", "7", "9", "21", "51", "52", "53"} & set(style):
        style = tuple(part for part in style if part.startswith("4:"))
    return text, style


def difference(one: Glass, other: Glass, whatever: str = "") -> str:
    """Where two pictures differ first in text or style, in words; empty when nowhere. Cells where the other
    has ``whatever`` may look like anything."""
    assert (one.columns, one.lines) == (other.columns, other.lines)
    for y in range(one.lines):
        if one.buffer[y] == other.buffer[y]:
            continue
        for x in range(one.columns):
            mine, theirs = one.cell(y, x), other.cell(y, x)
            if whatever and theirs[0] == whatever:
                continue
            if shown(mine) != shown(theirs):
                return f"row {y}, column {x}: {mine} and {theirs}\n{one.row(y)!r}\n{other.row(y)!r}"
    return ""
