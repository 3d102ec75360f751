"""待办: what is due, most pressing first; what is missing; and one key to the place where it is filled in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from forms.errors import TaizhangError
from store.campaign.organisations import organisations
from store.campaign.submissions import due
from tui.actions import PICK_ORG, QUIT, action, digit_keys
from tui.screens.routes import ORGANISATIONS, SUBMISSIONS, routes, screen_of
from tui.screens.submissions.due_rows import DUE_COLUMNS, ObligationList, due_row, key_of
from tui.widgets.row_list import RowList

FILL_IN = action("fill_in | enter | 去填报 | 打开填写光标所在这一项的地方。")
CHOOSE = tuple(
    action(f"choose('{one}') | {one} {two} | 第{one}屏 | 打开上方写着这个数字的屏幕；全角数字也行。 | quiet")
    for one, two in map(digit_keys, "123456789")
)
SOON = 7
"""Days before a deadline from which it is pressing."""


class HomeScreen(ObligationList):
    """The first screen; Esc stays here."""

    NAME = "待办"
    ENTER = "fill_in"
    AT_A_ROW = ("fill_in",)
    ACTIONS = (FILL_IN, PICK_ORG, replace(QUIT, show=True), *CHOOSE)
    DEFAULT_CSS = """
    HomeScreen {
        #menu { height: auto; margin: 1 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._empty = True

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        yield Static(id="menu")
        yield RowList(DUE_COLUMNS, id="due")

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.scope = self.shell.org

    def reload(self) -> None:
        """Count what is due, and show it."""
        # Counted first, each unit is read once: where it stands is known from then on. What is saved in
        # between is counted anew; what cannot be read is told then.
        with suppress(TaizhangError):
            due(self.campaign, self.scope)
        super().reload()

    def refresh_data(self) -> None:
        """Read from the store again, and show it."""
        super().refresh_data()
        self._empty = not organisations(self.campaign).all
        self.items = {key_of(one): one for one in due(self.campaign, self.scope)}
        self.query_one("#menu", Static).update(self._menu())
        self.listing.set_empty(self._nothing())
        self.listing.set_rows([due_row(key, one, one.missing) for key, one in self.items.items()])

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
        """Name this place for the tour."""
        return "home"

    def next_words(self) -> str:
        """Say what to do next."""
        if self._empty:
            return "先添加党组织"
        left = [one.status.days_left for one in self.items.values()]
        if not left:
            return ""
        late, soon = sum(days < 0 for days in left), sum(0 <= days <= SOON for days in left)
        return f"逾期{late}项" if late else f"{SOON}天内{soon}项" if soon else f"待办{len(left)}项"

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action == "back":
            return False
        if action == "pick_org":
            return not self._empty
        return super().check_action(action, parameters)

    def action_choose(self, digit: str) -> None:
        """Open the screen of a digit."""
        route = next((route for route in routes(self.campaign.pack) if route.digit == digit), None)
        if route is not None:
            self._open(route.id, self.scope)

    def _open(self, route: str, org: str, at: str = "") -> None:
        self.app.push_screen(screen_of(self.campaign.pack, route, org, at))

    def action_fill_in(self) -> None:
        """Open where the row at the cursor is filled in."""
        one = self.here
        if one is not None and one.deliverable.annex:
            self._open(one.deliverable.annex, one.org.id)
        elif one is not None:
            self._open(SUBMISSIONS, one.org.id, one.deliverable.id)
