"""``damaged/``: where what was replaced or cut off is kept, with its date. Nothing there is ever deleted."""

from __future__ import annotations

import os
import stat

from forms.clock import SystemClock
from store.files import closing, is_there, no_wider, open_folder, replace_file, share, sync_names

FOLDER = "damaged"


def _open(dir_fd: int) -> int:
    try:
        os.mkdir(FOLDER, no_wider(0o770, dir_fd), dir_fd=dir_fd)
    except FileExistsError:
        return open_folder(FOLDER, dir_fd)
    made = open_folder(FOLDER, dir_fd)
    share(made, dir_fd, stat.S_ISGID | 0o770)
    return made


def _name(what: str, dir_fd: int) -> str:
    """One that is free: the folder's lock is held, so it stays so."""
    stem, dot, ending = what.partition(".")
    while True:
        name = f"{stem}-{SystemClock().now():%Y%m%dT%H%M%S}-{os.urandom(2).hex()}{dot}{ending}"
        if not is_there(name, dir_fd):
            return name


def set_aside(dir_fd: int, name: str) -> str:
    """Move a file of the folder into ``damaged/``; returns its new path in the folder. Raises OSError."""
    with closing(_open(dir_fd)) as kept:
        new = _name(name, kept)
        os.rename(name, new, src_dir_fd=dir_fd, dst_dir_fd=kept)
        sync_names(kept)
        sync_names(dir_fd)
    return f"{FOLDER}/{new}"


def keep(dir_fd: int, what: str, data: bytes) -> str:
    """Write bytes that are about to be cut off; returns where. Raises OSError."""
    with closing(_open(dir_fd)) as kept:
        new = _name(what, kept)
        replace_file(new, data, kept)
    return f"{FOLDER}/{new}"
