"""A records list under one's hands."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from tests.support.keys import keys, settle, type_text
from tui.screens.records.column_edit import ColumnScreen
from tui.screens.records.screen import RecordsScreen
from tui.widgets.row_list import RowList


async def opened(pilot: Pilot[Any], annex: str = "study", org: str = "u1") -> RecordsScreen:
    """The list over 待办."""
    await pilot.pause()
    screen = RecordsScreen(annex, org)
    await pilot.app.push_screen(screen)
    await settle(pilot)
    return screen


def keys_listed(screen: RecordsScreen) -> list[str]:
    return [row.key for row in screen.query_one(RowList).rows]


def at(screen: RecordsScreen) -> str:
    """Key of the row at the cursor."""
    return screen.query_one(RowList).key


async def column(pilot: Pilot[Any], field: str) -> ColumnScreen:
    """From the list to a field by its name."""
    await keys(pilot, "ctrl+l")
    await type_text(pilot, field)
    await keys(pilot, "enter")
    assert isinstance(pilot.app.screen, ColumnScreen)
    return pilot.app.screen
