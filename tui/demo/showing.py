"""The screens on the demonstration's data, which are gone afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from forms.clock import OffsetClock
from store.backends import backend_at
from store.drafts import DraftBox
from store.settings import load_settings
from tui.demo.throwaway import throwaway_folder
from tui.launch import open_screens
from tui.terminal import check_terminal


def show_demo(today: date | None, tour: bool = False, leaves: bool = False) -> int:
    """Returns the exit status. ``tour``: begin with the tour; ``leaves``: and end with it."""
    check_terminal()
    with throwaway_folder() as folder:  # before much is imported: it forks
        from tui.demo.school import TODAY, found_school

        root = folder / "store"
        clock = OffsetClock.starting(today or TODAY)
        campaign = replace(found_school(root), clock=clock)
        settings = load_settings(
            backend_at(root), {"store": str(root), "org": "", "exports": str(folder / "导出")}
        )
        box = DraftBox(folder / "drafts")
        return open_screens(
            campaign, settings, store=root, clock=clock, drafts=box, demo=True, tour=tour, leaves=leaves
        ).status
