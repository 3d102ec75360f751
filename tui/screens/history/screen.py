"""What was: the screen of F7, every version of what was at the cursor, newest first; and the one of what was
deleted. Enter restores the one at the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from forms.document_tables import FINDING
from forms.neutral import one_line
from store.campaign.changes import FieldChange, changes_by_field, describe_changes, subject
from store.campaign.history import Past, bring_back, bring_back_field, deleted, of_document
from store.campaign.merging import MergeConflict
from store.campaign.organisations import organisations, shards_of
from store.protocol import Document
from store.versions import DEEDS, Version
from tui.actions import HISTORY, UNDO, action, actions
from tui.flow import flow
from tui.screens.base import ListScreen
from tui.screens.dialogs.dialog import Ask
from tui.screens.saving import Merged, save
from tui.widgets.row_list import ListColumn, ListRow, RowList
from tui.widgets.version_text import ChangeText, moment

RESTORE, EXTENT = actions("""
restore | enter | 恢复 | 恢复成光标所在的一版，存为新的一版；现在的内容也留在历史里。 | changes
extent | f7 | 整条或本项 | 在整条的历史和光标所在一项的历史之间切换。 | priority
""")


class VersionsScreen(ListScreen[Version]):
    """Versions in a list, and beneath it what the one at the cursor changed."""

    ENTER = "restore"
    COLUMNS: ClassVar[tuple[ListColumn, ...]]
    EMPTY: ClassVar[str]
    DEFAULT_CSS = """
    VersionsScreen {
        #change { height: 1fr; background: $panel; padding: 0 1; margin-top: 1; scrollbar-size-vertical: 1; }
    }
    """

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        yield RowList(self.COLUMNS, empty=self.EMPTY)
        with VerticalScroll(id="change"):
            yield ChangeText()

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.listing.focus()

    def changes(self, version: Version) -> list[FieldChange]:
        """What is told of a version."""
        raise NotImplementedError

    def show_here(self) -> None:
        """Show what belongs to the row at the cursor."""
        version = self.here
        both = version is not None and version.deed == "changed"
        self.query_one(ChangeText).show(self.changes(version) if version else [], both)
        self.query_one("#change").scroll_home(animate=False)


class HistoryScreen(VersionsScreen):
    """Answers the document last brought back, or None. ``field``: begin with the history of this one alone,
    called ``label`` on the screen: a key of ``data``, ``measures.ID``, or ``finding`` for all findings."""

    NAME = "改动历史"
    ACTIONS = (RESTORE, EXTENT, UNDO)
    COLUMNS = (
        ListColumn("时间", 16),
        ListColumn("账号", 10),
        ListColumn("动作", 4),
        ListColumn("版", 3),
        ListColumn("改了什么"),
    )
    EMPTY = "还没有保存过，没有历史。保存以后，每次改动都列在这里；按 Esc 返回。"

    def __init__(self, what: str, past: Past, *, field: str = "", label: str = "") -> None:
        super().__init__()
        self._what, self._past = what, past
        self._field, self._label = field, label
        self._only = bool(field)
        """Only the history of the field."""
        self._newest: dict[str, Version] = {}
        """Of each document."""
        self._back: Document | None = None

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        return f"{self._what}：{self._label}" if self._only else self._what

    def next_words(self) -> str:
        """Say what to do next."""
        return "" if self.items else "还没有改动"

    # Showing

    def watched(self) -> Sequence[str]:
        """Name the shards that hold what is shown."""
        return tuple({version.shard for version in self._newest.values()})

    def refresh_data(self) -> None:
        """Read from the store again, and show it."""
        found = self._past(self.campaign)
        self._newest = {version.id: version for version in found}
        if self._only and not any(self._by_field(version) for version in found):
            self._only = False
            if found:
                self.say(f"“{self._label}”没有单独的改动，这里是整条的历史。")
        shown = [version for version in reversed(found) if not self._only or self._by_field(version)]
        self.items = {f"{version.id} {version.rev}": version for version in shown}
        self.listing.set_rows([self._row(key, version) for key, version in self.items.items()])
        self.show_here()

    def changes(self, version: Version) -> list[FieldChange]:
        """List what a version changed."""
        return list(self._by_field(version).values())

    def _by_field(self, version: Version) -> dict[str, FieldChange]:
        """What it changed, by field; while only one field is looked at, what is the history of that."""
        found = changes_by_field(self.campaign, version)
        if not self._only:
            return found
        if self._field == FINDING:
            return found if version.annex == FINDING else {}
        return {name: one for name, one in found.items() if name in (self._field, f"forced.{self._field}")}

    def _row(self, key: str, version: Version) -> ListRow:
        changes = self.changes(version)
        words = "、".join(one.label for one in changes)
        if version.deed != "changed":  # all of it: its first texts tell more than the names of the fields
            words = "　".join(one.after or one.before for one in changes)
        if version.annex == FINDING:
            words = f"{subject(self.campaign, version)}：{words}"
        rev = "" if version.document is None else str(version.rev)
        cells = (moment(version.at), version.by, DEEDS[version.deed], rev, words)
        return ListRow(key, cells, faint=version.document is None)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action == "restore":
            version = self.here
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
        """Turn between the whole and the one field."""
        self._only = not self._only
        self.say("")
        self.reload()

    @flow
    async def action_restore(self) -> None:
        """Restore the version at the cursor, after asking."""
        version = self.here
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
        back = await save(self.app, lambda: bring(c, shard, name, rev))
        self.reload()
        if back is Merged.LEFT:
            return
        self._back = c.store.get(shard, name) if back is Merged.MERGED else back
        if self.items:
            self.listing.go(next(iter(self.items)))
        if self._back is not None:
            self.say(f"已恢复成第{wanted.rev}版的内容，存为第{self._back.rev}版。按 Ctrl+Z 撤销。")

    def action_back(self) -> None:
        """Leave, and answer what was restored."""
        self.dismiss(self._back)


RESTORE_DELETED = action("restore | enter | 恢复 | 恢复光标所在的一条，内容和删除以前一样。 | changes")


class DeletedScreen(VersionsScreen):
    """Of an annex, of an organisation and those below it; ``organisation`` for the list of organisations."""

    NAME = "已删除的"
    ACTIONS = (RESTORE_DELETED, HISTORY, UNDO)
    AT_A_ROW = ("restore", "history")
    COLUMNS = (
        ListColumn("删除时间", 16),
        ListColumn("删除的账号", 10),
        ListColumn("党组织", 20),
        ListColumn("内容"),
    )
    EMPTY = "没有已删除的内容。删除过的会列在这里，回车恢复；按 Esc 返回。"

    def __init__(self, name: str, annex_id: str, org_id: str = "") -> None:
        super().__init__()
        self._what, self._annex_id, self._org_id = name, annex_id, org_id

    def name_words(self) -> str:
        """Say what the screen is called."""
        return f"{self._what} 已删除的"

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        org = organisations(self.campaign).get(self._org_id)
        return org.name if org else ""

    def watched(self) -> Sequence[str]:
        """Name the shards that hold what is shown."""
        return shards_of(self.campaign, self._org_id)

    def refresh_data(self) -> None:
        """Read from the store again, and show it."""
        found = deleted(self.campaign, self._annex_id, self._org_id)
        self.items = {version.id: version for version in found}
        self.listing.set_rows([self._row(version) for version in found])
        self.show_here()

    def changes(self, version: Version) -> list[FieldChange]:
        """List what a version changed."""
        return list(describe_changes(self.campaign, version))

    def _row(self, version: Version) -> ListRow:
        org = organisations(self.campaign).get(version.org)
        first = next((one.before for one in self.changes(version) if len(one.before) > 12), "")
        words = f"{subject(self.campaign, version)} {first}"
        return ListRow(version.id, (moment(version.at), version.by, org.name if org else version.org, words))

    @flow
    async def action_restore(self) -> None:
        """Restore what is at the cursor."""
        version = self.here
        if version is None or version.before is None:
            return
        try:
            bring_back(self.campaign, version.shard, version.id, version.before.rev)
        except MergeConflict:
            self.say("刚有人恢复了这一条。")
            self.reload()
        else:
            self.reload()
            self.say(f"已恢复：{subject(self.campaign, version)}。按 Ctrl+Z 撤销。")

    def action_history(self) -> None:
        """Open the history of what is at the cursor."""
        version = self.here
        if version is not None:
            past = of_document(version.shard, version.id)
            self.app.push_screen(HistoryScreen(subject(self.campaign, version), past))
