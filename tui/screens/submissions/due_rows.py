"""Obligations in a list, of all organisations or of one and those below it: on 待办, 推进时间表 and 报送材料
alike."""

from __future__ import annotations

from collections.abc import Sequence

from forms.deadlines import countdown_words
from store.campaign.organisations import organisations, shards_of
from store.campaign.submissions import Obligation
from tui.flow import flow
from tui.screens.base import ListScreen
from tui.screens.dialogs.pick import PickOrg
from tui.widgets.row_list import ListColumn, ListRow


def key_of(one: Obligation) -> str:
    """What tells it from others."""
    return "\n".join((one.deliverable.id, one.org.id, one.title.words() if one.title else ""))


DUE_COLUMNS = (ListColumn("剩余", 9), ListColumn("状态", 20), ListColumn("材料", wrap=True))
"""Titles stand last: quotation marks in them are of uncertain width and would push what follows."""


def due_row(key: str, one: Obligation, *more: str) -> ListRow:
    """Countdown, state and title; beneath the title who owes it, for which title of theirs, and ``more``."""
    about = [one.org.name, one.title.words() if one.title else "", *more]
    text = "\n".join((one.deliverable.title, "  ".join(part for part in about if part)))
    return ListRow(
        key,
        (left_words(one), one.status.words, text),
        strong=one.status.overdue,
        faint=not one.status.pending,
    )


def left_words(one: Obligation) -> str:
    """Days left, for what is still to be handed in."""
    return countdown_words(one.status.days_left) if one.status.pending else ""


class ObligationList(ListScreen[Obligation]):
    """``scope`` is the organisation looked at, with those below it; empty: all."""

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def refresh_data(self) -> None:
        """Read from the store again, and show it."""
        if organisations(self.campaign).get(self.scope) is None:
            self.scope = ""

    def watched(self) -> Sequence[str]:
        """Name the shards that hold what is shown."""
        return shards_of(self.campaign, self.scope)

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        org = organisations(self.campaign).get(self.scope)
        return org.name if org else "全部党组织"

    @flow
    async def action_pick_org(self) -> None:
        """Turn to another organisation."""
        org = await self.app.push_screen_wait(PickOrg(self.campaign, self.scope, everyone=True))
        if org is not None:
            self.scope = self.shell.org = org
            self.reload()
