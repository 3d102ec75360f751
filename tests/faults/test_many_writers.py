"""Many processes save at once: nothing acknowledged is lost, and nobody is kept waiting for too long."""

from __future__ import annotations

import functools
import time
from pathlib import Path

import pytest

from store.shards.filestore import FileStore
from store.shards.locks import TIMEOUT
from tests.support.changes import CAMPAIGN, UNIT
from tests.support.writers import Crew, Notes, check_all, save_on


@pytest.fixture
def root(in_memory: Path) -> Path:
    root = in_memory / "store"
    root.mkdir()
    return root


def slowest(all_notes: list[Notes]) -> float:
    """Seconds that the slowest save took, waiting and all."""
    return max(ack.seconds for notes in all_notes for ack in notes.all())


def test_eight_writers_in_one_unit(root: Path, tmp_path: Path) -> None:
    all_notes = [Notes(tmp_path / f"writer{number}") for number in range(8)]
    with Crew() as crew:
        for notes in all_notes:
            crew.start(functools.partial(save_on, root, notes, 200))
        # somebody looks on meanwhile, and never sees less than before
        reader, seen = FileStore(root, CAMPAIGN), 0
        for _ in range(100):
            documents = len(reader.query(UNIT))
            sequence = reader.sequence(UNIT)
            assert sequence >= seen
            assert documents <= sequence
            seen = sequence
            time.sleep(0.01)
        crew.join()
    assert [len(notes.all()) for notes in all_notes] == [200] * 8
    assert check_all(root, all_notes) == 8 * 200
    assert slowest(all_notes) < TIMEOUT


def test_sixty_four_writers_in_eight_units(root: Path, tmp_path: Path) -> None:
    units = [f"units/u{number}" for number in range(8)]
    by_unit = {unit: [Notes(tmp_path / f"{unit[6:]}-{number}") for number in range(8)] for unit in units}
    with Crew() as crew:
        for unit, all_notes in by_unit.items():
            for notes in all_notes:
                crew.start(functools.partial(save_on, root, notes, 50, unit))
        crew.join()
    for unit, all_notes in by_unit.items():
        assert [len(notes.all()) for notes in all_notes] == [50] * 8
        assert check_all(root, all_notes, unit) == 8 * 50
        assert slowest(all_notes) < TIMEOUT
