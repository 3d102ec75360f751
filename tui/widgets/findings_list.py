"""The findings there are, as a list to move, change, list and delete in."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from tui.actions import Action, bindings
from tui.widgets.row_list import BLANK, MARK, RowList

CHANGE = Action(
    "change", ("enter",), "修改", "修改光标所在的问题：原文、台账表述、对照指标、是否列入台账。", changes=True
)
DROP = Action("drop", ("f8",), "删除", "删除光标所在的问题；先问。", priority=True, changes=True)
LIST = Action("toggle_listed", ("space",), "列入台账", "光标所在的问题列入台账，或不列入。", changes=True)
EARLIER = Action(
    "shift(-1)",
    ("ctrl+up",),
    "前移",
    "把光标所在的问题往前移；也可以按数字移到第几条。",
    show=False,
    changes=True,
)
LATER = Action(
    "shift(1)",
    ("ctrl+down",),
    "后移",
    "把光标所在的问题往后移；也可以按数字移到第几条。",
    show=False,
    changes=True,
)


class FindingsList(RowList):
    """The findings there are. Up and Down leave at its ends; a digit moves the finding to that place."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (CHANGE, DROP, LIST, EARLIER, LATER)
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)
    DEFAULT_CSS = """
    FindingsList { height: auto; &:blur .rows--cursor { background: $background; } }
    """

    class Leave(Message):
        """Beyond the first (-1) or the last finding (+1)."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    class Reorder(Message):
        """Move the finding at the cursor to this place, counted from 0 among those shown."""

        def __init__(self, key: str, place: int) -> None:
            super().__init__()
            self.key, self.place = key, place

    class Toggle(Message):
        """List the finding in the ledger, or not."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Drop(Message):
        """Delete the finding."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    @property
    def lines(self) -> int:
        return len(self.row_lines)

    def _lay_out(self) -> None:
        super()._lay_out()
        self.styles.height = max(len(self.row_lines), 1)

    def render_line(self, y: int) -> Strip:
        """Without the mark of the cursor while it is elsewhere: there is only one place where one types."""
        strip = super().render_line(y)
        if self.has_focus or not strip.text.startswith(MARK):
            return strip
        rest = list(strip.crop(len(MARK)))
        return Strip([Segment(BLANK, rest[0].style), *rest], strip.cell_length)

    def action_move(self, by: int) -> None:
        before = self.key
        super().action_move(by)
        if self.key == before and abs(by) == 1:
            self.post_message(self.Leave(by))

    def action_shift(self, by: int) -> None:
        place = [row.key for row in self.rows].index(self.key) if self.key else -1
        if place >= 0:
            self.post_message(self.Reorder(self.key, place + by))

    def action_toggle_listed(self) -> None:
        if self.key:
            self.post_message(self.Toggle(self.key))

    def action_change(self) -> None:
        self.action_choose()

    def action_drop(self) -> None:
        if self.key:
            self.post_message(self.Drop(self.key))

    def on_key(self, event: events.Key) -> None:
        if self.key and event.character and event.character in "123456789１２３４５６７８９":
            event.stop()
            self.post_message(self.Reorder(self.key, int(event.character) - 1))
