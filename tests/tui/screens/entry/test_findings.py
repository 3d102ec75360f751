"""存在问题 in an entry form: findings beside their indicators."""

from __future__ import annotations

from store.campaign.campaign import Campaign
from store.campaign.findings import findings
from store.campaign.records import list_records
from tests.support.entering import entry, go, here
from tests.support.findings import add_finding
from tests.support.keys import keys, paste, type_text
from tests.support.records import LONG
from tests.support.screens import MakeApp
from tests.support.snapshots import shown


async def test_findings_are_written_beside_their_indicators(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "ledger") as pilot:
        here(pilot).form.load({"experience": LONG, "case": LONG})
        await go(pilot, "problems")
        await type_text(pilot, "专职组织员仅1名，专职专用落实不够。")
        await keys(pilot, "enter")
        await type_text(pilot, "1-4")
        assert "配齐建强党务干部队伍" in shown(pilot)
        await keys(pilot, "enter")
        await type_text(pilot, "规模偏大，未及时调整设置。（对照4-2）")
        await keys(pilot, "enter")
        await type_text(pilot, "活动场地不足。")
        await keys(pilot, "f2")
        kept = [(finding.text, finding.indicator) for finding in findings(campaign, "u1")]
        assert kept == [
            ("专职组织员仅1名，专职专用落实不够。", "1-4"),
            ("规模偏大，未及时调整设置。", "4-2"),
            ("活动场地不足。", ""),
        ]
        (row,) = list_records(campaign, "ledger", "u1", only=True)
        assert row.texts["experience"] == LONG


async def test_nothing_of_findings_is_saved_before_f2(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "ledger") as pilot:
        await go(pilot, "problems")
        await type_text(pilot, "规模偏大（对照4-2）")
        await keys(pilot, "enter", "escape")
        await type_text(pilot, "4")
        assert findings(campaign, "u1") == []


async def test_esc_in_the_indicators_goes_back_to_the_text(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "ledger") as pilot:
        await go(pilot, "problems")
        await type_text(pilot, "规模偏大")
        await keys(pilot, "enter", "escape")
        row = here(pilot).form.findings_row
        assert row is not None
        assert row.editor.pending == "规模偏大"
        assert row.editor.box.has_focus


async def test_pasted_points_become_as_many_findings(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "ledger") as pilot:
        await go(pilot, "problems")
        await paste(pilot, "1.专职不够。（对照1-4）\n2.2019级党员36人。（对照4-2）\n3.场地不足。")
        await keys(pilot, "enter")
        kept = [(finding.text, finding.indicator) for finding in here(pilot).form.findings]
        assert kept == [("专职不够。", "1-4"), ("2019级党员36人。", "4-2"), ("场地不足。", "")]


async def test_findings_are_ordered_unlisted_changed_and_deleted(
    campaign: Campaign, make_app: MakeApp
) -> None:
    for text in ("甲问题", "乙问题", "丙问题"):
        add_finding(campaign, "u1", text)
    async with entry(make_app(campaign), "ledger") as pilot:
        here(pilot).form.load({"experience": LONG, "case": LONG})
        await go(pilot, "problems")
        await keys(pilot, "up")
        await type_text(pilot, "1")
        assert [f.text for f in here(pilot).form.findings] == ["丙问题", "甲问题", "乙问题"]
        await keys(pilot, "down", "space")
        await keys(pilot, "down", "f8")
        await type_text(pilot, "2")
        assert [f.text for f in here(pilot).form.findings] == ["丙问题", "甲问题"]
        await keys(pilot, "enter", "tab")
        await type_text(pilot, "甲问题的台账说法")
        await keys(pilot, "f2", "f2")
        kept = [(f.text, f.wording, f.listed) for f in findings(campaign, "u1")]
        assert kept == [("丙问题", "", True), ("甲问题", "甲问题的台账说法", False)]
