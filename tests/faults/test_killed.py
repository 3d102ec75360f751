"""SIGKILL at random instants: what was acknowledged is there, and everything opens."""

from __future__ import annotations

import functools
import os
import random
import signal
import time
from pathlib import Path

import pytest

from store.integrity import check_shard
from store.shards.filestore import FileStore
from tests.faults.writers import CAMPAIGN, Acknowledged, fork, save_on, wait

KILLS = 100
UNITS = 5
"""The kills are spread over some units: one would grow, and with it the time to look it through."""


@pytest.mark.parametrize("unit", [f"units/u{number}" for number in range(UNITS)])
def test_a_hundred_kills(tmp_path: Path, unit: str) -> None:
    root = tmp_path / "store"
    root.mkdir()
    chance = random.Random(unit)
    notes: list[Acknowledged] = []
    running: list[int] = []
    told: list[str] = []

    def start() -> None:
        notes.append(Acknowledged(tmp_path / f"acknowledged{len(notes)}"))
        running.append(fork(functools.partial(save_on, root, notes[-1], unit=unit)))

    start()
    start()
    for _ in range(KILLS // UNITS):
        time.sleep(chance.uniform(0.01, 0.06))
        process = running.pop(chance.randrange(len(running)))
        os.kill(process, signal.SIGKILL)
        assert wait(process) == -signal.SIGKILL
        told += verify(root, unit, notes)
        start()
    for process in running:
        os.kill(process, signal.SIGKILL)
        wait(process)
    verify(root, unit, notes)
    FileStore(root, CAMPAIGN).query(unit)  # mends what the last kills left
    assert check_shard(root / CAMPAIGN / unit, unit) == []
    assert not list((root / CAMPAIGN / unit).glob(".*.tmp"))
    assert sum(len(note.lines()) for note in notes) > KILLS // UNITS
    assert all("日志" in sentence for sentence in told)


def verify(root: Path, unit: str, notes: list[Acknowledged]) -> list[str]:
    """Every acknowledged revision is there, or a newer one whose acknowledgement the kill cut off."""
    newest = {name: kept for note in notes for name, kept in note.newest().items()}
    store = FileStore(root, CAMPAIGN)
    found = {document.id: document for document in store.query(unit)}
    for name, (rev, number) in newest.items():
        document = found[name]
        assert document.rev >= rev
        assert document.data["number"] == number + document.rev - rev
    return store.warnings()
