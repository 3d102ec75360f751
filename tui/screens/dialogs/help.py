"""F1: every key of the screen beneath, each with a sentence. Read from the same table that binds them."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.screen import Screen

from tui.actions import Action, action
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.keys_here import LIST_KEYS, actions_here
from tui.widgets.row_list import ListColumn, ListRow, RowList

CLOSE = action("cancel | escape | 关闭 | 关掉这一页。 | priority")
AGAIN = action("help | f1 | 关闭 | 关掉这一页。 | quiet priority")


class HelpScreen(Dialog[None]):
    """What works on ``screen``."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (CLOSE, AGAIN)
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
