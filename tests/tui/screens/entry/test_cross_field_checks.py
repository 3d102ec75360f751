"""Answers that do not fit together are told at the field, and may be forced with a reason."""

from __future__ import annotations

from store.campaign.campaign import Campaign
from store.campaign.records import list_records
from tests.support.entering import entry, go, here
from tests.support.keys import keys, type_text
from tests.support.records import CONTENT
from tests.support.screens import MakeApp
from tests.support.snapshots import shown

TOLD = "实到30人多于应到20人"


async def test_a_broken_rule_is_told_on_leaving_either_field(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await go(pilot, "present")
        await type_text(pilot, "30")
        await go(pilot, "expected")
        assert TOLD not in shown(pilot)
        await type_text(pilot, "20")
        await go(pilot, "time")
        assert f"？{TOLD}" in shown(pilot)
        await go(pilot, "expected")
        await keys(pilot, "backspace", "backspace")
        await type_text(pilot, "31")
        await go(pilot, "time")
        assert TOLD not in shown(pilot)


async def test_it_is_asked_about_at_saving_and_gone_once_it_is_mended(
    campaign: Campaign, make_app: MakeApp
) -> None:
    async with entry(make_app(campaign), "study", "u1-01") as pilot:
        here(pilot).form.load({"time": "4.6", "content": CONTENT, "expected": "20", "present": "30"})
        await keys(pilot, "f2")
        assert TOLD in shown(pilot)
        await keys(pilot, "escape")
        assert TOLD in shown(pilot)
        await go(pilot, "expected")
        await keys(pilot, "backspace", "backspace")
        await type_text(pilot, "30")
        await go(pilot, "time")
        assert TOLD not in shown(pilot)
        await go(pilot, "expected")
        await keys(pilot, "backspace", "backspace")
        await type_text(pilot, "20")
        await keys(pilot, "f2")
        await type_text(pilot, "外单位旁听")
        await keys(pilot, "f2")
        (row,) = list_records(campaign, "study", "u1-01")
        assert row.document is not None
        assert row.document.forced == {"present": "外单位旁听"}
