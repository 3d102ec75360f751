"""Between Textual and the terminal: reads what Textual would write, and says what is enough to write.

Within a picture, which is from the first text, move or style to the end of a write, only text, moves,
styles and line feeds are obeyed: Textual writes nothing else there, so any other control is in text that
somebody stored, and is shown without its control characters. Outside pictures controls come from the
program itself: they are passed on, and after one whose effect is not known the whole screen is written again.
"""

from __future__ import annotations

import re

from tui.driver import sequences as seq
from tui.driver.canvas import AsDrawn, Canvas
from tui.driver.pens import DEFAULT
from tui.driver.wire import SMALL

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f]")


class Painter:
    """``width`` and ``height`` are the terminal's, in cells; ``erases`` as for a ``Wire``."""

    def __init__(self, width: int, height: int, erases: bool = False) -> None:
        self.canvas = Canvas(width, height, erases)
        self._active = False
        """Whether the screen is Textual's; before and after, everything is passed on."""
        self._held = self._synchronised = False
        """Between synchronisation marks nothing is written; and whether the update had them."""
        self._rest = ""

    def distrust(self) -> None:
        """This terminal draws some characters wider than Textual thinks: from now on it gets what Textual
        draws, as it is drawn."""
        old = self.canvas
        self.canvas = AsDrawn(old.width, old.height)
        self.canvas.show_cursor = old.show_cursor

    def feed(self, data: str) -> str:
        """Take what Textual writes; returns what to write instead."""
        if self._rest:
            data = self._rest + data
        end = seq.unfinished(data)
        self._rest = data[end:]
        picture = False
        for token in seq.TOKENS.finditer(data, 0, end):
            if not self._active:
                self._pass(token[0])
            elif token.lastindex != seq.OTHER:
                picture = True
                self._draw(token)
            elif not picture:
                self._control(token[7])
            elif not seq.LINK.match(token[7]):
                self.canvas.draw(_UNPRINTABLE.sub("", token[7]))
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
        wire = self.canvas.wire
        wire.control(token)
        if token in seq.ENTER:
            self._active = True
            wire.cursor_shown = None
            self.canvas.invalidate()

    def _draw(self, token: re.Match[str]) -> None:
        canvas = self.canvas
        if token.lastindex == seq.STYLE:
            canvas.pen = canvas.pens.after(canvas.pen, token[1])
        elif token.lastindex == seq.MOVE:
            canvas.move(int(token[3] or 1) - 1, int(token[4] or 1) - 1)
        elif token.lastindex == seq.LINE_FEED and canvas.y is not None:
            canvas.move(canvas.y + 1, 0)
        if text := token[2] or token[5]:
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
                wire.control("\x1b[m")
            wire.control(sequence)
            wire.lose()
        elif sequence in (seq.SHOW, seq.HIDE):
            self.canvas.show_cursor = sequence == seq.SHOW
        elif seq.HARMLESS.fullmatch(sequence):
            wire.control(sequence)
        elif len(sequence) > 1:
            wire.show_cursor(False)
            wire.control(sequence)
            self.canvas.invalidate()
