"""``taizhang`` without a command: the screens."""

from __future__ import annotations

from store.places import StoreRoot

from tui.commands.session import Session
from tui.launch import open_screens


def open_program(session: Session) -> int:
    """Opens the store that is there, or the welcome that creates one. Returns the exit status."""
    root = session.root()
    campaign = session.campaign() if StoreRoot.exists(root) else None
    return open_screens(campaign, session.settings(), store=root, clock=session.clock())
