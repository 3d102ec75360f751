"""What is owed and was handed in: 附件1 推进时间表, the rows as printed, and under each its deliverables with
countdown and state; and 报送材料, the written documents: Enter writes one. Each is marked in a dialog."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from forms.deadlines import countdown_words
from forms.neutral import one_line
from forms.pack import Deliverable, ScheduleAnnex, Stage
from forms.printed_day import official_day
from store.campaign.campaign import Campaign
from store.campaign.history import of_submission
from store.campaign.kinds.submission import STATES
from store.campaign.materials import material, materials
from store.campaign.organisations import organisations
from store.campaign.submissions import Obligation, mark, obligations
from tui.actions import HISTORY, PICK_ORG, SAVE, UNDO, Action, action
from tui.flow import flow
from tui.screens.dialogs.dialog import CANCEL, Choose, Dialog
from tui.screens.exporting import written
from tui.screens.history.screen import HistoryScreen
from tui.screens.saving import Merged, save
from tui.screens.submissions.due_rows import DUE_COLUMNS, ObligationList, due_row, key_of
from tui.widgets.form import Form, Line
from tui.widgets.row_list import ListColumn, ListRow, RowList

if TYPE_CHECKING:
    from exports.batch import Outcome

OPTIONS = (*(word for code, word in STATES.items() if code), STATES[""])


class MarkDialog(Dialog[Obligation | None]):
    """Answers the obligation as it stands after saving; None when nothing was saved."""

    ACTIONS = (SAVE, CANCEL)
    QUESTION = ("改过的内容还没保存。", "不保存", "接着填")

    def __init__(self, campaign: Campaign, obligation: Obligation) -> None:
        super().__init__(f"登记报送：{one_line(obligation.name)}")
        self._campaign, self._one = campaign, obligation

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        one = self._one
        due = f"{one.org.name}  期限 {official_day(one.deliverable.due)}  现在：{one.status.words}"
        yield Static(Text(one_line(due)), classes="about")
        yield Form.of(self._fields())

    def _fields(self) -> list[Line]:
        submission, today = self._one.submission, self._campaign.clock.today()
        state = submission.state if submission.state in STATES and submission.state else "submitted"
        day = submission.extended_to if state == "extended" else submission.date
        shown = (
            official_day(date.fromisoformat(day))
            if day
            else official_day(today)
            if state == "submitted"
            else ""
        )
        return [
            Line("state", "状态", "这份材料办到哪一步了。", STATES[state], OPTIONS),
            Line(
                "date",
                "日期",
                "已报送：报送的日期，空着就是今天；延期：延到哪一天。可写 0507、5月7日。",
                shown,
            ),
            Line("note", "说明", "需要说明的写在这里，可以不填。", submission.note),
        ]

    def next_words(self) -> str:
        """Say what to do next."""
        return "看过没错就保存"

    @flow
    async def action_save(self) -> None:
        """Save what the form holds."""
        saved = await save(self.app, self._mark, self._hold)
        if saved is not Merged.LEFT:
            self.dismiss(self._as_it_stands() if saved is Merged.MERGED else saved)

    def _mark(self) -> Obligation:
        values = self.query_one(Form).values()
        extended = values["state"] == STATES["extended"]
        return mark(
            self._campaign,
            self._one,
            values["state"],
            date="" if extended else values["date"],
            extended_to=values["date"] if extended else "",
            note=values["note"],
        )

    def _hold(self, field: str, text: str) -> None:
        if field == "note":
            self.query_one(Form).type_in({"note": text})

    def _as_it_stands(self) -> Obligation:
        one = self._one
        now = obligations(self._campaign, one.org.id)
        return next((other for other in now if key_of(other) == key_of(one)), one)

    def unsaved(self) -> bool:
        """Tell whether something would be lost by leaving."""
        return bool(self.query_one(Form).changed())


MARK = action("mark | enter f2 | 登记报送 | 登记光标所在的材料：状态、日期、说明。 | changes")


class ObligationsScreen(ObligationList):
    """``at``: a deliverable to begin with."""

    ENTER = "mark"
    AT_A_ROW: ClassVar[Collection[str]] = ("mark", "history")
    ACTIONS: ClassVar[tuple[Action, ...]] = (MARK, HISTORY, UNDO, PICK_ORG)
    COLUMNS: ClassVar[tuple[ListColumn, ...]] = ()

    def __init__(self, scope: str = "", at: str = "") -> None:
        super().__init__(scope)
        self._at = at

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        yield RowList(self.COLUMNS)

    def build_rows(self, owed: list[Obligation]) -> list[ListRow]:
        """The list; rows of obligations have ``key_of`` as their key."""
        raise NotImplementedError

    def shown(self, one: Obligation) -> bool:
        """Does it stand in the list?"""
        return True

    def refresh_data(self) -> None:
        """Read from the store again, and show it."""
        super().refresh_data()
        owed = [one for one in obligations(self.campaign, self.scope) if self.shown(one)]
        self.items = {key_of(one): one for one in owed}
        self.listing.set_rows(self.build_rows(owed), self._wanted(owed))
        self._at = ""

    def _wanted(self, owed: list[Obligation]) -> str | None:
        """Where the cursor goes when the screen opens; None: it stays where it is."""
        if not self._at:
            return None
        found = [one for one in owed if one.deliverable.id == self._at]
        return key_of(next((one for one in found if one.status.pending), found[0])) if found else None

    @flow
    async def action_mark(self) -> None:
        """Mark the deliverable at the cursor."""
        one = self.here
        if one is None:
            return
        saved = await self.app.push_screen_wait(MarkDialog(self.campaign, one))
        if saved is not None:
            self.say(f"已登记：{saved.org.name} {saved.name}，{saved.status.words}。")

    def action_history(self) -> None:
        """Open the history of what is at the cursor."""
        one = self.here
        if one is not None:
            self.app.push_screen(HistoryScreen(f"{one.name} {one.org.name}", of_submission(one)))


OWED_BY = {"unit": "由二级党组织报送", "title-holder": "由有称号的党组织报送"}


class ScheduleScreen(ObligationsScreen):
    """All obligations of the organisation in view and those below it, stage by stage."""

    COLUMNS = (
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
        """Say what the screen is called."""
        return f"附件{self._annex.number} {self._annex.name}"

    def build_rows(self, owed: list[Obligation]) -> list[ListRow]:
        """Make the rows of the list."""
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
        """Name the form that F5 and F6 write."""
        known = organisations(self.campaign).all
        org = self.scope or (known[0].id if known else "")
        return (self._annex.id, org) if org else None


def _printed(stage: Stage) -> str:
    """A row of annex 1 as printed: period and content, its remarks beneath."""
    lines = [f"{stage.period}  {stage.content}", *(f"    {paragraph}" for paragraph in stage.note)]
    return "\n".join(lines)


WRITE = action("write | enter | 写材料 | 写光标所在的材料：标题、正文、照片、附件。")
MARK_WRITTEN = action("mark | f2 | 登记报送 | 登记光标所在的材料：状态、日期、说明。 | changes")


class SubmissionsScreen(ObligationsScreen):
    """Deliverables that are no annex; annexes are handed in as forms and marked on 推进时间表."""

    NAME = "报送材料"
    ENTER = "write"
    AT_A_ROW = ("write", "mark", "history")
    ACTIONS = (WRITE, MARK_WRITTEN)
    COLUMNS = DUE_COLUMNS

    def shown(self, one: Obligation) -> bool:
        """Tell whether it is written here, and no annex."""
        return not one.deliverable.annex

    def build_rows(self, owed: list[Obligation]) -> list[ListRow]:
        """Make the rows of the list."""
        self.listing.set_empty(
            "这里还没有要报送的材料。按 Esc 回到待办，先添加党组织；有称号的，在党组织里填写称号。"
        )
        return [due_row(key_of(one), one, *_more(one)) for one in owed]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
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

    def export_work(self, on_paper: bool) -> Callable[[Path], Outcome] | None:
        """Everything written for the deliverable at the cursor."""
        if self.here is None or not on_paper:
            return None
        return partial(written, self.campaign, materials(self.campaign, self.here))


def _more(one: Obligation) -> list[str]:
    words = [f"期限 {official_day(one.due)}"]
    if one.missing:
        words.append(one.missing)
    if one.submission.date:
        words.append(f"报送 {official_day(date.fromisoformat(one.submission.date))}")
    if one.submission.note:
        words.append(f"说明：{one.submission.note}")
    return words
