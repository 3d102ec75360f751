"""报送材料: the written documents to hand in, each with its state, date and note."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from forms.when import official_day
from store.campaign.submissions import Obligation
from tui.screens.due_rows import DUE_COLUMNS, due_row, key_of
from tui.screens.obligations import ObligationsScreen
from tui.widgets.row_list import ListColumn, ListRow, RowList


class SubmissionsScreen(ObligationsScreen):
    """Deliverables that are no annex; annexes are handed in as forms and marked on 推进时间表."""

    NAME = "报送材料"
    COLUMNS: ClassVar[tuple[ListColumn, ...]] = DUE_COLUMNS

    def shown(self, one: Obligation) -> bool:
        return not one.deliverable.annex

    def build_rows(self, owed: list[Obligation]) -> list[ListRow]:
        self.query_one(RowList).set_empty(
            "这里还没有要报送的材料。先在待办里添加党组织，有称号的在党组织里填写称号。"
        )
        return [due_row(key_of(one), one, *_more(one)) for one in owed]


def _more(one: Obligation) -> list[str]:
    words = [f"期限 {official_day(one.due)}"]
    if one.submission.date:
        words.append(f"报送 {official_day(date.fromisoformat(one.submission.date))}")
    if one.submission.note:
        words.append(f"说明：{one.submission.note}")
    return words
