"""F9: every command that works here, and the way to every screen, searchable; Enter runs it."""

from __future__ import annotations

from textual.dom import DOMNode

from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.pick import Pick
from tui.screens.routes import open_route, routes
from tui.widgets.keys_here import found_here
from tui.widgets.row_list import ListColumn, ListRow

COLUMNS = (ListColumn("", 16), ListColumn("", 14, wrap=True), ListColumn("", wrap=True))
HERE, GO = "here:", "go:"


def open_command_list(screen: TaizhangScreen) -> None:
    """Over ``screen``; the chosen command runs where its key would have run it."""
    nodes: dict[str, tuple[DOMNode, str]] = {}
    rows: list[ListRow] = []
    for node, action in found_here(screen):
        if action.id.startswith("choose") or action.id in ("commands", "help_mark"):
            continue
        nodes[HERE + action.id] = (node, action.id)
        rows.append(ListRow(HERE + action.id, (action.title, action.words(), action.help)))
    if screen.shell.has_campaign:
        for route in routes(screen.campaign.pack):
            keys = f"待办 {route.digit}" if route.digit else ""
            rows.append(ListRow(GO + route.id, (route.title, keys, route.help)))

    async def run(key: str | None) -> None:
        if key is None:
            return
        if key.startswith(GO):
            open_route(screen.shell, key.removeprefix(GO), screen.shell.org)
        else:
            node, action = nodes[key]
            await screen.app.run_action(action, node)

    screen.app.push_screen(Pick("全部命令", COLUMNS, rows), run)
