"""A records list under one's hands."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from store.campaign.records import save_record
from tests.support.keys import keys, settle, type_text
from tui.screens.records.column_edit import ColumnScreen
from tui.screens.records.screen import RecordsScreen
from tui.widgets.row_list import RowList

CONTENT = "习近平总书记在党史学习教育动员大会上的重要讲话精神；研究学院学习计划"
LONG = "建立班子成员联系支部清单，每月参加一次组织生活，问题当场交办、下月回访，形成台账逐一销号。" * 3


def study(campaign: Campaign, org: str, time: str, content: str = CONTENT, **more: str) -> str:
    """A complete record; its id."""
    return save_record(campaign, "study", org, {"time": time, "content": content, **more}).id


def unfinished(campaign: Campaign, org: str, time: str) -> str:
    """A record without its content; its id."""
    return save_record(campaign, "study", org, {"time": time}, incomplete=True).id


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
    await pilot.pause(0.3)
    await keys(pilot, "enter")
    assert isinstance(pilot.app.screen, ColumnScreen)
    return pilot.app.screen
