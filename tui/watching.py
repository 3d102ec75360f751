"""Others' changes are noticed within two seconds: once a second a look at the files behind what is on the
screen. While nobody saves that is all that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    _Base = App[None]
else:
    _Base = object

PERIOD = 1.0
"""Seconds between looks."""


class Watching(_Base):
    """Mixed into the app, before ``App``."""

    def begin_watching(self) -> None:
        self.set_interval(PERIOD, self.look)

    def look(self) -> None:
        """Have the screens in view show what others have saved since they read: the one in front, and the
        one that is seen around a dialog. Not while screens are being set up or taken down."""
        from tui.screens.base import TaizhangScreen

        if not self.is_running:
            return
        for screen in reversed(self.screen_stack):
            if isinstance(screen, TaizhangScreen):
                if screen.is_mounted:
                    screen.look()
                return
