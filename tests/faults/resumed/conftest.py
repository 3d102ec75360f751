"""Screens without a terminal, as in ``tests/tui``."""

from __future__ import annotations

from tests.support.idle import idle
from tests.support.screens import campaign, clock, make_app, on_disk, own_folders, store

__all__ = ["campaign", "clock", "idle", "make_app", "on_disk", "own_folders", "store"]
