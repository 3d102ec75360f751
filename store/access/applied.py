"""Has ``taizhang access apply`` ever laid a store out for several people? Then it is never one person's
again, whatever becomes of its members' file or its settings."""

from __future__ import annotations

import functools
import grp
import os
import stat
from pathlib import Path

from store.protocol import ORGANISATIONS

PREFIX = "tz-"
"""Of the groups that are made where the members' file says nothing else."""
SHARED = 0o2770
"""Folders as ``access apply`` leaves them; a store that is made has none such."""


def applied(root: Path) -> bool:
    """By what the folders look like. Not for whoever may not even enter: nothing there is theirs."""
    try:
        if not stat.S_ISDIR((root / ORGANISATIONS).lstat().st_mode):
            return False
    except OSError:
        return False
    return _shared(root) or any(_shared(folder) for folder in _folders(root))


def holds(root: Path) -> bool:
    """Is this root, or the owner of the store's folder: the office?"""
    try:
        return os.getuid() in (0, root.stat().st_uid)
    except OSError:
        return False


def _folders(root: Path) -> list[Path]:
    try:
        return list(root.iterdir())
    except OSError:
        return [root / ORGANISATIONS]


def _shared(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    return stat.S_IMODE(found.st_mode) == SHARED or _group(found.st_gid).startswith(PREFIX)


@functools.cache
def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return ""
