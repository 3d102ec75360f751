"""Screens without a terminal, as in ``tests/tui``."""

from __future__ import annotations

from tests.tui.conftest import campaign, clock, make_app, own_folders, store

__all__ = ["campaign", "clock", "make_app", "own_folders", "store"]
