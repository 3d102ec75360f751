"""F9: every command that works here, and the way to every screen, searchable; Enter runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen

from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.pick import Pick
from tui.screens.routes import routes, screen_of
from tui.widgets.keys_here import found_here
from tui.widgets.row_list import ListColumn, ListRow

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
    for node, action in found_here(screen):
        if action.id.startswith("choose") or action.id in ("commands", "help_mark"):
            continue
        commands[HERE + action.id] = Command(action.call, node)
        rows.append(ListRow(HERE + action.id, (action.title, action.words(), action.help)))
    shell = screen.shell
    if shell.has_campaign:
        for route in routes(shell.campaign.pack):
            keys = f"待办 {route.digit}" if route.digit else ""
            rows.append(ListRow(GO + route.id, (route.title, keys, route.help)))
    key = await screen.app.push_screen_wait(Pick("全部命令", COLUMNS, rows))
    if key is None or key in commands:
        return commands.get(key or "")
    return screen_of(shell.campaign.pack, key.removeprefix(GO), shell.org)
