"""One record of a records annex: its form, and what is asked beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from forms.errors import TaizhangError
from store.campaign.campaign import Campaign
from store.campaign.duplicates import LikelyDuplicate
from store.campaign.organisations import organisations
from store.campaign.records import get_row, record_id, records_annex
from store.drafts import Offer
from tui.actions import HISTORY, SAVE, Action
from tui.screens.dialogs.ask import Choose
from tui.screens.entry.base import OWNER
from tui.screens.entry.choosing import Choosing
from tui.screens.entry.ditto import SAME
from tui.screens.entry.draft import DRAFT_DELAY, DraftKeeper, Resumed, Typed
from tui.screens.entry.jump import Jumping
from tui.screens.entry.pasting import Pasting
from tui.screens.entry.remembering import Remembering
from tui.screens.entry.saving import Saving
from tui.screens.entry.suggesting import TAKE
from tui.widgets.entry_form import EntryForm
from tui.widgets.findings_row import FindingsRow
from tui.widgets.indicator_picker import IndicatorPicker
from tui.widgets.prompt_panel import PromptPanel
from tui.widgets.prose import Prose
from tui.widgets.suggestion_list import SuggestionList

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


class EntryScreen(Choosing, Jumping, Pasting, Remembering, Saving):
    """Answers the id of the record it saved last, or None. ``carried``: what a new record starts with, of the
    fields that carry; ``before``: texts of the record before, for F3; ``copied``: all texts that a new one
    begins with."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE, SAME, VALUES, TAKE, HISTORY)
    AUTO_FOCUS = ""  # ``go_to_first`` knows better, and the first field would be drawn in focus for a moment
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    EntryScreen {
        #entry { layout: vertical; height: 1fr; }
        #side { height: 7; background: $panel; padding: 0 1; margin-top: 1; }
        #side.-indicators { height: 12; }
        IndicatorPicker { display: none; }
        #side.-indicators IndicatorPicker { display: block; }
        #side.-indicators PromptPanel { display: none; }
    }
    EntryScreen.-wide {
        #entry { layout: horizontal; }
        EntryForm { width: 1fr; margin-right: 2; }
        #side, #side.-indicators { width: 44; height: 100%; margin-top: 0; }
        PromptPanel { height: auto; }
        SuggestionList { height: 6; margin-top: 1; }
        IndicatorPicker RowList { height: 1fr; margin-top: 1; }
        IndicatorPicker #official { height: auto; max-height: 60%; margin-top: 1; }
    }
    """

    def __init__(
        self,
        annex: str,
        org: str,
        document: str = "",
        *,
        carried: Mapping[str, str] | None = None,
        before: Mapping[str, str] | None = None,
        copied: Mapping[str, str] | None = None,
        resumed: Resumed | None = None,
    ) -> None:
        super().__init__(annex, org, document)
        self._carried, self._before, self._resumed = dict(carried or {}), before, resumed
        self._copied = dict(copied or {})
        self._timer_running = False
        self._told_end = False

    def name_words(self) -> str:
        state = "修改" if self._base else "新增" if self.many else "填报"
        return f"附件{self.annex.number} {self.annex.name} {state}"

    def org_words(self) -> str:
        org = organisations(self.campaign).get(self._org)
        return org.name if org else ""

    def next_words(self) -> str:
        return f"本次已存{self._saved}条" if self._saved else ""

    def export_target(self) -> tuple[str, str] | None:
        return self._annex_id, self._org

    # Making the form

    def compose_body(self) -> ComposeResult:
        try:
            typed, guide = self._begin(), self.guide() if self.finding_fields else None
        except TaizhangError as error:  # a damaged shard, say: there is nothing to fill in, and nothing lost
            yield Prose(error.sentence)
            return
        printed = {column.shows for column in self.annex.columns}
        fields = self.fields(organisations(self.campaign))
        with Vertical(id="entry"):
            form = EntryForm(
                fields,
                {**typed.texts, **dict.fromkeys(self.finding_fields, typed.pending)},
                lambda: self.campaign.entry_day,
                annex=self.annex,
                org=self._org,
                guide=guide,
                findings=typed.after,
                unprinted=[field.id for field in self.annex.fields if field.id not in printed],
                first=1 - (fields[0].id == OWNER),
            )
            if typed.new and self._resumed is None:
                form.mark_taken_over(self._copied.keys() - {OWNER} or self._carried)
            yield form
            with Vertical(id="side"):
                yield PromptPanel(self.annex)
                yield SuggestionList()
                if guide is not None:
                    yield IndicatorPicker(guide)

    def _begin(self) -> Typed:
        """What the form starts with: a draft, a record, or what is carried over to a new one."""
        resumed = self._resumed
        self._keeper = DraftKeeper(self.shell.drafts, resumed.draft if resumed else None)
        if not self.many:
            self._document = record_id(self.annex, self._org)
        if resumed is None:
            row = get_row(self.campaign, self._annex_id, self._org, self._document)
            self._base = row.document.rev if row.document else 0
            self._start = self.from_row(row, self._carried)
            copied = {name: text for name, text in self._copied.items() if name in self._start.texts}
            self._start = replace(self._start, texts=self._start.texts | copied)
            return self._start
        self._base = resumed.base  # what others saved since is merged with, or asked about, at saving
        seen = self._document if resumed.base else ""
        row = get_row(self.campaign, self._annex_id, self._org, seen, resumed.base)
        self._start = replace(self.from_row(row, self._carried), before=resumed.typed.before)
        return resumed.typed

    def on_mount(self) -> None:
        if self.query(EntryForm):
            self.form.go(self.annex.fields[0].id) if self._copied else self.go_to_first()
            self.others_saved()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("save", "values") and not (self.is_mounted and self.query(EntryForm)):
            return False
        return super().check_action(action, parameters)

    # While typing

    @on(EntryForm.Entered)
    def entered(self, event: EntryForm.Entered) -> None:
        row = event.row
        self.came_to(row)
        if self._told_end:
            self._told_end = False
            self.say("")
        indicators = isinstance(row, FindingsRow) and bool(self.query(IndicatorPicker))
        self.query_one("#side").set_class(indicators, "-indicators")
        self.query_one(PromptPanel).show(row.field, row.raw)
        if indicators:
            self.query_one(IndicatorPicker).suggest(row.raw)
        self.refresh_chrome()

    @on(EntryForm.Left)
    def left(self) -> None:
        self.keep_quietly()

    @on(EntryForm.Typed)
    def typed(self, event: EntryForm.Typed) -> None:
        row = event.row
        if row is self.form.current:
            self.query_one(PromptPanel).count(row.raw)
            if isinstance(row, FindingsRow) and row.editor.box.has_focus:
                for picker in self.query(IndicatorPicker):
                    picker.suggest(row.raw)
        if not self._timer_running:
            self._timer_running = True
            self.set_timer(DRAFT_DELAY, self._time_to_keep)

    @on(EntryForm.AtEnd)
    def at_end(self, event: EntryForm.AtEnd) -> None:
        if event.direction > 0:
            self._told_end = True
            self.say("已到最后一项。按 F2 保存；Shift+Tab 或 ↑ 回到上一项。")

    def _time_to_keep(self) -> None:
        self._timer_running = False
        self.keep_quietly()

    def open_twin(self, twin: LikelyDuplicate) -> None:
        self.keep_quietly()
        other = twin.document

        def back(_: str | None) -> None:
            self._asked = ()
            self.compare()

        self.app.push_screen(open_entry(self.campaign, self._annex_id, other.org, other.id), back)

    # Leaving

    def on_unmount(self) -> None:
        self._keeper.leave()

    def action_back(self) -> None:
        if not self.unsaved():
            self._keeper.discard()
            self.dismiss(self._last_saved)
            return
        self.keep_quietly()

        def answered(answer: str | None) -> None:
            if answer == "save":
                self.action_save()
            elif answer == "draft":
                self.keep_quietly()
                self._keeper.leave()
                self.dismiss(self._last_saved)
            elif answer == "drop":
                self._keeper.discard()
                self._keeper.leave()
                self.dismiss(self._last_saved)

        options = [
            ("stay", "继续填"),
            ("save", "保存"),
            ("draft", "留作草稿，下次接着填"),
            ("drop", "放弃这次填的"),
        ]
        self.app.push_screen(Choose("这一条还没有保存。", options), answered)


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
    many = records_annex(c, annex).rows == "many"
    if draft is not None:
        more["resumed"] = Resumed.take(draft)
    return (NewEntryScreen if many and not document else EntryScreen)(annex, org, document, **more)
