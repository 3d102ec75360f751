"""A terminal in memory around a real process: a pseudo-terminal, a screen that knows wide characters, and
every byte that was written to it.

Nothing here sleeps and hopes: tests say what must come to be on the screen, and wait for that.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte
from wcwidth import wcwidth

from tests.support.preloaded import BARE, Forked, may_be_forked, take_terminal

PATIENCE = 60.0
"""Seconds until something that has not happened counts as not happening, on a slow and busy machine too."""

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "esc": "\x1b",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
}
"""What xterm sends."""

ALTERNATE = 1049
UNKNOWN_TO_PYTE = b"\x1b[<u"
"""The end of a keyboard protocol: terminals that never began it pass over it, pyte writes the u."""


def key_bytes(name: str) -> str:
    """The bytes of a key: ``F2``, ``ctrl+s``, ``Tab``."""
    name = name.lower()
    if name.startswith("ctrl+") and len(name) == 6:
        return chr(ord(name[-1]) - ord("a") + 1)
    return KEYS[name]


class Screen(pyte.Screen):
    """Pyte's screen, with an alternate screen, and answers to the questions that terminals are asked."""

    def __init__(self, columns: int, lines: int, answer: Callable[[str], None]) -> None:
        self._main: tuple[Any, Any] | None = None
        super().__init__(columns, lines)
        self._answer = answer

    def text(self) -> str:
        """What is shown, without blanks at line ends. (Pyte's ``display`` trips over half characters.)"""
        return "\n".join(self._line(row) for row in range(self.lines))

    def _line(self, row: int) -> str:
        shown, wide = [], False
        for column in range(self.columns):
            data = self.buffer[row][column].data
            if data or not wide:
                shown.append(data or " ")
            wide = wcwidth(data[:1]) == 2 if data else False
        return "".join(shown).rstrip()

    def write_process_input(self, data: str) -> None:
        self._answer(data)

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        if ALTERNATE in modes and kwargs.get("private") and self._main is None:
            self._main = copy(self.buffer), copy(self.cursor)
            self.buffer.clear()
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        if ALTERNATE in modes and kwargs.get("private") and self._main is not None:
            self.buffer, self.cursor = self._main
            self._main = None
        super().reset_mode(*modes, **kwargs)

    def report_device_attributes(self, mode: int = 0, **kwargs: Any) -> None:
        # Pyte takes the other device reports (CSI > c, CSI = c) for this one.
        if mode == 0 and not kwargs:
            super().report_device_attributes(mode)


class Terminal:
    """A process on a pseudo-terminal. As a context manager it ends the process, whatever happened.

    ``env`` is added to a bare environment: UTF-8, a 256-colour xterm, no settings of whoever runs the tests.
    ``answers`` is told each answer to a question of the process before it is given, and may withhold it.
    ``anew``: in a Python of its own, also where that makes no difference (``tests/support/preloaded.py``).
    """

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        cols: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        answers: Callable[[str], bool] = bool,
        anew: bool = False,
    ) -> None:
        self.bytes_written = b""
        """Everything the process has written to the terminal."""
        self.behind: Callable[[], list[int]] | None = None
        """The processes behind the one that was started, where it only hands on what they write."""
        self._changed = threading.Condition()
        self._master, self._slave = pty.openpty()
        self._set_size(cols, rows)
        self.screen = Screen(cols, rows, lambda answer: self.send(answer) if answers(answer) else None)
        self._stream = pyte.ByteStream(self.screen)
        self.modes_at_start = termios.tcgetattr(self._slave)
        self.process = _start([str(part) for part in argv], self._slave, env or {}, cwd, anew)
        self._closing = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    # What the person does

    def send(self, data: str | bytes) -> None:
        """Type, as bytes."""
        data = data.encode() if isinstance(data, str) else data
        while data:
            data = data[os.write(self._master, data) :]

    def key(self, *names: str) -> None:
        """Press keys one after another: ``key("F2")``, ``key("Tab", "Tab")``."""
        for name in names:
            self.send(key_bytes(name))

    def paste(self, text: str, *, bracketed: bool = True) -> None:
        """Paste as terminals do: each line break arrives as an Enter; bracketed, between two marks."""
        text = text.replace("\n", "\r")
        self.send(f"\x1b[200~{text}\x1b[201~" if bracketed else text)

    def resize(self, cols: int, rows: int) -> None:
        with self._changed:
            self.screen.resize(rows, cols)
        self._set_size(cols, rows)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGWINCH)

    def hang_up(self) -> None:
        """The line drops: the terminal is gone, and the kernel tells the process."""
        self._stop_reading()
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    # What it is doing

    def pids(self) -> list[int]:
        """The processes that write here, those of a multiplexer too."""
        return [self.process.pid, *(self.behind() if self.behind else [])]

    def unread(self) -> bool:
        """Whether something was written that is not on the screen yet."""
        return bool(select.select([self._master], [], [], 0)[0])

    # What there is to see

    def screen_text(self) -> str:
        """The screen as text, a line a row, without the blanks at line ends."""
        with self._changed:
            return self.screen.text()

    def before_cursor(self) -> str:
        """What stands in the cursor's row to the left of it; empty while the cursor is hidden."""
        with self._changed:
            cursor, shown = self.screen.cursor, self.screen.buffer[self.screen.cursor.y]
            return "" if cursor.hidden else "".join(shown[x].data for x in range(cursor.x))

    def cursor_line(self) -> str:
        """The row that the terminal's cursor is on: where an input method shows its candidates."""
        with self._changed:
            return self.screen.text().split("\n")[self.screen.cursor.y]

    def line_with(self, text: str) -> str:
        """The first row that has ``text``, or an empty string."""
        return next((line for line in self.screen_text().splitlines() if text in line), "")

    def wait_for(self, *texts: str, gone: str = "", timeout: float = PATIENCE) -> str:
        """Wait until all of ``texts`` stand on the screen and ``gone`` does not; returns the text shown."""
        return self.wait_until(
            lambda screen: all(text in screen for text in texts) and (not gone or gone not in screen),
            what=f"{'、'.join(texts)}{f' (and no {gone})' if gone else ''}",
            timeout=timeout,
        )

    def wait_until(
        self, true: Callable[[str], bool], *, what: str = "what was expected", timeout: float = PATIENCE
    ) -> str:
        """Wait until ``true`` says so of the screen's text, which is returned.

        Raises AssertionError that shows the screen.
        """
        end = time.monotonic() + timeout
        while True:
            with self._changed:
                seen = len(self.bytes_written)
            text = self.screen_text()
            if true(text):
                return text
            ended = self.process.poll() is not None
            left = end - time.monotonic()
            if left <= 0 or (not self._more_than(seen, min(left, 0.5)) and ended):
                raise AssertionError(f"{what}: not on the screen{self._ending()}:\n{text}")

    def wait_for_bytes(self, data: bytes, *, timeout: float = PATIENCE) -> None:
        """Wait until ``data`` has been written to the terminal."""
        with self._changed:
            if not self._changed.wait_for(lambda: data in self.bytes_written, timeout):
                raise AssertionError(
                    f"{data!r} was not written{self._ending()}; the end: {self.bytes_written[-300:]!r}"
                )

    def wait_for_end(self, timeout: float = PATIENCE) -> int:
        """Wait until the process has ended and everything it wrote was read; returns its exit status."""
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running:\n{self.screen_text()}") from None
        if self._slave >= 0:
            self._stop_reading()
        return code

    def modes(self) -> list[Any]:
        """The terminal's line settings now, as ``termios.tcgetattr`` gives them."""
        return termios.tcgetattr(self._slave)

    def assert_restored(self) -> None:
        """After the end: line settings as before, main screen, cursor shown, nothing left switched on."""
        assert self.modes() == self.modes_at_start
        written = self.bytes_written
        if b"\x1b[?1049h" in written:
            assert written.rfind(b"\x1b[?1049l") > written.rfind(b"\x1b[?1049h"), (
                "still on the alternate screen"
            )
        if b"\x1b[?25l" in written:
            assert written.rfind(b"\x1b[?25h") > written.rfind(b"\x1b[?25l"), "the cursor is hidden"
        if b"\x1b[?2004h" in written:
            assert written.rfind(b"\x1b[?2004l") > written.rfind(b"\x1b[?2004h"), "bracketed paste is on"

    # Workings

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return
            with self._changed:
                self.bytes_written += data
                self._stream.feed(data.replace(UNKNOWN_TO_PYTE, b""))
                self._changed.notify_all()
            if self._closing and self.bytes_written.endswith(_LAST):
                return

    def _stop_reading(self) -> None:
        """Read to the end of what was written, then stop: a mark of our own comes after everything else."""
        if not self._reader.is_alive():
            return
        self._closing = True
        os.write(self._slave, _LAST)
        self._reader.join(PATIENCE)
        with self._changed:
            self.bytes_written = self.bytes_written.removesuffix(_LAST)

    def _more_than(self, seen: int, timeout: float) -> bool:
        """Whether more than ``seen`` bytes were written, waiting for it."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.bytes_written) > seen, timeout)

    def _ending(self) -> str:
        code = self.process.poll()
        return "" if code is None else f" (the process has ended with {code})"

    def _set_size(self, cols: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self._slave >= 0:
            self._stop_reading()
            os.close(self._slave)
            os.close(self._master)


_LAST = b"\x1b[0m\x1b[0m\x1b[0m"


def _start(
    argv: list[str], terminal: int, env: Mapping[str, str], cwd: Path | None, anew: bool
) -> Forked | subprocess.Popen[bytes]:
    if not anew and may_be_forked(argv, env):
        return Forked(argv, terminal, BARE | env, cwd)
    return subprocess.Popen(
        argv,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=BARE | env,
        cwd=cwd,
        start_new_session=True,
        preexec_fn=take_terminal,
    )
