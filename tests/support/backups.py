"""Stores and their backups, looked into."""

from __future__ import annotations

import errno
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.clock import SystemClock
from forms.errors import BadInput
from store.backends import open_campaign
from store.backup.restore import restore
from store.campaign.campaign import Actor, Campaign

PHOTOGRAPH = b"\xff\xd8" * 4000


def opened(root: Path) -> Campaign:
    return open_campaign(root, None, SystemClock(), Actor("lm"))


def contents(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with its mode. What a lock says of the last save is not kept in a backup."""
    return {
        str(path.relative_to(root)): (
            path.stat().st_mode,
            b"" if path.is_dir() or path.name == "lock" else path.read_bytes(),
        )
        for path in [root, *sorted(root.rglob("*"))]
    }


def assert_nothing_left(folder: Path) -> None:
    assert not (folder / "new").exists()
    assert not [path for path in folder.iterdir() if "restoring" in path.name]


def refuse(
    backup: Path, tmp_path: Path, error: type[Exception] = BadInput, match: str | None = "没有恢复"
) -> None:
    with pytest.raises(error, match=match):
        restore(backup, tmp_path / "new")
    assert_nothing_left(tmp_path)


def only_files(fsync: Callable[[int], None], after: Path) -> Callable[[int], None]:
    """A disk that no longer syncs folders once something is there."""

    def instead(descriptor: int) -> None:
        if after.exists() and stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "input/output error")
        fsync(descriptor)

    return instead


def as_once(backup: Path) -> None:
    """Make it what the first version of the program wrote: everything packed, and a list that knows less."""
    with zipfile.ZipFile(backup) as found:
        files = {name: found.read(name) for name in found.namelist()}
    now = json.loads(files["manifest.json"])
    before = {"format": 1} | {key: now[key] for key in ("made_at", "folders", "files")}
    files["manifest.json"] = json.dumps(before).encode()
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
