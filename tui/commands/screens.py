"""``taizhang`` without a command: the screens."""

from __future__ import annotations

from pathlib import Path

from store.exports_folder import clean
from store.places import StoreRoot
from tui.commands.session import Session
from tui.launch import open_screens


def open_program(session: Session) -> int:
    """Opens the store that is there, or the welcome that creates one. Returns the exit status."""
    root, settings = session.root(), session.settings()
    campaign = session.campaign() if StoreRoot.exists(root) else None
    clean(Path(str(settings.get("exports"))), int(settings.get("exports_keep_days") or 0))
    return open_screens(campaign, settings, store=root, clock=session.clock())
