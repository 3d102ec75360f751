"""Opening what was: the history of what is at the cursor, and what was deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.campaign.history_queries import Past
    from store.protocol import Document
    from tui.screens.base import TaizhangScreen


def open_history(
    screen: TaizhangScreen,
    what: str,
    past: Past,
    *,
    field: str = "",
    label: str = "",
    then: Callable[[Document | None], None] | None = None,
) -> None:
    """``then`` is given the document last brought back, or None; the others are ``HistoryScreen``'s."""
    from tui.screens.history.screen import HistoryScreen

    screen.app.push_screen(HistoryScreen(what, past, field=field, label=label), then)


def open_deleted(screen: TaizhangScreen, name: str, annex_id: str, org_id: str = "") -> None:
    from tui.screens.history.deleted import DeletedScreen

    screen.app.push_screen(DeletedScreen(name, annex_id, org_id))
