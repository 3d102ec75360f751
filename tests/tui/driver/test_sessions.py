"""Recorded sessions look the same through both drivers, after every update."""

from __future__ import annotations

from typing import Any

import pytest
from rich.text import Text
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import DataTable, OptionList

from tests.support.form_app import CHINESE, Forms
from tests.support.recording import record, resize
from tests.support.replaying import replay


class Tables(App[None]):
    """More rows than fit, some with text whose width terminals dispute."""

    odd = ""

    def compose(self) -> ComposeResult:
        yield DataTable(zebra_stripes=True, cursor_type="row")
        yield OptionList(*(f"{number} 组织{CHINESE[: number % 9]}" for number in range(40)))

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("序号", "学习内容", "参加人员")
        for number in range(60):
            content = CHINESE[number % 7 :] + (self.odd if number % 5 == 0 else "")
            table.add_row(Text(str(number)), Text(content), Text("全体党员" * (number % 3)))


class OddTables(Tables):
    odd = " 👩‍💻e\u0301x ☺\ufe0f 🇨🇳 שלום"


async def type_in_forms(pilot: Pilot[Any]) -> None:
    for key in ("tab", "a", "b", *CHINESE[:5], "backspace", "left", "left", "x", "home", "delete", "tab"):
        await pilot.press(key)
    await pilot.press("f2")
    await pilot.press("escape")
    for key in ("tab", "tab", "tab", "tab", *CHINESE[:3], "enter", "down", "up", "shift+up", "z"):
        await pilot.press(key)


async def boxes_and_sizes(pilot: Pilot[Any]) -> None:
    for size in ((61, 20), (40, 10), (97, 31), (80, 24)):
        await pilot.press("f2")
        await resize(pilot, *size)
        await pilot.press("escape", "tab", "学", "f2", "escape")
    await pilot.press("f3", "tab", "x")


async def scroll_tables(pilot: Pilot[Any]) -> None:
    for key in ("down", "down", "pagedown", "pagedown", "up", "pageup", "end", "home", "right", "tab"):
        await pilot.press(key)
    for key in ("down", "down", "pagedown", "end", "shift+tab", "down"):
        await pilot.press(key)
    await resize(pilot, 50, 12)
    await pilot.press("pagedown", "pageup")


@pytest.fixture
def colours(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.delenv("COLORTERM", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for setting in request.param:
        monkeypatch.setenv(*setting.split("="))


@pytest.mark.parametrize(
    ("app", "script", "synchronised", "colours"),
    [
        (Forms, type_in_forms, True, ["COLORTERM=truecolor"]),
        (Forms, type_in_forms, False, ["NO_COLOR=1"]),
        (Forms, boxes_and_sizes, False, []),
        (Tables, scroll_tables, False, ["TERM=xterm-16color"]),
        (OddTables, scroll_tables, True, []),
    ],
    indirect=["colours"],
)
async def test_a_session_looks_the_same(app: Any, script: Any, synchronised: bool, colours: None) -> None:
    session = await record(app, script, synchronised=synchronised)
    stock, ours = replay(session, erases=True, erasing="background")
    # How much the stock driver repeats hangs on how updates fall together; the bench holds the budgets.
    assert ours < stock / (2 if app is OddTables else 3)
    stock, ours = replay(session, erases=False, erasing="nothing")
    assert ours < stock / 2
