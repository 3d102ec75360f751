"""One save in a school of 100,000 documents, 250 a unit, against one insert into a single file with TinyDB.

Ours goes the whole way, from typed text to the fsynced journal and the replaced shard, each time in a unit
that this process has not read yet; TinyDB is as it comes, open all the while.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tinydb import TinyDB

from store.campaign.records import save_record
from tests.bench.figures import Figure, figure, in_turns
from tests.support.filled import RECORD, fill, found, record_data

UNITS, RECORDS = 400, 250
ROUNDS = 7
LIMIT = 1 / 20


def measure() -> list[Figure]:
    """About a minute, most of it spent on writing the two stores."""
    with TemporaryDirectory() as folder:
        c = found(Path(folder) / "store", UNITS)
        fill(c, UNITS, RECORDS)
        document = {"org": "u001", "annex": "study", "rev": 1, **record_data(c)}
        stock = TinyDB(Path(folder) / "stock.json", ensure_ascii=False, encoding="utf-8")
        table = stock.table("study")
        table.insert_multiple(document for _ in range(UNITS * RECORDS))
        unread = count(2)

        def ours() -> float:
            org = f"u{next(unread):03}"
            start = perf_counter()
            save_record(c, "study", org, RECORD)
            return perf_counter() - start

        def peer() -> float:
            start = perf_counter()
            table.insert(document)
            return perf_counter() - start

        times = in_turns(ours, peer, ROUNDS)
        stock.close()
    return [figure("one save among 100,000 documents", *times, LIMIT)]
