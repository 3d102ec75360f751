"""Opening beneath a folder and nowhere else: no link is followed, no name leads up, nothing blocks.

The folder is held open meanwhile, and every name is looked up from it: a folder on the way that somebody
swaps for a link is not followed either.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import kernel
from store.files import SAFE, closing

_PLACE = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
"""A folder that names are looked up from; it need not be readable."""
_RESOLVE = 0x02 | 0x04 | 0x08
"""RESOLVE_NO_MAGICLINKS, RESOLVE_NO_SYMLINKS, RESOLVE_BENEATH."""


@contextmanager
def place(folder: Path, follow: bool = False) -> Iterator[int]:
    """The folder to begin from. ``follow``: it may itself be named by a link. Raises OSError."""
    with closing(os.open(folder, _PLACE | (0 if follow else os.O_NOFOLLOW))) as descriptor:
        yield descriptor


def open_beneath(folder: int, path: str, flags: int) -> int:
    """A descriptor of ``path``, looked up from an open folder; ``.`` is the folder itself.

    Raises OSError: ELOOP or ENOTDIR for a link, EXDEV for what would lead out of the folder; ValueError for a
    NUL.
    """
    if path == ".":
        return os.open(path, flags | SAFE, dir_fd=folder)
    parts = _parts(path)
    try:
        return _in_one_call(folder, path, flags | SAFE)
    except OSError as error:
        # No such call, one that a container forbids, or one that a rename got in the way of.
        if error.errno not in (errno.ENOSYS, errno.EPERM, errno.EAGAIN):
            raise
    return _part_by_part(folder, parts, flags | SAFE)


def open_file_beneath(folder: int, path: str) -> int:
    """The same to read a regular file with one link: a second one would make it two people's. Raises OSError
    besides: ENXIO, EMLINK."""
    descriptor = open_beneath(folder, path, os.O_RDONLY)
    found = os.fstat(descriptor)
    if is_plain(found):
        return descriptor
    os.close(descriptor)
    number = errno.EMLINK if stat.S_ISREG(found.st_mode) else errno.ENXIO
    raise OSError(number, os.strerror(number), path)


def is_plain(found: os.stat_result) -> bool:
    """A regular file with one link."""
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1


def make_beneath(folder: int, path: str) -> int:
    """A folder below an open one, opened; it and those on the way are made where they are missing. Raises
    OSError."""
    parts = _parts(path)
    here = os.dup(folder)
    for number, part in enumerate(parts, 1):
        how = _PLACE if number < len(parts) else os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
        with closing(here):
            with contextlib.suppress(FileExistsError):
                os.mkdir(part, 0o700, dir_fd=here)
            here = os.open(part, how | os.O_NOFOLLOW, dir_fd=here)
    return here


def _parts(path: str) -> list[str]:
    parts = path.split("/")
    if not all(parts) or not {".", ".."}.isdisjoint(parts):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), path)
    return parts


def _in_one_call(folder: int, path: str, flags: int) -> int:
    name = os.fsencode(path)
    if b"\0" in name:
        raise ValueError("embedded null byte")
    how = struct.pack("QQQ", flags, 0, _RESOLVE)
    return kernel.call(kernel.OPENAT2, folder, name, how, len(how))


def _part_by_part(folder: int, parts: list[str], flags: int) -> int:
    here = os.dup(folder)
    for part in parts[:-1]:
        with closing(here):
            here = os.open(part, _PLACE | os.O_NOFOLLOW, dir_fd=here)
    with closing(here):
        return os.open(parts[-1], flags, 0, dir_fd=here)
