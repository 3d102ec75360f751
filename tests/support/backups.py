"""Stores and their backups, looked into."""

from __future__ import annotations

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
    """Every file and folder with its mode."""
    return {
        str(path.relative_to(root)): (path.stat().st_mode, b"" if path.is_dir() else path.read_bytes())
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
