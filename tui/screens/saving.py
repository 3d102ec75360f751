"""Saving, and taking back, and the question that comes where others have changed the same fields."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from textual.app import App

from forms.errors import TaizhangError
from store.campaign.merging import MergeConflict
from store.campaign.writing import taken_back, undo
from tui.screens.base import TaizhangScreen
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


async def take_back(screen: TaizhangScreen) -> None:
    """Take it back and show it; where somebody has changed the same since, ask. In a flow."""
    campaign = screen.campaign
    last = campaign.done[-1] if campaign.done else None
    try:
        done = await save(screen.app, lambda: undo(campaign))
    except TaizhangError as error:
        screen.show_undone()
        screen.say(error.sentence, bad=True)
        return
    if done is Merged.MERGED and last is not None:
        taken_back(campaign, last)
    screen.show_undone()
    if done is Merged.MERGED:
        screen.say("已按所选的撤销。")
    elif done is not Merged.LEFT:
        screen.say("已撤销刚才的一次改动。" if done else "没有可以撤销的改动。")
