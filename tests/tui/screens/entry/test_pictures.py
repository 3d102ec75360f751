"""How records, entry and diagnosis look, at both sizes."""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from tests.support.keys import keys, type_text, until
from tests.support.screens import MakeApp
from tests.support.snapshots import SIZES, picture, shown


@pytest.mark.parametrize("size", SIZES)
async def test_study_records(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    drawn = await picture(make_app(school), size, "2", "down")
    assert drawn == screens(name=f"study-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_entering_a_study_record(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    async def enter(pilot: Pilot[Any]) -> None:
        await keys(pilot, "2", "ctrl+n")
        await type_text(pilot, "0408")
        await keys(pilot, "enter")
        await type_text(pilot, "学习《中国共产党简史》第一章")
        await keys(pilot, "tab")

    drawn = await picture(make_app(school), size, before=enter)
    assert drawn == screens(name=f"study-entry-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_entered_before_is_offered(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    async def enter(pilot: Pilot[Any]) -> None:
        await keys(pilot, "2", "ctrl+n")
        await type_text(pilot, "0408")
        await keys(pilot, "enter")
        await type_text(pilot, "xxzg")
        await until(pilot, lambda: "回车采用" in shown(pilot))

    drawn = await picture(make_app(school), size, before=enter)
    assert drawn == screens(name=f"study-offered-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_diagnosing(school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str) -> None:
    async def diagnose(pilot: Pilot[Any]) -> None:
        await keys(pilot, "3", "/")
        await type_text(pilot, "4-2")
        await keys(pilot, "enter")

    drawn = await picture(make_app(school), size, before=diagnose)
    assert drawn == screens(name=f"diagnosis-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_ledger_rows(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    drawn = await picture(make_app(school), size, "4", "down")
    assert drawn == screens(name=f"ledger-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_writing_findings_beside_their_indicators(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    async def write(pilot: Pilot[Any]) -> None:
        await keys(pilot, "4", "down", "down", "enter", "tab", "tab")
        await type_text(pilot, "近两年没有召开党员大会讨论学科建设。")
        await keys(pilot, "enter")
        await type_text(pilot, "参与")

    drawn = await picture(make_app(school), size, before=write)
    assert drawn == screens(name=f"ledger-entry-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_numbers_that_the_records_tell(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    async def take(pilot: Pilot[Any]) -> None:
        await keys(pilot, "3", "ctrl+o")
        await type_text(pilot, "教工第二")
        await keys(pilot, "enter", "/")
        await type_text(pilot, "1-2")
        await keys(pilot, "enter", "f3")

    drawn = await picture(make_app(school), size, before=take)
    assert drawn == screens(name=f"diagnosis-numbers-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_choosing_evidence(
    school: Campaign, make_app: MakeApp, screens: SnapshotAssertion, size: str
) -> None:
    async def choose(pilot: Pilot[Any]) -> None:
        await keys(pilot, "3", "/")
        await type_text(pilot, "3-1")
        await keys(pilot, "enter", "f4")

    drawn = await picture(make_app(school), size, before=choose)
    assert drawn == screens(name=f"diagnosis-evidence-{size}")
