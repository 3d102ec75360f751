"""What every screen does alike: keys told from the table that binds them, small windows, leaving,
midnight."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App

from store.campaign.campaign import Campaign
from tests.support.keys import keys
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tui.actions import HELP, SAVE, Action, key_words
from tui.app import TaizhangApp
from tui.screens.base import TaizhangScreen
from tui.screens.home import HomeScreen
from tui.screens.organisation.form import OrganisationForm
from tui.screens.organisation.list import OrganisationsScreen
from tui.widgets.keys_here import actions_here
from tui.widgets.row_list import RowList


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("f2", "F2"),
        ("ctrl+s", "Ctrl+S"),
        ("escape", "Esc"),
        ("？", "？"),
        ("1", "1"),
        ("shift+tab", "Shift+Tab"),
    ],
)
def test_keys_in_words(key: str, words: str) -> None:
    assert key_words(key) == words


def test_no_action_waits_for_a_letter_alone_or_a_key_that_terminals_swallow() -> None:
    from tui import actions

    for action in vars(actions).values():
        if isinstance(action, Action):
            for key in action.keys:
                assert not (len(key) == 1 and key.isascii() and key.isalpha()), action
                assert key not in {"ctrl+enter", "shift+enter", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"}, (
                    action
                )
    assert len(HELP.keys) == 1
    assert "f2" in SAVE.keys


async def test_every_key_of_the_footer_and_of_the_help_is_bound(
    campaign: Campaign, make_app: MakeApp
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        for place in ("", "1", "5", "6"):
            if place:
                await pilot.press(place)
                await pilot.pause()
            bound = app.screen.active_bindings
            for action in actions_here(app.screen):
                for key in action.keys:
                    assert any(key in (name, active.binding.key) for name, active in bound.items()) or (
                        len(key) == 1
                    ), (place, action)
            if place:
                await pilot.press("escape")
                await pilot.pause()


@pytest.mark.parametrize(
    ("screen", "begins"), [("2", "Ctrl+N 新增"), ("4", "回车填写"), ("6", "Ctrl+N 新增")]
)
async def test_the_footer_of_a_full_list_tells_where_to_begin(
    school: Campaign, make_app: MakeApp, screen: str, begins: str
) -> None:
    app = make_app(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, screen)
        footer = screen_text(app).splitlines()[-1]
        for words in (begins, "F1 按键", "F9 全部命令", "Esc 返回"):
            assert words in footer


@pytest.mark.parametrize("key", ["f1", "?", "？"])
async def test_help_lists_the_keys_of_the_screen_beneath(
    campaign: Campaign, make_app: MakeApp, key: str
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", key)
        await pilot.pause()
        text = screen_text(app)
        assert "党组织：按键" in text
        for words in ("Ctrl+N", "F8", "F9"):
            assert words in text
        assert "Ctrl+Z" not in text, "there is nothing to undo yet"
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, OrganisationsScreen)


async def test_question_mark_in_a_field_is_text(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "enter", "?", "/")
        await pilot.pause()
        assert isinstance(app.screen, OrganisationForm)
        assert "计算机学院党委?/" in screen_text(app)
        app.screen.autosave.discard()


async def test_command_list_is_searched_and_runs(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9", *"党组织", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, OrganisationsScreen)
        await pilot.press("f9", *"fanh", "enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_nothing_answers_to_the_palette_key(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_a_small_window_says_so_and_takes_nothing_away(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "enter")
        await pilot.press(*"甲")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        lines = [line for line in screen_text(app).splitlines() if line]
        assert lines == ["窗口太小（40x10），请放大到 80x24 以上。"]
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "计算机学院党委甲" in screen_text(app)
        await pilot.press(*"乙")
        await pilot.pause()
        assert "计算机学院党委甲乙" in screen_text(app)


async def test_a_dialog_in_a_small_window_says_so_too(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert "窗口太小" in screen_text(app)
        assert "全部命令" not in screen_text(app)


async def test_quitting_asks_when_something_is_unsaved(
    campaign: Campaign, make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "enter", *"甲", "ctrl+q")
        await pilot.pause()
        assert "没保存的内容" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, OrganisationForm)
        await pilot.press("ctrl+q", "2")
        await pilot.pause()
        assert not app.is_running
    held = list((tmp_path / "drafts").iterdir())
    assert len(held) == 1, "the draft is there, though it was typed just now"
    assert "计算机学院党委甲" in held[0].read_text(encoding="utf-8")


async def test_quitting_with_nothing_unsaved_just_ends(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6", "ctrl+q")
        await pilot.pause()
        assert not app.is_running
    assert app.return_code == 0


async def test_a_fault_ends_with_a_log_without_text_and_a_status(
    campaign: Campaign, make_app: MakeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app(campaign)

    class Broken(Exception):
        pass

    def fail() -> None:
        secret = "不该写下的内容"
        raise Broken(secret)

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.call_later(fail)
            await pilot.pause()

    with pytest.raises(Broken):
        await run()
    assert app.return_code == 1
    assert app.crash_log is not None
    assert "不该写下" not in app.crash_log.read_text(encoding="utf-8")
    assert "Broken" in app.crash_log.read_text(encoding="utf-8")
    assert app.crash_log.stat().st_mode & 0o777 == 0o600
    assert "不该写下" not in capsys.readouterr().err


async def test_a_list_of_thousands_draws_what_is_in_view(campaign: Campaign, make_app: MakeApp) -> None:
    from tui.widgets.row_list import ListColumn, ListRow

    class Lists(App[None]):
        def compose(self):  # type: ignore[no-untyped-def]
            yield RowList([ListColumn("甲"), ListColumn("乙", 10)])

    app = Lists()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = app.query_one(RowList)
        rows.focus()
        rows.set_rows([ListRow(str(number), (f"第{number}行", "乙")) for number in range(5000)])
        await pilot.press("end")
        await pilot.pause()
        assert rows.key == "4999"
        assert len(rows._laid) < 200
        await pilot.press("pageup")
        assert rows.key == str(4999 - 23)
        rows.set_rows(rows.rows[:10])
        assert rows.key == "9"


async def test_moving_in_a_list_opens_nothing(campaign: Campaign, make_app: MakeApp) -> None:
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "up", "end", "home", "pagedown")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("wanted", ["", "1"])
async def test_no_color_means_none(
    campaign: Campaign, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    monkeypatch.setenv("NO_COLOR", wanted)
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("tab", "6", "enter"):
            await pilot.press(key)
            await pilot.pause()
            styles = [
                part.style for line in app.screen._compositor.render_strips() for part in line if part.style
            ]
            colours = {colour for style in styles for colour in (style.color, style.bgcolor) if colour}
            assert all(colour.is_default for colour in colours) == bool(wanted)


def test_the_app_is_calm() -> None:
    assert TaizhangApp.ENABLE_COMMAND_PALETTE is False
    from textual import constants

    assert constants.DISABLE_KITTY_KEY
    assert constants.TEXTUAL_ANIMATIONS == "none"


async def test_nobody_looks_at_screens_that_are_taken_down(
    campaign: Campaign, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look that falls into the closing of the program finds screens without their widgets."""
    looked: list[bool] = []
    monkeypatch.setattr(TaizhangScreen, "look", lambda screen: looked.append(True))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)):
        app.look()
        assert looked == [True]
    app.look()
    assert looked == [True]
