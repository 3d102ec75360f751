"""The power goes: an ext4 of its own is shut down without writing its log, and mounted again.

What had not reached the disk by then is gone, as the kernel's memory is after a power cut; what was
acknowledged must not be.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import random
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.clock import SystemClock
from forms.errors import StoreError
from store.backends import open_campaign
from store.backup.proof import prove
from store.backup.restore import restore
from store.backup.rotation import back_up_into
from store.campaign.campaign import Actor
from store.campaign.founding import create_store
from store.campaign.organisations import organisations
from store.drafts import DraftBox
from store.integrity import check_store
from tests.support.backups import contents
from tests.support.writers import Crew, Notes, check_all, save_on, wait_for_a_save

SHUTDOWN = 2 << 30 | 4 << 16 | ord("X") << 8 | 125
"""``_IOR('X', 125, __u32)``: EXT4_IOC_SHUTDOWN."""
WITHOUT_LOG = 2
"""EXT4_GOING_FLAGS_NOLOGFLUSH."""
CUTS = 20


class Disk:
    """A small ext4 in a file, mounted at ``path``."""

    def __init__(self, folder: Path) -> None:
        self._image = folder / "image"
        self.path = folder / "disk"
        self.path.mkdir()
        self._image.write_bytes(b"")
        os.truncate(self._image, 8 << 20)
        self._run("mkfs.ext4", "-q", "-F", "-E", "nodiscard", str(self._image))
        self.mount()

    def mount(self) -> None:
        self._run("mount", "-o", "loop", str(self._image), str(self.path))

    def unmount(self) -> None:
        end = time.monotonic() + 60
        while True:
            try:
                return self._run("umount", str(self.path))
            except OSError:
                if time.monotonic() > end:
                    raise
            time.sleep(0.05)  # whatever looks through all file systems just now

    def cut_power(self) -> None:
        """From now on every call on it fails. Raises OSError where the kernel does not know how."""
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", WITHOUT_LOG))
        finally:
            os.close(descriptor)

    def come_back(self) -> None:
        self.unmount()
        self.mount()

    @staticmethod
    def _run(*command: str) -> None:
        """Raises OSError."""
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise OSError(f"{command[0]}: {done.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """One whose power has been cut once already, with something written and never synced on it."""
    try:
        disk = Disk(tmp_path)
    except OSError as error:
        pytest.skip(f"no file system can be made and mounted here: {error}")
    try:
        (disk.path / "unsynced").write_text("gone")
        try:
            disk.cut_power()
        except OSError as error:
            pytest.skip(f"this kernel cannot shut a file system down: {error}")
        disk.come_back()
        assert not (disk.path / "unsynced").exists()
        yield disk
    finally:
        with contextlib.suppress(OSError):
            disk.unmount()


def test_acknowledged_changes_survive(disk: Disk, tmp_path: Path) -> None:
    """Two writers in each of two units, and one in a unit that is new; all stop dead with the power."""
    root = disk.path / "store"
    root.mkdir()
    chance = random.Random(7)
    by_unit: dict[str, list[Notes]] = {}
    for cut in range(CUTS):
        units = {"units/a": 2, "units/b": 2, f"units/new{cut}": 1}
        with Crew() as crew:
            at_work: list[Notes] = []
            for unit, writers in units.items():
                for number in range(writers):
                    notes = Notes(tmp_path / f"{unit[6:]}-{cut}-{number}")
                    by_unit.setdefault(unit, []).append(notes)
                    at_work.append(notes)
                    crew.start(functools.partial(save_on, root, notes, unit=unit))
            wait_for_a_save(at_work)
            time.sleep(chance.uniform(0.0, 0.08))
            # First stopped: while the kernel shuts the file system down, it lets some calls pass as done.
            crew.stop()
            disk.cut_power()
        disk.come_back()
        for unit in units:
            check_all(root, by_unit[unit], unit)
    for unit, all_notes in by_unit.items():
        check_all(root, all_notes, unit)


def test_a_backup_and_what_was_restored_are_there(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.backup.restore.SPARE", 0)  # it is a small disk
    root = tmp_path / "store"
    create_store(root, 2021, "计算机学院党委")
    made = back_up_into(root, disk.path / "row", keep=1)
    disk.cut_power()
    disk.come_back()
    assert prove(made.path).complete
    restore(made.path, disk.path / "new")
    disk.cut_power()
    disk.come_back()
    assert contents(disk.path / "new") == contents(root)
    assert check_store(disk.path / "new") == []


def test_a_store_that_was_created_is_there(disk: Disk) -> None:
    root = disk.path / "store"
    campaign_id = create_store(root, 2021, "计算机学院党委")
    disk.cut_power()
    disk.come_back()
    campaign = open_campaign(root, campaign_id, SystemClock(), Actor("test"))
    assert [org.name for org in organisations(campaign).all] == ["计算机学院党委"]
    assert check_store(root) == []


def test_a_draft_that_was_written_is_there(disk: Disk) -> None:
    box = DraftBox(disk.path / "state" / "drafts")
    draft, other = box.begin({"annex": "study"}), box.begin({"annex": "ledger"})
    other.write({"content": "写过一次"})
    draft.write({"content": "旧"})
    draft.write({"content": "新"})
    disk.cut_power()
    with pytest.raises(StoreError, match="草稿没有存下"):
        draft.write({"content": "没存下"})
    draft.close()
    other.close()
    disk.come_back()
    assert {offer.values["content"] for offer in box.offers()} == {"新", "写过一次"}
