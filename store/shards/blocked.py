"""The mark of a shard whose journal could not be put back after a failed write: read-only until checked."""

from __future__ import annotations

import os

from store.files import open_file, read_all, replace_file
from store.shards import codec

NAME = "blocked.json"

_ALL = 1 << 62


def length(dir_fd: int) -> int | None:
    """How much of the journal counts, or None when nothing is blocked. An unreadable mark blocks too."""
    try:
        descriptor = open_file(NAME, os.O_RDONLY, dir_fd)
    except FileNotFoundError:
        return None
    except OSError:
        return _ALL
    try:
        found = codec.decode(read_all(descriptor))
    except (OSError, ValueError):
        found = None
    finally:
        os.close(descriptor)
    counted = found.get("length") if isinstance(found, dict) else None
    return counted if type(counted) is int and counted >= 0 else _ALL


def put(dir_fd: int, counted: int) -> None:
    """Raises OSError."""
    replace_file(NAME, codec.encode({"length": counted}), dir_fd)


def remove(dir_fd: int) -> None:
    """Raises OSError."""
    os.unlink(NAME, dir_fd=dir_fd)
    os.fsync(dir_fd)
