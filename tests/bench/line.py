"""A terminal of 120 x 40 and how many bytes what one does there costs on the line."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tests.support.terminal import Terminal, key_bytes

COLUMNS, LINES = 120, 40
QUIET = 0.6
"""Seconds without a byte after which an update counts as complete."""
IDLE = 3.0


@dataclass
class Cost:
    """Bytes that one session took."""

    first: int = 0
    characters: list[int] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)
    """Characters after which other values are offered."""
    fields: list[int] = field(default_factory=list)
    pages: list[tuple[int, int]] = field(default_factory=list)
    """Bytes written, and the UTF-8 of the cells that changed."""
    idle: int = 0


class Line:
    """A terminal, and how much what one does costs."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def settle(self) -> int:
        """Bytes written so far, once no more come."""
        while True:
            written = len(self.terminal.bytes_written)
            time.sleep(QUIET)
            if len(self.terminal.bytes_written) == written:
                return written

    def press(self, key: str) -> int:
        """Bytes written because of a key or a character."""
        before = self.settle()
        self.terminal.send(key if len(key) == 1 else key_bytes(key))
        return self.settle() - before

    def cells(self) -> dict[tuple[int, int], str]:
        buffer = self.terminal.screen.buffer
        return {(y, x): buffer[y][x].data for y in range(LINES) for x in range(COLUMNS)}

    def page(self, key: str) -> tuple[int, int]:
        """Bytes written because of a key that turns a page, and the UTF-8 of the cells that changed."""
        before = self.cells()
        written = self.press(key)
        after = self.cells()
        return written, len("".join(text for place, text in after.items() if text != before[place]).encode())

    def idle(self) -> int:
        """Bytes written while nobody does anything."""
        before = self.settle()
        time.sleep(IDLE)
        return len(self.terminal.bytes_written) - before
