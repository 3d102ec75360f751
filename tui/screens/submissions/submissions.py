"""报送材料: the written documents to hand in, each with its state, date and note; Enter writes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from forms.printed_day import official_day
from store.campaign.materials import material, materials
from store.campaign.submissions import Obligation
from tui.actions import Action
from tui.flow import flow
from tui.screens.dialogs.ask import Choose
from tui.screens.submissions.due_rows import DUE_COLUMNS, due_row, key_of
from tui.screens.submissions.obligations import ObligationsScreen
from tui.widgets.row_list import ListColumn, ListRow

if TYPE_CHECKING:
    from exports.batch import Outcome

WRITE = Action("write", ("enter",), "写材料", "写光标所在的材料：标题、正文、照片、附件。")
MARK = Action("mark", ("f2",), "登记报送", "登记光标所在的材料：状态、日期、说明。", changes=True)


class SubmissionsScreen(ObligationsScreen):
    """Deliverables that are no annex; annexes are handed in as forms and marked on 推进时间表."""

    NAME = "报送材料"
    ENTER = "write"
    AT_A_ROW = ("write", "mark", "history")
    ACTIONS: ClassVar[tuple[Action, ...]] = (WRITE, MARK)
    COLUMNS: ClassVar[tuple[ListColumn, ...]] = DUE_COLUMNS

    def shown(self, one: Obligation) -> bool:
        return not one.deliverable.annex

    def build_rows(self, owed: list[Obligation]) -> list[ListRow]:
        self.listing.set_empty(
            "这里还没有要报送的材料。按 Esc 回到待办，先添加党组织；有称号的，在党组织里填写称号。"
        )
        return [due_row(key_of(one), one, *_more(one)) for one in owed]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "export_word":
            return self.here is not None and bool(materials(self.campaign, self.here))
        return super().check_action(action, parameters)

    @flow
    async def action_write(self) -> None:
        """Where several may be handed in and one is there, which of them is asked."""
        from tui.screens.material.screen import MaterialScreen

        one = self.here
        if one is None:
            return
        kept = materials(self.campaign, one)
        number = kept[0].number if kept else 1
        if one.deliverable.several and kept:
            options = [
                (str(found.number), f"第{found.number}份 {found.heading}　{found.words}") for found in kept
            ]
            options.append((str(kept[-1].number + 1), "再写一份"))
            choice = await self.app.push_screen_wait(Choose(f"{one.name}，写哪一份？", options))
            if choice is None:
                return
            number = int(choice)
        self.app.push_screen(MaterialScreen(material(self.campaign, one, number)))

    def export_work(self, format: str) -> Callable[[Path], Outcome] | None:
        """Everything written for the deliverable at the cursor."""
        one, campaign = self.here, self.campaign
        if one is None or format != "docx":
            return None

        def work(folder: Path) -> Outcome:
            from exports.batch import export_written

            return export_written(campaign, materials(campaign, one), folder)

        return work


def _more(one: Obligation) -> list[str]:
    words = [f"期限 {official_day(one.due)}"]
    if one.missing:
        words.append(one.missing)
    if one.submission.date:
        words.append(f"报送 {official_day(date.fromisoformat(one.submission.date))}")
    if one.submission.note:
        words.append(f"说明：{one.submission.note}")
    return words
