"""Saving, and the question that comes where others have changed the same fields."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from textual.app import App

from store.campaign.merging import MergeConflict
from tui.screens.history.merge import MergeScreen

T = TypeVar("T")


class Merged(Enum):
    """Answers of ``save`` that stand for no value."""

    MERGED = "merged"
    """It is in the store, as the person put both sides together."""
    LEFT = "left"
    """It was left as it was: nothing is saved."""


async def save(
    app: App[Any], work: Callable[[], T], hold: Callable[[str, str], None] | None = None
) -> T | Merged:
    """Do ``work``, which writes; in a flow. Its value; where somebody else has changed the same fields, what
    came of asking. ``hold`` takes the texts written anew while being asked, by field, where they are not to
    be lost.

    Raises TaizhangError as ``work`` does, MergeConflict aside.
    """
    try:
        return work()
    except MergeConflict as needed:
        saved = await app.push_screen_wait(MergeScreen(needed, hold))
        return Merged.MERGED if saved else Merged.LEFT
