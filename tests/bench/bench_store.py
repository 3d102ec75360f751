"""One save against SQLite, in schools of 1,000, 10,000 and 100,000 documents, 250 a unit; and large units.

SQLite keeps the same documents in one table with an index by unit, in WAL mode with ``synchronous=FULL``, its
connection open all the while. Each of our saves is made by a handle that has read nothing yet, as by another
person's process: it takes the lock, reads the unit, appends to the journal, durably. In open sessions it is
made by one that has read the unit before.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from store.protocol import Change, Data, new_id
from store.shards.filestore import FileStore
from tests.bench.figures import Figure, figure, in_turns
from tests.support.filled import RECORD

SCHOOLS = (1_000, 10_000, 100_000)
A_UNIT = 250
LARGEST = 5_000
ROUNDS = 120
FEW_ROUNDS = 25

UNITS = (500, 5_000, 50_000)
"""Documents of units that a session has open."""
AT_ONCE = 2_500
A_LINE = 16_384
"""Bytes that a session may read to see another's save: the line, and the one before it."""

TIMES_SQLITE = 40.0
OPEN_TIMES_SQLITE = 6.0
FLAT_UNITS = 1.5
FLAT = 2.0
TIMES_A_UNIT = 15.0
TIMES_JSON = 3.0

DATA: Data = {**RECORD, "method": RECORD["method"].split("、")}


class School:
    """The same documents twice: in a store of ours and in a database."""

    def __init__(self, folder: Path, units: int, documents: int) -> None:
        self.root = folder / "store"
        self.root.mkdir()
        self.units = units
        self.database = sqlite3.connect(folder / "peer.db", isolation_level=None)
        self.database.execute("pragma journal_mode=WAL")
        self.database.execute("pragma synchronous=FULL")
        self.database.execute(
            "create table documents"
            " (id text primary key, unit text, annex text, org text, rev int, data text)"
        )
        self.database.execute("create index by_unit on documents (unit, annex)")
        self.database.execute("begin")
        store = self.store()
        for number in range(units):
            changes = [self.change(number) for _ in range(documents)]
            for start in range(0, documents, AT_ONCE):
                store.apply(f"units/u{number}", changes[start : start + AT_ONCE], "bench")
            self.database.executemany(
                "insert into documents values (?, ?, ?, ?, ?, ?)", map(self.row, changes)
            )
        self.database.execute("commit")

    def store(self) -> FileStore:
        """A handle that has read nothing."""
        return FileStore(self.root, "c2021")

    def change(self, unit: int) -> Change:
        return Change(id=new_id(), annex="study", org=f"u{unit}", base=0, data=DATA)

    def row(self, change: Change) -> tuple[str, str, str, str, int, str]:
        text = json.dumps(change.data, ensure_ascii=False)
        return (change.id, change.org, change.annex, change.org, 1, text)

    def save(self, unit: int) -> float:
        change, store = self.change(unit), self.store()
        start = perf_counter()
        store.apply(f"units/u{unit}", [change], "bench")
        return perf_counter() - start

    def insert(self, unit: int) -> float:
        change = self.change(unit)
        start = perf_counter()
        self.database.execute("insert into documents values (?, ?, ?, ?, ?, ?)", self.row(change))
        return perf_counter() - start

    def times(self, rounds: int) -> tuple[list[float], list[float]]:
        """Seconds of saves and of inserts, in turns, spread over the school."""
        step = max(1, self.units // rounds)
        self.save(0), self.insert(0)
        pairs = [
            (self.save(place * step % self.units), self.insert(place * step % self.units))
            for place in range(1, rounds + 1)
        ]
        return [ours for ours, _ in pairs], [peer for _, peer in pairs]


@contextmanager
def school(units: int, documents: int) -> Iterator[School]:
    with TemporaryDirectory() as folder:
        made = School(Path(folder), units, documents)
        with closing(made.database):
            yield made


def measure() -> list[Figure]:
    """About a minute."""
    return [*_schools(), *_large_unit(), *_open_sessions()]


def _schools() -> Iterator[Figure]:
    usual: dict[int, float] = {}
    for documents in SCHOOLS:
        with school(documents // A_UNIT, A_UNIT) as made:
            ours, peer = made.times(ROUNDS)
        usual[documents] = median(ours)
        yield figure(f"save p50, school of {documents:,} : SQLite", median(ours), median(peer), TIMES_SQLITE)
        yield figure(f"save p95, school of {documents:,} : SQLite", _p95(ours), _p95(peer), TIMES_SQLITE)
    least, most = min(usual.values()), max(usual.values())
    yield figure("save p50, slowest school : quickest", most, least, FLAT)


def _large_unit() -> Iterator[Figure]:
    with school(1, A_UNIT) as small, school(1, LARGEST) as large:
        times = in_turns(lambda: large.save(0), lambda: small.save(0), FEW_ROUNDS)
        yield figure(f"save, unit of {LARGEST:,} : unit of {A_UNIT}", *times, TIMES_A_UNIT)
        path = large.root / "c2021" / "units" / "u0" / "shard.json"
        times = in_turns(lambda: _seconds_to_open(large), lambda: _seconds_to_load(path), FEW_ROUNDS)
        yield figure(f"open a unit of {LARGEST:,} : json.load", *times, TIMES_JSON)


def _open_sessions() -> Iterator[Figure]:
    usual: list[float] = []
    for documents in UNITS:
        with school(1, documents) as made:
            store, other = made.store(), made.store()
            store.query("units/u0")
            other.query("units/u0")

            def ours(made: School = made, store: FileStore = store) -> float:
                change = made.change(0)
                start = perf_counter()
                store.apply("units/u0", [change], "bench")
                return perf_counter() - start

            saved, inserted = in_turns(ours, lambda made=made: made.insert(0), ROUNDS)
            usual.append(saved)
            yield figure(
                f"save p50, open, unit of {documents:,} : SQLite", saved, inserted, OPEN_TIMES_SQLITE
            )
            other.query("units/u0")
            store.apply("units/u0", [made.change(0)], "bench")
            read = _bytes_read(lambda other=other: other.query("units/u0", org="nobody"))
    yield figure("save p50, open, slowest unit : quickest", max(usual), min(usual), FLAT_UNITS)
    yield figure(f"read after another's save, unit of {UNITS[-1]:,}", read, A_LINE, 1.0, "B")


def _bytes_read(work: Callable[[], object]) -> int:
    """By this process, as the kernel counts them."""

    def so_far() -> int:
        return int(Path("/proc/self/io").read_text().split()[1])

    before = so_far()
    work()
    return so_far() - before


def _seconds_to_open(made: School) -> float:
    """Every document in hand, checked and converted."""
    store = made.store()
    start = perf_counter()
    found = store.query("units/u0")
    seconds = perf_counter() - start
    assert len(found) >= LARGEST
    return seconds


def _seconds_to_load(path: Path) -> float:
    start = perf_counter()
    with path.open(encoding="utf-8") as file:
        json.load(file)
    return perf_counter() - start


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]
