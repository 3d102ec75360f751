"""A record with a field of each of the newer kinds, entered by keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forms.loading import load_pack
from store.campaign.campaign import Campaign
from store.campaign.records import list_records, save_record
from store.campaign.suggestions import suggestions
from tests.support.entering import entry, go, here
from tests.support.keys import keys, type_text
from tests.support.meeting_annex import with_annex
from tests.support.screens import MakeApp
from tests.support.snapshots import shown
from tests.support.spending_annex import KEPT, SHOWN, SPENDING, TYPED


@pytest.fixture
def spending(campaign: Campaign, tmp_path: Path) -> Campaign:
    return replace(campaign, pack=load_pack(with_annex(tmp_path, SPENDING)))


async def test_a_record_is_entered_by_keys(spending: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(spending), "spending") as pilot:
        await go(pilot, "day")
        for text in TYPED.values():
            await type_text(pilot, text)
            await keys(pilot, "tab")
        texts = here(pilot).form.raw
        assert {name: texts[name] for name in SHOWN} == SHOWN
        await keys(pilot, "f2")
        assert "已保存，本次第1条" in shown(pilot)
        (row,) = list_records(spending, "spending", "u1")
        assert row.document is not None
        assert {name: row.document.data[name] for name in KEPT} == KEPT


async def test_what_cannot_be_is_told_on_leaving_and_stays(spending: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(spending), "spending", size=(120, 40)) as pilot:
        for name, text, told in (
            ("day", "4.6-9", "这里只要一天"),
            ("amount", "若干", "不是金额"),
            ("people", "张三等5人", "不像姓名"),
            ("phone", "139", "不像手机号"),
            ("paid", "可能", "请填“是”或“否”"),
        ):
            await go(pilot, name)
            await type_text(pilot, text)
            await keys(pilot, "tab")
            assert told in shown(pilot)
            assert here(pilot).form.raw[name] == text


async def test_f4_offers_a_calendar_and_yes_and_no(spending: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(spending), "spending") as pilot:
        await go(pilot, "day")
        await keys(pilot, "f4")
        await type_text(pilot, "0507")
        await keys(pilot, "f2")
        assert here(pilot).form.raw["day"] == "2021年5月7日"
        await go(pilot, "paid")
        await keys(pilot, "f4")
        assert "是" in shown(pilot)
        await keys(pilot, "down", "f2")
        assert here(pilot).form.raw["paid"] == "否"


async def test_names_that_were_entered_are_offered_each_alone(spending: Campaign, make_app: MakeApp) -> None:
    save_record(spending, "spending", "u1", TYPED)
    assert suggestions(spending, "spending", "u1", "people") == ["张三", "李四"]
    assert suggestions(spending, "spending", "u1", "paid") == ["否", "是"]
    assert suggestions(spending, "spending", "u1", "day") == []
    async with entry(make_app(spending), "spending") as pilot:
        await go(pilot, "people")
        await type_text(pilot, "王五、ls")
        await keys(pilot, "right")
        assert here(pilot).form.raw["people"] == "王五、李四"
        await go(pilot, "phone")
        await type_text(pilot, "05")
        assert "转8012" in shown(pilot)
