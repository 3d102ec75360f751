"""How a list looks when it is worked on: edited down a column, pasted into."""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from tests.tui.conftest import MakeApp
from tests.tui.keys import keys, type_text
from tests.tui.listing import opened
from tests.tui.snapshots import SIZES, picture, screens
from tests.tui.test_column_edit import column

__all__ = ["screens"]


@pytest.mark.parametrize("size", SIZES)
async def test_editing_down_a_column_looks(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await opened(pilot, "study", "cs")
        await column(pilot, "参加人员")
        await type_text(pilot, "，请假1人")
        await keys(pilot, "enter")

    drawn = await picture(make_app(school), size, before=before)
    assert drawn == screens(name=f"column-edit-{size}")
