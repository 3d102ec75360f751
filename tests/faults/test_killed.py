"""SIGKILL at random instants: what was acknowledged is there, and everything opens."""

from __future__ import annotations

import functools
import random
import time
from pathlib import Path

import pytest

from store.shards import opening
from tests.support.changes import CAMPAIGN, UNIT
from tests.support.writers import Crew, Notes, check_all, save_on, wait_for_a_save

ROUNDS = 5
"""The kills are spread over some stores: one journal would grow, and with it the time to look it through."""
KILLS = 500 // ROUNDS
WRITERS = 4


@pytest.mark.parametrize("round", range(ROUNDS))
def test_a_hundred_kills_among_four_writers(
    tmp_path: Path, round: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In some rounds the shard is written at every save, in others at every few."""
    least = (0, 0, 0, 2_000, 20_000)[round]
    monkeypatch.setattr(opening, "LEAST", least)
    monkeypatch.setattr(opening, "SHARE", 1 << 40)
    root = tmp_path / "store"
    root.mkdir()
    chance = random.Random(round)
    all_notes = [Notes(tmp_path / f"writer{number}") for number in range(WRITERS)]
    at_it: dict[int, Notes] = {}

    with Crew() as crew:

        def start(notes: Notes) -> None:
            at_it[crew.start(functools.partial(save_on, root, notes))] = notes

        for notes in all_notes:
            start(notes)
        for _ in range(KILLS):
            wait_for_a_save(all_notes)
            time.sleep(chance.uniform(0.0, 0.004))  # a save or a few
            victim = holder(root) if chance.random() < 0.5 else 0
            if victim not in at_it:  # whoever waits for the lock, or is between two saves
                victim = chance.choice(crew.running)
            crew.kill(victim)
            start(at_it.pop(victim))  # which looks for all that was acknowledged to the killed one
        for victim in list(crew.running):
            crew.kill(victim)

    assert check_all(root, all_notes) > KILLS
    cut_off = [ack for notes in all_notes for ack in notes.all() if ack.seconds == 0]
    assert (
        least or len(cut_off) > KILLS // 10
    )  # of the kills fell between the journal's line and the acknowledgement
    folder = root / CAMPAIGN / UNIT
    assert not list(folder.glob(".*.tmp"))


def holder(root: Path) -> int:
    """The process that has the lock just now, and is somewhere between reading and replacing the shard."""
    try:
        words = (root / CAMPAIGN / UNIT / "lock").read_text().split()
    except FileNotFoundError:
        return 0
    return int(words[0]) if words else 0
