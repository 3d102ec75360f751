"""Ctrl+Z in lists: one's own last change of this session is taken back, a deletion too."""

from __future__ import annotations

from collections.abc import Callable

from forms.errors import TaizhangError
from store.campaign.merging import MergeConflict
from store.campaign.undo import taken_back, undo
from tui.screens.base import TaizhangScreen


def take_back(screen: TaizhangScreen, then: Callable[[], object] | None = None) -> None:
    """Take it back and show it; where somebody has changed the same since, ask. ``then`` runs afterwards
    instead of the screen's ``reload``."""
    campaign = screen.campaign
    show = then or screen.reload
    try:
        done = undo(campaign)
    except MergeConflict as needed:
        from tui.screens.history.merge import merge_then

        last = campaign.done[-1]

        def settled(saved: bool) -> None:
            if saved:
                taken_back(campaign, last)
                screen.say("已按所选的撤销。")
            show()

        merge_then(screen, needed, settled)
    except TaizhangError as error:
        show()
        screen.say(error.sentence, bad=True)
    else:
        show()
        screen.say("已撤销刚才的一次改动。" if done else "没有可以撤销的改动。")
