"""Ending at once: when the line has dropped or the machine is closing, and something still hangs."""

from __future__ import annotations

import os
import sys
import termios
from contextlib import suppress

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

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
