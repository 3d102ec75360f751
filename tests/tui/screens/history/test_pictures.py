"""Merging and history as they look, at the two sizes they are made for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from store.campaign.history import of_record
from store.campaign.merging import MergeConflict
from store.campaign.records import list_records, save_record
from tests.support.colleague import colleague
from tests.support.keys import settle
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, picture
from tui.screens.history.merge import MergeScreen
from tui.screens.history.screen import HistoryScreen

MORE = "党员示范岗亮牌上岗，师生评议结果每季度公布一次。"


def clash(c: Campaign) -> MergeConflict:
    """Two have changed the unit's ledger row."""
    row = next(row for row in list_records(c, "ledger") if row.document and row.texts["note"])
    assert row.document is not None
    raw = {name: text for name, text in row.texts.items() if name != "problems"}
    more: dict[str, Any] = {"id": row.document.id, "base": row.document.rev, "incomplete": True}
    theirs = {**raw, "experience": f"{raw['experience']}\n4.{MORE}", "note": "6月到岗。"}
    save_record(colleague(c, "wang"), "ledger", row.org.id, theirs, **more)
    mine = {**raw, "experience": raw["experience"].replace("每月", "每两个月"), "note": "选聘中。"}
    with pytest.raises(MergeConflict) as asked:
        save_record(c, "ledger", row.org.id, mine, **more)
    return asked.value


def timeless(svg: str) -> str:
    """Saved while the tests run."""
    return re.sub(r"20[2-9]\d-\d\d-\d\d(&#160;| )\d\d:\d\d", r"2021-04-10\g<1>09:30", svg)


@pytest.mark.parametrize("size", SIZES)
async def test_merging_looks(
    size: str, school: Campaign, make_app: MakeApp, screens: SnapshotAssertion
) -> None:
    asked = clash(school)

    async def before(pilot: Pilot[Any]) -> None:
        pilot.app.push_screen(MergeScreen(asked))
        await settle(pilot)

    shown = await picture(make_app(school), size, "3", "up", before=before)
    assert timeless(shown) == screens(name=f"merge-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_history_looks(
    size: str, school: Campaign, make_app: MakeApp, screens: SnapshotAssertion
) -> None:
    texts = {
        "time": "4月6日",
        "content": "学习《论中国共产党历史》第一专题，围绕联系学院实际改进工作作风开展讨论",
        "method": "中心组学习",
        "organiser": "计算机学院党委",
        "participants": "班子成员、各党支部书记（15人）",
    }
    seen = save_record(school, "study", "cs", texts)
    texts["participants"] = "班子成员、各党支部书记（16人）"
    seen = save_record(colleague(school), "study", "cs", texts, id=seen.id, base=1)
    texts["content"] += "，形成整改措施5条"
    save_record(school, "study", "cs", {**texts, "method": "专题研讨"}, id=seen.id, base=2)

    async def before(pilot: Pilot[Any]) -> None:
        past = of_record("study", "cs", seen.id)
        pilot.app.push_screen(HistoryScreen("学习情况 2021年4月6日", past))
        await settle(pilot)

    shown = await picture(make_app(school), size, before=before)
    assert timeless(shown) == screens(name=f"history-{size}")
