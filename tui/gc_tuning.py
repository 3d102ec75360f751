"""What is there when the first screen stands stays until the end, and is not looked through for cycles at
every other key."""

from __future__ import annotations

import gc

SOON = 0.5
"""Seconds after the first screen: nobody waits for it then."""

OFTEN = 10_000
"""Objects made and not yet thrown away before the new ones are looked through."""


def tune_gc() -> None:
    """Once, when the first screen has been drawn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OFTEN)
