"""A session shown twice: as the stock driver would write it, and as ours does."""

from __future__ import annotations

from typing import Literal

from tests.support.glass import Glass, difference
from tests.support.recording import Session
from tui.driver.painter import Painter


def replay(session: Session, *, erases: bool, erasing: Literal["background", "nothing"]) -> tuple[int, int]:
    """Both pictures and both cursors must be the same after each update. Bytes written: stock's and ours."""
    columns, lines = next(event for event in session.events if isinstance(event, tuple))
    stock, ours = Glass(columns, lines), Glass(columns, lines, erasing=erasing)
    painter = Painter(columns, lines, erases)
    stock_bytes = our_bytes = updates = 0
    for event in session.events:
        if isinstance(event, tuple):
            for glass in (stock, ours):
                glass.resize(event[1], event[0])
            painter.canvas.resize(*event)
        elif isinstance(event, str):
            stock.feed(event)
            data = painter.feed(event)
            ours.feed(data)
            stock_bytes += len(event.encode())
            our_bytes += len(data.encode())
        else:
            updates += 1
            assert difference(ours, stock) == "", f"after update {updates}"
            assert ours.caret() == stock.caret(), f"after update {updates}"
    assert updates
    return stock_bytes, our_bytes
