"""A record that may be there already is told of at the field, and shown at saving."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from store.campaign.duplicates import REASON
from store.campaign.records import list_records, save_record
from tests.support.entering import entry, go, here
from tests.support.keys import keys, type_text
from tests.support.records import CONTENT
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, picture, shown
from tui.screens.entry.unsettled import DuplicateDialog

TOLD = "已有相同的一条（test录入）"


@pytest.fixture
def first(campaign: Campaign) -> str:
    return save_record(
        campaign, "study", "u1", {"time": "0406", "content": CONTENT, "participants": "全体党员（32人）"}
    ).id


async def write_again(pilot: Pilot[None]) -> None:
    await type_text(pilot, "0406")
    await keys(pilot, "tab")
    await type_text(pilot, CONTENT.replace("；", "，"))


@pytest.mark.usefixtures("first")
async def test_it_is_told_on_leaving_and_gone_with_another_day(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await write_again(pilot)
        assert TOLD not in shown(pilot)
        await keys(pilot, "tab")
        assert TOLD in shown(pilot)
        await go(pilot, "time")
        await keys(pilot, *["backspace"] * 10)
        await type_text(pilot, "0407")
        await keys(pilot, "tab")
        assert TOLD not in shown(pilot)


@pytest.mark.usefixtures("first")
async def test_saving_shows_the_other_and_goes_back_or_adds(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await write_again(pilot)
        await keys(pilot, "f2")
        assert isinstance(pilot.app.screen, DuplicateDialog)
        assert "全体党员（32人）" in shown(pilot)
        await keys(pilot, "enter")
        assert len(list_records(campaign, "study", "u1")) == 1
        assert here(pilot).unsaved()
        await keys(pilot, "f2")
        await type_text(pilot, "3")
        rows = list_records(campaign, "study", "u1")
        assert [row.document.forced for row in rows if row.document] == [{}, {"content": REASON}]


async def test_the_other_is_opened_over_the_form_that_stays(
    campaign: Campaign, make_app: MakeApp, first: str
) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        form = here(pilot)
        await write_again(pilot)
        await keys(pilot, "f2")
        await type_text(pilot, "2")
        assert here(pilot) is not form
        assert here(pilot).form.raw["participants"] == "全体党员（32人）"
        assert TOLD not in shown(pilot)
        await keys(pilot, "escape")
        assert here(pilot) is form
        assert form.form.raw["time"] == "2021年4月6日"


@pytest.mark.usefixtures("first")
async def test_another_organisations_same_content_is_usual(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study", "u1-01") as pilot:
        await write_again(pilot)
        await keys(pilot, "f2")
        assert len(list_records(campaign, "study", "u1-01")) == 1


async def test_the_same_again_in_one_session_is_told(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await write_again(pilot)
        await keys(pilot, "f2", "f3", "f3", "f2")
        assert isinstance(pilot.app.screen, DuplicateDialog)


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("size", SIZES)
async def test_how_it_looks(
    campaign: Campaign,
    make_app: MakeApp,
    screens: SnapshotAssertion,
    size: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.screens.entry.unsettled.moment", lambda at: "2021-04-07 10:20")
    drawn = await picture(make_app(campaign), size, "2", "ctrl+n", "f3", "f3", "f2")
    assert drawn == screens(name=f"twin-{size}")
