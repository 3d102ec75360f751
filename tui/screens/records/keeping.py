"""What was kept in a records list, undone: deleted, brought back, looked back at."""

from __future__ import annotations

from typing import ClassVar

from forms.errors import TaizhangError
from store.campaign.history_queries import of_record
from store.campaign.merging import MergeConflict
from store.campaign.records import delete_record
from tui.actions import DELETE, DELETED, HISTORY, UNDO, Action
from tui.screens.dialogs.ask import Ask
from tui.screens.history.deleted import open_deleted
from tui.screens.history.screen import open_history
from tui.screens.records.base import RecordsBase
from tui.screens.records.columns import summary


class Keeping(RecordsBase):
    """F7, F8, Ctrl+Z, Ctrl+D."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (HISTORY, DELETE, UNDO, DELETED)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("delete", "history"):
            row = self._here if self.is_mounted else None
            return row is not None and row.document is not None
        if action == "deleted":
            return self._org is not None
        return super().check_action(action, parameters)

    def action_delete(self) -> None:
        row = self._here
        if row is None or row.document is None:
            return
        document = row.document

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            try:
                delete_record(self.campaign, document)
            except MergeConflict as needed:
                from tui.screens.history.merge import merge_then

                merge_then(self, needed, lambda saved: self.reload())
                return
            except TaizhangError as error:
                self.say(error.sentence, bad=True)
            else:
                self.say("已删除。按 Ctrl+Z 撤销。")
            self.reload()

        what = "这一行台账（存在问题仍保留）" if not self._many else "这一条"
        question = f"删除{what}？\n{summary(self.annex, row)}"
        self.app.push_screen(Ask(question, yes="删除", no="不删"), answered)

    def action_history(self) -> None:
        row = self._here
        if row is None or row.document is None:
            return
        past = of_record(self._annex_id, row.org.id, row.document.id)
        open_history(self, summary(self.annex, row), past)

    def action_deleted(self) -> None:
        if self._org is not None:
            open_deleted(self, self.name_words(), self._annex_id, self._org.id)
