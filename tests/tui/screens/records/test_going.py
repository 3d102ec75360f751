"""From a records list on to the next that is unfinished, and to a copy of a record."""

from __future__ import annotations

from store.campaign.campaign import Campaign
from store.campaign.records import list_records, save_record
from tests.support.keys import keys, settle, type_text
from tests.support.listing import at, opened
from tests.support.records import CONTENT, LONG, study, unfinished
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.screens.entry.record_entry import OWNER
from tui.screens.entry.screen import EntryScreen
from tui.widgets.row_list import RowList


async def test_on_to_the_next_unfinished_and_from_the_top_again(
    campaign: Campaign, make_app: MakeApp
) -> None:
    study(campaign, "u1", "4月1日")
    one = unfinished(campaign, "u1", "4月2日")
    study(campaign, "u1", "4月3日")
    two = unfinished(campaign, "u1", "4月4日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        found = []
        for _ in range(3):
            await keys(pilot, "ctrl+g")
            found.append(at(screen))
        assert found == [one, two, one]


async def test_none_is_said(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1", "4月1日")
    id = unfinished(campaign, "u1", "4月2日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await keys(pilot, "ctrl+g", "ctrl+g")
        assert at(screen) == id
        assert "只有光标所在的这一行" in screen_text(app)
        save_record(campaign, "study", "u1", {"content": CONTENT}, id=id, base=1)
        screen.reload()
        await keys(pilot, "ctrl+g")
        assert "都填完了" in screen_text(app)


async def test_a_finished_one_leads_to_the_next(campaign: Campaign, make_app: MakeApp) -> None:
    one, two = unfinished(campaign, "u1", "4月1日"), unfinished(campaign, "u1", "4月3日")
    complete = study(campaign, "u1", "4月2日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await keys(pilot, "tab", "enter")
        assert isinstance(app.screen, EntryScreen)
        app.screen.form.row("content").load(CONTENT)  # type: ignore[union-attr]
        await keys(pilot, "f2")
        assert at(screen) == two
        assert "光标在下一条没填完的" in screen_text(app)
        screen.query_one(RowList).go(complete)
        await keys(pilot, "tab", "tab")
        screen.query_one(RowList).go(complete)
        await keys(pilot, "enter", "f2")
        assert at(screen) == complete
    assert one != two


async def test_the_next_organisation_without_a_complete_row(campaign: Campaign, make_app: MakeApp) -> None:
    save_record(campaign, "ledger", "u1-01", {"experience": LONG}, incomplete=True)
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "ledger")
        await keys(pilot, "end", "enter")
        assert isinstance(app.screen, EntryScreen)
        app.screen.form.load({"experience": LONG, "case": LONG})
        await keys(pilot, "f2")
        assert at(screen) == "u1"
        await keys(pilot, "ctrl+g")
        assert at(screen) == "u1-01"


async def test_a_copy_begins_with_everything_and_writes_nothing_before_f2(
    campaign: Campaign, make_app: MakeApp
) -> None:
    id = study(campaign, "u1-01", "4月1日", method="党课", organiser="教工第一党支部", hours="2")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await keys(pilot, "ctrl+p")
        assert isinstance(app.screen, EntryScreen)
        form = app.screen.form
        assert (form.raw["content"], form.raw["hours"], form.raw[OWNER]) == (CONTENT, "2", "教工第一党支部")
        assert form.current is form.row("time")
        await keys(pilot, "escape")
        assert app.screen is screen
        assert len(list_records(campaign, "study", "u1")) == 1
        await keys(pilot, "ctrl+p", "ctrl+u")
        await type_text(pilot, "4月8日")
        await keys(pilot, "f2", "escape")
        first, second = list_records(campaign, "study", "u1")
        assert (first.texts["time"], second.texts["time"]) == ("2021年4月1日", "2021年4月8日")
        assert second.org.id == "u1-01"
        assert {**second.texts, "time": ""} == {**first.texts, "time": ""}
        assert at(screen) == second.document.id != id  # type: ignore[union-attr]


async def test_a_copy_of_a_branch_is_kept_as_a_draft(campaign: Campaign, make_app: MakeApp) -> None:
    study(campaign, "u1-01", "4月1日")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, org="u1-01")
        await keys(pilot, "ctrl+p", "escape")
        assert app.screen is screen
        await keys(pilot, "ctrl+p", "ctrl+u")
        await type_text(pilot, "4月8日")
        assert isinstance(app.screen, EntryScreen)
        app.keep_drafts()
        await settle(pilot)
        app.screen.autosave.leave()
        (offer,) = app.shell.offers()
        assert offer.values["texts"]["time"] == "4月8日"
        assert offer.values["texts"]["content"] == CONTENT
