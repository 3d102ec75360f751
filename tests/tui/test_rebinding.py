"""Other keys for actions: what is refused and why, and that footer, F1, F9, sentences and the keys themselves
follow."""

from __future__ import annotations

import pytest

from forms.errors import BadInput
from store.campaign.campaign import Campaign
from tests.support.keys import keys
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.actions import HISTORY, SAVE
from tui.app import TaizhangApp
from tui.keymap_validation import check, judge, named_actions, places
from tui.rebinding import Rebinding, keys_named
from tui.screens.entry.screen import EntryScreen


def made(make_app: MakeApp, campaign: Campaign | None, **said: str) -> TaizhangApp:
    app = make_app(campaign)
    rebinding, refused = judge(said)
    assert refused == []
    app.shell.rebinding = rebinding
    app.set_keymap(rebinding.keymap())
    return app


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("f8", ("f8",)),
        ("F8, Ctrl+T", ("f8", "ctrl+t")),
        ("ｆ８", ("f8",)),
        ("shift+f5", ("f17",)),
        ("ctrl+f5, ins", ("ctrl+f5", "insert")),
        ("f8, f8", ("f8",)),
    ],
)
def test_keys_as_people_name_them(said: str, keys: tuple[str, ...]) -> None:
    assert keys_named(said) == keys


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("a", "单个字符"),
        ("1", "固定"),
        ("？", "单个字符"),
        ("ctrl+h", "当作退格"),
        ("ctrl+i", "当作Tab"),
        ("ctrl+j", "当作回车"),
        ("ctrl+m", "当作回车"),
        ("ctrl+enter", "固定"),
        ("esc", "固定"),
        ("alt+x", "Alt"),
        ("ctrl+u", "编辑"),
        ("ctrl+q", "总是退出"),
        ("f25", "没有这样写的键"),
        ("保存", "没有这样写的键"),
        ("f8,", "没有这样写的键"),
    ],
)
def test_keys_that_cannot_be_are_refused_with_what_can(said: str, why: str) -> None:
    with pytest.raises(ValueError, match="F1 到 F12") as refusal:
        keys_named(said)
    assert why in str(refusal.value)


def test_an_action_keeps_the_keys_that_it_has() -> None:
    assert keys_named("ctrl+f, /", ("/", "／", "ctrl+f")) == ("ctrl+f", "/")


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({"save": "f5"}, ["F5 已用于“Word”（export_word）", "keys.export_word"]),
        ({"new": "f8"}, ["F8 已用于“删除”（delete）", "学习情况、台账：列表"]),
        ({"new": "f12", "history": "f12"}, ["F12 已用于"]),
        ({"period": "f2"}, ["F2 已用于"]),
        ({"nothing": "f12"}, ["没有“keys.nothing”"]),
        ({"back": "f12"}, ["没有“keys.back”"]),
    ],
)
def test_a_key_that_is_taken_is_refused_by_name(said: dict[str, str], names: list[str]) -> None:
    with pytest.raises(BadInput) as refusal:
        check(said)
    assert all(name in refusal.value.sentence for name in names), refusal.value.sentence


def test_two_actions_may_change_places() -> None:
    check({"export_word": "f6", "export_table": "f5"})
    saving = {one.id: "f11" for one in named_actions().values() if "f2" in one.usual}
    check({"commands": "f2, f9", **saving})


def test_what_cannot_be_is_left_out_and_the_rest_holds() -> None:
    rebinding, refused = judge({"save": "f5", "new": "f12", "history": "x"})
    assert rebinding.wanted == {"new": ("f12",)}
    assert len(refused) == 2


def test_every_usual_key_can_be_named() -> None:
    for one in named_actions().values():
        assert keys_named("f12", one.usual) == ("f12",)
    assert {action.id for _, actions in places() for action in actions} > set(named_actions())
    assert named_actions()["save"].usual[:2] == ("f2", "ctrl+s")


def test_fixed_keys_stay() -> None:
    force = Rebinding({"mark": ("f12",)})
    from tui.screens.dialogs.pick import MARK as CHOICE
    from tui.screens.submissions.obligations import MARK

    assert force.in_force(MARK).keys == ("enter", "f12")
    assert force.in_force(CHOICE) == CHOICE


async def test_the_keys_follow(campaign: Campaign, make_app: MakeApp) -> None:
    app = made(make_app, campaign, save="f12", new="ctrl+b, f10", history="f11")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "2")
        assert "按 Ctrl+B 录入第一条" in screen_text(app)
        assert "Ctrl+B 新增" in screen_text(app)
        assert "Ctrl+N" not in screen_text(app)
        await keys(pilot, "ctrl+n", "insert")
        assert not isinstance(app.screen, EntryScreen)
        await keys(pilot, "f10")
        assert isinstance(app.screen, EntryScreen)
        assert "F12 保存并新增" in screen_text(app)
        before = screen_text(app)
        await keys(pilot, "f2")
        assert screen_text(app) == before
        await keys(pilot, "f1")
        shown = screen_text(app)
        assert "F12" in shown
        assert "F2 " not in shown
        await keys(pilot, "escape", "f9")
        assert "F12" in screen_text(app)
        await keys(pilot, "escape")
        assert screen_text(app) == before
        await keys(pilot, "f12")
        assert screen_text(app) != before


async def test_exchanged_keys_do_each_others_work(
    campaign: Campaign, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    async def note(screen: object, on_paper: bool) -> bool:
        done.append("paper" if on_paper else "table")
        return False

    monkeypatch.setattr("tui.app.export", note)
    app = made(make_app, campaign, export_word="f6", export_table="f5")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "2", "f6", "f5")
    assert done == ["paper", "table"]


async def test_f1_again_closes_the_keys_of_a_dialog(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "ctrl+o", "f1")
        assert "关掉这个框" in screen_text(app)
        await keys(pilot, "f1")
        assert "关掉这个框" not in screen_text(app)


def test_sentences_name_the_key_in_force() -> None:
    force = Rebinding({"save": ("f12",), "history": ("ctrl+b",)})
    told = force.retold("按 F2 保存，再按 F5 导出；按 F7 看历史。F2 是别的。", [SAVE, HISTORY])
    assert told == "按 F12 保存，再按 F5 导出；按 Ctrl+B 看历史。F2 是别的。"
