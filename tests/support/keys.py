"""Typing as a terminal delivers it: a character a key, punctuation and full-width ones too."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tests.support.idle import PATIENCE, drawn


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Type into whatever has the focus, faster than the screen follows."""
    driver = pilot.app._driver
    assert driver is not None
    for character in text:
        driver.send_message(events.Key(_character_to_key(character), character))
    await settle(pilot)


async def paste(pilot: Pilot[Any], text: str) -> None:
    """A bracketed paste."""
    driver = pilot.app._driver
    assert driver is not None
    driver.send_message(events.Paste(text))
    await settle(pilot)


async def keys(pilot: Pilot[Any], *names: str) -> None:
    """Press keys one after the other."""
    for name in names:
        await pilot.press(name)
        await settle(pilot)


async def settle(pilot: Pilot[Any]) -> None:
    """Until every key has had its whole effect, and what it led to is drawn."""
    await drawn(pilot)


async def until(pilot: Pilot[Any], true: Callable[[], object]) -> None:
    """Until that is so: for what a timer does, or others."""
    end = monotonic() + PATIENCE
    while not true():
        assert monotonic() < end, "it never comes to be"
        await pilot.pause(0.005)
