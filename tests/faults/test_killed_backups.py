"""A backup is killed at any moment: the older ones are there, what is named is whole, and the next one leaves
nothing of the dead one behind."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from store.backup.proof import prove
from store.backup.rotation import back_up_into
from store.campaign.founding import create_store
from tests.support.counting import counted
from tests.support.writers import Crew

KILLS = 12


def test_a_row_of_backups_survives_kills(in_memory: Path) -> None:
    root, row = in_memory / "store", in_memory / "row"
    create_store(root, 2021, "计算机学院党委")
    calls = 0

    def count(number: int) -> None:
        nonlocal calls
        calls = number

    for _ in range(2):
        back_up_into(root, row, 2)
    counted(lambda: back_up_into(root, row, 2), count)
    for turn in range(KILLS):
        last = calls * (turn + 1) // KILLS - 1

        def kill(number: int, last: int = last) -> None:
            if number == last:
                os.kill(os.getpid(), signal.SIGKILL)

        with Crew() as crew:
            child = crew.start(lambda kill=kill: counted(lambda: back_up_into(root, row, 2), kill))  # type: ignore[misc]
            crew.wait(child)
        named = list(row.glob("台账-*.zip"))
        assert len(named) >= 2
        for path in named:
            assert prove(path).complete
        made = back_up_into(root, row, 2)
        assert made.path.exists()
        found = {path.name for path in row.iterdir()}
        assert len(found) == 2, found
        assert all(name.startswith("台账-") for name in found)
