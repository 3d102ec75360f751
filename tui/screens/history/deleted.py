"""The screen of deleted records: by whom, when, what was in them; Enter restores the one at the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from forms.errors import TaizhangError
from store.campaign.changes import describe_changes, subject
from store.campaign.history import bring_back, deleted
from store.campaign.history_queries import of_document
from store.campaign.merging import MergeConflict
from store.campaign.organisations import organisations
from store.campaign.watching import shards_of
from store.versions import Version
from tui.actions import HISTORY, UNDO, Action
from tui.screens.base import TaizhangScreen
from tui.screens.history.screen import open_history
from tui.widgets.row_list import ListColumn, ListRow, RowList
from tui.widgets.version_text import ChangeText, moment

RESTORE = Action("restore", ("enter",), "恢复", "恢复光标所在的一条，内容和删除以前一样。", changes=True)


class DeletedScreen(TaizhangScreen):
    """Of an annex, of an organisation and those below it; ``organisation`` for the list of organisations."""

    NAME = "已删除的"
    ACTIONS: ClassVar[tuple[Action, ...]] = (RESTORE, HISTORY, UNDO)
    COLUMNS = (
        ListColumn("删除时间", 16),
        ListColumn("删除的账号", 10),
        ListColumn("党组织", 20),
        ListColumn("内容"),
    )
    DEFAULT_CSS = """
    DeletedScreen {
        #deleted { height: 1fr; }
        #content { height: 1fr; background: $panel; padding: 0 1; margin-top: 1; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, name: str, annex_id: str, org_id: str = "") -> None:
        super().__init__()
        self._what, self._annex_id, self._org_id = name, annex_id, org_id
        self._deleted: dict[str, Version] = {}

    def name_words(self) -> str:
        return f"{self._what} 已删除的"

    def org_words(self) -> str:
        org = organisations(self.campaign).get(self._org_id)
        return org.name if org else ""

    def compose_body(self) -> ComposeResult:
        yield RowList(
            self.COLUMNS, id="deleted", empty="没有已删除的内容。删除过的会列在这里，回车恢复；按 Esc 返回。"
        )
        with VerticalScroll(id="content"):
            yield ChangeText()

    def on_mount(self) -> None:
        self.query_one(RowList).focus()

    def watched(self) -> Sequence[str]:
        return shards_of(self.campaign, self._org_id)

    def refresh_data(self) -> None:
        found = deleted(self.campaign, self._annex_id, self._org_id)
        self._deleted = {version.id: version for version in found}
        self.query_one(RowList).set_rows([self._row(version) for version in found])
        self._show()

    def _row(self, version: Version) -> ListRow:
        org = organisations(self.campaign).get(version.org)
        changes = describe_changes(self.campaign, version)
        first = next((one.before for one in changes if len(one.before) > 12), "")
        words = f"{subject(self.campaign, version)} {first}"
        return ListRow(version.id, (moment(version.at), version.by, org.name if org else version.org, words))

    @property
    def _here(self) -> Version | None:
        return self._deleted.get(self.query_one(RowList).key) if self.is_mounted else None

    @on(RowList.Moved)
    def moved(self) -> None:
        self._show()
        self.refresh_chrome()

    def _show(self) -> None:
        version = self._here
        self.query_one(ChangeText).show(describe_changes(self.campaign, version) if version else [], False)
        self.query_one("#content").scroll_home(animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("restore", "history"):
            return self._here is not None
        return super().check_action(action, parameters)

    @on(RowList.Chosen)
    def chosen(self) -> None:
        self.action_restore()

    def action_restore(self) -> None:
        version = self._here
        if version is None or version.before is None:
            return
        try:
            bring_back(self.campaign, version.shard, version.id, version.before.rev)
        except MergeConflict:
            self.say("刚有人恢复了这一条。")
            self.reload()
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
        else:
            self.reload()
            self.say(f"已恢复：{subject(self.campaign, version)}。按 Ctrl+Z 撤销。")

    def action_history(self) -> None:
        version = self._here
        if version is not None:
            past = of_document(version.shard, version.id)
            open_history(self, subject(self.campaign, version), past)


def open_deleted(screen: TaizhangScreen, name: str, annex_id: str, org_id: str = "") -> None:
    """What was deleted of an annex, over ``screen``."""
    screen.app.push_screen(DeletedScreen(name, annex_id, org_id))
