"""How command lines are run in tests, and who is at the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]
"""Runs a command line in this process."""
Become = Callable[..., None]
"""``become("branch")``: that account is at the keyboard."""
