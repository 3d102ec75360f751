"""The driver of the program: all that Textual writes passes a painter on its way to the terminal. And its end
at once: when the line has dropped or the machine is closing, and something still hangs."""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Mapping
from contextlib import suppress
from threading import RLock
from typing import Any

from textual import events
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from store.own_files import gated
from tui.driver.keyboard import KeyboardDriver
from tui.driver.painter import Painter


def erases_with_background(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal erases any number of characters and leaves the current background there, which is
    what every program built on curses goes by.

    False whenever that is not known: blanks are written then. GNU screen erases so only where it is set to,
    under whatever name it is known.
    """
    if "STY" in environment:
        return False
    import curses

    try:
        curses.setupterm(environment.get("TERM") or "dumb", sys.__stdout__.fileno() if sys.__stdout__ else 1)
    except (curses.error, OSError, ValueError):
        return False
    return curses.tigetflag("bce") > 0 and bool(curses.tigetstr("ech"))


PROBE = "\x1b[H…\x1b[6n\r\x1b[K"
"""Draws a character that some terminals set for Chinese draw two cells wide, asks where that took the cursor,
and wipes it away. The answer comes as a key press does, and tells how long the line takes."""
ASK_FOR_MARKS = "\x1b[?2004$p"
"""Does the terminal mark pastes? ``Bursts`` reads the answer."""


class TerminalDriver(KeyboardDriver):
    """Sends only the cells that changed, and shows the terminal's own cursor where text is typed. On a
    terminal that counts widths differently from Textual, it sends what Textual writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if gated():  # there is no shell to go back to, and none shall be had
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self.wide_ambiguous: bool | None = None
        """Whether the terminal draws characters of ambiguous width (``…``, quotation marks) over two cells;
        None until it has said so."""
        self._painter = Painter(*(self._size or self._get_terminal_size()), erases_with_background())
        self._painting = RLock()
        """Writes come from the program's thread and, rarely, from the one that reads the keyboard."""
        self._size_is_old = False
        self._probed = False

    def show_cursor(self, shown: bool) -> None:
        """Whether the terminal's cursor is to be seen at the end of the writes from now on."""
        self._painter.canvas.show_cursor = shown

    def write(self, data: str) -> None:
        """Send what brings the terminal up to it."""
        with self._painting:
            if self._size_is_old:
                self._size_is_old = False
                self._take_size(*self._get_terminal_size())
            written = self._painter.feed(data)
            if written:
                super().write(written)
            if self._painter.canvas.needs_refresh:
                self._painter.canvas.needs_refresh = False
                self._loop.call_soon_threadsafe(self._draw_all)

    def start_application_mode(self) -> None:
        """Take the terminal over, and ask what it can do."""
        self._size_is_old = True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        stock = signal.getsignal(signal.SIGWINCH)
        if not callable(stock):
            return  # in the background, and about to be stopped

        def resized(number: int, frame: Any) -> None:
            self._size_is_old = True
            # Also when it is the old size again: terminals lose text in between, and Textual draws nothing.
            self._loop.call_soon_threadsafe(self.write, "")
            stock(number, frame)

        signal.signal(signal.SIGWINCH, resized)
        if self.input_tty and not self._probed:
            self._probed = True
            self.line.asked(self.clock())
            super().write(PROBE + ASK_FOR_MARKS)

    def process_message(self, message: Message) -> None:
        """Keep the answers of the terminal, and pass keys on."""
        if isinstance(message, events.Resize):
            # Told by the terminal itself, between keys.
            with self._painting:
                self._take_size(message.size.width, message.size.height)
        if isinstance(message, events.CursorPosition):
            if self._probed and self.wide_ambiguous is None:
                self.wide_ambiguous = message.x > 1
                if self.wide_ambiguous:
                    with self._painting:
                        self._painter.distrust()
                    self._loop.call_soon_threadsafe(self.write, "")
            return
        super().process_message(message)

    def _take_size(self, width: int, height: int) -> None:
        canvas = self._painter.canvas
        if (width, height) == (canvas.width, canvas.height):
            canvas.invalidate()
        else:
            canvas.resize(width, height)

    def _draw_all(self) -> None:
        if self._app.is_running:
            self._app.refresh(layout=True)

    def _sigtstp_application(self, *args: Any) -> None:
        # Not from within a write that the signal may have interrupted.
        self._loop.call_soon_threadsafe(super()._sigtstp_application)


LEAVE = b"\x1b[?2004l\x1b[?1004l\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
"""Paste and focus reports off, line wrap on, plain text, the screen that was there before, its cursor."""


def end_now(driver: Driver | None, code: int) -> None:
    """Give the terminal back as far as it will be had, without waiting for anything, and end the process."""
    if isinstance(driver, LinuxDriver) and sys.__stdout__ is not None:
        with suppress(OSError, ValueError):
            os.set_blocking(sys.__stdout__.fileno(), False)
            os.write(sys.__stdout__.fileno(), LEAVE)
        if driver.attrs_before is not None:
            with suppress(termios.error, OSError):
                termios.tcsetattr(driver.fileno, termios.TCSANOW, driver.attrs_before)
    os._exit(code)
