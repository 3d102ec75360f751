"""One record of a records annex: its form, and what is asked beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from forms.errors import TaizhangError
from forms.kinds.registry import kind_of
from store.campaign.campaign import Campaign
from store.campaign.findings import ANNEX as FINDING
from store.campaign.history_queries import of_record
from store.campaign.watching import shards_of
from store.drafts import Offer
from store.protocol import Document
from tui.actions import HISTORY, SAVE, Action
from tui.autosave import Autosave, Values
from tui.flow import flow
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.ask import Choose
from tui.screens.entry.choosing import choose
from tui.screens.entry.cross_field_checks import CrossFieldChecks
from tui.screens.entry.derived_values import DerivedValues
from tui.screens.entry.ditto import SAME, Ditto
from tui.screens.entry.draft import Resumed, Typed
from tui.screens.entry.indicator_choice import IndicatorChoice
from tui.screens.entry.jump_dialog import JUMP, Jump
from tui.screens.entry.other_sessions import OtherSessions
from tui.screens.entry.pasted_lines import place_lines
from tui.screens.entry.record_entry import OWNER, RecordEntry
from tui.screens.entry.save_flow import SaveFlow
from tui.screens.entry.side_panel import SidePanel
from tui.screens.entry.suggester import TAKE, Suggester
from tui.screens.history.screen import HistoryScreen
from tui.screens.saving import Merged
from tui.screens.staging.screen import StagingScreen
from tui.screens.staging.source import PastedSource
from tui.widgets.entry_form import EntryForm
from tui.widgets.field_rows import LineRow
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.findings_row import FindingsRow
from tui.widgets.indicator_picker import IndicatorPicker
from tui.widgets.preload_pinyin import preload_pinyin
from tui.widgets.prose import Prose

READING = "suggestions"
"""The worker group of what is read for suggestions."""

VALUES = Action(
    "values",
    ("f4",),
    "列表",
    "列出这一项的常用内容，空格选中多项；时间是月历，存在问题是选对照指标。",
    priority=True,
)
SAVE_NEXT = Action(
    "save",
    ("f2", "ctrl+s"),
    "保存并新增",
    "保存这一条，接着填下一条；要沿用的各项已填好。",
    priority=True,
    changes=True,
)


class EntryScreen(TaizhangScreen):
    """Answers the id of the record it saved last, or None. ``carried``: what a new record starts with, of the
    fields that carry; ``before``: texts of the record before, for F3; ``copied``: all texts that a new one
    begins with."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE, SAME, VALUES, TAKE, HISTORY, JUMP)
    AUTO_FOCUS = ""  # ``_go_to_first`` knows better, and the first field would be drawn in focus for a moment
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    EntryScreen #entry { layout: vertical; height: 1fr; }
    EntryScreen.-wide {
        #entry { layout: horizontal; }
        EntryForm { width: 1fr; margin-right: 2; }
        SidePanel, SidePanel.-indicators { width: 44; height: 100%; margin-top: 0; }
        PromptPanel { height: auto; }
        SuggestionList { height: 6; margin-top: 1; }
        IndicatorPicker RowList { height: 1fr; margin-top: 1; }
        IndicatorPicker #official { height: auto; max-height: 60%; margin-top: 1; }
    }
    """

    def __init__(
        self,
        entry: RecordEntry,
        *,
        carried: Mapping[str, str] | None = None,
        before: Mapping[str, str] | None = None,
        copied: Mapping[str, str] | None = None,
        resumed: Resumed | None = None,
    ) -> None:
        super().__init__()
        self.entry = entry
        self.autosave: Autosave
        self.indicators: IndicatorChoice | None = None
        """Only where the record holds findings."""
        self._carried, self._copied, self._resumed = dict(carried or {}), dict(copied or {}), resumed
        self._checks = CrossFieldChecks(entry)
        self._derived = DerivedValues(entry)
        self._ditto = Ditto(entry, before)
        self._others = OtherSessions(entry)
        self._suggester = Suggester(entry.values, self._show_offered, self.set_timer)
        self._last_saved: str | None = None
        self._told_end = False

    @property
    def form(self) -> EntryForm:
        return self.query_one(EntryForm)

    @property
    def has_form(self) -> bool:
        """A record that cannot be read has none."""
        return bool(self.query(EntryForm))

    def name_words(self) -> str:
        entry = self.entry
        state = "修改" if entry.base else "新增" if entry.many else "填报"
        return f"附件{entry.annex.number} {entry.annex.name} {state}"

    def org_words(self) -> str:
        return self.entry.org_name

    def next_words(self) -> str:
        return f"本次已存{self.entry.saved}条" if self.entry.saved else ""

    def export_target(self) -> tuple[str, str] | None:
        return self.entry.annex.id, self.entry.org_id

    def watched(self) -> Sequence[str]:
        return shards_of(self.campaign, self.entry.org_id) if self.entry.document else ()

    def others_saved(self) -> None:
        news = self._others.news() if self.has_form else ""
        if news:
            self.say(news)

    # Making the form

    def compose_body(self) -> ComposeResult:
        entry, resumed = self.entry, self._resumed
        self.autosave = Autosave(
            self,
            self.shell.drafts,
            self._unsaved,
            lambda: self.shell.place(**entry.place()),
            partial(self.say, bad=True),
            resumed.draft if resumed else None,
        )
        try:
            typed = entry.resume(resumed.typed, resumed.base) if resumed else self._open()
            guide = entry.guide()
        except TaizhangError as error:  # a damaged shard, say: there is nothing to fill in, and nothing lost
            yield Prose(error.sentence)
            return
        printed = {column.shows for column in entry.annex.columns}
        pending = dict.fromkeys(entry.annex.finding_fields, typed.pending)
        fields = entry.fields()
        with Vertical(id="entry"):
            form = EntryForm(
                fields,
                {**typed.texts, **pending},
                lambda: self.campaign.entry_day,
                annex=entry.annex,
                org=entry.org_id,
                guide=guide,
                findings=typed.after,
                unprinted=[field.id for field in entry.annex.fields if field.id not in printed],
                first=1 - (fields[0].id == OWNER),
            )
            if typed.new and resumed is None:
                form.mark_taken_over(self._copied.keys() - {OWNER} or self._carried)
            side = SidePanel(entry.annex, guide)
            yield form
            yield side
        if form.findings_row is not None:
            self.indicators = IndicatorChoice(form.findings_row.editor, side.picker)

    def _open(self) -> Typed:
        return self.entry.open(self._carried, self._copied)

    def on_mount(self) -> None:
        preload_pinyin()
        self._read_suggestions()
        if self.has_form:
            self.form.go(self.entry.annex.fields[0].id) if self._copied else self._go_to_first()
            self.others_saved()

    def _go_to_first(self) -> None:
        self.form.go(self.entry.first_to_write(self.form.raw))

    @work(group=READING, exclusive=True)
    async def _read_suggestions(self) -> None:
        """In a thread of its own: thousands of records take a tenth of a second, which no key shall wait for.
        Afterwards only what was saved since is read."""
        try:
            await asyncio.to_thread(lambda: [self.entry.values(field) for field in self.entry.annex.fields])
        except TaizhangError:
            return  # a damaged shard, say: the screen tells of that, and nothing is offered
        if self.has_form:
            self._suggester.begin(self.form.current)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "history":
            return bool(self.entry.base)
        if action == TAKE.id:
            return self._suggester.offers
        if action == "values":
            findings = self.has_form and isinstance(self.form.current, FindingsRow)
            return self.has_form and self.form.current is not None and (not findings or self._has_guide)
        if action in ("save", "ditto", "jump"):
            return self.has_form
        return super().check_action(action, parameters)

    @property
    def _has_guide(self) -> bool:
        return self.indicators is not None and self.indicators.picker is not None

    # While typing

    @on(EntryForm.Entered)
    def entered(self, event: EntryForm.Entered) -> None:
        row = event.row
        self._ditto.moved_to(row.field.id)
        if self._told_end:
            self._told_end = False
            self.say("")
        self.query_one(SidePanel).enter(row)
        self.refresh_chrome()
        self._suggester.enter(row)
        self._derived.entered(row.field, self.form.raw)
        if row.field.id == OWNER and isinstance(row, LineRow):
            row.box.type_over()  # nobody writes on after a name

    @on(EntryForm.Left)
    def left(self, event: EntryForm.Left) -> None:
        self.autosave.keep_quietly()
        self._fill(self._derived.left(event.row.field, self.form.raw))
        self.call_later(self._compare)

    @on(EntryForm.Typed)
    def typed(self, event: EntryForm.Typed) -> None:
        row = event.row
        if row is self.form.current:
            self.query_one(SidePanel).typed(row)
        self._suggester.typed(row)
        self.autosave.typed()

    @on(EntryForm.AtEnd)
    def at_end(self, event: EntryForm.AtEnd) -> None:
        if event.direction > 0:
            self._told_end = True
            self.say("已到最后一项。按 F2 保存；Shift+Tab 或 ↑ 回到上一项。")

    def _fill(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            row = self.form.row(name)
            if row is not None:
                row.load(text)

    def _compare(self) -> None:
        if self.has_form:
            self.form.show_across(self._checks.remarks(self.form.edit, self.form.raw))

    def _show_offered(self, head: str, rows: list[str], cursor: int) -> None:
        self.query_one(SidePanel).offer(head, rows, cursor)

    # Instead of typing

    def action_take_offered(self) -> None:
        self._suggester.take()

    def action_ditto(self) -> None:
        row = self.form.current
        if row is None:
            return
        below = self.form.rows[self.form.rows.index(row) :]
        try:
            same = self._ditto.press([(one.field, one.raw) for one in below])
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
            return
        self.form.take_over(same.texts)
        to = next(one for one in below if one.field.id == same.to)
        if same.rest_next:
            self._ditto.pressed_at(same.to, to.raw)
        if to is not row:
            to.enter()
        if same.says:
            self.say(same.says, bad=same.bad)

    @flow
    async def action_jump(self) -> None:
        here = self.form.current
        field = await self.app.push_screen_wait(Jump(self.form.rows, here.field.id if here else ""))
        if field is not None:
            self.form.go(field)

    @flow
    async def action_values(self) -> None:
        row = self.form.current
        if isinstance(row, FindingsRow) and self.indicators is not None:
            self.indicators.ask()
        elif row is not None:
            text = await choose(self.app, self.entry, row.field, row.raw)
            if text is not None:
                row.put(text)
                if row.field.id == OWNER:
                    row.show_remarks([])
                elif kind_of(row.field).calendar:
                    row.check(self.campaign.entry_day)

    @on(FindingsEditor.NeedsIndicator)
    def needs_indicator(self, event: FindingsEditor.NeedsIndicator) -> None:
        assert self.indicators is not None
        self.indicators.ask_for(event.text, event.key)

    @on(IndicatorPicker.Picked)
    def picked(self, event: IndicatorPicker.Picked) -> None:
        assert self.indicators is not None
        self.indicators.picked(event.indicator)

    @on(IndicatorPicker.Cancelled)
    def no_choice(self) -> None:
        assert self.indicators is not None
        self.indicators.go_back()

    @on(LineRow.PastedLines)
    @flow
    async def lines_pasted(self, event: LineRow.PastedLines) -> None:
        rows = self.entry.many and "\t" in event.text
        if await place_lines(self.app, self.form, event, self.campaign.entry_day, rows):
            source = PastedSource(event.text)
            screen = StagingScreen(self.entry.annex.id, self.entry.org_id, source)
            said = await self.app.push_screen_wait(screen)
            if said:
                self.say(said)

    # Saving

    @flow
    async def action_save(self) -> None:
        await self._save()

    async def _save(self) -> None:
        form, entry = self.form, self.entry
        form.settle()
        current = form.current
        self._fill(self._derived.before_saving(current.field if current else None, form.raw))
        texts = form.raw
        flow = SaveFlow(self.app, entry, form, self._checks, self._open_other, self._hold)
        try:
            saved = await flow.save()
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
            return
        if saved is Merged.LEFT:
            return
        self.autosave.discard()
        if saved is Merged.MERGED:
            entry.start = self._now()
            self.dismiss(entry.id_under(entry.org_id) if entry.is_stored() else self._last_saved)
        elif not entry.another_follows:
            entry.start = self._now()
            self.dismiss(saved.id)
        else:
            self._go_on(saved, texts)

    def _hold(self, field: str, text: str) -> None:
        self._fill({field: text})

    async def _open_other(self, other: Document) -> None:
        """Over this form: what is written here stays."""
        self.autosave.keep_quietly()
        await self.app.push_screen_wait(open_entry(self.campaign, other.annex, other.org, other.id))
        self._checks.duplicates.forget()
        self._compare()

    def _go_on(self, saved: Document, texts: Mapping[str, str]) -> None:
        """A blank record follows the one that was saved."""
        entry = self.entry
        self._last_saved = saved.id
        blank = entry.next(saved.org, texts).texts
        self._checks.duplicates.forget()
        self._ditto.saved(texts)
        self._derived.begin(blank)
        self.form.load(blank)
        self.form.mark_taken_over(
            field.id for field in entry.annex.fields if field.carry and texts.get(field.id)
        )
        state = "（未完成）" if saved.state == "incomplete" else ""
        self.say(f"已保存{state}，本次第{entry.saved}条。接着填下一条；填完按 Esc 返回。")
        self.refresh_chrome()
        self._go_to_first()

    # Its past

    @flow
    async def action_history(self) -> None:
        entry, current = self.entry, self.form.here
        field = current.field if current is not None and current.field.id != OWNER else None
        name = "" if field is None else FINDING if field.id in entry.annex.finding_fields else field.id
        what = f"附件{entry.annex.number} {entry.annex.name} {entry.org_name}"
        past = of_record(entry.annex.id, entry.org_id, entry.document)
        label = field.label if field else ""
        back = await self.app.push_screen_wait(HistoryScreen(what, past, field=name, label=label))
        if back is None:
            return
        if self.unsaved():
            self.say("已恢复。您填的还没有保存，保存时会与恢复的合并。")
            return
        typed = entry.open({}, {})
        self.form.load(typed.texts)
        if self.form.findings_row is not None:
            self.form.findings_row.editor.load(typed.after)
        self.say("已恢复，现在填的是恢复的内容。")

    # Never losing what was typed

    def _now(self) -> Typed:
        """What the form holds."""
        form, start = self.form, self.entry.start
        pending = form.findings_row.raw if form.findings_row else ""
        return Typed(form.raw, start.before, form.findings, pending, start.new)

    def _unsaved(self) -> Values | None:
        if not self.query(EntryForm):
            return None
        now = self._now()
        return None if now == self.entry.start else now.as_values()

    def unsaved(self) -> bool:
        return self._unsaved() is not None

    def keep_draft(self) -> None:
        self.autosave.keep()

    def on_unmount(self) -> None:
        self.autosave.leave()

    def action_back(self) -> None:
        self._leave()

    @flow
    async def _leave(self) -> None:
        answer: str | None = "drop"
        if self.unsaved():
            self.autosave.keep_quietly()
            options = [
                ("stay", "继续填"),
                ("save", "保存"),
                ("draft", "留作草稿，下次接着填"),
                ("drop", "放弃这次填的"),
            ]
            answer = await self.app.push_screen_wait(Choose("这一条还没有保存。", options))
        if answer == "save":
            await self._save()
        elif answer in ("draft", "drop"):
            self.autosave.keep_quietly() if answer == "draft" else self.autosave.discard()
            self.autosave.leave()
            self.dismiss(self._last_saved)


class NewEntryScreen(EntryScreen):
    """A new record in a many-row annex: F2 saves it and a blank one follows."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE_NEXT, SAME, VALUES, TAKE)

    @property
    def place_name(self) -> str:
        return "entry"


def open_entry(
    c: Campaign, annex: str, org: str, document: str = "", *, draft: Offer | None = None, **more: Any
) -> EntryScreen:
    """The screen for an existing record, or for a new one; ``draft`` is gone on with. Raises
    TaizhangError."""
    entry = RecordEntry(c, annex, org, document)
    if draft is not None:
        more["resumed"] = Resumed.take(draft)
    return (NewEntryScreen if entry.many and not document else EntryScreen)(entry, **more)
