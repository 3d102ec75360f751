"""A draft is gone on with, and the record is no longer as it was when the draft was typed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from store.campaign.findings import findings
from store.campaign.records import delete_record, get_row, list_records, save_entry, save_record
from store.drafts import DraftBox
from store.protocol import Document
from tests.support.findings import add_finding, change_finding
from tests.support.keys import keys, settle, type_text
from tests.support.records import CONTENT, LONG
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text, shown
from tui.app import TaizhangApp
from tui.screens.entry.screen import EntryScreen, open_entry

RECORD = {"time": "0401", "content": CONTENT, "method": "中心组学习", "participants": "全体党员"}


async def leave_a_draft(app: TaizhangApp, annex: str, document: str, **typed: str) -> None:
    """An earlier session: it opens a record, types into some fields, and the line drops."""
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(open_entry(app.shell.campaign, annex, "u1", document))
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, EntryScreen)
        for field, text in typed.items():
            screen.form.go(field)
            await settle(pilot)
            await keys(pilot, "ctrl+u")
            await type_text(pilot, text)
        app.keep_drafts()
    assert len(app.shell.drafts.offers()) == 1


@asynccontextmanager
async def go_on(app: TaizhangApp) -> AsyncIterator[Pilot[Any]]:
    """The next session, which goes on with the draft."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "要接着填吗" in screen_text(app)
        await keys(pilot, "enter")
        yield pilot


def record(campaign: Campaign) -> Document:
    return save_record(campaign, "study", "u1", RECORD, incomplete=True)


def kept(campaign: Campaign) -> dict[str, str]:
    (row,) = list_records(campaign, "study", "u1")
    return row.texts


async def test_what_only_the_draft_changed_and_what_only_others_changed_are_both_taken(
    campaign: Campaign, make_app: MakeApp
) -> None:
    old = record(campaign)
    await leave_a_draft(make_app(campaign), "study", old.id, participants="全体党员（30人）")
    save_record(campaign, "study", "u1", RECORD | {"method": "党课"}, id=old.id, base=1, incomplete=True)
    app = make_app(campaign)
    async with go_on(app) as pilot:
        await keys(pilot, "f2")
    texts = kept(campaign)
    assert texts["participants"] == "全体党员（30人）"
    assert texts["method"] == "党课"
    assert texts["content"] == CONTENT
    assert app.shell.drafts.offers() == []
    assert not list(app.shell.drafts.folder.iterdir())


async def test_what_both_changed_is_asked_and_neither_is_lost(campaign: Campaign, make_app: MakeApp) -> None:
    old = record(campaign)
    await leave_a_draft(make_app(campaign), "study", old.id, participants="全体党员（30人）")
    theirs = RECORD | {"participants": "全体党员（32人）", "method": "党课"}
    save_record(campaign, "study", "u1", theirs, id=old.id, base=1, incomplete=True)
    app = make_app(campaign)
    async with go_on(app) as pilot:
        await keys(pilot, "f2")
        assert "全体党员（30人）" in shown(pilot)
        assert "全体党员（32人）" in shown(pilot)
        assert kept(campaign)["participants"] == "全体党员（32人）"
    # nobody chose: the draft is there still, on the revision it was typed on
    (offer,) = DraftBox(app.shell.drafts.folder).offers()
    assert offer.values["texts"]["participants"] == "全体党员（30人）"
    assert offer.place["base"] == 1


async def test_a_record_deleted_since_does_not_come_back_unasked(
    campaign: Campaign, make_app: MakeApp
) -> None:
    old = record(campaign)
    await leave_a_draft(make_app(campaign), "study", old.id, participants="全体党员（30人）")
    delete_record(campaign, old)
    app = make_app(campaign)
    async with go_on(app) as pilot:
        assert "全体党员（30人）" in shown(pilot)
        await keys(pilot, "f2")
        assert "删除" in shown(pilot)
        assert list_records(campaign, "study", "u1") == []
    (offer,) = DraftBox(app.shell.drafts.folder).offers()
    assert offer.values["texts"]["participants"] == "全体党员（30人）"


async def test_a_row_begun_by_both_takes_what_only_one_filled_in(
    campaign: Campaign, make_app: MakeApp
) -> None:
    await leave_a_draft(make_app(campaign), "ledger", "", note="我写的备注")
    save_entry(campaign, "ledger", "u1", {"experience": LONG, "case": LONG}, incomplete=True)
    async with go_on(make_app(campaign)) as pilot:
        await keys(pilot, "f2")
        if "存为未完成" in shown(pilot):
            await type_text(pilot, "2")
    texts = get_row(campaign, "ledger", "u1", "ledger:u1").texts
    assert texts["note"] == "我写的备注"
    assert texts["experience"] == LONG


async def test_findings_of_others_stay_beside_those_of_the_draft(
    campaign: Campaign, make_app: MakeApp
) -> None:
    first = add_finding(campaign, "u1", "组织员不专职")
    old = save_entry(campaign, "ledger", "u1", {"experience": LONG, "case": LONG}, incomplete=True)
    await leave_a_draft(make_app(campaign), "ledger", old.id, problems="经费使用不规范")
    add_finding(campaign, "u1", "党课次数不足")
    change_finding(campaign, first, text="组织员不专职，身兼多职")
    async with go_on(make_app(campaign)) as pilot:
        await keys(pilot, "enter", "f2")
    assert {finding.text for finding in findings(campaign, "u1")} == {
        "组织员不专职，身兼多职",
        "党课次数不足",
        "经费使用不规范",
    }
