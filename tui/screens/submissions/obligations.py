"""What 推进时间表 and 报送材料 share: a list of obligations, each marked in a small dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from forms.organisation import Organisation
from store.campaign.history import of_submission
from store.campaign.organisations import organisations, shards_of
from store.campaign.submissions import Obligation, obligations
from tui.actions import HISTORY, PICK_ORG, UNDO, Action
from tui.flow import flow
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.pick_org import PickOrg
from tui.screens.history.screen import open_history
from tui.screens.submissions.due_rows import key_of
from tui.screens.submissions.mark import MarkDialog
from tui.widgets.row_list import ListColumn, ListRow, RowList

MARK = Action("mark", ("enter", "f2"), "登记报送", "登记光标所在的材料：状态、日期、说明。", changes=True)


class ObligationsScreen(TaizhangScreen):
    """``org_id`` and ``at`` (a deliverable) say what to begin with; an empty organisation means all."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (MARK, HISTORY, UNDO, PICK_ORG)
    COLUMNS: ClassVar[tuple[ListColumn, ...]] = ()

    def __init__(self, org_id: str = "", at: str = "") -> None:
        super().__init__()
        self.scope_id = org_id
        self._at = at
        self._by_key: dict[str, Obligation] = {}
        self._org: Organisation | None = None

    def compose_body(self) -> ComposeResult:
        yield RowList(self.COLUMNS)

    def build_rows(self, owed: list[Obligation]) -> list[ListRow]:
        """The list; rows of obligations have ``key_of`` as their key."""
        raise NotImplementedError

    def shown(self, one: Obligation) -> bool:
        return True

    def refresh_data(self) -> None:
        known = organisations(self.campaign)
        self._org = known.get(self.scope_id)
        if self._org is None:
            self.scope_id = ""
        owed = [one for one in obligations(self.campaign, self.scope_id) if self.shown(one)]
        self._by_key = {key_of(one): one for one in owed}
        rows = self.query_one(RowList)
        rows.set_rows(self.build_rows(owed), self._wanted(owed))
        self._at = ""

    def watched(self) -> Sequence[str]:
        return shards_of(self.campaign, self.scope_id)

    def _wanted(self, owed: list[Obligation]) -> str | None:
        """Where the cursor goes when the screen opens; None: it stays where it is."""
        if not self._at:
            return None
        found = [one for one in owed if one.deliverable.id == self._at]
        return key_of(next((one for one in found if one.status.pending), found[0])) if found else None

    def org_words(self) -> str:
        return self._org.name if self._org else "全部党组织"

    @property
    def here(self) -> Obligation | None:
        """The one at the cursor."""
        return self._by_key.get(self.query_one(RowList).key) if self.is_mounted else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("mark", "history"):
            return self.here is not None
        return super().check_action(action, parameters)

    @on(RowList.Chosen)
    def chosen(self) -> None:
        self.choose()

    def choose(self) -> None:
        """What Enter does."""
        self.action_mark()

    @on(RowList.Moved)
    def moved(self) -> None:
        self.refresh_bindings()
        self.refresh_chrome()

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

    @flow
    async def action_pick_org(self) -> None:
        org = await self.app.push_screen_wait(PickOrg(self.campaign, self.scope_id, everyone=True))
        if org is not None:
            self.scope_id = self.shell.org = org
            self.reload()
