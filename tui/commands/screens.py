"""``taizhang`` without a command: the screens."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from store.exports_folder import clean
from tui.commands.session import Session, say
from tui.launch import open_screens

if TYPE_CHECKING:
    from store.campaign.campaign import Campaign


def open_program(session: Session) -> int:
    """Opens the store that is there, or the welcome that creates one. Returns the exit status."""
    root, settings = session.root(), session.settings()
    campaign = session.campaign() if session.backend().exists() else None
    clean(Path(str(settings.get("exports"))), int(settings.get("exports_keep_days") or 0))
    status = open_screens(campaign, settings, store=root, clock=session.clock())
    if campaign is not None and status == 0:
        _tell_missing(campaign)
    return status


def _tell_missing(campaign: Campaign) -> None:
    """After the screens: nobody waits for it, and there is a command line to type it at."""
    from forms.errors import TaizhangError
    from store.campaign.pack_update import told_to

    with contextlib.suppress(TaizhangError):
        if words := told_to(campaign):
            say(f"提示：{words}")
