"""What comes from the terminal: Textual's own driver for Unix, made to survive what clients send."""

from __future__ import annotations

import os
import selectors
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterator
from time import monotonic
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.driver.bursts import QUIET, Burst, Bursts
from tui.driver.escapes import ESCAPE, Escapes

READ_SIZE = 4096


class KeyboardDriver(LinuxDriver):
    """Bytes that are not UTF-8 (a client set to GBK) become U+FFFD on the screen instead of ending the
    program, and a terminal that is gone ends it instead of being read over and over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Screens go where the terminal is, so that 2>FILE takes messages and nothing else.
        self._file = sys.__stdout__

    def run_input_thread(self) -> None:
        selector = selectors.SelectSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        decode = getincrementaldecoder("utf-8")("replace").decode
        parser = XTermParser(self._debug)
        escapes, bursts = Escapes(ESCAPE_DELAY), Bursts()
        try:
            while not self.exit_event.is_set():
                if selector.select(QUIET if bursts.waiting else 0.1):
                    try:
                        data = os.read(self.fileno, READ_SIZE)
                    except OSError:
                        data = b""
                    if not data:
                        self._terminal_gone()
                        return
                    # Half a character decodes to nothing: the parser would take that for the end of it all.
                    text = decode(data)
                    if "\ufffd" in text and "\ufffd".encode() not in data:
                        self._tell("undecodable")
                    for part in bursts.feed(text, monotonic()):
                        parser = self._part(parser, escapes, part)
                for part in bursts.tick(monotonic()):
                    parser = self._part(parser, escapes, part)
                for _ in escapes.tick(monotonic()):
                    self._escape()
                parser = self._dispatch(parser, None)
        finally:
            selector.close()

    def _part(self, parser: XTermParser, escapes: Escapes, part: str | Burst) -> XTermParser:
        if isinstance(part, Burst):
            self.process_message(events.Paste(part.text))
            return parser
        for piece in escapes.feed(part, monotonic()):
            if piece is None:
                self._escape()
            else:
                parser = self._dispatch(parser, piece)
        return parser

    def _dispatch(self, parser: XTermParser, text: str | None) -> XTermParser:
        """Feed text, or tell the parser that time passed. A sequence it chokes on is dropped, and it starts
        anew."""
        try:
            for message in self._messages(parser, text):
                self.process_message(message)
        except Exception:
            if text is None:
                raise
            return XTermParser(self._debug)
        return parser

    def _escape(self) -> None:
        self.process_message(events.Key("escape", ESCAPE))

    @staticmethod
    def _messages(parser: XTermParser, text: str | None) -> Iterator[Message]:
        yield from parser.tick() if text is None else parser.feed(text)

    def _terminal_gone(self) -> None:
        self._tell("hang_up")

    def _tell(self, name: str) -> None:
        """Let the program, in its own thread, hear of what came; or not, where it has no such method."""
        told = getattr(self._app, name, None)
        if told is not None and not self.exit_event.is_set():
            self._loop.call_soon_threadsafe(told)
