"""What the terminal can do, as the system's descriptions of terminals have it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


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
