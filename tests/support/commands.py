"""How command lines are run in tests, and who is at the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from tui.commands.main import PROGRAM

Run = Callable[..., Result]
"""Runs a command line in this process."""
Become = Callable[..., None]
"""``become("branch")``: that account is at the keyboard."""


def run_line(*args: str, input: str | bytes | None = None) -> Result:
    """Runs a command line in this process."""
    return CliRunner().invoke(PROGRAM, list(args), input=input)


@pytest.fixture
def run() -> Run:
    """The same, for whoever asks for it."""
    return run_line
