"""One record of a records annex: its form, and what is asked beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from forms.document_tables import FINDING
from forms.errors import BadInput, TaizhangError
from forms.remark import Remark
from store.campaign.campaign import Campaign
from store.campaign.duplicates import REASON, LikelyDuplicate
from store.campaign.history import of_record
from store.campaign.organisations import shards_of
from store.drafts import Offer
from store.protocol import Document
from tui.actions import HISTORY, SAVE, Action, action
from tui.autosave import Values
from tui.flow import flow
from tui.screens.entry.ditto import SAME
from tui.screens.entry.jump_dialog import JUMP
from tui.screens.entry.record_entry import OWNER, RecordEntry, Typed
from tui.screens.entry.record_form import VALUES, RecordForm
from tui.screens.entry.suggester import TAKE
from tui.screens.entry.unsettled import (
    ADD,
    OPEN,
    Answers,
    DuplicateDialog,
    ask_incomplete,
    ask_reasons,
    save_settled,
)
from tui.screens.form_screen import FormScreen, Resumed
from tui.screens.history.screen import HistoryScreen
from tui.screens.saving import Merged
from tui.widgets.entry_form import EntryForm
from tui.widgets.inputs import LineInput
from tui.widgets.prose import Prose

SAVE_NEXT = action(
    "save | f2 ctrl+s | 保存并新增 | 保存这一条，接着填下一条；要沿用的各项已填好。 | priority changes"
)


class EntryScreen(FormScreen):
    """Answers the id of the record it saved last, or None. ``carried``: what a new record starts with, of the
    fields that carry; ``before``: texts of the record before, for F3; ``copied``: all texts that a new one
    begins with."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE, SAME, VALUES, TAKE, HISTORY, JUMP)
    AUTO_FOCUS = ""  # ``go_to_first`` knows better, and the first field would be drawn in focus for a moment
    QUESTION = "这一条还没有保存。"
    ANSWERS = (
        ("stay", "继续填"),
        ("save", "保存"),
        ("keep", "留作草稿，下次接着填"),
        ("drop", "放弃这次填的"),
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012

    DEFAULT_CSS = """
    EntryScreen.-wide {
        RecordForm { layout: horizontal; }
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
        resumed: Resumed[Typed] | None = None,
    ) -> None:
        super().__init__(resumed)
        self.entry = entry
        self._carried, self._copied, self._resumed = dict(carried or {}), dict(copied or {}), resumed
        self._before = before
        self._last_saved: str | None = None
        self._told_end = False
        self.has_form = False
        """A record that cannot be read has none."""

    @property
    def record(self) -> RecordForm:
        """Give the form with its panel."""
        return self.query_one(RecordForm)

    @property
    def form(self) -> EntryForm:
        """Give the form."""
        return self.record.form

    def name_words(self) -> str:
        """Say what the screen is called."""
        entry = self.entry
        state = "修改" if entry.base else "新增" if entry.many else "填报"
        return f"附件{entry.annex.number} {entry.annex.name} {state}"

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        return self.entry.org_name

    def next_words(self) -> str:
        """Say what to do next."""
        return f"本次已存{self.entry.saved}条" if self.entry.saved else ""

    def export_target(self) -> tuple[str, str] | None:
        """Name the form that F5 and F6 write."""
        return self.entry.annex.id, self.entry.org_id

    def watched(self) -> Sequence[str]:
        """Name the shards that hold what is shown."""
        return shards_of(self.campaign, self.entry.org_id) if self.entry.document else ()

    def others_saved(self) -> None:
        """Say what others have saved."""
        news = self.entry.news() if self.has_form else ""
        if news:
            self.say(news)

    # Making the form

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        entry, resumed = self.entry, self._resumed
        try:
            if resumed is not None:
                typed = entry.resume(resumed.typed, resumed.base)
            else:
                typed = entry.open(self._carried, self._copied)
            guide = entry.guide()
        except TaizhangError as error:  # a damaged shard, say: there is nothing to fill in, and nothing lost
            yield Prose(error.sentence)
            return
        taken = self._copied.keys() - {OWNER} or self._carried.keys()
        new = typed.new and resumed is None
        self.has_form = True
        yield RecordForm(entry, typed, guide, self._before, taken if new else set())

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        if self.has_form:
            self.form.go(self.entry.annex.fields[0].id) if self._copied else self.record.go_to_first()
            self.others_saved()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action == "history":
            return bool(self.entry.base)
        if action in ("save", "ditto", "jump"):
            return self.has_form
        if action == "values":
            return self.has_form and self.record.has_values
        if action == TAKE.id:
            return self.has_form and self.record.suggester.offers
        return super().check_action(action, parameters)

    # While typing

    @on(EntryForm.Entered)
    def entered(self) -> None:
        """Follow the cursor to a row."""
        if self._told_end:
            self._told_end = False
            self.say("")
        self.refresh_chrome()

    @on(EntryForm.Left)
    def left(self) -> None:
        """Check what the cursor has left."""
        self.autosave.keep_quietly()

    @on(EntryForm.Typed)
    def typed(self) -> None:
        """Note that something was typed."""
        self.autosave.typed()

    @on(EntryForm.AtEnd)
    def at_end(self, event: EntryForm.AtEnd) -> None:
        """Say that this was the last field."""
        if event.direction > 0:
            self._told_end = True
            self.say("已到最后一项。按 F2 保存；Shift+Tab 或 ↑ 回到上一项。")

    # Instead of typing

    def action_take_offered(self) -> None:
        """Take what is offered."""
        self.record.suggester.take()

    @flow
    async def action_ditto(self) -> None:
        """Fill in as in the record before."""
        same = self.record.ditto()
        if same is not None and same.says:
            self.say(same.says, bad=same.bad)

    @flow
    async def action_jump(self) -> None:
        """Go to a field by its number."""
        await self.record.jump()

    @flow
    async def action_values(self) -> None:
        """Choose the answer from what is usual."""
        await self.record.choose()

    @on(LineInput.PastedLines)
    @flow
    async def lines_pasted(self, event: LineInput.PastedLines) -> None:
        """Ask what several pasted lines are."""
        from tui.screens.staging.screen import import_pasted  # loads the readers

        if await self.record.place_lines(event):
            said = await import_pasted(self.app, self.entry.annex.id, self.entry.org_id, event.text)
            if said:
                self.say(said)

    # Saving

    @flow
    async def action_save(self) -> None:
        """Save what the form holds."""
        await self.save()

    async def save(self) -> bool:
        """It leaves the form itself, where no blank record follows."""
        entry, record = self.entry, self.record
        record.settle()
        texts = record.form.raw
        try:
            write = partial(entry.write, self._owner(), record.form.edit, record.form.findings)
            saved = await save_settled(
                self.app, write, self._ask, lambda name, text: record.fill({name: text})
            )
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
            return False
        if saved is Merged.LEFT:
            return False
        self.autosave.discard()
        if saved is not Merged.MERGED:
            self._last_saved = saved.id
        elif entry.is_stored():
            self._last_saved = entry.id_under(entry.org_id)
        if saved is not Merged.MERGED and entry.another_follows:
            self._go_on(saved, texts)
        else:
            entry.start = self._now()
            self.leave()
        return False

    def _owner(self) -> str:
        """Whose record it is. Raises BadInput, told at its line."""
        try:
            return self.entry.owner(self.form.raw)
        except BadInput as error:
            self.form.show_remarks([Remark(OWNER, error.sentence, "error")])
            self.form.go(OWNER)
            raise

    async def _ask(self, remarks: Sequence[Remark], answers: Answers) -> Answers | None:
        """What is missing; else the record that may be the same; else why it is unusual. None: go back."""
        annex, form = self.entry.annex, self.form
        across = self.record.checks.remarks(form.edit, form.raw)
        form.show_remarks([remark for remark in remarks if remark not in across])
        form.show_across(across)
        hard = [remark for remark in remarks if remark.kind != "soft"]
        if hard:
            form.go(hard[0].field)
            return await ask_incomplete(self.app, annex, hard, "继续填", answers)
        duplicate = next((remark for remark in remarks if isinstance(remark, LikelyDuplicate)), None)
        if duplicate is not None:
            if not await self._is_another(duplicate.document):
                return None
            answers = answers.force({duplicate.field: REASON})
            remarks = [remark for remark in remarks if remark is not duplicate]
        return await ask_reasons(self.app, annex, remarks, answers) if remarks else answers

    async def _is_another(self, other: Document) -> bool:
        """Is it to be saved beside the one that is there? That can be looked at over this form: what is
        written here stays."""
        dialog = DuplicateDialog(self.entry.annex, other, new=not self.entry.base)
        answer = await self.app.push_screen_wait(dialog)
        if answer == OPEN:
            self.autosave.keep_quietly()
            await self.app.push_screen_wait(open_entry(self.campaign, other.annex, other.org, other.id))
            self.record.checks.forget()
            self.record.compare()
        return bool(answer == ADD)

    def _go_on(self, saved: Document, texts: Mapping[str, str]) -> None:
        """A blank record follows the one that was saved."""
        entry = self.entry
        self.record.begin_next(entry.next(saved.org, texts).texts, texts)
        state = "（未完成）" if saved.state == "incomplete" else ""
        self.say(f"已保存{state}，本次第{entry.saved}条。接着填下一条；填完按 Esc 返回。")
        self.refresh_chrome()

    # Its past

    @flow
    async def action_history(self) -> None:
        """Open the history of what is at the cursor."""
        entry, current = self.entry, self.form.here
        field = current.field if current is not None and current.field.id != OWNER else None
        name = "" if field is None else FINDING if field.id in entry.annex.finding_fields else field.id
        what = f"附件{entry.annex.number} {entry.annex.name} {entry.org_name}"
        past = of_record(entry.annex.id, entry.org_id, entry.document)
        label = field.label if field else ""
        if await self.look_back(HistoryScreen(what, past, field=name, label=label)) is not None:
            self.record.load(entry.open({}, {}))
            self.say("已恢复，现在填的是恢复的内容。")

    # Never losing what was typed

    def _now(self) -> Typed:
        """What the form holds."""
        form, start = self.form, self.entry.start
        pending = form.findings_row.raw if form.findings_row else ""
        return Typed(form.raw, start.before, form.findings, pending, start.new)

    def unsaved_values(self) -> Values | None:
        """Give what is typed and not saved; None: nothing is."""
        now = self._now() if self.has_form else self.entry.start
        return None if now == self.entry.start else now.as_values()

    def draft_place(self) -> dict[str, Any]:
        """Say where a draft of it belongs."""
        return self.entry.place()

    def result(self) -> str | None:
        """Give what the screen answers."""
        return self._last_saved


class NewEntryScreen(EntryScreen):
    """A new record in a many-row annex: F2 saves it and a blank one follows."""

    ACTIONS = (SAVE_NEXT, SAME, VALUES, TAKE)

    @property
    def place_name(self) -> str:
        """Name this place for the tour."""
        return "entry"


def open_entry(
    c: Campaign, annex: str, org: str, document: str = "", *, draft: Offer | None = None, **more: Any
) -> EntryScreen:
    """The screen for an existing record, or for a new one; ``draft`` is gone on with. Raises
    TaizhangError."""
    entry = RecordEntry(c, annex, org, document)
    if draft is not None:
        more["resumed"] = Resumed.take(draft, Typed.of(draft.values))
    return (NewEntryScreen if entry.many and not document else EntryScreen)(entry, **more)
