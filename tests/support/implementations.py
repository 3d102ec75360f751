"""Every implementation of ``store.protocol.Store``. Whatever is listed here is held to the same promises.

An implementation is prepared in an empty folder and gives back a function that opens one more handle on the
same data, as another process would.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.protocol import Store
from store.shards.filestore import FileStore

Opener = Callable[[], Store]


def files(folder: Path) -> Opener:
    root = folder / "store"
    root.mkdir()
    return lambda: FileStore(root, "c2021", lock_timeout=5)


IMPLEMENTATIONS: dict[str, Callable[[Path], Opener]] = {"files": files}
