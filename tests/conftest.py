"""What holds for every test: the environment that Textual reads, and how property tests are run."""

from __future__ import annotations

import gc
import os
import sys

import pytest

# Compiled files are kept, whatever the environment says: else each of hundreds of processes compiles anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from hypothesis import settings  # noqa: E402

from tests.support.paths import SCRATCH  # noqa: E402
from tui.terminal import prepare_environment  # noqa: E402

prepare_environment()  # before any test imports Textual
# Pilot tests draw when a key has had its effect (tests/support/idle.py), not by the clock as well.
os.environ.setdefault("TEXTUAL_FPS", "1")

# Property tests share the machine with the rest of the suite, so they are not timed one by one.
settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")


def pytest_configure() -> None:
    """Temporary folders are in memory where there is room: a disk shared with others makes tests slow, not
    better. What is to be proven of disks is proven on disks of its own (``tests/faults``)."""
    if SCRATCH is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(SCRATCH))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: looking through it for cycles again and again took a fifth
    of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
