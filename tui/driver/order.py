"""In which order to write what has changed: neighbours in style can be as good as neighbours in place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

from tui.driver.moves import way
from tui.driver.pens import Pens
from tui.driver.rows import Rows, Span

Place = tuple[int | None, int | None]
"""Row and column of a cursor; None where it is unknown, or where it does not matter."""

FEW = 3
"""Spans of which every order is tried: what a typed character changes."""

MANY = 24
"""Spans: more than these are written from top to bottom, since looking for the next takes time that grows
with the square of their number."""


def in_short_order(
    spans: list[Span], rows: Rows, pens: Pens, place: Place, pen: str | None, end: Place
) -> list[Span]:
    """The spans in an order that needs few bytes for moves and changes of pen, from a cursor at ``place``
    with ``pen`` to a cursor at ``end``."""
    if len(spans) > MANY:
        return spans
    if len(spans) <= FEW:
        orders = permutations(spans)
        best = min(orders, key=lambda order: _cost(order, rows, pens, place, pen, end))
        return list(best)
    ordered = []
    rest = list(spans)
    while rest:
        span = min(rest, key=lambda span: _start(span, rows, pens, place, pen))
        rest.remove(span)
        ordered.append(span)
        place, pen = _after(span, rows), _last(span, rows, pens, pen)
    return ordered


def _cost(spans: Iterable[Span], rows: Rows, pens: Pens, place: Place, pen: str | None, end: Place) -> int:
    """Bytes between the spans and to the end."""
    cost = 0
    for span in spans:
        cost += _start(span, rows, pens, place, pen)
        place, pen = _after(span, rows), _last(span, rows, pens, pen)
    y, x = end
    return cost if y is None or x is None else cost + len(way(*place, y, x))


def _start(span: Span, rows: Rows, pens: Pens, place: Place, pen: str | None) -> int:
    """Bytes until the first cell of a span can be written."""
    return len(way(*place, span.y, span.start)) + len(pens.change(pen, rows.pens[span.y][span.start]))


def _after(span: Span, rows: Rows) -> Place:
    return span.y, span.end if span.end < rows.width else None


def _last(span: Span, rows: Rows, pens: Pens, pen: str | None) -> str | None:
    """The terminal's pen after a span."""
    for run in rows.pens[span.y][span.start : span.end]:
        if run != pen:
            pen = pens.step(pen, run)[1]
    return pen
