"""The form of a record under one's hands: it fills in what follows, offers what was written before, says what
does not fit together, and takes answers chosen or pasted instead of typed. Saves nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence, Set
from datetime import date

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from forms.errors import TaizhangError
from forms.kinds.registry import kind_of
from forms.neutral import one_line
from forms.pack import Field, Guide
from store.campaign.organisations import organisations
from store.campaign.submissions import obligations
from tui.actions import action
from tui.screens.dialogs.calendar import Calendar
from tui.screens.dialogs.dialog import Choose
from tui.screens.dialogs.pick import PickOrg, pick_values
from tui.screens.entry.cross_field_checks import CrossFieldChecks
from tui.screens.entry.derived_values import DerivedValues
from tui.screens.entry.ditto import Ditto, Same
from tui.screens.entry.jump_dialog import Jump
from tui.screens.entry.record_entry import OWNER, RecordEntry, Typed
from tui.screens.entry.side_panel import SidePanel
from tui.screens.entry.suggester import Suggester
from tui.widgets.entry_form import EntryForm
from tui.widgets.field_rows import LineRow
from tui.widgets.findings_editor import FindingsEditor, FindingsRow
from tui.widgets.inputs import LineInput
from tui.widgets.row_list import preload_pinyin

VALUES = action(
    "values | f4 | 列表 | 列出这一项的常用内容，空格选中多项；时间是月历，存在问题是选对照指标。 | priority"
)


def due_by_day(entry: RecordEntry) -> dict[date, str]:
    """What the unit still has to hand in; nothing where that cannot be read: the calendar does without."""
    due: dict[date, list[str]] = {}
    try:
        unit = organisations(entry.campaign).unit_of(entry.org_id)
        for one in obligations(entry.campaign, unit.id):
            if one.org.id == unit.id and one.status.pending:
                due.setdefault(one.due, []).append(one.name)
    except TaizhangError:
        return {}
    return {day: "、".join(names) for day, names in due.items()}


JOINED, EACH, FIRST, ROWS, NOTHING = "joined", "each", "first", "rows", "nothing"


def spread(lines: Sequence[str], fields: int) -> list[str]:
    """A line for each of so many fields; what is over is put together in the last one."""
    parts = list(lines[:fields])
    parts[-1] = " ".join(lines[len(parts) - 1 :])
    return parts


class RecordForm(Vertical):
    """``typed`` is what it begins with, ``taken_over`` the fields that came from another record; ``before``:
    texts of the record before, for F3."""

    DEFAULT_CSS = "RecordForm { layout: vertical; height: 1fr; }"

    def __init__(
        self,
        entry: RecordEntry,
        typed: Typed,
        guide: Guide | None,
        before: Mapping[str, str] | None,
        taken_over: Set[str],
    ) -> None:
        super().__init__(id="entry")
        self.entry = entry
        self.checks = CrossFieldChecks(entry)
        self._derived, self._ditto = DerivedValues(entry), Ditto(entry, before)
        fields, findings = entry.fields(), entry.annex.finding_fields
        self.form = EntryForm(
            fields,
            {**typed.texts, **dict.fromkeys(findings, typed.pending)},
            lambda: entry.campaign.entry_day,
            annex=entry.annex,
            org=entry.org_id,
            guide=guide,
            findings=typed.after,
            first=1 - (fields[0].id == OWNER),
        )
        self.form.mark_taken_over(taken_over)
        row = self.form.findings_row
        self._side = SidePanel(entry.annex, guide, row.editor if row else None)
        self.suggester = Suggester(entry.values, self._side.offer, self.set_timer)

    def compose(self) -> ComposeResult:
        """Lay out its parts."""
        yield self.form
        yield self._side

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        preload_pinyin()
        self._read_suggestions()

    @work(exclusive=True, group="suggestions")
    async def _read_suggestions(self) -> None:
        """In a thread of its own: thousands of records take a tenth of a second, which no key shall wait for.
        Afterwards only what was saved since is read."""
        try:
            await asyncio.to_thread(lambda: [self.entry.values(one) for one in self.entry.annex.fields])
        except TaizhangError:
            return  # a damaged shard, say: the screen tells of that, and nothing is offered
        self.suggester.begin(self.form.current)

    def load(self, typed: Typed) -> None:
        """Show the record as it is in the store now."""
        self.form.load(typed.texts)
        if self.form.findings_row is not None:
            self.form.findings_row.editor.load(typed.after)

    def begin_next(self, blank: Mapping[str, str], last: Mapping[str, str]) -> None:
        """Show a blank record, after one that was saved with the texts ``last``."""
        self.checks.forget()
        self._ditto.saved(last)
        self._derived.begin(blank)
        self.form.load(blank)
        self.form.mark_taken_over(
            field.id for field in self.entry.annex.fields if field.carry and last.get(field.id)
        )
        self.go_to_first()

    def go_to_first(self) -> None:
        """Put the cursor in the first field that is still to be written."""
        self.form.go(self.entry.first_to_write(self.form.raw))

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put texts in fields; fields that are not there are passed by."""
        for name, text in texts.items():
            row = self.form.row(name)
            if row is not None:
                row.load(text)

    def settle(self) -> None:
        """Before saving: the field in focus has not been left."""
        self.form.settle()
        current = self.form.current
        self.fill(self._derived.before_saving(current.field if current else None, self.form.raw))

    def compare(self) -> None:
        """Say what does not fit together."""
        if self.is_attached:
            self.form.show_across(self.checks.remarks(self.form.edit, self.form.raw))

    # While typing

    @on(EntryForm.Entered)
    def entered(self, event: EntryForm.Entered) -> None:
        """Follow the cursor to a row."""
        row = event.row
        self._ditto.moved_to(row.field.id)
        self._side.enter(row)
        self.suggester.enter(row)
        self._derived.entered(row.field, self.form.raw)
        if row.field.id == OWNER and isinstance(row, LineRow):
            row.box.type_over()  # nobody writes on after a name

    @on(EntryForm.Left)
    def left(self, event: EntryForm.Left) -> None:
        """Check what the cursor has left."""
        self.fill(self._derived.left(event.row.field, self.form.raw))
        self.call_later(self.compare)

    @on(EntryForm.Typed)
    def typed(self, event: EntryForm.Typed) -> None:
        """Note that something was typed."""
        if event.row is self.form.current:
            self._side.typed(event.row)
        self.suggester.typed(event.row)

    # Instead of typing

    @property
    def has_values(self) -> bool:
        """Is there anything to choose from in the field in focus?"""
        row = self.form.current
        return row is not None and (not isinstance(row, FindingsRow) or self._side.picker is not None)

    def ditto(self) -> Same | None:
        """Do what F3 does; what is to be said of it. Raises TaizhangError."""
        row = self.form.current
        if row is None:
            return None
        below = self.form.rows[self.form.rows.index(row) :]
        same = self._ditto.press([(one.field, one.raw) for one in below])
        self.form.take_over(same.texts)
        to = next(one for one in below if one.field.id == same.to)
        if same.rest_next:
            self._ditto.pressed_at(same.to, to.raw)
        if to is not row:
            to.enter()
        return same

    async def jump(self) -> None:
        """Ask which line to go to; in a flow."""
        here = self.form.current
        field = await self.app.push_screen_wait(Jump(self.form.rows, here.field.id if here else ""))
        if field is not None:
            self.form.go(field)

    async def choose(self) -> None:
        """Ask what is to stand in the field in focus; in a flow. Raises TaizhangError."""
        row = self.form.current
        if isinstance(row, FindingsRow):
            self._side.choose_indicator()
        elif row is not None:
            text = await self._chosen(row.field, row.raw)
            if text is not None:
                row.put(text)
                if row.field.id == OWNER:
                    row.show_remarks([])
                elif kind_of(row.field).calendar:
                    row.check(self.entry.campaign.entry_day)

    async def _chosen(self, field: Field, text: str) -> str | None:
        """What is to stand in a field that holds ``text``; None: that is to stay."""
        entry, campaign, ask = self.entry, self.entry.campaign, self.app.push_screen_wait
        if field.id == OWNER:
            picked = await ask(PickOrg(campaign, entry.org_id))
            org = organisations(campaign).get(picked) if picked else None
            return org.name if org else None
        if kind_of(field).calendar:
            day, today = campaign.entry_day, campaign.clock.today()
            return await ask(Calendar(one_line(field.label), text, day, today, due_by_day(entry)))
        chosen = await ask(pick_values(field, entry.values(field), text))
        return None if chosen is None else "、".join(chosen)

    async def place_lines(self, pasted: LineInput.PastedLines) -> bool:
        """Ask what becomes of lines pasted into one, and do it; in a flow. True: they are records of a table.
        They stand in the box, put together, while the question is open: a draft keeps them."""
        options = [
            (JOINED, "接成一行"),
            (EACH, "各行依次填入这一项和下面各项"),
            (FIRST, "只用第一行"),
            *([(ROWS, "当作几条记录（粘贴多行）")] if self.entry.many and "\t" in pasted.text else []),
            (NOTHING, "不粘贴"),
        ]
        question = f"粘贴了{len(pasted.lines)}行，这一项只有一行，怎么办？"
        answer = await self.app.push_screen_wait(Choose(question, options)) or JOINED
        row = self.form.row_with(pasted.box)
        if row is None:
            return False
        if answer != JOINED:
            row.tell("")  # that they were put together is no longer so
        if answer == EACH:  # each box's own undo takes it back
            rows = self.form.rows[self.form.rows.index(row) :]
            below = [one for one in rows if one.is_text]
            for one, text in zip(below, spread(pasted.lines, len(below)), strict=False):
                one.put(pasted.around(text) if one is row else text)
                one.check(self.entry.campaign.entry_day)
            self.form.share_room()
        elif answer == FIRST:
            row.put(pasted.around(pasted.lines[0]))
        elif answer in (ROWS, NOTHING):
            row.put(pasted.before)
        row.enter()
        return answer == ROWS

    @on(FindingsEditor.NeedsIndicator)
    def needs_indicator(self, event: FindingsEditor.NeedsIndicator) -> None:
        """Have the indicator of a finding chosen."""
        self._side.choose_indicator_for(event.text, event.key)
