"""What comes from the terminal: Textual's own driver for Unix, made to survive what clients send."""

from __future__ import annotations

import os
import selectors
import sys
from codecs import getincrementaldecoder
from time import monotonic
from typing import Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver

from tui.driver.escapes import RoundTrip
from tui.driver.key_parser import KeyParser

READ_SIZE = 4096
LOOK = 0.1
"""Seconds between looks at whether the program ends."""
ASK = "\x1b[6n"
"""Where is the cursor?"""


class KeyboardDriver(LinuxDriver):
    """Bytes that are not UTF-8 (a client set to GBK) become U+FFFD on the screen instead of ending the
    program, and a terminal that is gone ends it instead of being read over and over."""

    clock = staticmethod(monotonic)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Screens go where the terminal is, so that 2>FILE takes messages and nothing else.
        self._file = sys.__stdout__
        self.line = RoundTrip()

    def run_input_thread(self) -> None:
        """Read the terminal until the program ends."""
        selector = selectors.SelectSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        decode = getincrementaldecoder("utf-8")("replace").decode
        keys = KeyParser(self.line)
        try:
            while not self.exit_event.is_set():
                wait = LOOK if keys.due is None else min(max(keys.due - self.clock(), 0), LOOK)
                if selector.select(wait):
                    now = self.clock()
                    try:
                        data = os.read(self.fileno, READ_SIZE)
                    except OSError:
                        data = b""
                    if not data:
                        self._tell("hang_up")
                        return
                    text = decode(data)
                    if "\ufffd" in text and "\ufffd".encode() not in data:
                        self._tell("undecodable")
                    for message in keys.feed(text, now):
                        self.process_message(message)
                for message in keys.tick(self.clock()):
                    self.process_message(message)
                    if isinstance(message, events.Key) and self.line.is_old(self.clock()):
                        # An Esc that waited: for the next one the line is measured anew.
                        self.line.asked(self.clock())
                        self.write(ASK)
        finally:
            selector.close()

    def _tell(self, name: str) -> None:
        """Let the program, in its own thread, hear of what came; or not, where it has no such method."""
        told = getattr(self._app, name, None)
        if told is not None and not self.exit_event.is_set():
            self._loop.call_soon_threadsafe(told)
