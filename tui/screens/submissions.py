"""报送材料: the written documents to hand in, each with its state, date and note."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from forms.when import official_day
from store.campaign.submissions import Obligation
from tui.screens.obligations import ObligationsScreen, key_of, left_words
from tui.widgets.row_list import ListColumn, ListRow, RowList


class SubmissionsScreen(ObligationsScreen):
    """Deliverables that are no annex; annexes are handed in as forms and marked on 推进时间表."""

    NAME = "报送材料"
    COLUMNS: ClassVar[tuple[ListColumn, ...]] = (
        ListColumn("材料", wrap=True),
        ListColumn("党组织", 18),
        ListColumn("剩余", 9),
        ListColumn("状态", 16),
    )

    def shown(self, one: Obligation) -> bool:
        return not one.deliverable.annex

    def build_rows(self, owed: list[Obligation]) -> list[ListRow]:
        self.query_one(RowList).set_empty(
            "这里还没有要报送的材料。先在待办里添加党组织，有称号的在党组织里填写称号。"
        )
        return [
            ListRow(
                key_of(one),
                (_words(one), one.org.name, left_words(one), one.status.words),
                strong=one.status.overdue,
                faint=not one.status.pending,
            )
            for one in owed
        ]


def _words(one: Obligation) -> str:
    lines = [one.name, f"期限 {official_day(one.due)}"]
    if one.submission.date:
        lines[-1] += f"  报送 {official_day(date.fromisoformat(one.submission.date))}"
    if one.submission.note:
        lines.append(f"说明：{one.submission.note}")
    return "\n".join(lines)
