"""The list of a records annex: the records of an organisation and of all below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Static

from forms.pack import RecordsAnnex
from store.campaign.history import of_record
from store.campaign.organisations import organisations, shards_of
from store.campaign.records import Row, delete_record, records_annex
from tui.actions import DELETE, DELETED, HISTORY, NEW, OPEN, PICK_ORG, SEARCH, UNDO, actions
from tui.flow import flow
from tui.screens.base import ListScreen
from tui.screens.dialogs.dialog import Ask
from tui.screens.dialogs.pick import Pick, PickOrg, matching
from tui.screens.history.screen import DeletedScreen, HistoryScreen
from tui.screens.records.columns import layout, preview, summary
from tui.screens.records.head import HeadDialog
from tui.screens.records.record_list import ListFilter, RecordList, empty_words, filter_words
from tui.screens.saving import Merged, save
from tui.widgets.prose import Prose
from tui.widgets.row_list import ListColumn, ListRow, RowList
from tui.widgets.search_box import SearchBox

NEXT_OPEN, COPY, NEXT_FILTER, LAST_FILTER, COLUMN, HEAD, IMPORT, PASTE = actions("""
next_open | ctrl+g | 下一条没填完的 | 光标到下一条没填完的，到底后从头找起。 | quiet
copy | ctrl+p | 复制一条 | 照光标所在的一条新增一条，改几项再保存；按 F2 前什么也不写。 | quiet changes
filter(1) | tab | 筛选 | 只列未完成、有问题、我录入的、有说明的，再到全部；没有内容的跳过。 | quiet
filter(-1) | shift+tab | 上一种筛选 | 与 Tab 相反的方向。 | quiet
column | ctrl+l | 按列修改 | 选一项，一条一条往下改；只改列表里显示的各条，回车保存并往下。 | quiet changes
head | ctrl+t | 表头 | 填写表格上方的各项，如填报单位、截止时间。 | quiet changes
import_file | ctrl+r | 导入文件
    | 从 Word、Excel 或 CSV 文件读入；先看每一行会怎样，再决定写不写入。 | quiet changes
paste_rows | ctrl+v | 粘贴多行
    | 把 Excel、WPS 里复制的几行粘贴进来；先看每一行会怎样，再决定写不写入。直接粘贴到列表也行。
    | quiet changes
""")

KEYS = (
    *(OPEN, NEW, COPY, NEXT_OPEN, NEXT_FILTER, LAST_FILTER, SEARCH, COLUMN),
    *(HISTORY, DELETE, UNDO, DELETED, PICK_ORG, HEAD, IMPORT, PASTE),
)
"""In the order in which they are listed."""
AT_A_RECORD = {"copy", "delete", "history"}
"""Their ids: those that need a record that has been saved,"""
OF_AN_ORGANISATION = {"new", "deleted", "head", "import_file", "paste_rows", "pick_org"}
"""and an organisation to look at."""
PAUSE = 0.02
"""Seconds between two pieces of a long list that are looked at for the filters."""


class RecordsScreen(ListScreen[Row]):
    """``org`` empty: the person's own organisation, else the first unit. ``at``: a record to begin with."""

    ACTIONS = KEYS
    ENTER = "open"
    AT_A_ROW = ("open", "column")
    DEFAULT_CSS = """
    RecordsScreen {
        #counts, #filters { height: 1; color: $foreground; }
        #preview { max-height: 7; background: $panel; padding: 0 1; margin-top: 1; }
        #preview.-wide { max-height: 14; }
    }
    """

    def __init__(self, annex: str, org: str = "", at: str = "") -> None:
        super().__init__()
        self._annex_id, self._org_id, self._at = annex, org, at
        self.filter = ListFilter()

    # What it is about

    @property
    def annex(self) -> RecordsAnnex:
        """Give the annex it is about."""
        return records_annex(self.campaign, self._annex_id)

    def name_words(self) -> str:
        """Say what the screen is called."""
        return f"附件{self.annex.number} {self.annex.name}"

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        return self.records.org.name if self.records.org else ""

    def next_words(self) -> str:
        """Say what to do next."""
        if self.records.org is None:
            return ""
        if self.records.many:
            return "" if self.items else "按 Ctrl+N 录入第一条"
        return "回车填写" if self.items else ""

    def export_target(self) -> tuple[str, str] | None:
        """Name the form that F5 and F6 write."""
        return (self._annex_id, self.records.org.id) if self.records.org else None

    @property
    def place_name(self) -> str:
        """Name this place for the tour."""
        return str(self.annex.number)

    def watched(self) -> Sequence[str]:
        """Name the shards that hold what is shown."""
        return shards_of(self.campaign, self.records.org.id) if self.records.org else ()

    # Showing

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        self.records = RecordList(self.campaign, self._annex_id, self._org_id)
        self._layout = layout(self.annex, self.app.size.width - 2)
        yield Static(id="counts")
        yield Static(id="filters")
        yield SearchBox()
        yield RowList(self._layout.columns)
        yield Prose(id="preview")

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.listing.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the window."""
        self.query_one("#preview").set_class(event.size.height >= 30, "-wide")
        fitting = layout(self.annex, event.size.width - 2)
        if fitting != self._layout:  # not on opening: that reads the rows already
            self._layout = fitting
            self.reload()

    def refresh_data(self) -> None:
        """Read from the store again, and show it."""
        records = self.records
        records.read(self.shell.org, self._layout)
        self.items = records.rows
        if records.org is None:
            self.listing.set_empty("还没有党组织。按 Esc 回到待办，先添加党组织。")
            self.listing.set_rows([])
            return
        counts = Text(records.progress_words(), style="bold")
        due = records.due_words()
        counts.append(f"    {due}" if due else "", style="not bold")
        self.query_one("#counts", Static).update(counts)
        counting = self.filter.counting
        self.filter.read(records.rows, records.keeps)
        if self.filter.counting and not counting:
            self.set_timer(PAUSE, self._count_on)
        self._show(self._at or None)
        self._at = ""

    def _count_on(self) -> None:
        self.filter.count_some()
        if self.filter.counting:
            self.set_timer(PAUSE, self._count_on)
        else:
            self._show_filters()

    def _show_filters(self) -> None:
        self.query_one("#filters", Static).update(filter_words(self.filter.counts))

    def _show(self, key: str | None = None) -> None:
        found = matching(self.filter.through(self.records.lines), self.query_one(SearchBox).words)
        self._show_filters()
        self.listing.set_empty(empty_words(self.annex, self.filter))
        self.listing.set_columns(self._layout.columns)
        self.listing.set_rows(found, key)
        self.show_here()

    def show_here(self) -> None:
        """Show what belongs to the row at the cursor."""
        row = self.here
        text = preview(self.annex, row) if row is not None else ""
        box = self.query_one("#preview", Prose)
        box.show(text)
        box.display = bool(text)

    @property
    def listed(self) -> list[str]:
        """Keys of the rows that are shown, in order."""
        return [row.key for row in self.listing.rows]

    # Searching and filtering

    def action_search(self) -> None:
        """Search in what is listed."""
        self.query_one(SearchBox).open()

    @on(SearchBox.Changed)
    def search(self) -> None:
        """List what is searched for."""
        self._show()

    @on(SearchBox.Done)
    def searched(self) -> None:
        """Go to what was found."""
        self.listing.focus()

    def action_filter(self, step: int) -> None:
        """Turn to another filter."""
        self.filter.turn(step)
        self._show()
        self.refresh_chrome()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action not in (*AT_A_RECORD, *OF_AN_ORGANISATION, "filter", "next_open"):
            return super().check_action(action, parameters)
        if not self.is_mounted or (action == "head" and not self.annex.head):
            return False
        if action in ("new", "copy") and not self.records.many:
            return False
        if action in AT_A_RECORD:
            return self.here is not None and self.here.document is not None
        if action == "filter":
            return len(self.filter.offered) > 1
        return bool(self.items) if action == "next_open" else self.records.org is not None

    # One record

    def action_open(self) -> None:
        """Open the record at the cursor."""
        row = self.here
        if row is not None:
            self._open(row.org.id, row.document.id if row.document else "")

    def action_new(self) -> None:
        """Begin a new one."""
        if self.records.org is not None:
            self._open(self.records.org.id, "")

    def action_copy(self) -> None:
        """Begin a record like the one at the cursor."""
        from tui.screens.entry.record_entry import OWNER  # loads the form

        row = self.here
        if row is not None and row.document is not None and self.records.org is not None:
            own = {field.id: row.texts.get(field.id, "") for field in self.annex.own_fields}
            self._open(self.records.org.id, "", {OWNER: row.org.name, **own})

    @flow
    async def _open(self, org: str, document: str, copied: Mapping[str, str] | None = None) -> None:
        """The form of a record; once it is saved, on to the next that is unfinished if it was."""
        from tui.screens.entry.screen import open_entry  # loads the form

        many, order = self.records.many, self.listed
        unfinished = self.records.unfinished(document if many else org)
        known = self.records.texts_for(order, org, document)
        screen = open_entry(self.campaign, self._annex_id, org, document, **known, copied=copied)
        saved: str | None = await self.app.push_screen_wait(screen)
        self.reload()
        if saved is None:
            return
        key = saved if many else org
        following = self.records.next_unfinished(order, key) if unfinished else ""
        owner = organisations(self.campaign).get(org)
        said = f"已保存：{owner.name if owner else org}。"
        if following:
            said += "光标在下一条没填完的。" if many else "光标在下一个没填完的。"
        self.say(said)
        self.listing.go(following or key)

    def action_next_open(self) -> None:
        """Go to the next that is unfinished."""
        following = self.records.next_unfinished(self.listed, self.listing.key)
        if following:
            self.listing.go(following)
            self.say("")
        elif self.records.unfinished(self.listing.key):
            self.say("没填完的只有光标所在的这一行了。")
        elif len(self.listed) < len(self.items):
            self.say("列出的各行都填完了；全部里可能还有，按 Tab 换筛选，或在搜索框按 Esc 全部显示。")
        else:
            self.say("都填完了，没有未完成的。")

    @flow
    async def action_delete(self) -> None:
        """Delete what is at the cursor, after asking."""
        row, document = self.here, self.here.document if self.here else None
        if row is None or document is None:
            return
        what = "这一条" if self.records.many else "这一行台账（存在问题仍保留）"
        question = Ask(f"删除{what}？\n{summary(self.annex, row)}", yes="删除", no="不删")
        if not await self.app.push_screen_wait(question):
            return
        done: object = None
        try:
            done = await save(self.app, lambda: delete_record(self.campaign, document))
        finally:
            self.reload()
        if not isinstance(done, Merged):
            self.say("已删除。按 Ctrl+Z 撤销。")

    def action_history(self) -> None:
        """Open the history of what is at the cursor."""
        row = self.here
        if row is not None and row.document is not None:
            past = of_record(self._annex_id, row.org.id, row.document.id)
            self.app.push_screen(HistoryScreen(summary(self.annex, row), past))

    # The list as a whole

    def action_deleted(self) -> None:
        """Open the list of what was deleted."""
        if self.records.org is not None:
            self.app.push_screen(DeletedScreen(self.name_words(), self._annex_id, self.records.org.id))

    @flow
    async def action_pick_org(self) -> None:
        """Turn to another organisation."""
        now = self.records.org
        org = await self.app.push_screen_wait(PickOrg(self.campaign, now.id if now else ""))
        if org is not None:
            self.shell.org = org
            self.records.turn_to(org)
            self.reload()

    @flow
    async def action_head(self) -> None:
        """Ask for what stands above the table."""
        org = self.records.org
        if org is not None and await self.app.push_screen_wait(HeadDialog(self.campaign, self.annex, org)):
            self.say("表头已保存。")

    @flow
    async def action_column(self) -> None:
        """Which field is asked, then each record's value in turn."""
        from tui.screens.records.column_edit import ColumnScreen  # loads the rows of the form

        org, at = self.records.org, self.listing.key
        if org is None:
            return
        choices = [ListRow(one.id, (str(n), one.label)) for n, one in enumerate(self.annex.own_fields, 1)]
        columns = (ListColumn("", 3), ListColumn(""))
        field = await self.app.push_screen_wait(Pick("改哪一项？输入编号、汉字或拼音。", columns, choices))
        if field is not None:
            edit = ColumnScreen(self._annex_id, org.id, field, self.listed, at)
            key, changed = await self.app.push_screen_wait(edit)
            self.reload()
            self.listing.go(key)
            if changed:
                self.say(f"改了{changed}条；按 Ctrl+Z 从最后一条起逐条撤销。")

    # Taken in from outside

    @flow
    async def action_import_file(self) -> None:
        """Import a file."""
        from tui.screens.staging.screen import import_file  # loads the readers

        if self.records.org is not None:
            self._taken_in(await import_file(self, self._annex_id, self.records.org))

    @flow
    async def action_paste_rows(self) -> None:
        """Open the box for rows that are pasted."""
        from tui.screens.records.paste_rows import PasteRows  # loads the readers

        org = self.records.org
        if org is not None:
            title = f"粘贴到附件{self.annex.number} {self.annex.name}　{org.name}"
            self._taken_in(await self.app.push_screen_wait(PasteRows(self.annex, org.id, title)))

    def on_paste(self, event: events.Paste) -> None:
        """Take rows pasted into the list."""
        event.stop()
        self._paste(event.text)

    @flow
    async def _paste(self, text: str) -> None:
        from exports.readers.pasted import looks_like_rows  # loads the readers
        from tui.screens.staging.screen import import_pasted

        org = self.records.org
        if org is None:
            return
        if self.only_looking:
            self.say(self.only_looking, bad=True)
        elif looks_like_rows(text):
            self._taken_in(await import_pasted(self.app, self._annex_id, org.id, text))
        else:
            self.say("粘贴的只有一格，没有放进来；新增一条请先按 Ctrl+N，表里的几行可以直接粘贴到这里。")

    def _taken_in(self, written: str | None) -> None:
        self.reload()
        if written:
            self.say(written)
