"""Ctrl+G: to a line of the form by its number."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from forms.pack import Field
from store.campaign.campaign import Campaign
from tests.support.entering import entry, go, here
from tests.support.keys import keys, type_text
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, picture, shown
from tui.screens.entry.jump_dialog import Jump
from tui.screens.entry.screen import EntryScreen
from tui.widgets.row_list import RowList


def at(screen: EntryScreen) -> str:
    current = screen.form.current
    assert current is not None
    return current.field.id


@pytest.mark.parametrize(
    ("digit", "field"),
    [("5", "participants"), ("０", "owner-of-record"), ("９", "present")],
)
async def test_a_number_goes_at_once(campaign: Campaign, make_app: MakeApp, digit: str, field: str) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        assert "5 参加人员" in shown(pilot)
        await keys(pilot, "ctrl+g")
        await type_text(pilot, digit)
        assert at(here(pilot)) == field


async def test_how_each_line_stands_is_told(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await type_text(pilot, "2021-02-30")
        await go(pilot, "participants")
        await type_text(pilot, "支委")
        await keys(pilot, "ctrl+g")
        told = dict(row.cells[1:3] for row in pilot.app.screen.query_one(RowList).rows)
        assert told["时间"] == "有误"
        assert told["学习内容"] == "空，必填"
        assert told["参加人员"] == "已填"
        assert told["学时"] == "空"


async def test_words_and_pinyin_filter(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study") as pilot:
        await keys(pilot, "ctrl+g")
        await type_text(pilot, "cjry")
        await keys(pilot, "enter")
        assert at(here(pilot)) == "participants"
        await keys(pilot, "ctrl+g", "escape")
        assert at(here(pilot)) == "participants"


async def test_a_number_that_others_begin_with_waits_for_enter(campaign: Campaign, make_app: MakeApp) -> None:
    study = campaign.pack.records[0]
    more = tuple(Field(id=f"more{n}", label=f"更多{n}") for n in range(3))
    longer = msgspec.structs.replace(study, fields=(*study.fields, *more))
    annexes = tuple(longer if annex is study else annex for annex in campaign.pack.annexes)
    bigger = replace(campaign, pack=msgspec.structs.replace(campaign.pack, annexes=annexes))
    async with entry(make_app(bigger), "study") as pilot:
        await go(pilot, "method")
        await keys(pilot, "ctrl+g")
        await type_text(pilot, "1")
        assert isinstance(pilot.app.screen, Jump)
        await type_text(pilot, "1")
        assert at(here(pilot)) == "more1"
        await keys(pilot, "ctrl+g")
        await type_text(pilot, "1")
        await keys(pilot, "enter")
        assert at(here(pilot)) == "time"


async def test_a_branch_alone_begins_with_the_same_numbers(campaign: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(campaign), "study", "u1-01") as pilot:
        assert "1 时间" in shown(pilot)
        assert "0 党组织" not in shown(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_how_it_looks(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    drawn = await picture(make_app(school), size, "2", "ctrl+n", "f3", "ctrl+g")
    assert drawn == screens(name=f"jump-{size}")
