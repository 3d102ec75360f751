"""Waiting for screens until they have nothing left to do: an event, where Textual's pilot looks at the clock.

The pilot calls a program idle when its process has used little of the last 20 milliseconds: each key takes a
tenth of a second then, and on a busy machine a program that has not had its turn yet counts as idle too.
"""

from __future__ import annotations

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from textual.app import App
from textual.css.model import RuleSet
from textual.pilot import Pilot
from textual.screen import Screen

from tui.driver.typeahead import AGAIN
from tui.styling import KeptStylesheet

PATIENCE = 60.0
"""Seconds that a thread may take, on a slow and busy machine too."""
TURNS = 100_000
"""Turns of the loop, after which a program counts as one that never comes to rest."""

_run_in_executor = asyncio.BaseEventLoop.run_in_executor
_threads: WeakKeyDictionary[asyncio.AbstractEventLoop, set[asyncio.Future[Any]]] = WeakKeyDictionary()


def _counted(loop: asyncio.BaseEventLoop, executor: Any, work: Any, *arguments: Any) -> asyncio.Future[Any]:
    future = _run_in_executor(loop, executor, work, *arguments)
    running = _threads.setdefault(loop, set())
    running.add(future)
    future.add_done_callback(running.discard)
    return future


async def at_rest(*_: Any) -> None:
    """Until no callback is due in this loop, and no thread that it started is at work."""
    loop: Any = asyncio.get_running_loop()
    for _turn in range(TURNS):
        await asyncio.sleep(0)
        if loop._ready:
            continue
        await asyncio.sleep(0)  # what the terminal, or a timer that was due, has brought meanwhile
        if loop._ready:
            continue
        running = _threads.get(loop)
        if not running:
            return
        done, _ = await asyncio.wait(running, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        assert done, "a thread does not end"
    raise AssertionError("the program does not come to rest")


async def drawn(pilot: Pilot[Any]) -> None:
    """Until every key has had its whole effect, and the screens that one sees show it."""
    beneath: set[Screen[Any]] = set()
    for _turn in range(TURNS):
        await at_rest()
        app = pilot.app
        if app._exception is not None or not app._running or not app.screen_stack:
            return
        screen = app.screen
        if app._resize_event is not None:
            app._check_resize()
        elif not app._batch_count and _undrawn(screen):
            screen._on_timer_update()
        elif getattr(app, "keys_waiting", False):
            await asyncio.sleep(AGAIN)
        elif waiting := {one for one in _shining_through(app) if _undrawn(one)} - beneath:
            beneath |= waiting  # once: each of them wants to be drawn again with the one above
            for one in waiting:
                one._on_timer_update()
        else:
            return
    raise AssertionError("the screen is never drawn to its end")


def _shining_through(app: App[Any]) -> list[Screen[Any]]:
    """What is seen beneath a dialog."""
    return app._background_screens if app.screen.styles.background.a < 1 else []


def _undrawn(screen: Screen[Any]) -> bool:
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


async def _pause(pilot: Pilot[Any], delay: float | None = None) -> None:
    if delay:
        await asyncio.sleep(delay)
    await drawn(pilot)


async def _wait_for_screen(pilot: Pilot[Any], timeout: float = PATIENCE) -> bool:
    await drawn(pilot)
    return pilot.app._exception is None


_parse_rules = KeptStylesheet._parse_rules
_parsed: dict[Any, list[RuleSet]] = {}


def _parse_once(sheet: KeptStylesheet, css: str, **options: Any) -> list[RuleSet]:
    """Widgets' styles are parsed once a worker, not once for each program that a test opens."""
    key = (css, *options.values(), *sheet._variables.values())
    if key not in _parsed:
        _parsed[key] = _parse_rules(sheet, css, **options)
    return _parsed[key]


@pytest.fixture(autouse=True)
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pilot waits for what happens, not for the clock."""
    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", _counted)
    monkeypatch.setattr(KeptStylesheet, "_parse_rules", _parse_once)
    monkeypatch.setattr(Pilot, "pause", _pause)
    monkeypatch.setattr(Pilot, "_wait_for_screen", _wait_for_screen)
    monkeypatch.setattr("textual.app.wait_for_idle", at_rest)
    monkeypatch.setattr("textual.pilot.wait_for_idle", at_rest)
