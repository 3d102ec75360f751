"""诊断: the findings of an indicator, by keys."""

from __future__ import annotations

from store.campaign.campaign import Campaign
from store.campaign.findings import findings
from tests.support.diagnosing import opened
from tests.support.findings import add_finding
from tests.support.keys import keys, type_text
from tests.support.screens import MakeApp
from tests.support.snapshots import shown
from tui.widgets.chrome import KeyLine


async def test_a_finding_opens_with_its_own_indicator(campaign: Campaign, make_app: MakeApp) -> None:
    add_finding(campaign, "u1", "活动场地不足。（对照2-4）")
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot, at="2-4")
        await keys(pilot, "tab", "up", "enter")
        assert "> 2-4    学术组织和社团" in shown(pilot)
        assert "不在诊断指南所列指标之内" not in shown(pilot)


async def test_findings_are_listed_ordered_and_reworded_by_keys(
    campaign: Campaign, make_app: MakeApp
) -> None:
    for text in ("第一个问题。", "第二个问题。"):
        add_finding(campaign, "u1", text, "2-4")
    async with make_app(campaign).run_test(size=(80, 24)) as pilot:
        await opened(pilot, at="2-4")
        await keys(pilot, "tab", "up")
        assert dict(pilot.app.screen.query_one(KeyLine).keys())["空格"] == "列入台账"
        assert "空格 列入台账" in shown(pilot)  # also at 80 columns
        await type_text(pilot, "1")
        await keys(pilot, "space", "enter", "down")
        await type_text(pilot, "台账里这样写。")
        await keys(pilot, "f2")
        row = findings(campaign, "u1")
        assert [(one.text, one.wording, one.listed) for one in row] == [
            ("第二个问题。", "台账里这样写。", False),
            ("第一个问题。", "", True),
        ]
