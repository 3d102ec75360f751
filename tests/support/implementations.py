"""Every implementation of ``store.protocol.Store`` and ``Backend``. Whatever is listed here is held to the
same promises.

A store is prepared in an empty folder and gives back a function that opens one more handle on the same data,
as another process would.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.file_backend import FileBackend
from store.protocol import Backend, Store
from store.shards.filestore import FileStore
from tests.support.memory_backend import MemoryBackend
from tests.support.memory_store import MemoryShards, MemoryStore

Opener = Callable[[], Store]


def files(folder: Path) -> Opener:
    root = folder / "store"
    root.mkdir()
    return lambda: FileStore(root, "c2021", lock_timeout=5)


def memory(folder: Path) -> Opener:
    shards = MemoryShards()
    return lambda: MemoryStore(shards)


IMPLEMENTATIONS: dict[str, Callable[[Path], Opener]] = {"files": files, "memory": memory}

BACKENDS: dict[str, Callable[[Path], Backend]] = {
    "files": lambda folder: FileBackend(folder / "store"),
    "memory": lambda folder: MemoryBackend(),
}
"""One that has nothing yet."""
