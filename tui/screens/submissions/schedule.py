"""附件1 推进时间表: the rows as printed, and under each its deliverables with countdown and state."""

from __future__ import annotations

from typing import ClassVar

from forms.deadlines import countdown_words
from forms.pack import Deliverable, ScheduleAnnex, Stage
from forms.printed_day import official_day
from store.campaign.organisations import organisations
from store.campaign.submissions import Obligation
from tui.screens.submissions.due_rows import due_row, key_of
from tui.screens.submissions.obligations import ObligationsScreen
from tui.widgets.row_list import ListColumn, ListRow

OWED_BY = {"unit": "由二级党组织报送", "title-holder": "由有称号的党组织报送"}


class ScheduleScreen(ObligationsScreen):
    """All obligations of the organisation in view and those below it, stage by stage."""

    COLUMNS: ClassVar[tuple[ListColumn, ...]] = (
        ListColumn("剩余", 9),
        ListColumn("状态", 20),
        ListColumn("报送材料", wrap=True),
    )

    @property
    def _annex(self) -> ScheduleAnnex:
        annex = self.campaign.pack.schedule
        assert annex is not None, "this screen opens for a schedule"
        return annex

    def name_words(self) -> str:
        return f"附件{self._annex.number} {self._annex.name}"

    def build_rows(self, owed: list[Obligation]) -> list[ListRow]:
        rows: list[ListRow] = []
        for number, stage in enumerate(self._annex.stages, 1):
            if rows:
                rows.append(ListRow(f"gap {number}", ("",), heading=True))
            rows.append(ListRow(f"stage {number}", (_printed(stage),), heading=True))
            for deliverable in self._annex.deliverables:
                if deliverable.stage == number:
                    rows.extend(self._rows_of(deliverable, owed))
        return rows

    def _rows_of(self, deliverable: Deliverable, owed: list[Obligation]) -> list[ListRow]:
        mine = [one for one in owed if one.deliverable.id == deliverable.id]
        due = f"期限 {official_day(deliverable.due)}"
        if not mine:
            days = (deliverable.due - self.campaign.clock.today()).days
            left = countdown_words(days) if days >= 0 else ""
            text = f"{deliverable.title}\n{OWED_BY[deliverable.owed_by]}  {due}"
            return [ListRow(deliverable.id, (left, "", text), faint=True)]
        return [due_row(key_of(one), one, f"期限 {official_day(one.due)}") for one in mine]

    def export_target(self) -> tuple[str, str] | None:
        known = organisations(self.campaign).all
        org = self.scope or (known[0].id if known else "")
        return (self._annex.id, org) if org else None


def _printed(stage: Stage) -> str:
    """A row of annex 1 as printed: period and content, its remarks beneath."""
    lines = [f"{stage.period}  {stage.content}", *(f"    {paragraph}" for paragraph in stage.note)]
    return "\n".join(lines)
