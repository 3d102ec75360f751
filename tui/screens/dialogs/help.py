"""F1: every key of the screen beneath, each with a sentence. F9: every command that works here, and the way
to every screen, searchable; Enter runs it. Both read the same table that binds the keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.screen import Screen

from tui.actions import action
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.dialog import Dialog
from tui.screens.dialogs.pick import Pick
from tui.screens.routes import routes, screen_of
from tui.widgets.keys_here import LIST_KEYS, actions_here, found_here
from tui.widgets.row_list import ListColumn, ListRow, RowList

CLOSE = action("cancel | escape | 关闭 | 关掉这一页。 | priority")
AGAIN = action("help | f1 | 关闭 | 关掉这一页。 | quiet priority")


class HelpScreen(Dialog[None]):
    """What works on ``screen``."""

    ACTIONS = (CLOSE, AGAIN)
    DEFAULT_CSS = """
    HelpScreen {
        #box { height: 100%; max-height: 40; }
    }
    """

    def __init__(self, screen: Screen[Any]) -> None:
        name = getattr(screen, "name_words", lambda: "")().rstrip("。？：") or "这里"
        super().__init__(f"{name}：按键")
        self._actions = actions_here(screen)
        self._lists = any(isinstance(widget, RowList) for widget in screen.query("*"))

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        yield RowList((ListColumn("按键", 22, wrap=True), ListColumn("作用", wrap=True)))

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        rows: dict[str, ListRow] = {}
        for one in self._actions:
            key = one.id.partition("(")[0]
            if key == "choose":
                rows.setdefault(key, ListRow(key, ("数字", one.help)))
            else:
                rows[one.id] = ListRow(one.id, (one.words(), f"{one.title}：{one.help}"))
        if self._lists:
            rows.update({words: ListRow(words, (words, what)) for words, what in LIST_KEYS})
        self.query_one(RowList).set_rows(list(rows.values()))

    def action_help(self) -> None:
        """Close the page."""
        self.dismiss(None)


COLUMNS = (ListColumn("", 16), ListColumn("", 14, wrap=True), ListColumn("", wrap=True))
HERE, GO = "here:", "go:"


@dataclass(frozen=True)
class Command:
    """A command of a screen or of a widget in it."""

    call: str
    """As Textual runs it (``Action.call``)."""
    node: DOMNode
    """Where its key would have run it."""


async def choose_command(screen: TaizhangScreen) -> Command | Screen[Any] | None:
    """Ask, over ``screen``, in a flow: a command to run, a screen to open, or None."""
    commands: dict[str, Command] = {}
    rows: list[ListRow] = []
    for node, one in found_here(screen):
        if one.id.startswith("choose") or one.id in ("commands", "help_mark"):
            continue
        commands[HERE + one.id] = Command(one.call, node)
        rows.append(ListRow(HERE + one.id, (one.title, one.words(), one.help)))
    shell = screen.shell
    if shell.has_campaign:
        for route in routes(shell.campaign.pack):
            keys = f"待办 {route.digit}" if route.digit else ""
            rows.append(ListRow(GO + route.id, (route.title, keys, route.help)))
    key = await screen.app.push_screen_wait(Pick("全部命令", COLUMNS, rows))
    if key is None or key in commands:
        return commands.get(key or "")
    return screen_of(shell.campaign.pack, key.removeprefix(GO), shell.org)
