"""Screens without a terminal: what these tests share is in ``tests/support/screens.py``."""

from __future__ import annotations

from tests.support.idle import idle
from tests.support.screens import (
    campaign,
    clock,
    make_app,
    on_disk,
    own_folders,
    school,
    school_folder,
    store,
)
from tests.support.snapshots import screens

__all__ = [
    "campaign",
    "clock",
    "idle",
    "make_app",
    "on_disk",
    "own_folders",
    "school",
    "school_folder",
    "screens",
    "store",
]
