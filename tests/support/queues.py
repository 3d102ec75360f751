"""Who waits for a lock, as the kernel sees it."""

from __future__ import annotations

import os
import time
from pathlib import Path

PATIENCE = 60.0
"""Seconds until nobody comes any more, on a slow and busy machine too."""


def until_waiting(lock: Path | int, count: int = 1) -> None:
    """Until ``count`` calls of ``flock`` wait for this file: a path, or the folder of a shard by its
    descriptor."""
    at = os.stat("lock", dir_fd=lock) if isinstance(lock, int) else lock.stat()
    end = time.monotonic() + PATIENCE
    while sum(_waits(line, at.st_ino) for line in Path("/proc/locks").read_text().splitlines()) < count:
        assert time.monotonic() < end, "nobody waits"
        time.sleep(0.001)


def _waits(line: str, inode: int) -> bool:
    """``12: -> FLOCK  ADVISORY  WRITE 4711 fd:01:1234 0 EOF`` waits for what the line above holds."""
    words = line.split()
    return "->" in words and any(word.endswith(f":{inode}") for word in words)
