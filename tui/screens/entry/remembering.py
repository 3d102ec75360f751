"""F7 in an entry form, and what it says when somebody else saves the same record."""

from __future__ import annotations

from collections.abc import Sequence

from forms.document_tables import FINDING
from forms.errors import TaizhangError
from store.campaign.findings import findings
from store.campaign.history_queries import of_record
from store.campaign.records import get_row
from store.campaign.watching import shards_of
from store.protocol import Document
from tui.screens.dialogs.notice import notice
from tui.screens.entry.base import OWNER, EntryBase
from tui.screens.history.screen import open_history
from tui.widgets.entry_form import EntryForm


class Remembering(EntryBase):
    """The past of the record being filled in, and what others make of it meanwhile."""

    _told_of: tuple[object, ...] = ()
    """What was last said to be another's: the record's revision, and the findings'."""

    def watched(self) -> Sequence[str]:
        return shards_of(self.campaign, self._org) if self._document else ()

    def others_saved(self) -> None:
        """Say so once for each of their revisions; what is being typed stays."""
        if not self._document or not self.query(EntryForm):
            return
        try:
            now = get_row(self.campaign, self._annex_id, self._org, self._document).document
            written = findings(self.campaign, self._org) if self.finding_fields else []
        except TaizhangError:
            return  # saving will say it
        rev = now.rev if now else 0
        theirs = [(finding.id, finding.rev) for finding in written]
        if (rev, theirs) == self._told_of:
            return
        self._told_of = (rev, theirs)
        if rev != self._base:
            self.say(notice("这条记录", now))
        elif theirs != [(finding.id, finding.rev) for finding in self._start.before]:
            self.say("存在问题刚被别人改过，保存时会合并。")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "history":
            return bool(self._base)
        return super().check_action(action, parameters)

    def action_history(self) -> None:
        current = self.form.here
        field = current.field if current is not None and current.field.id != OWNER else None
        name = "" if field is None else FINDING if field.id in self.finding_fields else field.id
        what = f"附件{self.annex.number} {self.annex.name} {self.org_words()}"
        past = of_record(self._annex_id, self._org, self._document)
        label = field.label if field else ""
        open_history(self, what, past, field=name, label=label, then=self._seen_history)

    def _seen_history(self, back: Document | None) -> None:
        """Something was brought back: show it, unless what was typed here would be lost by that."""
        if back is None:
            return
        if self.unsaved():
            self.say("已恢复。您填的还没有保存，保存时会与恢复的合并。")
            return
        row = get_row(self.campaign, self._annex_id, self._org, self._document)
        self._base = row.document.rev if row.document else 0
        self._start = self.from_row(row, {})
        self.form.load(self._start.texts)
        if self.finding_fields:
            self.editor.load(self._start.after)
        self.say("已恢复，现在填的是恢复的内容。")
