"""What 推进时间表 and 报送材料 share: a list of obligations, each marked in a dialog."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from forms.neutral import one_line
from forms.printed_day import official_day
from store.campaign.campaign import Campaign
from store.campaign.history_queries import of_submission
from store.campaign.submission_data import STATES
from store.campaign.submissions import Obligation, mark, obligations
from tui.actions import HISTORY, PICK_ORG, SAVE, UNDO, Action
from tui.flow import flow
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.screens.history.screen import open_history
from tui.screens.saving import Merged, save
from tui.screens.submissions.due_rows import ObligationList, key_of
from tui.widgets.form import Form, Line
from tui.widgets.row_list import ListColumn, ListRow, RowList

OPTIONS = (*(word for code, word in STATES.items() if code), STATES[""])


class MarkDialog(Dialog[Obligation | None]):
    """Answers the obligation as it stands after saving; None when nothing was saved."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE, CANCEL)

    def __init__(self, campaign: Campaign, obligation: Obligation) -> None:
        super().__init__(f"登记报送：{one_line(obligation.name)}")
        self._campaign, self._one = campaign, obligation

    def compose_box(self) -> ComposeResult:
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
        return "看过没错就保存"

    @flow
    async def action_save(self) -> None:
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

    @flow
    async def action_cancel(self) -> None:
        question = Ask("改过的内容还没保存。", yes="不保存", no="接着填")
        if not self.unsaved() or await self.app.push_screen_wait(question):
            self.dismiss(None)

    def unsaved(self) -> bool:
        return bool(self.query_one(Form).changed())


MARK = Action("mark", ("enter", "f2"), "登记报送", "登记光标所在的材料：状态、日期、说明。", changes=True)


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
        yield RowList(self.COLUMNS)

    def build_rows(self, owed: list[Obligation]) -> list[ListRow]:
        """The list; rows of obligations have ``key_of`` as their key."""
        raise NotImplementedError

    def shown(self, one: Obligation) -> bool:
        """Does it stand in the list?"""
        return True

    def refresh_data(self) -> None:
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
        one = self.here
        if one is None:
            return
        saved = await self.app.push_screen_wait(MarkDialog(self.campaign, one))
        if saved is not None:
            self.say(f"已登记：{saved.org.name} {saved.name}，{saved.status.words}。")

    def action_history(self) -> None:
        one = self.here
        if one is not None:
            open_history(self, f"{one.name} {one.org.name}", of_submission(one))
