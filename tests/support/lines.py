"""The sample program on a real line, with either driver, and what is written to that line."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from wcwidth import wcwidth

from tests.support.glass import Glass
from tests.support.paths import PROJECT
from tests.support.terminal import Terminal, key_bytes

QUIET = 0.3
"""Seconds without a byte after which an update counts as complete."""


def run(driver: str, **env: str) -> Terminal:
    return Terminal(
        [sys.executable, "-m", "tests.support.sample", driver],
        cols=120,
        rows=40,
        env={"TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_ANIMATIONS": "none", **env},
        cwd=PROJECT,
    )


def settle(line: Terminal) -> bytes:
    """Everything written, once nothing more comes."""
    while True:
        seen = len(line.bytes_written)
        time.sleep(QUIET)
        if len(line.bytes_written) == seen:
            return line.bytes_written


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
