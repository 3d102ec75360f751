"""待办: what is due, most pressing first; what is missing; and one key to the place where it is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from forms.errors import TaizhangError
from store.campaign.organisations import organisations, shards_of
from store.campaign.submissions import Obligation, due
from tui.actions import PICK_ORG, QUIT, Action, digit_keys
from tui.flow import flow
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.pick_org import PickOrg
from tui.screens.routes import ORGANISATIONS, SUBMISSIONS, routes, screen_of
from tui.screens.submissions.due_rows import DUE_COLUMNS, due_row, key_of
from tui.widgets.row_list import RowList

FILL_IN = Action("fill_in", ("enter",), "去填报", "打开填写光标所在这一项的地方。")
CHOOSE = tuple(
    Action(
        f"choose('{digit}')",
        digit_keys(digit),
        f"第{digit}屏",
        "打开上方写着这个数字的屏幕；全角数字也行。",
        show=False,
    )
    for digit in "123456789"
)
SOON = 7
"""Days before a deadline from which it is pressing."""


class HomeScreen(TaizhangScreen):
    """The first screen; Esc stays here."""

    NAME = "待办"
    ACTIONS: ClassVar[tuple[Action, ...]] = (FILL_IN, PICK_ORG, replace(QUIT, show=True), *CHOOSE)
    DEFAULT_CSS = """
    HomeScreen {
        #menu { height: auto; margin: 1 0; }
        #due { height: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._due: list[Obligation] = []
        self._scope = ""
        """Only this organisation and those below it; empty: all."""
        self._empty = True

    def compose_body(self) -> ComposeResult:
        yield Static(id="menu")
        yield RowList(DUE_COLUMNS, id="due")

    def on_mount(self) -> None:
        self._scope = self.shell.org

    def reload(self) -> None:
        # Counted first, each unit is read once: where it stands is known from then on. What is saved in
        # between is counted anew.
        with suppress(TaizhangError):
            due(self.campaign, self._scope)
        super().reload()

    def refresh_data(self) -> None:
        known = organisations(self.campaign)
        if self._scope and known.get(self._scope) is None:
            self._scope = ""
        self._empty = not known.all
        self._due = due(self.campaign, self._scope)
        self.query_one("#menu", Static).update(self._menu())
        rows = self.query_one(RowList)
        rows.set_empty(self._nothing())
        rows.set_rows([due_row(key_of(one), one, one.missing) for one in self._due])

    def watched(self) -> Sequence[str]:
        return shards_of(self.campaign, self._scope)

    def _menu(self) -> Text:
        menu = Text()
        for route in routes(self.campaign.pack):
            if route.digit:
                menu.append(f"{route.digit} ", style="bold").append(f"{route.title}   ")
        return menu

    def _nothing(self) -> str:
        if self._empty:
            digit = next(r.digit for r in routes(self.campaign.pack) if r.id == ORGANISATIONS)
            return f"还没有党组织。按 {digit} 添加；添加后这里列出各项材料的期限。"
        return "没有待办：该报送的都已报送。"

    # Words

    @property
    def place_name(self) -> str:
        return "home"

    def org_words(self) -> str:
        if not self._scope:
            return "全部党组织"
        org = organisations(self.campaign).get(self._scope)
        return org.name if org else ""

    def next_words(self) -> str:
        if self._empty:
            return "先添加党组织"
        if not self._due:
            return ""
        late = sum(one.status.days_left < 0 for one in self._due)
        soon = sum(0 <= one.status.days_left <= SOON for one in self._due)
        return f"逾期{late}项" if late else f"{SOON}天内{soon}项" if soon else f"待办{len(self._due)}项"

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "back":
            return False
        if action == "fill_in":
            return bool(self._due)
        if action == "pick_org":
            return not self._empty
        return super().check_action(action, parameters)

    def action_choose(self, digit: str) -> None:
        route = next((route for route in routes(self.campaign.pack) if route.digit == digit), None)
        if route is not None:
            self._open(route.id, self._scope)

    def _open(self, route: str, org: str, at: str = "") -> None:
        self.app.push_screen(screen_of(self.campaign.pack, route, org, at))

    @on(RowList.Chosen)
    def fill_in(self, message: RowList.Chosen) -> None:
        one = next(one for one in self._due if key_of(one) == message.key)
        if one.deliverable.annex:
            self._open(one.deliverable.annex, one.org.id)
        else:
            self._open(SUBMISSIONS, one.org.id, one.deliverable.id)

    @flow
    async def action_pick_org(self) -> None:
        org = await self.app.push_screen_wait(PickOrg(self.campaign, self._scope, everyone=True))
        if org is not None:
            self._scope = self.shell.org = org
            self.reload()

    def action_fill_in(self, *_: Any) -> None:
        self.query_one(RowList).action_choose()
