"""佐证 of an indicator: records to point to, those that count for its numbers first (F4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult

from tui.screens.dialogs.pick_values import FilterBox, PickValues
from tui.widgets.row_list import ListColumn, ListRow, RowList

GROUPS = {"counts": "计入本条数字的", "own": "其他记录", "gone": "已不在的"}


@dataclass(frozen=True)
class Candidate:
    """A record: its id, when it was, what it was about, and which of ``GROUPS`` it stands under."""

    id: str
    time: str
    words: str
    group: str


class PickEvidence(PickValues):
    """Ids of the records chosen, in the order of the list. Enter alone takes the one at the cursor, as in
    other lists, but only while none is marked."""

    DEFAULT_CSS = """
    PickEvidence {
        #box { width: 100%; max-width: 110; max-height: 36; }
    }
    """

    def __init__(self, title: str, candidates: Sequence[Candidate], chosen: Sequence[str]) -> None:
        super().__init__(title, [one.id for one in candidates], chosen)
        self._candidates = candidates

    def compose_box(self) -> ComposeResult:
        yield FilterBox(placeholder="输入几个字或拼音筛选", id="filter")
        columns = (ListColumn("", 3), ListColumn("", 20), ListColumn(""))
        rows = RowList(columns, empty="没有符合的学习记录；先到学习情况里录入，再来列为佐证。", header=False)
        rows.can_focus = False
        rows.add_class("-active")
        yield rows

    def made_rows(self) -> list[ListRow]:
        rows: list[ListRow] = []
        group = ""
        for one in self._candidates:
            if one.group != group:
                group = one.group
                rows.append(ListRow(group, (GROUPS[group],), heading=True))
            mark = "[x]" if one.id in self._chosen else "[ ]"
            rows.append(ListRow(one.id, (mark, one.time, one.words)))
        return rows

    def action_take(self) -> None:
        if self._chosen and not self._marked:
            self._marked = True  # those marked before stay; the cursor means nothing
        super().action_take()
