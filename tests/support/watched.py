"""The program, watched: ``python -m tests.support.watched …`` is ``taizhang …``.

Each write is followed by a mark that says where the caret of the field in focus is, and the keyboard's clock
is what a file says, if one is named."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic

from tui.terminal import prepare_environment

prepare_environment()

from textual.app import active_app  # noqa: E402
from textual.drivers.linux_driver import LinuxDriver  # noqa: E402
from textual.widgets import Input, TextArea  # noqa: E402

from tui.commands.main import main  # noqa: E402
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
    where = box.cursor_screen_offset if isinstance(box, Input | TextArea) else None
    LinuxDriver.write(driver, f"\x1b]7777;{f'{where.y};{where.x}' if where else '-'}\x07")


if __name__ == "__main__":
    TerminalDriver.write = write  # type: ignore[method-assign]
    KeyboardDriver.clock = staticmethod(clock)  # type: ignore[assignment]
    main()
