"""Processes that save without end, and note what was acknowledged where their death cannot undo it.

They are forked: a hundred interpreters started one after another would take longer than the tests may.
"""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from store.protocol import Change, new_id
from store.shards.filestore import FileStore

CAMPAIGN = "c2021"
UNIT = "units/jsj"

new_id()  # imports what it needs here, so that a writer killed early is killed while it saves


class Acknowledged:
    """A file of lines ``id rev n``, one for each save that returned, and how long each took."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, document_id: str, rev: int, number: int, seconds: float) -> None:
        line = f"{document_id} {rev} {number} {seconds:.4f}\n".encode()
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(descriptor, line)
        os.close(descriptor)

    def lines(self) -> list[tuple[str, int, int, float]]:
        if not self.path.exists():
            return []
        rows = (line.split() for line in self.path.read_text().splitlines())
        return [(name, int(rev), int(number), float(seconds)) for name, rev, number, seconds in rows]

    def newest(self) -> dict[str, tuple[int, int]]:
        """Of each document the newest acknowledged revision and the number kept in it."""
        return {name: (rev, number) for name, rev, number, _ in self.lines()}


def save_on(root: Path, acknowledged: Acknowledged, times: int = 1 << 30, unit: str = UNIT) -> None:
    """Insert and update by turns."""
    store = FileStore(root, CAMPAIGN)
    name, rev = "", 0
    for number in range(times):
        if number % 2 == 0:
            name, rev = new_id(), 0
        change = Change(
            id=name,
            annex="study",
            org="jsj",
            base=rev,
            data={"number": number, "text": "赴烈士陵园祭扫，重温入党誓词" * 10},
        )
        begun = time.monotonic()
        (made,) = store.apply(unit, [change], f"p{os.getpid()}")
        assert made is not None
        rev = made.rev
        acknowledged.note(name, rev, number, time.monotonic() - begun)


def fork(work: Callable[[], None]) -> int:
    """Run it in a process of its own; returns the process's id. It exits with 0 when all went well."""
    process = os.fork()
    if process:
        return process
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def wait(process: int) -> int:
    """The exit status; negative when a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
