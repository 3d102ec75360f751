"""Files in a person's own home: settings, drafts, the crash log.

A home is its person's to arrange, links and all. Behind the gate it might have been arranged to lead into the
store, which the account may read more of than its person may see: there the way from the home is gone without
following any."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from store.beneath import make_beneath, open_beneath, open_file_beneath, place
from store.files import open_folder

GATE = "TAIZHANG_GATE"
"""Set by ``taizhang gate``, which takes every other variable of the kind away."""


def gated(environment: Mapping[str, str] = os.environ) -> bool:
    """Is this session behind the gate?"""
    return bool(environment.get(GATE))


def open_own(path: Path) -> int:
    """A descriptor to read a regular file from. Raises OSError: ENXIO for what is none, EMLINK
    behind the gate for one with another link."""
    with _from_home(path) as (home, below):
        if home is not None:
            return open_file_beneath(home, below)
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), str(path))
    return descriptor


def open_own_folder(path: Path, make: bool = True) -> int:
    """A descriptor of a folder that only its owner may enter and that is no link. ``make``: it is made if
    missing. Raises OSError."""
    with _from_home(path) as (home, below):
        if home is None:
            if make:
                path.mkdir(0o700, parents=True, exist_ok=True)
            descriptor = open_folder(path)
        elif make:
            descriptor = make_beneath(home, below)
        else:
            descriptor = open_beneath(home, below, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if os.fstat(descriptor).st_mode & 0o077:
            os.fchmod(descriptor, 0o700)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def _from_home(path: Path) -> Iterator[tuple[int | None, str]]:
    """The open home and the way from there, where no link may be followed; else None."""
    if not gated():
        yield None, ""
        return
    home = Path.home()
    try:
        below = path.relative_to(home)
    except ValueError:  # named by whoever started the program
        yield None, ""
        return
    with place(home, follow=True) as descriptor:
        yield descriptor, str(below)
