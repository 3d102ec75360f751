"""Between Textual and the terminal: reads what Textual would write, and says what is enough to write.

Within a picture, which is from the first text, move or style to the end of a write, only text, moves,
styles, links and line feeds are obeyed: Textual writes nothing else there, so any other control is in text
that somebody stored, and is shown without its control characters. Outside pictures controls come from the
program itself: they are passed on, and after one whose effect is not known the whole screen is written again.
"""

from __future__ import annotations

import re

from tui.driver import sequences as seq
from tui.driver.canvas import Canvas
from tui.driver.pens import DEFAULT

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f]")

SMALL = 512
"""Characters: an update shorter than this arrives in one piece anyway and needs no synchronisation marks."""


class Painter:
    """``width`` and ``height`` are the terminal's, in cells; ``erases`` as for a ``Wire``."""

    def __init__(self, width: int, height: int, erases: bool = False) -> None:
        self.canvas = Canvas(width, height, erases)
        self._active = False
        """Whether the screen is Textual's; before and after, everything is passed on."""
        self._held = self._synchronised = False
        """Between synchronisation marks nothing is written; and whether the update had them."""
        self._rest = ""

    def feed(self, data: str) -> str:
        """Take what Textual writes; returns what to write instead."""
        if self._rest:
            data = self._rest + data
        end = seq.unfinished(data)
        self._rest = data[end:]
        canvas, pens = self.canvas, self.canvas.pens
        picture = False
        for token in seq.TOKENS.finditer(data, 0, end):
            kind = token.lastindex
            if not self._active:
                self._pass(token[0])
            elif kind == seq.STYLE:
                picture = True
                canvas.pen = pens.after(canvas.pen, token[1])
                if token[2]:
                    canvas.draw(token[2])
            elif kind == seq.MOVE:
                picture = True
                canvas.move(int(token[3] or 1) - 1, int(token[4] or 1) - 1)
            elif kind == seq.TEXT:
                picture = True
                canvas.draw(token[5])
            elif kind == seq.LINE_FEED:
                picture = True
                self._line_feed()
            elif picture:
                self._foreign(token[7])
            else:
                self._control(token[7])
        return self.repaint()

    def repaint(self) -> str:
        """What to write so that the terminal shows what Textual wants."""
        if self._held:
            return ""
        if self._active:
            self.canvas.settle()
        data = self.canvas.wire.take()
        if self._synchronised and len(data) >= SMALL:
            data = seq.SYNC_START + data + seq.SYNC_END
        self._synchronised = False
        return data

    def _pass(self, token: str) -> None:
        self.canvas.wire.control(token)
        if token in seq.ENTER:
            self._active = True
            self.canvas.invalidate()

    def _line_feed(self) -> None:
        canvas = self.canvas
        canvas.move(None if canvas.y is None else min(canvas.y + 1, canvas.height - 1), 0)

    def _foreign(self, sequence: str) -> None:
        canvas = self.canvas
        link = seq.LINK.match(sequence)
        if link:
            canvas.pen = canvas.pens.linked(canvas.pen, link[1])
            return
        text = _UNPRINTABLE.sub("", sequence)
        if text:
            canvas.draw(text)

    def _control(self, sequence: str) -> None:
        wire = self.canvas.wire
        if sequence == seq.SYNC_START:
            self._held = self._synchronised = True
        elif sequence == seq.SYNC_END:
            self._held = False
        elif sequence in seq.LEAVE:
            self._active = self._held = False
            if wire.pen != DEFAULT:
                wire.text("", None, DEFAULT)
            wire.control(sequence)
            wire.lose()
        elif seq.HARMLESS.fullmatch(sequence):
            if sequence in (seq.WRAP_ON, seq.WRAP_OFF):
                self.canvas.wraps = sequence == seq.WRAP_ON
            wire.control(sequence)
        elif step := seq.STEP.match(sequence):
            self._step(int(step[1] or 1), step[2])
        elif erase := seq.ERASE.match(sequence):
            self._erase(erase, sequence)
        elif sequence in ("\r", "\b"):
            self._step(1, "G" if sequence == "\r" else "D")
        elif len(sequence) > 1:
            wire.control(sequence)
            self.canvas.invalidate()

    def _step(self, cells: int, direction: str) -> None:
        canvas = self.canvas
        y, x, cells = canvas.y, canvas.x, max(cells, 1)
        if direction in "ABEF" and y is not None:
            y += cells if direction in "BE" else -cells
            y = max(0, min(y, canvas.height - 1))
        if direction in "CDa" and x is not None:
            x += -cells if direction == "D" else cells
        if direction in "EFG`":
            x = cells - 1 if direction in "G`" else 0
        if direction == "d":
            y = min(cells, canvas.height) - 1
        canvas.move(y, None if x is None else max(0, min(x, canvas.width - 1)))

    def _erase(self, erase: re.Match[str], sequence: str) -> None:
        canvas = self.canvas
        y, x, width = canvas.y, canvas.x, canvas.width
        how, what = erase[1], erase[2] or erase[4]
        if what == "J" and how in ("2", "3"):
            rows = dict.fromkeys(range(canvas.height), (0, width)) if how == "2" else {}
        elif y is None or x is None:
            canvas.wire.control(sequence)
            canvas.invalidate()
            return
        else:
            x = min(x, width - 1)
            after = min(x + max(int(erase[3] or 1), 1), width) if what == "X" else width
            rows = {y: {"1": (0, x + 1), "2": (0, width)}.get(how, (x, after))}
            if what == "J":
                others = range(y) if how == "1" else range(y + 1, canvas.height)
                rows |= dict.fromkeys(others, (0, width))
        for row, (start, end) in rows.items():
            canvas.erase(row, start, end, sequence)
