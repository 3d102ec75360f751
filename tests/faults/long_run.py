"""``python -m tests.faults.long_run [--minutes N]``: kills, disk errors and backups among writers for as long
as one likes. It ends with status 1 as soon as a change that was acknowledged is lost, one that was refused is
there, or a check or a backup raises a false alarm; what it tried is counted at the end."""

from __future__ import annotations

import argparse
import contextlib
import errno
import functools
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from forms.errors import LockTimeout, NotSaved, Uncertain
from store.backup.rotation import back_up_into
from store.campaign.founding import create_store
from store.integrity import check_store
from store.shards.filestore import FileStore
from tests.support.changes import CAMPAIGN
from tests.support.writers import Crew, Notes, check_all, save_on

UNITS = ("units/u1", "units/u2")
WRITERS = 3
"""In each unit."""
KEEP = 3
"""Backups."""
BETWEEN = 30.0
"""Seconds between backups."""
ERRORS = 400
"""One fsync in so many fails in a process whose disk is bad."""


def on_a_good_disk(root: Path, notes: Notes, unit: str) -> None:
    """Save until a lock is not to be had in time, as on a machine that does much else."""
    with contextlib.suppress(LockTimeout):
        save_on(root, notes, unit=unit)


def on_a_bad_disk(root: Path, notes: Notes, unit: str, seed: int) -> None:
    """Save until the disk fails. What is refused for sure must not be there, and the process's death ends
    what only it knows."""
    chance, fsync = random.Random(seed), os.fsync

    def failing(descriptor: int) -> None:
        if chance.randrange(ERRORS) == 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(descriptor)

    os.fsync = failing
    try:
        on_a_good_disk(root, notes, unit)
    except (NotSaved, Uncertain) as error:
        os.fsync = fsync
        if isinstance(error, NotSaved):
            newest = {ack.id: ack.rev for ack in notes.all() if ack.number >= 0}
            store = FileStore(root, CAMPAIGN)
            found = {one.id: one.rev for one in store.query(unit, org=notes.name)}
            assert all(newest.get(name, 0) >= rev for name, rev in found.items()), "refused, and there"


class Run:
    """What is going on, and what was tried."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.root, self.backups, self.notes = folder / "store", folder / "backups", folder / "notes"
        for made in (self.backups, self.notes):
            made.mkdir()
        (self.root / create_store(self.root, 2021, "计算机学院党委")).rename(self.root / CAMPAIGN)
        self.tried: Counter[str] = Counter()
        self.writers = {
            unit: [Notes(self.notes / f"{unit[-2:]}w{number}") for number in range(WRITERS)] for unit in UNITS
        }

    def go_on(self, crew: Crew, seconds: float) -> None:
        """Kill one writer after the other, and start its successor, which looks for all that was
        acknowledged."""
        at_it: dict[int, tuple[Notes, str]] = {}

        def start(notes: Notes, unit: str) -> None:
            bad = self.chance.random() < 0.3
            self.tried["processes with a bad disk" if bad else "processes"] += 1
            seed = self.chance.randrange(1 << 30)
            work = (
                functools.partial(on_a_bad_disk, self.root, notes, unit, seed)
                if bad
                else functools.partial(on_a_good_disk, self.root, notes, unit)
            )
            at_it[crew.start(work)] = notes, unit

        for unit, all_notes in self.writers.items():
            for notes in all_notes:
                start(notes, unit)
        end, next_backup = time.monotonic() + seconds, time.monotonic() + BETWEEN
        while time.monotonic() < end:
            time.sleep(self.chance.uniform(0.0, 0.05))
            for process in list(crew.running):
                done, status = os.waitpid(process, os.WNOHANG)
                if done:
                    crew.running.remove(process)
                    assert status == 0, f"a writer ended with {status}"
                    self.tried["ended by a disk error or a lock not had in time"] += 1
                    start(*at_it.pop(process))
            victim = self.chance.choice(crew.running)
            os.kill(victim, signal.SIGKILL)
            status = crew.wait(victim)
            assert status in (0, -signal.SIGKILL), f"a writer ended with {status}"
            self.tried["kills"] += status != 0  # else it had just ended by itself
            start(*at_it.pop(victim))
            if time.monotonic() > next_backup:
                next_backup = time.monotonic() + BETWEEN
                self.look()

    def look(self) -> None:
        """A check and a backup, among them all."""
        found = [one for one in check_store(self.root) if one.state not in ("ok", "tidied")]
        found = [one for one in found if one.code != "stopped"]  # a bad disk's, let go on by the check
        assert found == [], found
        backup = back_up_into(self.root, self.backups, KEEP)
        assert backup.problems == [], backup.problems
        self.tried["checks"] += 1
        self.tried["backups, each restored and compared"] += 1

    def prove(self) -> None:
        """All that was acknowledged is there, in its order; nothing else."""
        for unit, all_notes in self.writers.items():
            self.tried["changes"] += check_all(self.root, all_notes, unit)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.long_run", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument(
        "--seed", type=int, default=0, help="of what happens when (default: another each time)"
    )
    options = parser.parse_args()
    seed = options.seed or time.time_ns() % 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder), seed)
        with Crew() as crew:
            run.go_on(crew, options.minutes * 60)
        run.look()
        run.prove()
    print(f"seed {seed}: nothing lost, no false alarm")
    for what, count in sorted(run.tried.items()):
        print(f"{count:>9,} {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
