"""The program in a home of its own, on terminals that are gone at the end of each test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from forms.clock import SystemClock
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.founding import create_store
from tests.support.paths import PROJECT
from tests.support.terminal import Terminal

PROGRAM = Path(sys.executable).with_name("taizhang")
WATCHED = (sys.executable, "-m", "tests.support.watched")
"""The same, each of its writes marked."""
TODAY = "2021-04-10"
UNIT = "计算机学院党委"


class Start(Protocol):
    """Opens the program: ``start()`` the screens, ``start("due")`` a command."""

    def __call__(
        self,
        *arguments: str,
        cols: int = 80,
        rows: int = 24,
        env: dict[str, str] | None = None,
        program: Sequence[str | Path] = (PROGRAM,),
        answers: Callable[[str], bool] = ...,
    ) -> Terminal: ...


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder with a short name, since screens show it."""
    folder = tmp_path / "h"
    folder.mkdir()
    return folder


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Programs in ``home`` on a 80x24 terminal, today being 2021-04-10."""
    opened: list[Terminal] = []

    def open_program(
        *arguments: str,
        cols: int = 80,
        rows: int = 24,
        env: dict[str, str] | None = None,
        program: Sequence[str | Path] = (PROGRAM,),
        answers: Callable[[str], bool] = bool,
    ) -> Terminal:
        environment = {"HOME": str(home), "TAIZHANG_TODAY": TODAY, "TAIZHANG_STORE": str(home / "s")}
        if program == WATCHED:
            environment["PYTHONPATH"] = str(PROJECT)
        terminal = Terminal(
            [*program, *arguments],
            cols=cols,
            rows=rows,
            env=environment | (env or {}),
            cwd=home,
            answers=answers,
        )
        opened.append(terminal)
        return terminal

    yield open_program
    for terminal in opened:
        terminal.__exit__(None, None, None)


@pytest.fixture
def campaign(home: Path) -> Campaign:
    """A store with one unit in it, where ``start`` finds it."""
    campaign_id = create_store(home / "s", 2021, UNIT)
    return open_campaign(home / "s", campaign_id, SystemClock(), Actor("test"))


def new_record(terminal: Terminal) -> None:
    """From the first screen to a blank study record, the cursor in its first field."""
    terminal.wait_for("待办")
    terminal.send("2")
    terminal.wait_for("附件2 学习情况")
    terminal.key("ctrl+n")
    terminal.wait_for("学习情况 新增", "学习内容")
