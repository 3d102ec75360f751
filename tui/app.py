"""The program on the terminal: what all screens have in common lives here for as long as it is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from textual.app import App
from textual.binding import BindingType

from store.campaign.campaign import Campaign
from store.drafts import DraftBox
from store.settings import Settings
from tui.screens.base import TaizhangScreen


class TaizhangApp(App[None]):
    """``campaign`` may be None at the first run: then the welcome screen creates it."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, campaign: Campaign | None, settings: Settings, drafts: DraftBox, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._campaign = campaign
        self.settings = settings
        self.drafts = drafts
        self.org = ""
        """Id of the organisation last looked at: screens open on it."""

    @property
    def campaign(self) -> Campaign:
        if self._campaign is None:
            raise RuntimeError("no campaign is open yet")
        return self._campaign

    @campaign.setter
    def campaign(self, campaign: Campaign) -> None:
        self._campaign = campaign

    def export_folder(self) -> Path:
        """Where F5 and F6 put files."""
        return Path(str(self.settings.get("exports"))).expanduser()

    def on_mount(self) -> None:
        from tui.screens.home import HomeScreen

        self.push_screen(HomeScreen())

    def leave(self) -> None:
        """Quit; asks when a screen has something unsaved."""
        if any(screen.unsaved() for screen in self.screen_stack if isinstance(screen, TaizhangScreen)):
            from tui.screens.ask import ask_leave

            ask_leave(self.screen, self.exit)
            return
        self.exit()
