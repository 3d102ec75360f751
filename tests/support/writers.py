"""Processes that save without end, and note what was acknowledged where their death cannot undo it.

They are forked: hundreds of interpreters started one after another would take longer than the tests may.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from store.integrity import check_shard
from store.protocol import Change, new_id
from store.shards.filestore import FileStore
from tests.support.changes import CAMPAIGN, UNIT

FOREVER = 1 << 30
KEPT = 8
"""Documents that one writer keeps: a shard that grew would make the last saves slower than the first."""
TEXT = "赴烈士陵园祭扫，重温入党誓词"
GONE = -1
"""The number of a deleted document."""

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)

new_id()  # imports what it needs here, so that a writer killed early is killed while it saves


class Ack(NamedTuple):
    """One save that returned."""

    id: str
    rev: int
    number: int
    """What the document holds, another one each time."""
    seconds: float
    """How long it took."""


class Notes:
    """What one writer, and then its successors, were told is saved. The file's name is the writer's."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name

    def note(self, ack: Ack) -> None:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(descriptor, f"{ack.id} {ack.rev} {ack.number} {ack.seconds:.4f}\n".encode())
        os.close(descriptor)

    def all(self) -> list[Ack]:
        if not self.path.exists():
            return []
        rows = (line.split() for line in self.path.read_text().splitlines())
        return [Ack(name, int(rev), int(number), float(seconds)) for name, rev, number, seconds in rows]

    def newest(self) -> dict[str, Ack]:
        return {ack.id: ack for ack in self.all()}


def save_on(root: Path, notes: Notes, times: int = FOREVER, unit: str = UNIT) -> None:
    """Insert, update twice, and delete by turns, going on where an earlier process was killed."""
    store = FileStore(root, CAMPAIGN)
    documents = go_on(store, notes, unit)
    done = len(notes.all())
    for number in range(done, done + times):
        turn = number % 4
        gone = turn == 3 and len(documents) > KEPT
        if gone:
            name = next(iter(documents))
        elif turn == 0 or not documents:
            name = new_id()
        else:
            name = list(documents)[-turn % len(documents)]
        rev = documents.get(name, 0)
        change = Change(
            id=name,
            annex="study",
            org=notes.name,
            base=rev,
            data=None if gone else {"number": number, "text": TEXT},
        )
        begun = time.monotonic()
        (made,) = store.apply(unit, [change], notes.name)
        if made:
            assert made.rev == rev + 1
            documents[name] = made.rev
        else:
            del documents[name]
        notes.note(Ack(name, rev + 1, GONE if gone else number, time.monotonic() - begun))


def go_on(store: FileStore, notes: Notes, unit: str = UNIT) -> dict[str, int]:
    """The writer's documents with their revisions, as the store has them.

    They must be what was acknowledged, but for one last change whose acknowledgement was cut off: that one is
    noted now.
    """
    found = {document.id: document for document in store.query(unit, org=notes.name)}
    unknown: list[Ack] = []
    newest = notes.newest()
    for name, ack in newest.items():
        document = found.get(name)
        if document is None:
            if ack.number != GONE:
                unknown.append(Ack(name, ack.rev + 1, GONE, 0))
        elif document.rev == ack.rev:
            assert document.data["number"] == ack.number
        else:
            assert document.rev == ack.rev + 1
            unknown.append(Ack(name, document.rev, document.data["number"], 0))
    unknown += [
        Ack(document.id, document.rev, document.data["number"], 0)
        for document in found.values()
        if document.id not in newest
    ]
    assert len(unknown) <= 1, unknown
    for ack in unknown:
        notes.note(ack)
    return {document.id: document.rev for document in found.values()}


def check_all(root: Path, notes: Iterable[Notes], unit: str = UNIT) -> int:
    """Every acknowledged change is in the journal, in the order it was acknowledged, and the shard is what
    the journal comes to. Returns how many changes there were.
    """
    store = FileStore(root, CAMPAIGN)
    for one in notes:
        go_on(store, one, unit)
    folder = root / CAMPAIGN / unit
    assert (
        not folder.exists() or check_shard(folder, unit) == []
    )  # a writer may have died before it came to it
    entries = list(store.history(unit))
    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    for one in notes:
        kept = [
            (change.id, change.rev, GONE if change.deleted else change.set["number"])
            for entry in entries
            if entry.actor == one.name
            for change in entry.changes
        ]
        assert kept == [(ack.id, ack.rev, ack.number) for ack in one.all()]
    return len(entries)


def wait_for_a_save(all_notes: Iterable[Notes]) -> None:
    """However busy the machine is: kills that come quicker than saves would end nothing."""
    files = [notes.path for notes in all_notes]

    def size() -> int:
        return sum(path.stat().st_size for path in files if path.exists())

    before, end = size(), time.monotonic() + 60
    while size() == before:
        assert time.monotonic() < end, "nobody saves any more"
        time.sleep(0.001)


class Crew:
    """Processes that are gone at the end of the block, whatever happened; and with the tests themselves."""

    def __init__(self) -> None:
        self.running: list[int] = []

    def start(self, work: Callable[[], object]) -> int:
        """Run it in a process of its own, which ends with status 0 when it went well; returns its id."""
        parent = os.getpid()
        process = os.fork()
        if process:
            self.running.append(process)
            return process
        try:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() == parent:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def stop(self) -> None:
        """All of them, each where it is just now; they are stopped when this returns."""
        for process in self.running:
            os.kill(process, signal.SIGSTOP)
        for process in self.running:
            _, status = os.waitpid(process, os.WUNTRACED)
            assert os.WIFSTOPPED(status), f"a writer had ended: {status}"

    def kill(self, process: int) -> None:
        """Raises AssertionError when it had ended by itself."""
        os.kill(process, signal.SIGKILL)
        status = self.wait(process)
        assert status == -signal.SIGKILL, f"a writer had ended with status {status}"

    def wait(self, process: int) -> int:
        """The exit status; negative when a signal ended it."""
        self.running.remove(process)
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

    def join(self) -> None:
        """Wait for all to have done their work well."""
        statuses = [self.wait(process) for process in list(self.running)]
        assert statuses == [0] * len(statuses)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *exception: object) -> None:
        for process in self.running:
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        self.running = []
