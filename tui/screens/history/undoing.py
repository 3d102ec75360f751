"""Ctrl+Z in lists: one's own last change of this session is taken back, a deletion too."""

from __future__ import annotations

from forms.errors import TaizhangError
from store.campaign.writing import taken_back, undo
from tui.screens.base import TaizhangScreen
from tui.screens.saving import Merged, save


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
