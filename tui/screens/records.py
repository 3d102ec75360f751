"""The rows of a records annex: those of an organisation and all below it, in one list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Static

from forms.deadlines import countdown_words
from forms.errors import TaizhangError
from forms.organisation import Organisation
from forms.pack import RecordsAnnex
from store.campaign.merging import MergeNeeded
from store.campaign.organisations import organisations
from store.campaign.pasts import of_record
from store.campaign.progress import progress
from store.campaign.records import Row, delete_record, list_records, records_annex, roster
from store.campaign.submissions import obligations
from store.campaign.watching import shards_of
from tui.actions import DELETE, DELETED, HISTORY, NEW, OPEN, PICK_ORG, SEARCH, UNDO, Action
from tui.screens.ask import Ask
from tui.screens.base import TaizhangScreen
from tui.screens.looking_back import open_deleted, open_history
from tui.screens.pick import matching
from tui.screens.record_columns import carried, layout, list_row, preview, summary
from tui.widgets.prose import Prose
from tui.widgets.row_list import ListRow, RowList
from tui.widgets.search_box import SearchBox

HEAD = Action("head", ("ctrl+t",), "表头", "填写表格上方的各项，如填报单位、截止时间。", show=False)

IMPORT = Action(
    "import_file",
    ("ctrl+r",),
    "导入文件",
    "从 Word、Excel 或 CSV 文件读入；先看每一行会怎样，再决定写不写入。",
    show=False,
)


class RecordsScreen(TaizhangScreen):
    """``org`` empty: the person's own organisation, else the first unit. ``at``: a record to begin with."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (
        OPEN,
        NEW,
        HISTORY,
        DELETE,
        UNDO,
        SEARCH,
        PICK_ORG,
        DELETED,
        HEAD,
        IMPORT,
    )
    DEFAULT_CSS = """
    RecordsScreen {
        #counts { height: 1; margin-bottom: 1; color: $foreground; }
        #preview { max-height: 7; background: $panel; padding: 0 1; margin-top: 1; }
        #preview.-wide { max-height: 14; }
    }
    """

    def __init__(self, annex: str, org: str = "", at: str = "") -> None:
        super().__init__()
        self._annex_id, self._org_id, self._at = annex, org, at
        self._org: Organisation | None = None
        self._rows: dict[str, Row] = {}
        self._list: list[ListRow] = []

    # What it is about

    @property
    def annex(self) -> RecordsAnnex:
        return records_annex(self.campaign, self._annex_id)

    @property
    def _many(self) -> bool:
        return self.annex.rows == "many"

    def name_words(self) -> str:
        return f"附件{self.annex.number} {self.annex.name}"

    def org_words(self) -> str:
        return self._org.name if self._org else ""

    def next_words(self) -> str:
        if self._org is None:
            return ""
        if self._many:
            return "" if self._rows else "按 Ctrl+N 录入第一条"
        return "回车填写" if self._rows else ""

    def export_target(self) -> tuple[str, str] | None:
        return (self._annex_id, self._org.id) if self._org else None

    def watched(self) -> Sequence[str]:
        return shards_of(self.campaign, self._org.id) if self._org else ()

    # Showing

    def compose_body(self) -> ComposeResult:
        self._layout = layout(self.annex, self.app.size.width - 2)
        yield Static(id="counts")
        yield SearchBox()
        yield RowList(self._layout.columns)
        yield Prose(id="preview")

    def on_mount(self) -> None:
        self.query_one(RowList).focus()

    def on_resize(self, event: events.Resize) -> None:
        self._layout = layout(self.annex, event.size.width - 2)
        self.query_one("#preview").set_class(event.size.height >= 30, "-wide")
        self.reload()

    def refresh_data(self) -> None:
        known = organisations(self.campaign)
        wanted = known.get(self._org_id or self.shell.org)
        self._org = wanted or next(iter(known.units), None) or next(iter(known.all), None)
        rows = self.query_one(RowList)
        if self._org is None:
            rows.set_empty("还没有党组织。按 Esc 回到待办，先添加党组织。")
            rows.set_rows([])
            return
        self._org_id = self._org.id
        found = (list_records if self._many else roster)(self.campaign, self._annex_id, self._org.id)
        year = self.campaign.pack.year
        plan = self._layout
        self._list = [list_row(self.annex, plan, row, number, year) for number, row in enumerate(found, 1)]
        self._rows = dict(zip((row.key for row in self._list), found, strict=True))
        counts = Text(progress(self.campaign, known, self._org, self._annex_id).words, style="bold")
        counts.append(self._due_words(), style="not bold")
        self.query_one("#counts", Static).update(counts)
        rows.set_empty(f"还没有{self.annex.name}记录。按 Ctrl+N 录入第一条，或按 Ctrl+R 导入文件。")
        self._show(self._at or None)
        self._at = ""

    def _due_words(self) -> str:
        """When the form is to be handed in, where it is still to be."""
        assert self._org is not None
        known = organisations(self.campaign)
        unit = known.unit_of(self._org.id)
        if not known.sees(unit.id):
            return ""
        for one in obligations(self.campaign, unit.id):
            if one.deliverable.annex == self._annex_id and one.org.id == unit.id and one.status.pending:
                return f"    {one.name}：{countdown_words(one.status.days_left)}"
        return ""

    def _show(self, key: str | None = None) -> None:
        found = matching(self._list, self.query_one(SearchBox).words)
        rows = self.query_one(RowList)
        rows.set_columns(self._layout.columns)
        rows.set_rows(found, key)
        self._show_preview()

    def _show_preview(self) -> None:
        row = self._here
        text = preview(self.annex, row) if row is not None else ""
        box = self.query_one("#preview", Prose)
        box.show(text)
        box.display = bool(text)

    @property
    def _here(self) -> Row | None:
        return self._rows.get(self.query_one(RowList).key) if self.is_mounted else None

    @on(RowList.Moved)
    def moved(self) -> None:
        self._show_preview()
        self.refresh_chrome()

    # Searching

    def action_search(self) -> None:
        self.query_one(SearchBox).open()

    @on(SearchBox.Changed)
    def search(self) -> None:
        self._show()

    @on(SearchBox.Done)
    def searched(self) -> None:
        self.query_one(RowList).focus()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return super().check_action(action, parameters)
        if action in ("open", "delete", "history"):
            row = self._here
            return row is not None and (action == "open" or row.document is not None)
        if action == "new":
            return self._many and self._org is not None
        if action == "undo":
            return bool(self.campaign.done)
        if action == "head":
            return bool(self.annex.head) and self._org is not None
        if action == "import_file":
            return self._org is not None
        if action in ("pick_org", "deleted"):
            return self._org is not None
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        row = self._here
        if row is not None:
            self._open(row.org.id, row.document.id if row.document else "")

    @on(RowList.Chosen)
    def chosen(self) -> None:
        self.action_open()

    def action_new(self) -> None:
        if self._org is not None:
            self._open(self._org.id, "")

    def _open(self, org: str, document: str) -> None:
        from tui.screens.entry import open_entry

        def done(saved: str | None) -> None:
            self.reload()
            if saved is not None:
                self._go_on(org, saved)

        carry = {} if document or not self._many else carried(self.annex, list(self._rows.values()), org)
        self.app.push_screen(open_entry(self.shell, self._annex_id, org, document, carried=carry), done)

    def _go_on(self, org: str, saved: str) -> None:
        """After saving: to the record, or in a list of organisations to the next that has nothing yet."""
        name = organisations(self.campaign).get(org)
        self.say(f"已保存：{name.name if name else org}。")
        if self._many:
            self.query_one(RowList).go(saved)
            return
        keys = [row.key for row in self.query_one(RowList).rows]
        after = keys[keys.index(org) + 1 :] if org in keys else []
        following = next((key for key in after if self._rows[key].document is None), org)
        self.query_one(RowList).go(following)

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
            except MergeNeeded as needed:
                from tui.screens.merge import merge_then

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

    def action_undo(self) -> None:
        from tui.screens.taking_back import take_back

        take_back(self)

    def action_pick_org(self) -> None:
        from tui.screens.pick_org import PickOrg

        def picked(org: str | None) -> None:
            if org is not None:
                self._org_id = self.shell.org = org
                self.reload()

        self.app.push_screen(PickOrg(self.campaign, self._org_id), picked)

    def action_import_file(self) -> None:
        from tui.screens.staging_file import open_import

        def done(sentence: str | None) -> None:
            self.reload()
            if sentence:
                self.say(sentence)

        if self._org is not None:
            open_import(self.shell, self._annex_id, self._org, done)

    def action_head(self) -> None:
        from tui.screens.head import HeadDialog

        def done(saved: bool | None) -> None:
            if saved:
                self.say("表头已保存。")

        if self._org is not None:
            self.app.push_screen(HeadDialog(self.campaign, self.annex, self._org), done)
