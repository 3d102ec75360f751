"""A session shown twice: as the stock driver would write it, and as ours does.

Text that terminals differ over displaces what the stock driver writes behind it. Ours stands where Textual
wants it; the picture to compare with has something sure of the same width in place of such text.
"""

from __future__ import annotations

import re
from typing import Literal

from rich.cells import split_graphemes

from tests.support.glass import Glass, difference
from tests.support.recording import Session
from tui.driver.canvas import Canvas
from tui.driver.painter import Painter
from tui.driver.widths import TAIL, UNKNOWN, is_disputed, sure_cells

DISPUTED = "?"
"""Stands in the picture for a cell of disputed text."""


def sure(written: str) -> str:
    """What was written, with ``DISPUTED`` in each cell of disputed text."""
    return _TEXT.sub(lambda found: found[1] or _sure(found[0]), written)


_TEXT = re.compile(r"(\x1b(?:\[[0-?]*[ -/]*[@-~]|\].*?(?:\x07|\x1b\\)|[^\[\]]))|[^\x00-\x1f]+")
"""A sequence, in group 1, or text."""


def _unlike(glass: Glass, canvas: Canvas) -> str:
    """Where the picture has another text than the canvas says that the terminal shows; empty when nowhere."""
    for y, row in enumerate(canvas._shown.text):
        for x, cell in enumerate(row):
            if cell == UNKNOWN or is_disputed(cell):
                continue
            if glass.buffer[y][x].data != ("" if cell == TAIL else cell):
                return f"row {y}, column {x}: {glass.buffer[y][x].data!r} and {cell!r}"
    return ""


_ROW = re.compile(r"\x1b\[(\d+);\d+H")
"""A move of the cursor; its row in group 1."""


def _sure(text: str) -> str:
    graphemes = [(text[start:end], width) for start, end, width in split_graphemes(text)[0]]
    return "".join([one if width and sure_cells(one) else DISPUTED * width for one, width in graphemes])


def replay(session: Session, *, erases: bool, erasing: Literal["background", "nothing"]) -> tuple[int, int]:
    """Both pictures and both cursors must be the same after each update. Bytes written: stock's and ours.

    An update that was laid out for the larger window before goes to rows that are not there any more, and
    scrolls what a stock driver draws: then ours must show what the painter thinks it does.
    """
    columns, lines = next(event for event in session.events if isinstance(event, tuple))
    stock, ours = Glass(columns, lines), Glass(columns, lines, erasing=erasing)
    painter = Painter(columns, lines, erases)
    stock_bytes = our_bytes = updates = 0
    beyond = False
    for event in session.events:
        if isinstance(event, tuple):
            for glass in (stock, ours):
                glass.resize(event[1], event[0])
            painter.canvas.resize(*event)
            lines = event[1]
        elif isinstance(event, str):
            beyond |= any(int(row) > lines for row in _ROW.findall(event))
            stock.feed(sure(event))
            data = painter.feed(event)
            ours.feed(data)
            stock_bytes += len(event.encode())
            our_bytes += len(data.encode())
        else:
            updates += 1
            late, beyond = beyond, False
            found = _unlike(ours, painter.canvas) if late else difference(ours, stock, DISPUTED)
            assert not found, f"after update {updates}: {found}"
            assert late or ours.caret() == stock.caret(), f"after update {updates}"
    assert updates
    return stock_bytes, our_bytes
