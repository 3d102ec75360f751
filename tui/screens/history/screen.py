"""The screen of F7: every version of what was at the cursor, newest first; Enter restores one of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from forms.document_tables import FINDING
from forms.errors import TaizhangError
from forms.neutral import one_line
from store.campaign.changes import FieldChange, changes_by_field, subject
from store.campaign.history import bring_back, bring_back_field
from store.campaign.history_queries import Past
from store.protocol import Document
from store.versions import DEEDS, Version
from tui.actions import UNDO, Action
from tui.flow import flow
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.ask import Ask
from tui.screens.saving import Merged, save
from tui.widgets.row_list import ListColumn, ListRow, RowList
from tui.widgets.version_text import ChangeText, moment

RESTORE = Action(
    "restore",
    ("enter",),
    "恢复",
    "恢复成光标所在的一版，存为新的一版；现在的内容也留在历史里。",
    changes=True,
)
EXTENT = Action("extent", ("f7",), "整条或本项", "在整条的历史和光标所在一项的历史之间切换。", priority=True)


class HistoryScreen(TaizhangScreen):
    """Answers the document last brought back, or None. ``field``: begin with the history of this one alone,
    called ``label`` on the screen: a key of ``data``, ``measures.ID``, or ``finding`` for all findings."""

    NAME = "改动历史"
    ACTIONS: ClassVar[tuple[Action, ...]] = (RESTORE, EXTENT, UNDO)
    COLUMNS = (
        ListColumn("时间", 16),
        ListColumn("账号", 10),
        ListColumn("动作", 4),
        ListColumn("版", 3),
        ListColumn("改了什么"),
    )
    DEFAULT_CSS = """
    HistoryScreen {
        #versions { height: 1fr; }
        #change { height: 1fr; background: $panel; padding: 0 1; margin-top: 1; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, what: str, past: Past, *, field: str = "", label: str = "") -> None:
        super().__init__()
        self._what, self._past = what, past
        self._field, self._label = field, label
        self._only = bool(field)
        """Only the history of the field."""
        self._shown: dict[str, Version] = {}
        self._newest: dict[str, Version] = {}
        """Of each document."""
        self._back: Document | None = None

    def org_words(self) -> str:
        return f"{self._what}：{self._label}" if self._only else self._what

    def next_words(self) -> str:
        return "" if self._shown else "还没有改动"

    # Showing

    def compose_body(self) -> ComposeResult:
        yield RowList(self.COLUMNS, id="versions")
        with VerticalScroll(id="change"):
            yield ChangeText()

    def on_mount(self) -> None:
        self.query_one(RowList).focus()

    def watched(self) -> Sequence[str]:
        return tuple({version.shard for version in self._newest.values()})

    def refresh_data(self) -> None:
        found = self._past(self.campaign)
        self._newest = {version.id: version for version in found}
        if self._only and not any(self._changes(version) for version in found):
            self._only = False
            if found:
                self.say(f"“{self._label}”没有单独的改动，这里是整条的历史。")
        shown = [version for version in reversed(found) if not self._only or self._changes(version)]
        self._shown = {f"{version.id} {version.rev}": version for version in shown}
        rows = self.query_one(RowList)
        rows.set_empty("还没有保存过，没有历史。保存以后，每次改动都列在这里；按 Esc 返回。")
        rows.set_rows([self._row(key, version) for key, version in self._shown.items()])
        self._show()

    def _changes(self, version: Version) -> dict[str, FieldChange]:
        """What it changed, by field; while only one field is looked at, what is the history of that."""
        found = changes_by_field(self.campaign, version)
        if not self._only:
            return found
        if self._field == FINDING:
            return found if version.annex == FINDING else {}
        return {name: one for name, one in found.items() if name in (self._field, f"forced.{self._field}")}

    def _row(self, key: str, version: Version) -> ListRow:
        changes = self._changes(version).values()
        words = "、".join(one.label for one in changes)
        if version.deed != "changed":  # all of it: its first texts tell more than the names of the fields
            words = "　".join(one.after or one.before for one in changes)
        if version.annex == FINDING:
            words = f"{subject(self.campaign, version)}：{words}"
        rev = "" if version.document is None else str(version.rev)
        cells = (moment(version.at), version.by, DEEDS[version.deed], rev, words)
        return ListRow(key, cells, faint=version.document is None)

    @property
    def _here(self) -> Version | None:
        return self._shown.get(self.query_one(RowList).key) if self.is_mounted else None

    @on(RowList.Moved)
    def moved(self) -> None:
        self._show()
        self.refresh_chrome()

    def _show(self) -> None:
        version = self._here
        changes = list(self._changes(version).values()) if version else []
        self.query_one(ChangeText).show(changes, bool(version and version.deed == "changed"))
        self.query_one("#change").scroll_home(animate=False)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "restore":
            version = self._here
            return version is not None and self._wanted(version) is not None
        if action == "extent":
            return bool(self._field)
        return super().check_action(action, parameters)

    def _wanted(self, version: Version) -> Document | None:
        """What the row brings back: its version, or before a deletion the last one. None: it is there."""
        newest = self._newest[version.id]
        if version.document is None:
            return version.before if newest is version else None
        return None if version is newest else version.document

    def action_extent(self) -> None:
        self._only = not self._only
        self.say("")
        self.reload()

    @on(RowList.Chosen)
    def chosen(self) -> None:
        self.action_restore()

    @flow
    async def action_restore(self) -> None:
        version = self._here
        wanted = self._wanted(version) if version else None
        if version is None or wanted is None:
            self.say("现在就是这一版。" if version else "")
            return
        alone = self._only and self._field != FINDING and self._newest[version.id].document is not None
        what = f"“{self._label}”" if alone else "这一条"
        when = moment(wanted.updated_at)
        question = f"把{what}恢复成第{wanted.rev}版（{one_line(wanted.updated_by)}，{when}）的内容？"
        question += "\n存为新的一版，现在的内容也留在历史里。"
        if await self.app.push_screen_wait(Ask(question, yes="恢复", no="不恢复")):
            await self._restore(version.shard, wanted, self._field if alone else "")

    async def _restore(self, shard: str, wanted: Document, field: str) -> None:
        c, name, rev = self.campaign, wanted.id, wanted.rev
        bring = partial(bring_back_field, field=field) if field else bring_back
        try:
            back = await save(self.app, lambda: bring(c, shard, name, rev))
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
            return
        self.reload()
        if back is Merged.LEFT:
            return
        self._back = c.store.get(shard, name) if back is Merged.MERGED else back
        rows = self.query_one(RowList)
        if rows.rows:
            rows.go(rows.rows[0].key)
        if self._back is not None:
            self.say(f"已恢复成第{wanted.rev}版的内容，存为第{self._back.rev}版。按 Ctrl+Z 撤销。")

    def action_back(self) -> None:
        self.dismiss(self._back)


def open_history(screen: TaizhangScreen, what: str, past: Past, *, field: str = "", label: str = "") -> None:
    """Over ``screen``, which reads again when it is left; the others are ``HistoryScreen``'s."""
    screen.app.push_screen(HistoryScreen(what, past, field=field, label=label))
