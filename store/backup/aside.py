"""What is built beside its place, and what a killed process left of such: told apart by a lock, which goes
with the process."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.files import SAFE, open_folder

STEM = 60
"""Characters that a name here takes from another one: longer ones are too long for some disks."""


def stem_of(name: str, doing: str) -> str:
    """The beginning of the names that something called ``name`` is built under: hidden ones."""
    return f".{name[:STEM]}.{doing}"


@contextmanager
def new_folder(parent: Path, stem: str) -> Iterator[Path]:
    """An empty folder of this process alone, gone at the end with all in it, unless it was moved away by
    then. Raises OSError."""
    while True:
        made = parent / f"{stem}-{os.getpid()}-{os.urandom(4).hex()}"
        made.mkdir(0o700)
        try:
            descriptor = open_folder(made)
        except FileNotFoundError:  # taken for a dead one before it was locked
            continue
        if _locked(descriptor, made, new=True):
            break
        os.close(descriptor)
    try:
        yield made
    finally:
        if made.exists() and os.path.samestat(made.lstat(), os.fstat(descriptor)):
            shutil.rmtree(made, ignore_errors=True)
        os.close(descriptor)


@contextmanager
def new_file(parent: Path, stem: str, ending: str) -> Iterator[tuple[Path, int]]:
    """An empty file of this process alone, open to read and write, and its name gone at the end. Raises
    OSError."""
    while True:
        made = parent / f"{stem}.{os.getpid()}-{os.urandom(4).hex()}{ending}"
        descriptor = os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL | SAFE, 0o600)
        if _locked(descriptor, made, new=True):
            break
        os.close(descriptor)
    try:
        yield made, descriptor
    finally:
        with contextlib.suppress(OSError):
            made.unlink()
        os.close(descriptor)


def sweep(parent: Path, stem: str, ending: str = "") -> list[Path]:
    """Remove what processes that are no more have left under such names; what it was. What cannot be removed
    stays."""
    name = re.compile(rf"{re.escape(stem)}[-.]\d+-[0-9a-f]{{8}}{re.escape(ending)}")
    gone: list[Path] = []
    with contextlib.suppress(OSError):
        for path in sorted(parent.iterdir()):
            if name.fullmatch(path.name) and _removed(path):
                gone.append(path)
    return gone


def _removed(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | SAFE)
    except OSError:
        return False
    try:
        if not _locked(descriptor, path):
            return False
        kind = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(kind):
            shutil.rmtree(path, ignore_errors=True)
        elif stat.S_ISREG(kind):
            path.unlink()
        return not os.path.lexists(path)
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _locked(descriptor: int, path: Path, new: bool = False) -> bool:
    """Whether the lock is ours now, and the name still stands for what is open. Where a file system has no
    locks, only what is ``new`` is taken for ours."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        if not new:
            return False
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
