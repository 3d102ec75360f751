"""The program, watched: ``python -m tests.support.watched …`` is ``taizhang …``.

Each write is followed by a mark that says where the caret of the field in focus is, and the keyboard's clock
is what a file says, if one is named; then each piece that was read from it is marked, too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from tui.terminal import prepare_environment

prepare_environment()

from textual.app import active_app  # noqa: E402
from textual.drivers.linux_driver import LinuxDriver  # noqa: E402
from textual.message import Message  # noqa: E402
from textual.widgets import Input, TextArea  # noqa: E402

from tui.commands.main import main  # noqa: E402
from tui.driver.key_parser import KeyParser  # noqa: E402
from tui.driver.keyboard import KeyboardDriver  # noqa: E402
from tui.driver.terminal import TerminalDriver  # noqa: E402

CLOCK = "WATCHED_CLOCK"
"""Names the file in the environment."""


def clock() -> float:
    """Seconds, as the file says; of the machine, where there is none."""
    path = os.environ.get(CLOCK)
    return float(Path(path).read_text() or 0) if path else monotonic()


plain_write = TerminalDriver.write


def write(driver: TerminalDriver, data: str) -> None:
    """Write, then say where the caret is: ``row;column`` or ``-``."""
    plain_write(driver, data)
    box = active_app.get().screen_stack and active_app.get().focused
    laid_out = isinstance(box, Input | TextArea) and box.region.area > 0
    where = box.cursor_screen_offset if laid_out else None
    LinuxDriver.write(driver, f"\x1b]7777;{f'{where.y};{where.x}' if where else '-'}\x07")


plain_feed = KeyParser.feed
plain_run = KeyboardDriver.run_input_thread


def run_input_thread(driver: KeyboardDriver) -> None:
    """Read the keyboard; after each piece tell what it was."""

    def feed(parser: KeyParser, text: str, now: float) -> Iterator[Message]:
        yield from plain_feed(parser, text, now)
        LinuxDriver.write(driver, f"\x1b]7778;{text.encode().hex()}\x07")

    KeyParser.feed = feed  # type: ignore[method-assign]
    plain_run(driver)


def watch() -> None:
    """Run the program, watched."""
    if CLOCK in os.environ:
        KeyboardDriver.run_input_thread = run_input_thread  # type: ignore[method-assign]
    TerminalDriver.write = write  # type: ignore[method-assign]
    KeyboardDriver.clock = staticmethod(clock)  # type: ignore[assignment]
    main()


if __name__ == "__main__":
    watch()
