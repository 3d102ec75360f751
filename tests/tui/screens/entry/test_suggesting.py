"""In an entry form, what was written before is offered while one types, and taken with one key."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from store.campaign.campaign import Campaign
from store.campaign.records import list_records, save_record
from tests.support.entering import entry, go, here
from tests.support.keys import keys, paste, type_text, until
from tests.support.screens import MakeApp
from tests.support.snapshots import shown
from tui.screens.dialogs.pick import PickValues
from tui.screens.entry.side_panel import SuggestionList
from tui.screens.entry.suggester import Suggester

HISTORY = "学习《中国共产党简史》第一章，交流体会"
MARTYRS = "赴烈士陵园祭扫，重温入党誓词，开展主题党日活动"


@pytest.fixture
def filled(campaign: Campaign) -> Campaign:
    for content, people in ((MARTYRS, "全体党员（24人）"), (HISTORY, "班子成员（7人）")):
        texts = {"time": "4月6日", "content": content, "participants": people, "expected": "24"}
        save_record(campaign, "study", "u1", {**texts, "method": "读书会"}, incomplete=True)
    return campaign


def field(pilot: Pilot[Any]) -> str:
    """The field in focus and what stands in it."""
    row = here(pilot).form.current
    assert row is not None
    return f"{row.field.id}: {row.raw}"


def listed(pilot: Pilot[Any]) -> bool:
    return here(pilot).query_one(SuggestionList).display


async def test_one_key_takes_the_first_in_an_empty_field(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        assert not listed(pilot)  # no dates are offered
        await go(pilot, "content")
        assert f"→ {HISTORY}" in shown(pilot)
        await keys(pilot, "right")
        assert field(pilot) == f"content: {HISTORY}"
        assert not listed(pilot)
        await keys(pilot, "tab")
        await go(pilot, "participants")
        await keys(pilot, "right", "enter")
        assert field(pilot) == "hours: "
        assert here(pilot).form.raw["participants"] == "班子成员（7人）"
        await go(pilot, "expected")
        await keys(pilot, "right")
        assert field(pilot) == "expected: 24"
        assert here(pilot).unsaved()


async def test_enter_takes_what_pinyin_means(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        await go(pilot, "content")
        await type_text(pilot, "lsly")
        await keys(pilot, "enter")
        assert field(pilot) == f"content: {MARTYRS}"
        await go(pilot, "participants")
        await type_text(pilot, "qtdy")
        await keys(pilot, "enter", "enter")
        assert here(pilot).form.raw["participants"] == "全体党员（24人）"
        assert field(pilot) == "hours: "


async def test_the_list_follows_a_burst_of_letters_once(
    filled: Campaign, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    look = Suggester.look
    monkeypatch.setattr(Suggester, "look", lambda self: (looked.append(1), look(self))[1])
    async with entry(make_app(filled), "study") as pilot:
        await go(pilot, "content")
        looked.clear()
        await type_text(pilot, "lsly")
        await until(pilot, lambda: f"> {MARTYRS}" in shown(pilot))
        assert len(looked) <= 2
        assert "回车采用，Esc 不用" in shown(pilot)


async def test_what_is_typed_in_characters_goes_on_with_enter(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        await go(pilot, "participants")
        await type_text(pilot, "全体")
        await keys(pilot, "enter")
        assert here(pilot).form.raw["participants"] == "全体"
        assert field(pilot) == "hours: "


async def test_down_leads_into_the_list_only_when_something_was_typed(
    filled: Campaign, make_app: MakeApp
) -> None:
    async with entry(make_app(filled), "study") as pilot:
        await go(pilot, "participants")
        await keys(pilot, "down")
        assert field(pilot) == "hours: "
        await keys(pilot, "up")
        await type_text(pilot, "人")
        await keys(pilot, "down", "down", "up", "up", "down", "down", "enter")
        assert field(pilot) == "participants: 全体党员（24人）"
        await keys(pilot, "up")
        assert field(pilot).startswith("organiser")


async def test_esc_declines_and_keeps_the_text(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        await go(pilot, "participants")
        await type_text(pilot, "qt")
        await keys(pilot, "escape")
        assert field(pilot) == "participants: qt"
        assert not listed(pilot)
        await type_text(pilot, "d")
        await keys(pilot, "enter")
        assert here(pilot).form.raw["participants"] == "qtd"
        assert field(pilot) == "hours: "


async def test_ctrl_z_gives_back_what_was_typed(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        for name, typed, taken in (
            ("content", "lsly", MARTYRS),
            ("participants", "qtdy", "全体党员（24人）"),
        ):
            await go(pilot, name)
            await type_text(pilot, typed)
            await keys(pilot, "enter")
            assert field(pilot) == f"{name}: {taken}"
            await keys(pilot, "ctrl+z")
            assert field(pilot) == f"{name}: {typed}"


async def test_of_several_each_is_taken_by_itself(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        await go(pilot, "method")
        await type_text(pilot, "dyyt")
        await keys(pilot, "enter")
        assert field(pilot) == "method: “第一议题”"
        await type_text(pilot, "，")
        await until(pilot, lambda: "→ 读书会" in shown(pilot))
        assert shown(pilot).count("“第一议题”") == 1
        await type_text(pilot, "dk")
        await keys(pilot, "enter")
        assert field(pilot) == "method: “第一议题”，党课"
        await type_text(pilot, "、")
        await keys(pilot, "right", "enter")
        assert here(pilot).form.raw["method"] == "“第一议题”、党课、读书会"
        assert field(pilot).startswith("organiser")


async def test_what_was_not_typed_is_never_replaced_by_enter(filled: Campaign, make_app: MakeApp) -> None:
    save_record(filled, "study", "u1", {"time": "4月7日", "participants": "qtdy"}, incomplete=True)
    (row,) = [row for row in list_records(filled, "study", "u1") if row.texts["participants"] == "qtdy"]
    assert row.document is not None
    async with entry(make_app(filled), "study", document=row.document.id) as pilot:
        await go(pilot, "participants")
        assert not listed(pilot)
        await keys(pilot, "enter")
        assert here(pilot).form.raw["participants"] == "qtdy"


async def test_in_the_middle_of_a_text_nothing_is_taken(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        await go(pilot, "participants")
        await type_text(pilot, "全体")
        await keys(pilot, "left", "right")
        assert field(pilot) == "participants: 全体"
        await keys(pilot, "right")
        assert field(pilot) == "participants: 全体党员（24人）"


async def test_a_pasted_text_is_a_typed_one(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        await go(pilot, "participants")
        await paste(pilot, "班子")
        await keys(pilot, "right")
        assert field(pilot) == "participants: 班子成员（7人）"


async def test_the_owner_of_a_record_is_offered_too(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        await keys(pilot, "up", "ctrl+u")
        await type_text(pilot, "jgdy")
        await keys(pilot, "enter", "enter")
        assert here(pilot).form.raw["owner-of-record"] == "教工第一党支部"
        assert field(pilot).startswith("time")


async def test_a_new_value_is_offered_in_the_next_record(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        await go(pilot, "participants")
        await type_text(pilot, "入党积极分子（12人）")
        await keys(pilot, "f2")
        await type_text(pilot, "2")
        await go(pilot, "participants")
        await keys(pilot, "right")
        assert field(pilot) == "participants: 入党积极分子（12人）"


async def test_the_whole_list_takes_one_value_or_several(filled: Campaign, make_app: MakeApp) -> None:
    async with entry(make_app(filled), "study") as pilot:
        await keys(pilot, "f4")
        assert not isinstance(pilot.app.screen, PickValues)  # a date has a calendar
        await keys(pilot, "escape")
        await go(pilot, "content")
        await type_text(pilot, "lsly")
        await keys(pilot, "f4")
        assert isinstance(pilot.app.screen, PickValues)
        await keys(pilot, "enter")
        assert field(pilot) == f"content: {MARTYRS}"
        await keys(pilot, "ctrl+z")
        assert field(pilot) == "content: lsly"
        await go(pilot, "method")
        await type_text(pilot, "读书会、zt")
        await keys(pilot, "f4", "enter")
        assert field(pilot) == "method: 读书会、主题党日"
        await keys(pilot, "f4")
        await type_text(pilot, "dxz")
        await keys(pilot, "space", "enter")
        assert field(pilot) == "method: 读书会、党小组会、主题党日"
