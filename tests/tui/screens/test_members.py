"""In a store with members, screens show what one may see; a save that is not allowed is refused in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forms.clock import Clock
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from tests.support.keys import keys, type_text
from tests.support.members import becoming, found_school, give_members
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text


@pytest.fixture
def shared(store: Path) -> Path:
    """Units jsj and jx with branches, and roles."""
    found_school(store)
    give_members(store)
    return store


def login(store: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, *who: object) -> Campaign:
    becoming(monkeypatch)(*who)
    return open_campaign(store, None, clock, Actor("x"))


@pytest.mark.parametrize("digit", ["1", "2", "3", "4", "5", "6"])
async def test_every_screen_of_a_branch_is_about_itself(
    shared: Path, clock: Clock, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, digit: str
) -> None:
    app = make_app(login(shared, clock, monkeypatch, "branch"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(digit)
        await pilot.pause()
        text = screen_text(app)
    assert "教工第一党支部" in text
    assert "机械学院" not in text
    assert "本科生党支部" not in text
    assert "！" not in text, text


async def test_the_office_sees_everybody(
    shared: Path, clock: Clock, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(login(shared, clock, monkeypatch, "office"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6")
        await pilot.pause()
        text = screen_text(app)
    assert all(name in text for name in ("计算机学院党委", "机械学院党委", "本科生党支部"))


async def test_a_unit_may_not_add_organisations(
    shared: Path, clock: Clock, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(login(shared, clock, monkeypatch, "x", ("cs",)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "ctrl+n", *"新党支部", "f2")
        await pilot.pause()
        assert "只有党委办公室" in screen_text(app)


async def test_a_reader_is_told_before_typing_and_has_no_keys_that_change(
    shared: Path, clock: Clock, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(login(shared, clock, monkeypatch, "reader"))
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "2")
        told = screen_text(app)
        assert "只能查看" in told
        assert "Ctrl+N" not in told
        assert "F5 Word" in told
        list_screen = app.screen
        await keys(pilot, "ctrl+n", "ctrl+r", "ctrl+p", "f8")
        assert app.screen is list_screen
        assert "！只能查看" in screen_text(app)
        await keys(pilot, "f9")
        await type_text(pilot, "新增")
        assert "新增一条" not in screen_text(app)
        await keys(pilot, "escape", "f1")
        assert "新增一条" not in screen_text(app)


async def test_a_reader_cannot_save_and_keeps_what_was_typed(
    shared: Path, clock: Clock, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = login(shared, clock, monkeypatch, "reader")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "4", "enter")
        assert "只能查看" in screen_text(app)
        assert "F2" not in screen_text(app)
        await type_text(pilot, "学习党史")
        await keys(pilot, "f2")
        text = screen_text(app)
        assert "！只能查看" in text
        assert "学习党史" in text
    assert campaign.done == []


async def test_a_rehearsal_on_shared_data_only_looks(
    shared: Path, clock: Clock, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = login(shared, clock, monkeypatch, "office")
    app = make_app(replace(campaign, actor=replace(campaign.actor, read_only=True)))
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "6")
        assert "--today 演练" in screen_text(app)
        assert "Ctrl+N" not in screen_text(app).splitlines()[-1]


async def test_who_may_write_somewhere_below_keeps_the_keys(
    shared: Path, clock: Clock, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(login(shared, clock, monkeypatch, "branch"))
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "2")
        assert "只能查看" not in screen_text(app)
        assert "Ctrl+N 新增" in screen_text(app)
