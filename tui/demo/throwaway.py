"""A folder that is gone when the demonstration is over, however it ends."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    """A private folder (0700), removed at the end, also when this process is killed outright.

    Signals end the screens without unwinding, so a child waits at a pipe whose other end closes with us.
    """
    folder = Path(tempfile.mkdtemp(prefix="taizhang-demo-"))
    sweeper, alive = _start_sweeper(folder)
    try:
        yield folder
    finally:
        os.close(alive)
        os.waitpid(sweeper, 0)


def _start_sweeper(folder: Path) -> tuple[int, int]:
    """The sweeper's process id, and the descriptor that keeps it waiting."""
    waiting, alive = os.pipe()
    child = os.fork()
    if child:
        os.close(waiting)
        return child, alive
    try:
        os.setsid()  # a hang-up of the terminal is for the screens, not for the sweeper
        os.close(alive)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # whoever waits for our output must not wait for the sweeper's
            os.dup2(nowhere, stream)
        os.read(waiting, 1)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os._exit(0)
