"""While somebody does to their own unit whatever an account can do, again and again, every backup is made and
proven, and the other units are whole in it."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from store.backup.restore import restore
from store.backup.rotation import back_up_into
from store.campaign.founding import create_store
from store.protocol import Change
from store.shards import locks
from store.shards.filestore import FileStore
from tests.support.writers import Crew, new_id

ROUNDS = 8
GOOD, BAD = "units/good", "units/bad"


def save(root: Path, campaign: str, shard: str) -> None:
    store = FileStore(root, campaign, lock_timeout=0.01)
    org = shard.rpartition("/")[2]
    changes = [Change(id=new_id(), annex="study", org=org, base=0, data={"text": org})]
    store.apply(shard, changes, "u")
    store.keep_file(shard, org, os.urandom(2000))


def rage(root: Path, campaign: str, seed: int) -> None:
    """Without end."""
    chance = random.Random(seed)
    unit = root / campaign / BAD

    def somewhere() -> Path:
        found = [path for path in unit.rglob("*") if not path.is_dir()]
        return chance.choice(found) if found else unit / "journal.jsonl"

    def link() -> None:
        path = somewhere()
        path.unlink()
        path.symlink_to("/etc/passwd")

    def pipe() -> None:
        path = somewhere()
        path.unlink()
        os.mkfifo(path)

    def flip() -> None:
        path = somewhere()
        if path.is_file() and not path.is_symlink():
            data = bytearray(path.read_bytes())
            data[chance.randrange(len(data))] ^= 1
            path.write_bytes(data)

    def cut() -> None:
        if not (path := somewhere()).is_symlink() and path.is_file():
            os.truncate(path, chance.randrange(path.stat().st_size + 1))

    def stretch() -> None:
        if not (path := somewhere()).is_symlink() and path.is_file():
            os.truncate(path, 1 << 40)

    def twin() -> None:
        (unit / "files" / f"{chance.randrange(9):064x}").hardlink_to(somewhere())

    def swap() -> None:
        shutil.rmtree(unit / "files", ignore_errors=True)
        (unit / "files").symlink_to("/etc")

    def hold() -> None:
        folder = os.open(unit, os.O_RDONLY)
        try:
            with locks.acquire(folder, BAD, 0.01):
                for _ in range(200):
                    somewhere()
        finally:
            os.close(folder)

    def anew() -> None:
        for path in (unit, unit / "files"):
            if path.is_symlink():
                path.unlink()
            shutil.rmtree(path, ignore_errors=True)
        for _ in range(3):
            save(root, campaign, BAD)

    harms: list[Callable[[], None]] = [link, pipe, flip, cut, stretch, twin, swap, hold, anew, anew, anew]
    while True:
        with contextlib.suppress(Exception):
            chance.choice(harms)()


def test_every_backup_is_made_and_the_others_are_whole_in_it(in_memory: Path) -> None:
    root, row = in_memory / "store", in_memory / "row"
    campaign = create_store(root, 2021, "学校")
    for shard in (GOOD, BAD):
        save(root, campaign, shard)
    with Crew() as crew:
        crew.start(lambda: rage(root, campaign, 7))
        for turn in range(ROUNDS):
            save(root, campaign, GOOD)
            made = back_up_into(root, row, 2, patience=0.01)
            good = FileStore(root, campaign).query(GOOD)
            new = in_memory / f"new{turn}"
            restore(made.path, new)
            assert FileStore(new, campaign).query(GOOD) == good
            shutil.rmtree(new)
            assert not any("units/good" in said for said in (*made.problems, *made.unread))
