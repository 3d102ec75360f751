"""An entry screen under one's hands, for the tests of entry."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from tests.support.keys import settle
from tui.app import TaizhangApp
from tui.screens.entry.screen import EntryScreen, open_entry


@asynccontextmanager
async def entry(
    app: TaizhangApp,
    annex: str,
    org: str = "u1",
    document: str = "",
    size: tuple[int, int] = (80, 24),
    **more: Any,
) -> AsyncIterator[Pilot[Any]]:
    """The entry screen over 待办."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = open_entry(app.shell.campaign, annex, org, document, **more)
        await app.push_screen(screen)
        await settle(pilot)
        while screen.form.current is None:
            await pilot.pause(0.01)
        yield pilot


def here(pilot: Pilot[Any]) -> EntryScreen:
    screen = pilot.app.screen
    assert isinstance(screen, EntryScreen)
    return screen


async def go(pilot: Pilot[Any], field: str) -> None:
    """Put the cursor in a field."""
    here(pilot).form.go(field)
    await settle(pilot)
