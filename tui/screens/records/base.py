"""What the parts of a records list share: whose rows it shows, how they are read, drawn and searched."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Static

from forms.deadlines import countdown_words
from forms.organisation import Organisation
from forms.pack import RecordsAnnex
from store.campaign.organisations import organisations
from store.campaign.progress import progress
from store.campaign.records import Row, list_records, records_annex, roster
from store.campaign.submissions import obligations
from store.campaign.watching import shards_of
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.pick import matching
from tui.screens.records.columns import layout, list_row, preview
from tui.widgets.filter_line import FilterLine
from tui.widgets.prose import Prose
from tui.widgets.row_list import ListRow, RowList
from tui.widgets.search_box import SearchBox


class RecordsBase(TaizhangScreen):
    """``org`` empty: the person's own organisation, else the first unit. ``at``: a record to begin with."""

    DEFAULT_CSS = """
    RecordsBase {
        #counts { height: 1; color: $foreground; }
        #preview { max-height: 7; background: $panel; padding: 0 1; margin-top: 1; }
        #preview.-wide { max-height: 14; }
    }
    """

    def __init__(self, annex: str, org: str = "", at: str = "") -> None:
        super().__init__()
        self._annex_id, self._org_id, self._at = annex, org, at
        self._org: Organisation | None = None
        self._rows: dict[str, Row] = {}
        """All rows by the key of their line."""
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

    @property
    def place_name(self) -> str:
        return str(self.annex.number)

    def watched(self) -> Sequence[str]:
        return shards_of(self.campaign, self._org.id) if self._org else ()

    # Showing

    def compose_body(self) -> ComposeResult:
        self._layout = layout(self.annex, self.app.size.width - 2)
        yield Static(id="counts")
        yield FilterLine()
        yield SearchBox()
        yield RowList(self._layout.columns)
        yield Prose(id="preview")

    def on_mount(self) -> None:
        self.query_one(RowList).focus()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#preview").set_class(event.size.height >= 30, "-wide")
        fitting = layout(self.annex, event.size.width - 2)
        if fitting != self._layout:  # not on opening: that reads the rows already
            self._layout = fitting
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
        year, annex, plan = self.campaign.pack.year, self.annex, self._layout
        self._list = [list_row(annex, plan, row, number, year) for number, row in enumerate(found, 1)]
        self._rows = dict(zip((row.key for row in self._list), found, strict=True))
        counts = Text(progress(self.campaign, known, self._org, self._annex_id).words, style="bold")
        counts.append(self._due_words(), style="not bold")
        self.query_one("#counts", Static).update(counts)
        self._rows_read()
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

    def _rows_read(self) -> None:
        """Rows have been read anew."""

    def _let_through(self) -> Sequence[ListRow]:
        """The rows that the filter shows, before anything is searched for among them."""
        return self._list

    def _empty_words(self) -> str:
        if self._rows:
            return "没有符合的，请换几个字，或按 Esc 全部显示。"
        return f"还没有{self.annex.name}记录。按 Ctrl+N 录入第一条，或按 Ctrl+R 导入文件。"

    def _show(self, key: str | None = None) -> None:
        found = matching(self._let_through(), self.query_one(SearchBox).words)
        rows = self.query_one(RowList)
        rows.set_empty(self._empty_words())
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
