"""One field edited down a column: the value of each record that the list showed, one under the other, and a
box for the one at the cursor. Enter saves it, checked and merged like any other, and goes down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from forms.kinds.registry import kind_of
from forms.pack import Field
from store.campaign.records import Row, get_row, list_records, roster
from store.campaign.suggestions import suggestions
from store.campaign.watching import shards_of
from tui.actions import Action
from tui.screens.dialogs.ask import Choose
from tui.screens.records.column_cell import ColumnCell
from tui.screens.records.columns import summary
from tui.widgets.field_rows import FieldRow, label_width, row_of
from tui.widgets.prompt_panel import PromptPanel
from tui.widgets.row_list import ListColumn, ListRow, RowList

DOWN = Action(
    "down",
    ("f2", "ctrl+s"),
    "保存并往下",
    "保存这一条，光标到下一条；只有一行的内容按回车也行。",
    priority=True,
)
SAME = Action("same", ("f3",), "同上", "照抄上面一条的这一项，再保存。", priority=True)
VALUES = Action("values", ("f4",), "列表", "列出这一项的常用内容，空格选中多项。", priority=True)


class ColumnScreen(ColumnCell):
    """``keys`` are those of the rows, in order; ``at`` is where to begin. Dismissed with the key it ended at
    and how many records were changed."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (DOWN, SAME, VALUES)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("tab", "step(1)", show=False),
        Binding("shift+tab", "step(-1)", show=False),
        Binding("pageup", "step(-10)", show=False),
        Binding("pagedown", "step(10)", show=False),
    ]
    DEFAULT_CSS = """
    ColumnScreen {
        #counts { height: 1; margin-bottom: 1; text-style: bold; color: $foreground; }
        RowList { height: 1fr; }
        #cell { height: auto; margin-top: 1; }
        PromptPanel { height: 4; background: $panel; padding: 0 1; }
    }
    """

    def __init__(self, annex: str, org: str, field: str, keys: Sequence[str], at: str) -> None:
        super().__init__(annex, org, field)
        self._keys, self._at = list(keys), at
        self._listed: dict[str, ListRow] = {}

    def name_words(self) -> str:
        return f"附件{self.annex.number} {self.annex.name} 按列修改"

    def org_words(self) -> str:
        return self.field.label

    def next_words(self) -> str:
        return "回车保存并往下" if kind_of(self.field).shape == "line" else ""

    def compose_body(self) -> ComposeResult:
        yield Static(id="counts")
        yield RowList((*self._told_columns(), ListColumn(self.field.label)))
        row = row_of(self.field, label_width([self.field.label]))
        row.add_class("-current")
        if row.grows:
            row.give_lines(6)
        row.styles.margin = (1, 0, 0, 0)
        yield row
        yield PromptPanel(self.annex)

    def on_mount(self) -> None:
        rows = self.query_one(RowList)
        rows.can_focus = False
        rows.add_class("-active")

    # The list

    def _told_columns(self) -> list[ListColumn]:
        """What tells the records apart: whose it is, and the first field that is not the one being edited."""
        if not self.many:
            return [ListColumn("党组织", 28)]
        width = kind_of(self._telling).list_width or 20
        return [ListColumn(self._telling.label, width), ListColumn("党组织", 18)]

    @property
    def _telling(self) -> Field:
        return next(field for field in self.annex.fields if field.id != self.field.id)

    def refresh_data(self) -> None:
        """What somebody has deleted goes, unless it is just being written in."""
        listed = (list_records if self.many else roster)(self.campaign, self._annex_id, self._org)
        found = {row.document.id if self.many and row.document else row.org.id: row for row in listed}
        if self._key and self._key not in found and self.unsaved():
            found[self._key] = self._rows[self._key]
        self._rows = {key: found[key] for key in self._keys if key in found}
        self._listed = dict(self._lines(self._rows))
        self._show(self._key or self._at)
        self._count()
        if not self.unsaved():
            self._load()

    def watched(self) -> Sequence[str]:
        return shards_of(self.campaign, self._org)

    def _show(self, key: str) -> None:
        self.query_one(RowList).set_rows(list(self._listed.values()), key)

    def _lines(self, rows: Mapping[str, Row]) -> Iterator[tuple[str, ListRow]]:
        name, telling = self.field.id, self._telling.id
        year = f"{self.campaign.pack.year}年"
        for key, row in rows.items():
            told = (row.texts.get(telling, "").replace(year, ""),) if self.many else ()
            yield key, ListRow(key, (*told, row.org.name, row.texts.get(name, "")))

    def _count(self) -> None:
        changed = f"，已改{self.changed}条" if self.changed else ""
        self.query_one("#counts", Static).update(f"{self.field.label}：共{len(self._rows)}条{changed}")

    def _load(self) -> None:
        """The value of the row at the cursor into the box."""
        key = self.query_one(RowList).key
        if key and not self.same(key, self._rows[key]):
            self.take(key, self._rows[key])
            self.query_one(PromptPanel).show(self.field, self.edit.raw)
            self.edit.enter()
        self.refresh_chrome()

    @on(RowList.Moved)
    def moved(self, event: RowList.Moved) -> None:
        if self.unsaved() and event.key != self._key:  # by the mouse: what was written is not left behind
            event.rows.go(self._key)
        elif event.key != self._key:
            self._load()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("down", "same", "step") and not (self.is_mounted and self._key):
            return False
        if action == "values":
            return kind_of(self.field).suggested
        return super().check_action(action, parameters)

    def action_down(self) -> None:
        self.commit(lambda: self._go(1))

    def action_step(self, by: int) -> None:
        self.commit(lambda: self._go(by))

    @on(FieldRow.Leave)
    def leave(self, event: FieldRow.Leave) -> None:
        self.action_step(event.direction)

    @on(FieldRow.Typed)
    def typed(self) -> None:
        self.query_one(PromptPanel).count(self.edit.raw)
        self.keep_soon()

    def _go(self, by: int) -> None:
        rows = self.query_one(RowList)
        before = rows.key
        rows.action_move(by)
        stuck = rows.key == before
        if stuck:
            self._load()
        self.say(*self.told, *(["到最后一条了；按 Esc 回到列表。"] if stuck and by > 0 else []))

    def action_same(self) -> None:
        keys = list(self._rows)
        place = keys.index(self._key)
        if not place:
            self.say("这是第一条，上面没有可以照抄的。", bad=True)
            return
        self.edit.load(self._rows[keys[place - 1]].texts.get(self.field.id, ""))
        self.edit.show_remarks([])
        self.query_one(PromptPanel).count(self.edit.raw)
        self.keep_soon()

    def action_values(self) -> None:
        from tui.screens.dialogs.pick_values import pick_values

        def picked(chosen: list[str] | None) -> None:
            if chosen is not None:
                self.edit.load("、".join(chosen))

        org = self._rows[self._key].org.id
        values = suggestions(self.campaign, self._annex_id, org, self.field.id)
        self.app.push_screen(pick_values(self.field, values, self.edit.raw), picked)

    # Saved, and leaving

    def saved(self) -> None:
        row = self._rows[self._key]
        document = self.document_id(row)
        now = get_row(self.campaign, self._annex_id, row.org.id, document)
        self._rows[self._key] = now
        self._listed.update(self._lines({self._key: now}))
        self._show(self._key)
        self._count()

    def describe(self, row: Row) -> str:
        return summary(self.annex, row)

    def action_back(self) -> None:
        def leave() -> None:
            self.dismiss((self._key, self.changed))

        def drop() -> None:
            self.give_up()
            leave()

        def answered(answer: str | None) -> None:
            if answer == "save":
                self.commit(leave)
            elif answer == "drop":
                drop()

        if not self.unsaved():
            drop()
            return
        options = [("stay", "继续改"), ("save", "保存"), ("drop", "不要这一处改动")]
        self.app.push_screen(Choose("这一条改了还没有保存。", options), answered)
