"""Two people at one record: nobody's text is lost."""

from __future__ import annotations

from store.campaign.campaign import Actor, Campaign
from store.campaign.records import list_records, save_entry, save_record
from tests.support.entering import entry, go, here
from tests.support.keys import keys, type_text
from tests.support.records import CONTENT, LONG
from tests.support.screens import MakeApp
from tests.support.snapshots import shown
from tui.screens.entry.screen import EntryScreen


def other(campaign: Campaign) -> Campaign:
    """The same store, somebody else at the keyboard."""
    return Campaign(campaign.id, campaign.pack, campaign.store, campaign.clock, Actor("zhang"))


async def test_two_people_change_the_same_field(campaign: Campaign, make_app: MakeApp) -> None:
    first = save_record(campaign, "study", "u1", {"time": "0401", "content": CONTENT})
    async with entry(make_app(campaign), "study", document=first.id) as pilot:
        await type_text(pilot, "（上午）")
        theirs = {"participants": "全体党员（32人）", "method": "党课"}
        save_record(other(campaign), "study", "u1", theirs, id=first.id, base=1)
        await go(pilot, "participants")
        await type_text(pilot, "全体党员（30人）")
        await keys(pilot, "f2")
        text = shown(pilot)
        assert "zhang" in text
        assert "全体党员（32人）" in text
        assert "全体党员（30人）" in text
        await type_text(pilot, "3")
        await keys(pilot, "f2")
        assert not isinstance(pilot.app.screen, EntryScreen)
        (row,) = list_records(campaign, "study", "u1")
        assert row.texts["participants"] == "全体党员（30人）"
        assert row.texts["method"] == "党课"
        assert row.texts["time"] == "2021年4月1日上午"
        assert make_app(campaign).shell.drafts.offers() == []


async def test_leaving_the_comparison_loses_nothing(campaign: Campaign, make_app: MakeApp) -> None:
    first = save_record(campaign, "study", "u1", {"time": "0401", "content": CONTENT})
    async with entry(make_app(campaign), "study", document=first.id) as pilot:
        await go(pilot, "participants")
        await type_text(pilot, "全体党员（30人）")
        save_record(other(campaign), "study", "u1", {"participants": "32人"}, id=first.id, base=1)
        await keys(pilot, "f2", "escape")
        assert here(pilot).form.raw["participants"] == "全体党员（30人）"
        assert here(pilot).unsaved()


async def test_two_people_begin_the_same_ledger_row(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "ledger") as pilot:
        here(pilot).form.load({"experience": LONG, "case": LONG, "note": "我的"})
        theirs = {"experience": LONG, "case": LONG, "note": "对方的"}
        save_entry(other(campaign), "ledger", "u1", theirs)
        await keys(pilot, "f2")
        assert "对方的" in shown(pilot)
        await type_text(pilot, "3")
        await keys(pilot, "f2")
        (row,) = list_records(campaign, "ledger", "u1", only=True)
        assert row.texts["note"] == "我的"


async def test_it_is_said_when_somebody_saves_what_is_being_changed(
    campaign: Campaign, make_app: MakeApp
) -> None:
    first = save_record(campaign, "study", "u1", {"time": "0401", "content": CONTENT})
    app = make_app(campaign)
    async with entry(app, "study", document=first.id) as pilot:
        save_record(other(campaign), "study", "u1", {"participants": "32人"}, id=first.id, base=1)
        app.look()
        await pilot.pause()
        assert "zhang" in shown(pilot)
        assert here(pilot).form.raw["participants"] == ""
