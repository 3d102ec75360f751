"""The dialog for 表头, what stands above a form's table (填报单位, 截止时间): one for each unit and annex."""

from __future__ import annotations

from textual.app import ComposeResult

from forms.organisation import Organisation
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.heads import head, head_rev, set_head
from tui.actions import SAVE
from tui.flow import flow
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.screens.saving import Merged, save
from tui.widgets.form import Form, Line

PROMPTS = {
    "organisation": "默认是本党组织的规范简称；清空则恢复默认。",
    "deadline": "台账内容截至的日期，默认为报送期限；清空则恢复默认。",
}


class HeadDialog(Dialog[bool]):
    """True when something was saved."""

    CLOSED = False
    ACTIONS = (SAVE, CANCEL)

    def __init__(self, campaign: Campaign, annex: RecordsAnnex, org: Organisation) -> None:
        super().__init__(f"附件{annex.number}的表头　{org.name}")
        self._campaign, self._annex, self._org = campaign, annex, org

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        self._base = head_rev(self._campaign, self._annex, self._org.id)
        now = head(self._campaign, self._annex, self._org.id)
        yield Form.of(
            [
                Line(field.id, field.label, PROMPTS.get(field.default, ""), now.get(field.id, ""))
                for field in self._annex.head
            ]
        )

    @flow
    async def action_save(self) -> None:
        """Save what the form holds."""
        form = self.query_one(Form)
        changed = form.changed()
        if not changed:
            self.dismiss(False)
            return

        def write() -> None:
            set_head(self._campaign, self._annex, self._org.id, changed, self._base)

        done = await save(self.app, write, lambda field, text: form.type_in({field: text}))
        if done is not Merged.LEFT:
            self.dismiss(True)
