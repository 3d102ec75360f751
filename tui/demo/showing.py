"""The screens on the demonstration's data, which are gone afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from forms.clock import OffsetClock
from store.backends import backend_at
from store.drafts import DraftBox
from store.settings import load_settings
from tui.launch import open_screens
from tui.terminal import check_terminal


def show_demo(today: date | None, tour: bool = False, leaves: bool = False) -> int:
    """Returns the exit status. ``tour``: begin with the tour; ``leaves``: and end with it."""
    check_terminal()
    with _throwaway_folder() as folder:  # before much is imported: it forks
        from tui.demo.school import TODAY, found_school

        root = folder / "store"
        clock = OffsetClock.starting(today or TODAY)
        campaign = replace(found_school(root), clock=clock)
        settings = load_settings(
            backend_at(root), {"store": str(root), "org": "", "exports": str(folder / "导出")}
        )
        box = DraftBox(folder / "drafts")
        return open_screens(
            campaign, settings, store=root, clock=clock, drafts=box, demo=True, tour=tour, leaves=leaves
        ).status


@contextmanager
def _throwaway_folder() -> Iterator[Path]:
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
