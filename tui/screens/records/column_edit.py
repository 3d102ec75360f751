"""One field edited down a column: the value of each record that the list showed, one under the other, and a
box for the one at the cursor. Enter saves it, checked and merged like any other, and goes down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from forms.errors import TaizhangError
from forms.kinds.registry import kind_of
from forms.pack import Field, RecordsAnnex
from forms.remark import Remark
from store.campaign.campaign import Campaign
from store.campaign.findings import findings
from store.campaign.organisations import shards_of
from store.campaign.records import Row, get_row, list_records, records_annex, roster
from store.campaign.suggestions import suggestions
from store.protocol import Document
from tui.actions import actions, unlisted
from tui.autosave import Values
from tui.flow import flow
from tui.screens.dialogs.pick import pick_values
from tui.screens.entry.record_entry import RecordEntry, Typed
from tui.screens.entry.side_panel import PromptPanel
from tui.screens.entry.unsettled import Answers, ask_incomplete, ask_reasons, save_settled
from tui.screens.form_screen import FormScreen
from tui.screens.records.columns import summary
from tui.screens.saving import Merged
from tui.widgets.field_rows import FieldRow, label_width, row_of
from tui.widgets.row_list import ListColumn, ListRow, RowList


class ColumnCell:
    """One field of one record at a time; none before the first ``take``."""

    def __init__(self, campaign: Campaign, annex_id: str, field_id: str) -> None:
        self._campaign = campaign
        self.annex = records_annex(campaign, annex_id)
        self.field: Field = self.annex.by_id[field_id]
        self.key = ""
        """Of its row; empty: there is none."""
        self.text = ""
        """What the box held when it was last the same as the store."""
        self.row: Row
        self.entry: RecordEntry
        """Of that row."""

    @property
    def stored(self) -> str:
        """Its text as it is stored."""
        return self.row.texts.get(self.field.id, "")

    def is_same(self, key: str, row: Row) -> bool:
        """Is it this cell, with nothing new in it? It is then based on the newest revision."""
        if key != self.key or row.texts.get(self.field.id, "") != self.stored:
            return False
        self._take(row)
        return True

    def take(self, key: str, row: Row) -> None:
        """Edit the cell of another row, or this one anew."""
        self.key = key
        self._take(row)

    def _take(self, row: Row) -> None:
        document = row.document.id if row.document else ""
        self.row, self.entry = row, RecordEntry(self._campaign, self.annex.id, row.org.id, document)
        self.entry.base = row.document.rev if row.document else 0

    def values(self, text: str) -> dict[str, Any]:
        """A draft of the whole record, as its entry form keeps it: there it is gone on with."""
        own = self.annex.own_fields
        texts = {field.id: self.row.texts.get(field.id, "") for field in own} | {self.field.id: text}
        found = tuple(findings(self._campaign, self.row.org.id)) if self.annex.finding_fields else ()
        return Typed(texts, found, found).as_values()

    def write(self, text: str, answers: Answers) -> Document:
        """Raises Unsettled, MergeConflict and other TaizhangErrors."""
        changed = {self.field.id: text}
        return self.entry.write(self.row.org.id, changed, (), answers, duplicates=False)


DOWN, SAME, VALUES = actions("""
down | f2 ctrl+s | 保存并往下 | 保存这一条，光标到下一条；只有一行的内容按回车也行。 | priority
same | f3 | 同上 | 照抄上面一条的这一项，再保存。 | priority
values | f4 | 列表 | 列出这一项的常用内容，空格选中多项。 | priority
""")


class ColumnScreen(FormScreen):
    """``keys`` are those of the rows, in order; ``at`` is where to begin. Dismissed with the key it ended at
    and how many records were changed."""

    ACTIONS = (DOWN, SAME, VALUES)
    QUESTION = "这一条改了还没有保存。"
    ANSWERS = (("stay", "继续改"), ("save", "保存"), ("drop", "不要这一处改动"))
    BINDINGS = unlisted(
        "up step(-1) | down step(1) | tab step(1) | shift+tab step(-1) | pageup step(-10) | pagedown step(10)"
    )
    DEFAULT_CSS = """
    ColumnScreen {
        #counts { height: 1; margin-bottom: 1; text-style: bold; color: $foreground; }
        #cell { height: auto; margin-top: 1; }
        PromptPanel { height: 4; background: $panel; padding: 0 1; }
    }
    """

    def __init__(self, annex: str, org: str, field: str, keys: Sequence[str], at: str) -> None:
        super().__init__()
        self._annex_id, self._org, self._field_id = annex, org, field
        self._keys, self._at = list(keys), at
        self._rows: dict[str, Row] = {}
        self._listed: dict[str, ListRow] = {}
        self._changed = 0
        """How many records."""
        self._told: list[str] = []
        """What is said of the last save."""

    @cached_property
    def cell(self) -> ColumnCell:
        """Give the cell that is edited."""
        return ColumnCell(self.campaign, self._annex_id, self._field_id)

    @property
    def edit(self) -> FieldRow:
        """Give the row with the box."""
        return self.query_one(FieldRow)

    @property
    def annex(self) -> RecordsAnnex:
        """Give the annex it is about."""
        return self.cell.annex

    @property
    def field(self) -> Field:
        """Give the field that is edited."""
        return self.cell.field

    @property
    def _many(self) -> bool:
        return self.annex.rows == "many"

    def name_words(self) -> str:
        """Say what the screen is called."""
        return f"附件{self.annex.number} {self.annex.name} 按列修改"

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        return self.field.label

    def next_words(self) -> str:
        """Say what to do next."""
        return "回车保存并往下" if kind_of(self.field).shape == "line" else ""

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        yield Static(id="counts")
        yield RowList((*self._told_columns(), ListColumn(self.field.label)), passive=True)
        row = row_of(self.field, label_width([self.field.label]))
        row.add_class("-current")
        if row.grows:
            row.give_lines(6)
        row.styles.margin = (1, 0, 0, 0)
        yield row
        yield PromptPanel(self.annex)

    # The list

    def _told_columns(self) -> list[ListColumn]:
        """What tells the records apart: whose it is, and the first field that is not the one being edited."""
        if not self._many:
            return [ListColumn("党组织", 28)]
        width = kind_of(self._telling).list_width or 20
        return [ListColumn(self._telling.label, width), ListColumn("党组织", 18)]

    @property
    def _telling(self) -> Field:
        return next(field for field in self.annex.fields if field.id != self.field.id)

    def refresh_data(self) -> None:
        """What somebody has deleted goes, unless it is just being written in."""
        listed = (list_records if self._many else roster)(self.campaign, self._annex_id, self._org)
        found = {row.document.id if self._many and row.document else row.org.id: row for row in listed}
        if self.cell.key and self.cell.key not in found and self.unsaved():
            found[self.cell.key] = self._rows[self.cell.key]
        self._rows = {key: found[key] for key in self._keys if key in found}
        self._listed = dict(self._lines(self._rows))
        self._show(self.cell.key or self._at)
        self._count()
        if not self.unsaved():
            self._load()

    def watched(self) -> Sequence[str]:
        """Name the shards that hold what is shown."""
        return shards_of(self.campaign, self._org)

    def _show(self, key: str) -> None:
        self.query_one(RowList).set_rows(list(self._listed.values()), key)

    def _lines(self, rows: Mapping[str, Row]) -> Iterator[tuple[str, ListRow]]:
        name, telling = self.field.id, self._telling.id
        year = f"{self.campaign.pack.year}年"
        for key, row in rows.items():
            told = (row.texts.get(telling, "").replace(year, ""),) if self._many else ()
            yield key, ListRow(key, (*told, row.org.name, row.texts.get(name, "")))

    def _count(self) -> None:
        changed = f"，已改{self._changed}条" if self._changed else ""
        self.query_one("#counts", Static).update(f"{self.field.label}：共{len(self._rows)}条{changed}")

    def _load(self) -> None:
        """The value of the row at the cursor into the box."""
        key = self.query_one(RowList).key
        if key and not self.cell.is_same(key, self._rows[key]):
            self.cell.take(key, self._rows[key])
            self.edit.load(self.cell.stored)
            self.cell.text = self.edit.raw  # a box of one line shows a text of several as one
            self.edit.show_remarks([])
            self.query_one(PromptPanel).show(self.field, self.edit.raw)
            self.edit.enter()
        self.refresh_chrome()

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        """Follow the cursor."""
        if self.unsaved() and event.key != self.cell.key:  # by the mouse: what was written is not left behind
            event.rows.go(self.cell.key)
        elif event.key != self.cell.key:
            self._load()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action in ("down", "same", "step") and not (self.is_mounted and self.cell.key):
            return False
        if action == "values":
            return kind_of(self.field).suggested
        return super().check_action(action, parameters)

    def action_down(self) -> None:
        """Save, and go down."""
        self.action_step(1)

    @flow
    async def action_step(self, by: int) -> None:
        """Save, and go by so many rows."""
        if await self.save():
            self._go(by)

    @on(FieldRow.Leave)
    def row_left(self, event: FieldRow.Leave) -> None:
        """Save, and go on."""
        self.action_step(event.direction)

    @on(FieldRow.Typed)
    def typed(self) -> None:
        """Note that something was typed."""
        self.query_one(PromptPanel).count(self.edit.raw)
        self.autosave.typed()

    def _go(self, by: int) -> None:
        rows = self.query_one(RowList)
        before = rows.key
        rows.action_move(by)
        stuck = rows.key == before
        if stuck:
            self._load()
        self.say(*self._told, *(["到最后一条了；按 Esc 回到列表。"] if stuck and by > 0 else []))

    def action_same(self) -> None:
        """Write what stands above."""
        keys = list(self._rows)
        place = keys.index(self.cell.key)
        if not place:
            self.say("这是第一条，上面没有可以照抄的。", bad=True)
            return
        self.edit.load(self._rows[keys[place - 1]].texts.get(self.field.id, ""))
        self.edit.show_remarks([])
        self.query_one(PromptPanel).count(self.edit.raw)
        self.autosave.typed()

    @flow
    async def action_values(self) -> None:
        """Choose the answer from what is usual."""
        values = suggestions(self.campaign, self._annex_id, self.cell.row.org.id, self.field.id)
        chosen = await self.app.push_screen_wait(pick_values(self.field, values, self.edit.raw))
        if chosen is not None:
            self.edit.load("、".join(chosen))

    # Saving

    async def save(self) -> bool:
        """Save the cell if it has changed, asking what is to be asked; False: one stays in it."""
        self.edit.check(self.campaign.entry_day)
        self._told = []
        if self.unsaved():
            write = partial(self.cell.write, self.edit.raw)
            try:
                saved = await save_settled(self.app, write, self._ask, self._hold)
            except TaizhangError as error:
                self.say(error.sentence, bad=True)
                return False
            if saved is Merged.LEFT:
                return False
            unfinished = not isinstance(saved, Merged) and saved.state == "incomplete"
            state = "存为未完成" if unfinished else "已保存"
            self._told = [f"{state}：{summary(self.annex, self._rows[self.cell.key])}。"]
            self._changed += 1
            self.cell.text = self.edit.raw
            self._show_saved()
        self.autosave.discard()
        return True

    def _hold(self, field: str, text: str) -> None:
        if field == self.field.id:
            self.edit.load(text)

    async def _ask(self, remarks: Sequence[Remark], answers: Answers) -> Answers | None:
        """As in the entry form; what other fields lack of a record that lacked it before is no news."""
        row = self._rows[self.cell.key]
        begun = row.document is None or row.incomplete
        here = [remark for remark in remarks if remark.field == self.field.id]
        self.edit.show_remarks(here)
        hard = [remark for remark in remarks if remark.kind != "soft"]
        news = [remark for remark in hard if not begun or remark in here]
        if news:
            return await ask_incomplete(self.app, self.annex, news, "继续改", answers)
        soft = [remark for remark in remarks if remark.kind == "soft" and remark.field not in answers.forced]
        asked = [remark for remark in soft if not hard or remark in here]
        said = await ask_reasons(self.app, self.annex, asked, answers) if asked else answers
        return None if said is None else replace(said, incomplete=bool(hard) or not asked)

    def _show_saved(self) -> None:
        key = self.cell.key
        self._rows[key] = get_row(
            self.campaign, self._annex_id, self.cell.row.org.id, self.cell.entry.document
        )
        self._listed.update(self._lines({key: self._rows[key]}))
        self._show(key)
        self._count()

    # Never losing what was typed

    def unsaved_values(self) -> Values | None:
        """Give what is typed and not saved; None: nothing is."""
        changed = self.cell.key and self.query(FieldRow) and self.edit.raw != self.cell.text
        return self.cell.values(self.edit.raw) if changed else None

    def draft_place(self) -> dict[str, Any]:
        """Say where a draft of it belongs."""
        return self.cell.entry.place()

    def result(self) -> tuple[str, int]:
        """Give what the screen answers."""
        return self.cell.key, self._changed
