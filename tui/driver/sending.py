"""Spans of cells on their way, each written the shortest way."""

from __future__ import annotations

import re

from tui.driver.moves import across
from tui.driver.order import Place, in_short_order
from tui.driver.pens import Pens
from tui.driver.rows import Rows, Span
from tui.driver.widths import characters
from tui.driver.wire import ERASE_REST, Wire

_SAME_PEN = re.compile(r"(.)\1*", re.DOTALL)
_BLANKS = re.compile(" {4,}")
"""Fewer blanks are never shorter to erase than to write."""


def send(wire: Wire, pens: Pens, rows: Rows, spans: list[Span], cursor: Place) -> None:
    """Write these spans of ``rows``. Afterwards the cursor is wanted at ``cursor``, if anywhere."""
    blank_from: dict[int, int] = {}
    for span in in_short_order(spans, rows, pens, (wire.y, wire.x), wire.pen, cursor):
        if span.start < blank_from.get(span.y, rows.width):
            erased = _send(wire, rows, span)
            if erased is not None:
                blank_from[span.y] = erased


def _send(wire: Wire, rows: Rows, span: Span) -> int | None:
    """Write a span; returns from where on the row was erased to its end, if it was."""
    y, at, end = span
    text, styles = rows.text[y], rows.pens[y]
    for run in _SAME_PEN.finditer(styles, at, end):
        pen, after = run[1], run.end()
        if wire.can_erase(pen):
            for blanks in _BLANKS.finditer(text, at, after):
                start = blanks.start()
                erase = _shorter_erased(wire, text, styles, start, blanks.end(), blanks.end() < end)
                if not erase:
                    continue
                _write(wire, y, at, text[at:start], pen)
                wire.move(y, start)
                wire.text(erase, 0, pen)
                at = blanks.end()
                if erase == ERASE_REST:
                    return start
        _write(wire, y, at, text[at:after], pen)
        at = after
    if wire.x == rows.width:
        wire.x = None  # terminals differ over where the cursor is after the last column
    return None


def _write(wire: Wire, y: int, x: int, cells: str, pen: str) -> None:
    if cells:
        wire.move(y, x)
        wire.text(characters(cells), len(cells), pen)


def _shorter_erased(wire: Wire, text: str, styles: str, start: int, end: int, more: bool) -> str:
    """How to erase these blanks, if that is shorter than writing them; ``more``: something follows."""
    pen = styles[start]
    to_the_end = len(text.rstrip(" ")) <= start and len(styles.rstrip(pen)) <= start
    erase = wire.erase(None if to_the_end else end - start)
    cost = len(erase) + (len(across(end - start)) if more and not to_the_end else 0)
    return erase if cost < end - start else ""
