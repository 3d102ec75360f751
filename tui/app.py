"""The program on the terminal: what all screens have in common for as long as it is open."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections import deque
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar

from rich.console import RenderableType
from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen

from forms.clock import SHANGHAI, Clock, SystemClock
from store.campaign.campaign import Actor, Campaign, account_name
from store.drafts import DraftBox, Offer
from store.settings import Settings
from tui.commands.crash import write_crash_log
from tui.driver import TerminalDriver
from tui.driver.emergency_exit import end_now
from tui.driver.typeahead import TypeAhead
from tui.gc_tuning import SOON, tune_gc
from tui.guided import Guided
from tui.looking_only import LookingOnly
from tui.rebinding import Rebinding
from tui.screens.base import TaizhangScreen
from tui.styling import Styling
from tui.watching import Watching

LONGEST_WAIT = 30.0
"""Seconds between looks at the calendar: a machine that slept through midnight is put right within that."""

LAST_MOMENT = 0.4
"""Seconds after a hang-up when the program ends whatever else is going on."""


class TaizhangApp(Guided, LookingOnly, TypeAhead, Watching, Styling, App[None]):
    """``campaign`` is None at the first run: the welcome screen then creates store and campaign."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        campaign: Campaign | None,
        settings: Settings,
        drafts: DraftBox,
        *,
        store: Path | None = None,
        clock: Clock | None = None,
        rebinding: Rebinding | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("driver_class", TerminalDriver)
        plain = bool(os.environ.get("NO_COLOR"))  # asked before Textual takes it out
        if plain:
            kwargs.setdefault("ansi_color", True)
        super().__init__(**kwargs)
        self._waiting_keys = deque()
        self._asking = {}
        self._campaign = campaign
        self.clock: Clock = campaign.clock if campaign else clock or SystemClock()
        self.settings = settings
        self.drafts = drafts
        self.store = store
        """Where the store is, or where the first run proposes to put it."""
        self.org = campaign.actor.org if campaign else ""
        """Id of the organisation last looked at: screens open on it."""
        self.crash_log: Path | None = None
        self.crashed = False
        self.answers: dict[str, str] = {}
        """What was typed at the first run before the tour was taken."""
        self.rebinding = rebinding or Rebinding()
        """The keys in force."""
        self.set_keymap(self.rebinding.keymap())
        self.begin_styling("plain" if plain else str(settings.get("theme")))
        self._day = self.clock.today()

    # What screens ask for

    @property
    def has_campaign(self) -> bool:
        return self._campaign is not None

    @property
    def campaign(self) -> Campaign:
        assert self._campaign is not None, "screens but the welcome open after a campaign is there"
        return self._campaign

    @campaign.setter
    def campaign(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self.clock = campaign.clock
        self.org = campaign.actor.org

    def place(self, **more: Any) -> dict[str, Any]:
        """What a draft says about where it belongs: this store and campaign, and ``more``."""
        return {"store": str(self.store or ""), "campaign": self.campaign.id, **more}

    def offers(self) -> list[Offer]:
        """Drafts of this store and campaign that no open session holds, newest first."""
        wanted = self.place()
        return [
            offer
            for offer in self.drafts.offers()
            if all(offer.place.get(name) == wanted[name] for name in wanted)
        ]

    def export_folder(self) -> Path:
        """Where F5 and F6 put files."""
        return Path(str(self.settings.get("exports"))).expanduser()

    def new_actor(self) -> Actor:
        """Who works on a store just created here."""
        return Actor(account_name(), str(self.settings.get("org") or ""))

    # Start

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread() and not self.is_headless:
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self.hang_up, number)
            self.set_timer(SOON, tune_gc)
        self._wait_for_midnight()
        self.begin_watching()
        if self.tour_at_start:
            self.call_after_refresh(self.begin_tour)
        if not self.has_campaign:
            from tui.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen())
        elif self.offers():
            from tui.screens.dialogs.drafts import DraftsDialog

            self.push_screen(DraftsDialog())

    def get_default_screen(self) -> Screen[Any]:
        """待办 at once: pushed over an empty screen it would be laid out and drawn after that one."""
        if not self.has_campaign:
            return super().get_default_screen()
        from tui.screens.home import HomeScreen

        return HomeScreen()

    # Drawing

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """The terminal's cursor, where an input method opens its window, goes to the caret of the field in
        focus. (Fields send it to theirs whenever their text changes, and before they have been laid out.)"""
        caret = getattr(self.focused, "cursor_screen_offset", None)
        if caret is not None:
            self.cursor_position = caret
        super()._display(screen, renderable)

    # Midnight

    def _wait_for_midnight(self) -> None:
        now = self.clock.now()
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), SHANGHAI)
        wait = min((midnight - now).total_seconds() + 0.05, LONGEST_WAIT)
        self.set_timer(wait, self._look_at_the_calendar)

    def _look_at_the_calendar(self) -> None:
        self.turn_the_day()
        self._wait_for_midnight()

    def turn_the_day(self) -> None:
        """When another day has begun, every open screen counts anew."""
        today = self.clock.today()
        if today == self._day:
            return
        self._day = today
        for screen in self.screen_stack:
            if isinstance(screen, TaizhangScreen):
                screen.reload()

    # The end

    def leave(self) -> None:
        """Quit; asks when a screen has something unsaved."""
        if any(screen.unsaved() for screen in self.screen_stack if isinstance(screen, TaizhangScreen)):
            from tui.screens.dialogs.ask import ask_leave

            ask_leave(self.screen, self._leave_drafts)
            return
        self.exit()

    def _leave_drafts(self) -> None:
        self.keep_drafts()
        self.exit()

    async def action_quit(self) -> None:
        self.leave()

    def action_help_quit(self) -> None:
        """Ctrl+C is for copying elsewhere; here it only says how to leave."""
        if isinstance(self.screen, TaizhangScreen):
            self.screen.say("退出请按 Ctrl+Q。")

    def keep_drafts(self) -> None:
        """Write what was typed and not saved, on every open screen that can."""
        for screen in reversed(self.screen_stack):
            keep = getattr(screen, "keep_draft", None)
            if keep is not None:
                try:
                    keep()
                except Exception as error:  # one screen's trouble must not cost the next one's draft
                    self._log_crash(error)

    def hang_up(self, number: int = signal.SIGHUP) -> None:
        """The line dropped or the machine is closing: keep drafts, restore the terminal, be gone at once."""
        code = 128 + number
        last = threading.Timer(LAST_MOMENT, end_now, (self._driver, code))
        last.daemon = True
        last.start()
        self.keep_drafts()
        self.exit(return_code=code)

    def undecodable(self) -> None:
        """What was typed is no UTF-8: it stands on the screen as U+FFFD, and here is how to mend that."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(
                "收到的字不是 UTF-8 编码，显示成了乱码；请删去，把终端的字符编码改为 UTF-8 再输入。", bad=True
            )

    # Crashes: a log without anybody's text, and never a traceback with values on the terminal

    def _handle_exception(self, error: Exception) -> None:
        if not self.crashed:
            self.crashed = True
            self._log_crash(error)
            self.keep_drafts()
        super()._handle_exception(error)

    def _log_crash(self, error: Exception) -> None:
        from store.places import state_folder

        with suppress(OSError):
            self.crash_log = write_crash_log(error, state_folder())

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        self._return_code = 1
        self.crashed = True
        self._close_messages_no_wait()
