"""The program on the terminal: what all screens have in common for as long as it is open, and the ways
between them."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual.actions import ActionParseResult
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen

from forms.clock import SHANGHAI, Clock
from store.places import state_folder
from tui.commands.crash import write_crash_log
from tui.driver.terminal import TerminalDriver, end_now
from tui.driver.typeahead import TypeAheadApp
from tui.flow import flow
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.dialog import Dialog
from tui.screens.exporting import export
from tui.screens.home import HomeScreen
from tui.shell import Choices, Shell
from tui.styling import StyledApp
from tui.widgets.inputs import caret_on
from tui.widgets.keys_here import actions_of

if TYPE_CHECKING:
    from tui.tour.guide import Tour
    from tui.widgets.findings_editor import FindingsEditor

LONGEST_WAIT = 30.0
"""Seconds between looks at the calendar: a machine that slept through midnight is put right within that."""


class CalendarWatch:
    """Looks at ``clock`` by timers of ``owner`` and calls ``turned`` once a new day."""

    def __init__(self, owner: MessagePump, clock: Callable[[], Clock], turned: Callable[[], object]) -> None:
        self._owner, self._clock, self._turned = owner, clock, turned
        self._day = clock().today()
        self._wait()

    def look(self) -> None:
        """Has the day changed since the last look?"""
        today = self._clock().today()
        if today != self._day:
            self._day = today
            self._turned()

    def _wait(self) -> None:
        now = self._clock().now()
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), SHANGHAI)
        wait = min((midnight - now).total_seconds() + 0.05, LONGEST_WAIT)
        self._owner.set_timer(wait, self._tick)

    def _tick(self) -> None:
        self.look()
        self._wait()


SOON = 0.5
"""Seconds after the first screen: nobody waits for it then."""

TOLD = 20.0
"""Seconds that a warning stays."""

OFTEN = 10_000
"""Objects made and not yet thrown away before the new ones are looked through."""


def tune_gc() -> None:
    """Once, when the first screen has been drawn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OFTEN)


LAST_MOMENT = 0.4
"""Seconds after a hang-up when the program ends whatever else is going on."""

PERIOD = 1.0
"""Seconds between looks at what others have saved. While nobody saves that is all that happens."""


class TaizhangApp(TypeAheadApp, StyledApp):
    """Opens on 待办, or on the welcome where there is no campaign yet. ``tour``: begin with the tour;
    ``tour_leaves``: and end with it.

    Other screens are imported when they open: the first one is there sooner.
    """

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, shell: Shell, *, tour: bool = False, tour_leaves: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("driver_class", TerminalDriver)
        plain = bool(os.environ.get("NO_COLOR"))  # asked before Textual takes it out
        if plain:
            kwargs.setdefault("ansi_color", True)
        super().__init__(**kwargs)
        self.shell = shell
        self.tour_wanted = False
        """Left from the first run to take the tour."""
        self.crash_log: Path | None = None
        self.crashed = False
        self._tour: Tour | None = None
        self.tour_at_start, self.tour_leaves = tour, tour_leaves
        self.set_keymap(shell.rebinding.keymap())
        self.begin_styling("plain" if plain else str(shell.settings.get("theme")))

    # Start

    def on_mount(self) -> None:
        """Begin what goes on beside the person, and open the first screen."""
        loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread() and not self.is_headless:
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self.hang_up, number)
            self.set_timer(SOON, tune_gc)
        self.calendar = CalendarWatch(self, lambda: self.shell.clock, self.reload_screens)
        self.set_interval(PERIOD, self.look)
        if self.tour_at_start:
            self.call_after_refresh(self.action_tour)
        if self.shell.choices is not None:
            self.choose_campaign(self.shell.choices)
        elif not self.shell.has_campaign:
            from tui.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen())
        elif self.shell.offers():
            self.offer_drafts()
        if self.shell.has_campaign:
            self.call_after_refresh(self.tell_warnings)

    def tell_warnings(self) -> None:
        """What the store has mended, or a session of this person that died left half done."""
        for sentence in self.shell.campaign.store.warnings():
            self.notify(sentence, severity="warning", timeout=TOLD, markup=False)

    def get_default_screen(self) -> Screen[Any]:
        """待办 at once: pushed over an empty screen it would be laid out and drawn after that one."""
        return HomeScreen() if self.shell.has_campaign else super().get_default_screen()

    @flow
    async def choose_campaign(self, choices: Choices) -> None:
        """Ask which campaign, and go on as if it had been named; without an answer it is the end."""
        from tui.screens.dialogs.campaigns import choose_campaign

        campaign = await choose_campaign(self, choices)
        if campaign is None:
            self.exit()
            return
        self.shell.campaign = campaign
        self.push_screen(HomeScreen())
        self.tell_warnings()
        if self.shell.offers():
            self.offer_drafts()

    @flow
    async def offer_drafts(self) -> None:
        """Go on with a draft of an earlier session, if that is what the person wants."""
        from tui.screens.dialogs.drafts import DraftsDialog
        from tui.screens.resuming import resumed_screen

        offer = await self.push_screen_wait(DraftsDialog())
        if offer is not None:
            self.push_screen(resumed_screen(self.shell, offer))

    # Drawing

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """The terminal's cursor, where an input method opens its window, goes to the caret of the field in
        focus and is seen there, and nowhere else. (Fields send it to theirs whenever their text changes, and
        before they have been laid out.)"""
        caret = caret_on(self.screen)
        if caret is not None:
            self.cursor_position = caret
        if isinstance(self._driver, TerminalDriver):
            self._driver.show_cursor(caret is not None)
        super()._display(screen, renderable)

    # What goes on beside the person

    @property
    def full_screens(self) -> list[TaizhangScreen]:
        """Those that are open, the one in front last; dialogs are none."""
        return [screen for screen in self.screen_stack if isinstance(screen, TaizhangScreen)]

    def say(self, sentence: str, bad: bool = False) -> None:
        """On the full screen in front."""
        for screen in self.full_screens[-1:]:
            screen.say(sentence, bad=bad)

    def reload_screens(self) -> None:
        """Another day has begun: every open screen counts anew."""
        for screen in self.full_screens:
            screen.reload()

    def look(self) -> None:
        """Have the screen in view (the one in front, or seen around a dialog) show what others have saved
        since it read. Not while screens are being set up or taken down."""
        if self.is_running:
            for screen in self.full_screens[-1:]:
                if screen.is_mounted:
                    screen.look()

    # What screens ask for

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key of the program works where the screen in front has it work."""
        screen = self.screen
        if isinstance(screen, TaizhangScreen | Dialog):
            return screen.check_action(action, parameters)
        return super().check_action(action, parameters)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Whoever may only look and presses a key that would change something is told why nothing happens."""
        screen = self.screen
        why = screen.only_looking if isinstance(screen, TaizhangScreen) else ""
        if why and isinstance(action, str) and default_namespace is not None:
            meant = (one for one in actions_of(type(default_namespace)) if one.call == action)
            if any(one.changes for one in meant):
                self.say(why, bad=True)
                return True
        return await super().run_action(action, default_namespace, namespaces)

    def action_help(self) -> None:
        """Open the keys of the screen in front."""
        from tui.screens.dialogs.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_help_mark(self) -> None:
        """Open them by the question mark."""
        self.action_help()

    @flow
    async def action_commands(self) -> None:
        """The chosen command runs where its key would have run it."""
        from tui.screens.dialogs.help import choose_command

        if not isinstance(self.screen, TaizhangScreen):
            return
        chosen = await choose_command(self.screen)
        if isinstance(chosen, Screen):
            self.push_screen(chosen)
        elif chosen is not None:
            await self.run_action(chosen.call, chosen.node)

    def on_taizhang_screen_export_asked(self, message: TaizhangScreen.ExportAsked) -> None:
        """Write a file of what is on a screen."""
        work = self._export(message.screen, message.on_paper)
        message.screen.run_worker(work, group="export", exclusive=True)

    async def _export(self, screen: TaizhangScreen, on_paper: bool) -> None:
        if await export(screen, on_paper) and self._tour is not None:
            self._tour.exported()

    @flow
    async def on_findings_editor_asked(self, message: FindingsEditor.Asked) -> None:
        """Ask about a finding of a list."""
        from tui.screens.dialogs.finding import ask_about_finding

        await ask_about_finding(self, message)

    @flow
    async def on_taizhang_screen_undo_asked(self, message: TaizhangScreen.UndoAsked) -> None:
        """Take back the last change."""
        from tui.screens.saving import take_back

        await take_back(message.screen)

    # The tour

    def on_welcome_screen_tour_asked(self) -> None:
        """Leave the first run for the tour."""
        self.tour_wanted = True
        self.exit()

    def action_tour(self) -> None:
        """Begin the tour."""
        from tui.tour.guide import Tour

        self._tour = Tour(self, self.shell, self.tour_leaves)
        self._tour.begin()

    def action_tour_skip(self) -> None:
        """Go on to the next step of the tour."""
        if self._tour is not None:
            self._tour.skip()

    def action_tour_end(self) -> None:
        """End the tour."""
        if self._tour is not None:
            self._tour.end()

    def keys_settled(self) -> None:
        """Let the tour look whether its step was done."""
        if self.shell.tour is not None and self._tour is not None:
            self._tour.look()

    # The end

    async def action_quit(self) -> None:
        """Leave the program."""
        self.leave()

    @flow
    async def leave(self) -> None:
        """Quit; asks when a screen has something unsaved, and drafts of it stay either way."""
        from tui.screens.dialogs.dialog import Ask

        if any(screen.unsaved() for screen in self.full_screens):
            question = "还有没保存的内容。离开后草稿仍会保留，下次打开时可以接着填。"
            if not await self.push_screen_wait(Ask(question, yes="离开", no="留在这里")):
                return
            self.keep_drafts()
        self.exit()

    def action_help_quit(self) -> None:
        """Ctrl+C is for copying elsewhere; here it only says how to leave."""
        self.say("退出请按 Ctrl+Q。")

    def keep_drafts(self) -> None:
        """Write what was typed and not saved, on every open screen that can."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, TaizhangScreen | Dialog):
                try:
                    screen.keep_draft()
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
        self.say(
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
        with suppress(OSError):
            self.crash_log = write_crash_log(error, state_folder())

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """End without a traceback on the terminal."""
        self._return_code = 1
        self.crashed = True
        self._close_messages_no_wait()
