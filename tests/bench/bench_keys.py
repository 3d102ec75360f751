"""Key presses per record: twenty study records keyed as a practised clerk does, against the characters that
stand in them in the end, and beside the same list keyed in a plain form.

A composed Chinese character counts as one press on both sides. What was keyed is read back and compared.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from forms.clock import SystemClock
from store.backends import open_campaign
from store.campaign.campaign import Actor
from store.campaign.founding import create_store
from store.campaign.organisation_entry import add_organisations
from store.campaign.records import list_records
from tests.bench.figures import Figure, figure
from tests.bench.keyed_study_list import KEYED
from tests.bench.study_list import BRANCHES, PAPERS, UNIT, YEAR
from tests.support.paths import PROJECT
from tests.support.terminal import Terminal

TODAY = "2021-04-20"
LIMIT = 0.5
MARKS_PASTES = "\x1b[?2004;1$y"
"""What xterm and its like answer when they are asked; so much typed at once would else be a paste."""


def presses(line: str) -> list[str]:
    """What is pressed, one after the other: ``<tab>`` is a key by its name, anything else a character."""
    return [found.strip("<>") if len(found) > 1 else found for found in re.findall(r"<[a-z0-9+]+>|.", line)]


def measure() -> list[Figure]:
    """Two minutes, most of them spent on waiting for the plain form."""
    with TemporaryDirectory() as folder:
        ours, plain = _ours(Path(folder)), _plain(Path(folder))
    characters = sum(paper.characters for paper in PAPERS) / len(PAPERS)
    return [
        figure("key presses a record : its characters", ours, characters, LIMIT, ""),
        figure("key presses a record : plain form", ours, plain, LIMIT, ""),
    ]


def _ours(folder: Path) -> float:
    store = folder / "store"
    create_store(store, YEAR, UNIT)
    c = open_campaign(store, None, SystemClock(), Actor("bench"))
    branches = enumerate(BRANCHES, 1)
    add_organisations(
        c,
        [
            {"name": name, "type": type, "level": "党支部", "parent": "u1", "order": str(order)}
            for order, (name, type) in branches
        ],
    )
    taizhang = Path(sys.executable).with_name("taizhang")
    command: list[str | Path] = [taizhang, "--store", store, "--today", TODAY]
    total = 0
    with Terminal(command, anew=True, env={"HOME": str(folder)}, cwd=PROJECT) as terminal:
        terminal.wait_for("待办", "学习情况汇总表")
        terminal.send(MARKS_PASTES)
        terminal.send("2")
        terminal.wait_for("按 Ctrl+N 录入第一条")
        terminal.key("ctrl+n")
        terminal.wait_for("新增", "学习内容")
        for number, line in enumerate(KEYED, 1):
            total += _press(terminal, line)
            terminal.wait_for(f"本次已存{number}条")
    found = {
        (row.org.name, *(row.texts[name] for name in PAPERS[0].texts)) for row in list_records(c, "study")
    }
    wanted = {(paper.org, *paper.texts.values()) for paper in PAPERS}
    assert found == wanted, sorted(found ^ wanted)
    return total / len(PAPERS)


def _plain(folder: Path) -> float:
    file = folder / "plain"
    command: list[str | Path] = [sys.executable, "-m", "tests.bench.plain_form", file]
    total = 0
    with Terminal(command, anew=True, env={"HOME": str(folder)}, cwd=PROJECT) as terminal:
        terminal.wait_for("保存")
        for number, line in enumerate(_typed_out(), 1):
            total += _press(terminal, line, patience=0.12)
            terminal.wait_until(lambda _, number=number: _saved(file) == number)  # type: ignore[misc]
    kept = [list(json.loads(line).values()) for line in file.read_text().splitlines()]
    assert kept == [[paper.org, *paper.texts.values()] for paper in PAPERS]
    return total / len(PAPERS)


def _saved(file: Path) -> int:
    return file.read_text().count("\n") if file.exists() else 0


def _typed_out() -> Iterator[str]:
    """Every character of every field, Tab to the next, F2."""
    for paper in PAPERS:
        yield "<tab>".join([paper.org, *paper.texts.values()]) + "<f2>"


def _press(terminal: Terminal, line: str, patience: float = 0) -> int:
    """Press all of it as fast as it goes; ``patience`` in seconds before and after each key that is no
    character, for a program that loses what is typed ahead."""
    pressed = presses(line)
    for key in pressed:
        if len(key) == 1:
            terminal.send(key)
        else:
            time.sleep(patience)
            terminal.key(key)
            time.sleep(patience)
    return len(pressed)
