"""What ``tests.support.watched`` wrote, looked at write by write: where the cursor was at the end of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyte

from tests.support.terminal import Screen, Terminal

MARK = re.compile(rb"\x1b\]7777;([0-9;-]+)\x07")
LEAVES = b"\x1b[?1049l"
HIDE = b"\x1b[?25l"
_SEQUENCES = re.compile(rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|[\x00-\x1f]")


@dataclass(frozen=True)
class Write:
    """One write of the program while its screens were there."""

    data: bytes
    caret: tuple[int, int] | None
    """Row and column, as the field in focus says; None: no text is typed."""
    cursor: tuple[int, int]
    """Where the terminal's is."""
    hidden: bool
    drawn_openly: bool
    """Was more drawn than arrives in one piece while the cursor was to be seen?"""


def writes(terminal: Terminal) -> list[Write]:
    """All that were made after the cursor was first hidden and before the screens were left."""
    written = terminal.bytes_written.partition(LEAVES)[0]
    screen = Screen(terminal.screen.columns, terminal.screen.lines, lambda answer: None)
    stream = pyte.ByteStream(screen)
    found = []
    parts = MARK.split(written)
    for data, mark in zip(parts[::2], parts[1::2], strict=False):
        openly = b"" if screen.cursor.hidden else _SEQUENCES.sub(b"", data.partition(HIDE)[0])
        stream.feed(data)
        row, _, column = mark.decode().partition(";")
        caret = (int(row), int(column)) if column else None
        cursor = screen.cursor
        found.append(
            Write(data, caret, (cursor.y, cursor.x), cursor.hidden, bool(openly) and len(data) > 1000)
        )
    first = next(at for at, write in enumerate(found) if write.hidden)
    return found[first + 1 :]
