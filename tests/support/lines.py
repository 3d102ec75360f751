"""The sample program on a real line, with either driver, and what is written to that line."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wcwidth import wcwidth

from tests.support.glass import Glass
from tests.support.paths import PROJECT
from tests.support.terminal import Terminal, key_bytes

QUIET = 0.04
"""Seconds in which a program neither ran nor wrote, more than two of its frames: its update is complete."""


def run(driver: str, **env: str) -> Terminal:
    return Terminal(
        [sys.executable, "-m", "tests.support.sample", driver],
        cols=120,
        rows=40,
        env={"TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_ANIMATIONS": "none", **env},
        cwd=PROJECT,
    )


def settle(line: Terminal) -> bytes:
    """Everything written, once its programs wait for something to happen, and nothing more comes."""
    before = None
    while (now := _at_rest(line)) is None or now != before:
        before = now
        time.sleep(QUIET)
    return line.bytes_written


def _at_rest(line: Terminal) -> object:
    """What changes whenever the programs of a line run or write; None while one of them is at work, or has
    written what was not read yet."""
    if line.unread():
        return None
    ran = []
    for pid in line.pids():
        for thread in Path(f"/proc/{pid}/task").iterdir():
            try:
                state = (thread / "stat").read_text().rpartition(")")[2].split()[0]
                time_run = (thread / "schedstat").read_text().split()[0]
            except OSError:  # it has ended in this moment
                return None
            if state not in "STtZ":
                return None
            if thread.name == str(pid):  # the keyboard is looked at by a thread of its own, again and again
                ran.append(time_run)
    return ran, len(line.bytes_written)


def after(line: Terminal, action: Callable[[], Any]) -> bytes:
    """What is written because of ``action``."""
    before = len(settle(line))
    action()
    return settle(line)[before:]


def seen(line: Terminal, width: Callable[[str], int] = wcwidth) -> Glass:
    """The picture at the end of all that was written, on one size of screen."""
    glass = Glass(line.screen.columns, line.screen.lines, width)
    glass.feed(settle(line).decode())
    return glass


def started(line: Terminal) -> Terminal:
    """Once the first field waits for text."""
    line.wait_for("5 学习内容及要求")
    line.wait_for_bytes(b"ready")
    settle(line)
    return line


def fill_in(line: Terminal) -> None:
    started(line)
    # Textual lets keys that do something overtake characters: each waits for the ones before.
    for keys in (["tab"], ["学", "习", "x"], ["backspace", "left"], ["党"], ["tab"], ["home"], ["党"]):
        for key in keys:
            line.send(key if len(key) == 1 else key_bytes(key))
        settle(line)
    line.key("F2")
    line.wait_for("是否列为存在问题")
    line.key("esc")
    line.wait_for("党", gone="是否列为存在问题")
    line.send("y")
    line.wait_for("党y")
