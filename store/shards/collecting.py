"""No garbage collection while a shard is read or written.

JSON has no circles, so there is nothing to find; yet every few hundred new objects the collector would look
through all that the process holds, which takes longer than the reading.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Whoever switches collecting off switches it on again; with several threads the first one out does."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
