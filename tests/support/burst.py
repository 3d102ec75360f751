"""Keys that come all at once, as over a slow line."""

from __future__ import annotations

from textual import events
from textual.keys import _character_to_key

from tui.app import TaizhangApp


def burst(app: TaizhangApp, *keys: str) -> None:
    """As the terminal's reader does when it finds them all in one piece."""
    for key in keys:
        single = len(key) == 1
        app.post_message(events.Key(_character_to_key(key) if single else key, key if single else None))
