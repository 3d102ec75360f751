"""党组织: all of them in official order; added, changed, removed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from forms.organisation import LEVEL_WORDS, Organisation
from forms.organisations import Organisations
from store.campaign.history import of_document
from store.campaign.organisation_entry import organisation_document, remove_organisation
from store.campaign.organisations import organisations
from store.protocol import ORGANISATIONS
from tui.actions import DELETE, DELETED, HISTORY, NEW, UNDO, action
from tui.flow import flow
from tui.screens.base import ListScreen
from tui.screens.dialogs.dialog import Ask
from tui.screens.dialogs.pick import inset_name
from tui.screens.history.screen import DeletedScreen, HistoryScreen
from tui.screens.organisation.form import OrganisationForm
from tui.screens.saving import Merged, save
from tui.widgets.row_list import ListColumn, ListRow, RowList

CHANGE = action("change | enter | 修改 | 修改光标所在的党组织。")


class OrganisationsScreen(ListScreen[Organisation]):
    """Enter changes, Ctrl+N adds below the one at the cursor, F8 removes."""

    NAME = "党组织"
    ENTER = "change"
    AT_A_ROW = ("change", "delete", "history")
    ACTIONS = (CHANGE, NEW, HISTORY, DELETE, UNDO, DELETED)
    COLUMNS = (
        ListColumn("序号", 4),
        ListColumn("党组织"),
        ListColumn("类型", 10),
        ListColumn("党员", 4),
        ListColumn("书记", 8),
        ListColumn("编号", 10),
    )

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        yield RowList(
            self.COLUMNS, empty="还没有党组织。按 Ctrl+N 添加第一个：先加学院等二级党组织，再加各党支部。"
        )

    def refresh_data(self) -> None:
        """Read from the store again, and show it."""
        known = organisations(self.campaign)
        self.items = {org.id: org for org in known.all}
        self.listing.set_rows([_row(known, org) for org in known.all])

    def written(self) -> str:
        """Name what is changed here."""
        return ORGANISATIONS

    def watched(self) -> Sequence[str]:
        """Name the shards that hold what is shown."""
        return (ORGANISATIONS,)

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        return f"共{len(self.items)}个" if self.items else ""

    def next_words(self) -> str:
        """Say what to do next."""
        return "" if self.here else "按 Ctrl+N 添加"

    def action_change(self) -> None:
        """Open the form of the one at the cursor."""
        if self.here is not None:
            self._open(self.here)

    def action_new(self) -> None:
        """Open a blank form."""
        self._open(None)

    @flow
    async def _open(self, org: Organisation | None) -> None:
        done = await self.app.push_screen_wait(OrganisationForm(org, near=self.here))
        if done is not None:
            self.reload()
            self.listing.go(done.id)
            self.say(f"已保存：{done.name}（编号 {done.id}）。")

    @flow
    async def action_delete(self) -> None:
        """Delete what is at the cursor, after asking."""
        org = self.here
        document = organisation_document(self.campaign, org.id) if org else None
        if org is None or document is None:
            return
        if not await self.app.push_screen_wait(Ask(f"删除“{org.name}”？", yes="删除", no="不删")):
            return
        done = await save(self.app, lambda: remove_organisation(self.campaign, org.id, document.rev))
        self.reload()
        if not isinstance(done, Merged):
            self.say(f"已删除：{org.name}。按 Ctrl+Z 撤销。")

    def action_history(self) -> None:
        """Open the history of what is at the cursor."""
        if self.here is not None:
            self.app.push_screen(HistoryScreen(self.here.name, of_document(ORGANISATIONS, self.here.id)))

    def action_deleted(self) -> None:
        """Open the list of what was deleted."""
        self.app.push_screen(DeletedScreen(self.NAME, "organisation"))


def _row(known: Organisations, org: Organisation) -> ListRow:
    members = "" if org.members is None else str(org.members)
    return ListRow(
        org.id,
        (
            str(org.order) if org.order else "",
            inset_name(known, org),
            org.type or LEVEL_WORDS[org.level],
            members,
            org.secretary,
            org.id,
        ),
    )
