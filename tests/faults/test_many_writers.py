"""Eight processes save into one unit at once."""

from __future__ import annotations

import functools
import time
from pathlib import Path

from store.integrity import check_shard
from store.shards.filestore import FileStore
from store.shards.locks import TIMEOUT
from tests.faults.writers import CAMPAIGN, UNIT, Acknowledged, fork, save_on, wait


def test_eight_writers_lose_nothing_and_wait_no_longer_than_the_timeout(tmp_path: Path) -> None:
    root = tmp_path / "store"
    root.mkdir()
    notes = [Acknowledged(tmp_path / f"acknowledged{number}") for number in range(8)]
    processes = [fork(functools.partial(save_on, root, note, 200)) for note in notes]

    # somebody looks on meanwhile, and never sees less than before
    reader, seen = FileStore(root, CAMPAIGN), 0
    for _ in range(100):
        documents = len(reader.query(UNIT))
        sequence = reader.sequence(UNIT)
        assert sequence >= seen
        assert documents <= sequence
        seen = sequence
        time.sleep(0.01)
    assert [wait(process) for process in processes] == [0] * 8

    acknowledged = [line for note in notes for line in note.lines()]
    assert len(acknowledged) == 8 * 200
    assert max(seconds for *_, seconds in acknowledged) < TIMEOUT
    store = FileStore(root, CAMPAIGN)
    found = store.query(UNIT)
    assert len(found) == len({document.id for document in found}) == 8 * 100
    newest = {name: kept for note in notes for name, kept in note.newest().items()}
    assert {document.id: (document.rev, document.data["number"]) for document in found} == newest
    assert store.sequence(UNIT) == 8 * 200
    assert [entry.sequence for entry in store.history(UNIT)] == list(range(1, 8 * 200 + 1))
    assert check_shard(root / CAMPAIGN / UNIT, UNIT) == []
