"""One record of a records annex: its form, what is asked beside it, saving, and never losing what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from forms.errors import BadInput, TaizhangError
from forms.fields import Remark, split_entries
from forms.neutral import one_line
from forms.organisation import Organisation
from forms.pack import Field, Guide, RecordsAnnex
from store.campaign.diagnosis import guide_of
from store.campaign.entries import save_entry
from store.campaign.findings import findings
from store.campaign.organisations import Organisations, organisations
from store.campaign.records import Row, Unsettled, get_row, record_id, records_annex
from store.protocol import Conflict, Document
from tui.actions import SAVE, Action
from tui.screens.ask import Choose
from tui.screens.base import TaizhangScreen
from tui.screens.entry_draft import DraftKeeper, Typed
from tui.screens.save_dialogs import Overtaken, Reasons
from tui.widgets.entry_form import EntryForm
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.findings_row import FindingsRow
from tui.widgets.indicator_picker import IndicatorPicker
from tui.widgets.prompt_panel import PromptPanel

if TYPE_CHECKING:
    from store.drafts import Offer
    from tui.app import TaizhangApp

DRAFT_DELAY = 1.5
"""Seconds from the first key typed to the draft on disk."""

OWNER = "owner-of-record"
"""The line of a new record that says whose it is; no field of the annex."""

VALUES = Action(
    "values", ("f4",), "列表", "列出这一项的常用内容，空格选中多项；填存在问题时是选对照指标。", priority=True
)
SAVE_NEXT = Action(
    "save", ("f2", "ctrl+s"), "保存并新增", "保存这一条，接着填下一条；要沿用的各项已填好。", priority=True
)


class EntryScreen(TaizhangScreen):
    """Answers the id of the record it saved, or None. ``offer`` is a draft of an earlier session to go on with."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE, VALUES)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    EntryScreen {
        #entry { layout: vertical; height: 1fr; }
        #side { height: 6; background: $panel; padding: 0 1; margin-top: 1; }
        #side.-indicators { height: 12; }
        IndicatorPicker { display: none; }
        #side.-indicators IndicatorPicker { display: block; }
        #side.-indicators PromptPanel { display: none; }
    }
    EntryScreen.-wide {
        #entry { layout: horizontal; }
        EntryForm { width: 1fr; margin-right: 2; }
        #side, #side.-indicators { width: 44; height: 100%; margin-top: 0; }
    }
    """

    def __init__(
        self,
        annex: str,
        org: str,
        document: str = "",
        *,
        carried: Mapping[str, str] | None = None,
        offer: Offer | None = None,
    ) -> None:
        super().__init__()
        self._annex_id, self._org, self._document = annex, org, document
        self._carried, self._offer = dict(carried or {}), offer
        self._base = 0
        self._saved = 0
        self._start = Typed({})
        self._timer_running = False

    # What it is about

    @property
    def annex(self) -> RecordsAnnex:
        return records_annex(self.campaign, self._annex_id)

    @property
    def form(self) -> EntryForm:
        return self.query_one(EntryForm)

    @property
    def _new(self) -> bool:
        """A blank record follows this one once it is saved."""
        return self._base == 0 and self.annex.rows == "many"

    def name_words(self) -> str:
        many = self.annex.rows == "many"
        state = "修改" if self._base else "新增" if many else "填报"
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
        known = organisations(self.campaign)
        typed = self._begin()
        guide = self._guide(known.get(self._org))
        with Vertical(id="entry"):
            yield EntryForm(
                self._fields(known),
                {**typed.texts, **dict.fromkeys(self._findings_fields, typed.pending)},
                lambda: self.campaign.clock.today(),
                org=self._org,
                guide=guide,
                findings=typed.after,
                unprinted=self._unprinted(),
            )
            with Vertical(id="side"):
                yield PromptPanel(self.annex)
                if guide is not None and self._has_findings:
                    yield IndicatorPicker(guide)

    @property
    def _findings_fields(self) -> list[str]:
        return [field.id for field in self.annex.fields if field.kind == "findings"]

    @property
    def _has_findings(self) -> bool:
        return bool(self._findings_fields)

    def _begin(self) -> Typed:
        """What the form starts with: a draft, a record, or what is carried over to a new one."""
        row = get_row(self.campaign, self._annex_id, self._org, self._document)
        self._base = row.document.rev if row.document else 0
        self._start = self._from_row(row)
        place = self._place()
        if self._offer is None:
            self._keeper = DraftKeeper(self.shell.drafts, place)
            return self._start
        kept = Typed.of(self._offer.values)
        base = self._offer.place.get("base")
        self._base = base if isinstance(base, int) and row.document else self._base
        self._start = replace(self._start, before=kept.before)
        self._keeper = DraftKeeper(self.shell.drafts, self._place(), self._offer.take())
        return kept

    def _from_row(self, row: Row) -> Typed:
        found = tuple(findings(self.campaign, self._org)) if self._has_findings else ()
        if row.document is not None or not self._new:
            texts = {field.id: row.texts.get(field.id, "") for field in self._own_fields()}
            return Typed(texts, found, found)
        return Typed(self._blank(row.org, self._carried), found, found, new=True)

    def _blank(self, org: Organisation, last: Mapping[str, str]) -> dict[str, str]:
        """A new record: carried fields with their last value, 开展单位 with one's own name at first."""
        texts = {field.id: last.get(field.id, "") if field.carry else "" for field in self._own_fields()}
        for field in self._own_fields():
            if field.kind == "organisations" and field.carry and not texts[field.id]:
                texts[field.id] = org.name
        return {OWNER: org.name, **texts}

    def _own_fields(self) -> list[Field]:
        return [field for field in self.annex.fields if field.kind != "findings"]

    def _fields(self, known: Organisations) -> Sequence[Field]:
        if not self._new or len(known.form_members(self._org)) < 2:
            return self.annex.fields
        prompt = "这一条记在哪个党组织名下；统计有记录的支部时按这一项。按 F4 选择。"
        owner = Field(id=OWNER, label="党组织", required=True, prompt=prompt)
        return (owner, *self.annex.fields)

    def _unprinted(self) -> list[str]:
        printed = {column.shows for column in self.annex.columns}
        return [field.id for field in self.annex.fields if field.id not in printed]

    def _guide(self, org: Organisation | None) -> Guide | None:
        try:
            return guide_of(self.campaign, org) if org else None
        except BadInput:
            return None

    def on_mount(self) -> None:
        self._go_to_first()

    def _go_to_first(self) -> None:
        """The first field that is still to be written: neither carried over nor filled."""
        raw = self.form.raw
        fields = [field for field in self.annex.fields if not field.carry]
        open_one = next((f for f in fields if f.kind == "findings" or not raw.get(f.id)), None)
        target = open_one if self._base == 0 and open_one else self.annex.fields[0]
        self.form.go(target.id)

    # While typing

    @on(EntryForm.Entered)
    def entered(self, event: EntryForm.Entered) -> None:
        row = event.row
        indicators = isinstance(row, FindingsRow) and bool(self.query(IndicatorPicker))
        self.query_one("#side").set_class(indicators, "-indicators")
        self.query_one(PromptPanel).show(row.field, row.raw)
        if indicators:
            self.query_one(IndicatorPicker).suggest(row.raw)
        self.refresh_chrome()

    @on(EntryForm.Left)
    def left(self) -> None:
        self._keep_quietly()

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
            self.set_timer(DRAFT_DELAY, self._keep_quietly)

    @on(EntryForm.AtEnd)
    def at_end(self, event: EntryForm.AtEnd) -> None:
        if event.direction > 0:
            self.say("已到最后一项。按 F2 保存；Shift+Tab 或 ↑ 回到上一项。")

    # Findings and their indicators

    @on(FindingsEditor.NeedsIndicator)
    def needs_indicator(self, event: FindingsEditor.NeedsIndicator) -> None:
        editor = self._editor()
        if not self.query(IndicatorPicker):
            editor.add(event.text, "")
            return
        self._choosing = event.key
        self.query_one(IndicatorPicker).ask(event.text)

    @on(IndicatorPicker.Picked)
    def picked(self, event: IndicatorPicker.Picked) -> None:
        editor = self._editor()
        if self._choosing:
            editor.tie(self._choosing, event.indicator)
            editor.focus_list()
        else:
            if editor.pending:
                editor.add(editor.pending, event.indicator)
            editor.focus_new()
        self._choosing = ""

    @on(IndicatorPicker.Cancelled)
    def no_choice(self) -> None:
        editor = self._editor()
        if self._choosing:
            editor.focus_list()
        else:
            editor.focus_new()
        self._choosing = ""

    _choosing = ""
    """Key of the finding whose indicator is being chosen; empty: the new one."""

    def _editor(self) -> FindingsEditor:
        row = self.form.findings_row
        assert row is not None
        return row.editor

    # Values to choose from

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "values":
            return self._has_values()
        return super().check_action(action, parameters)

    def _has_values(self) -> bool:
        if not self.is_mounted or not self.query(EntryForm):
            return False
        row = self.form.current
        if row is None:
            return False
        if isinstance(row, FindingsRow):
            return bool(self.query(IndicatorPicker))
        return bool(row.field.options) or row.field.kind == "organisations" or row.field.id == OWNER

    def action_values(self) -> None:
        row = self.form.current
        if isinstance(row, FindingsRow):
            key = row.editor.chosen
            finding = row.editor.finding(key)
            self._choosing = key if finding else ""
            sentence = finding.printed if finding else row.raw
            self.query_one(IndicatorPicker).ask(sentence, finding.indicator if finding else "")
        elif row is not None and row.field.id == OWNER:
            self._pick_owner()
        elif row is not None:
            self._pick_values(row.field)

    def _pick_owner(self) -> None:
        from tui.screens.pick_org import PickOrg

        def picked(org_id: str | None) -> None:
            org = organisations(self.campaign).get(org_id) if org_id else None
            row = self.form.row(OWNER)
            if org is not None and row is not None:
                row.load(org.name)
                row.show_remarks([])

        self.app.push_screen(PickOrg(self.campaign, self._org), picked)

    def _pick_values(self, field: Field) -> None:
        from tui.screens.pick_values import PickValues

        row = self.form.row(field.id)
        assert row is not None
        values = list(field.options)
        if field.kind == "organisations":
            known = organisations(self.campaign)
            values += [org.name for org in known.scope(known.unit_of(self._org).id)] + ["各党支部"]

        def picked(chosen: list[str] | None) -> None:
            if chosen is not None:
                row.load("、".join(chosen))

        self.app.push_screen(PickValues(field.label, values, split_entries(row.raw)), picked)

    # Saving

    def action_save(self) -> None:
        self.form.settle()
        self._save({}, False)

    def _save(self, forced: Mapping[str, str], incomplete: bool) -> None:
        texts = self.form.raw
        try:
            org = self._owner(texts.pop(OWNER, ""))
            saved = save_entry(
                self.campaign,
                self._annex_id,
                org,
                texts,
                id=self._document or record_id(self.annex, org),
                base=self._base,
                forced=forced,
                incomplete=incomplete,
                before=self._start.before,
                after=self.form.findings,
            )
        except Unsettled as refusal:
            self._unsettled(refusal.remarks, forced)
        except Conflict as conflict:
            self._overtaken(conflict)
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
        else:
            self._after_saving(saved, org)

    def _owner(self, name: str) -> str:
        """Whose record it is. Raises BadInput at its line."""
        if not self.form.row(OWNER):
            return self._org
        try:
            return organisations(self.campaign).find(name).id
        except BadInput as error:
            self.form.show_remarks([Remark(OWNER, error.sentence, "error")])
            self.form.go(OWNER)
            raise

    def _unsettled(self, remarks: Sequence[Remark], forced: Mapping[str, str]) -> None:
        self.form.show_remarks(remarks)
        labels = {field.id: field.label for field in self.annex.fields}
        hard = [remark for remark in remarks if remark.kind != "soft"]
        if not hard:

            def reasoned(reasons: dict[str, str] | None) -> None:
                if reasons is not None:
                    self._save({**forced, **reasons}, False)

            self.app.push_screen(Reasons(remarks, labels), reasoned)
            return
        self.form.go(hard[0].field)
        names = "、".join(dict.fromkeys(labels.get(remark.field, remark.field) for remark in hard))

        def answered(answer: str | None) -> None:
            if answer == "incomplete":
                self._save(forced, True)

        options = [("back", "继续填"), ("incomplete", "存为未完成，以后再补")]
        self.app.push_screen(Choose(f"还没有填好：{one_line(names)}。", options), answered)

    def _after_saving(self, saved: Document, org: str) -> None:
        self._keeper.discard()
        if not self._new:
            self._start = self._now()
            self.dismiss(saved.id)
            return
        self._saved += 1
        known = organisations(self.campaign)
        owner = known.get(org) or known.find(self._org)
        self._document = ""
        blank = self._blank(owner, self.form.raw)
        self._start = Typed(blank, new=True)
        self.form.load(blank)
        state = "（未完成）" if saved.state == "incomplete" else ""
        self.say(f"已保存{state}，本次第{self._saved}条。接着填下一条；填完按 Esc 返回。")
        self.refresh_chrome()
        self._go_to_first()

    def _overtaken(self, conflict: Conflict) -> None:
        """Theirs beside one's own; what was typed stays in any case."""
        self._keep_quietly()
        row = get_row(self.campaign, self._annex_id, self._org, self._document)
        mine = self.form.raw
        theirs = self._from_row(row) if row.document else Typed({})
        changed = [
            (field.label, theirs.texts.get(field.id, ""), mine.get(field.id, ""))
            for field in self._own_fields()
            if theirs.texts.get(field.id, "") != mine.get(field.id, "")
        ]

        def answered(answer: str | None) -> None:
            if answer == "mine":
                self._base = row.document.rev if row.document else 0
                self._rebase_findings()
                self.say("您填的都还在。核对后按 F2，会以您填的为准保存。")
            elif answer == "theirs":
                self._keeper.leave()
                self._open_theirs(row)
            self.refresh_chrome()

        self.app.push_screen(Overtaken(conflict, changed), answered)

    def _open_theirs(self, row: Row) -> None:
        if row.document is None and self.annex.rows == "many":
            self._start = self._now()
            self.dismiss(None)
            return
        self._base = row.document.rev if row.document else 0
        self._start = self._from_row(row)
        self._keeper = DraftKeeper(self.shell.drafts, self._place())
        self.form.load(self._start.texts)
        if self._has_findings:
            self._editor().load(self._start.after)
        self.say("现在是新版。您先前填的留在草稿里，下次打开程序时可以取回。")

    def _rebase_findings(self) -> None:
        """One's own findings on top of the newest ones: what others deleted is added again as one's own."""
        if not self._has_findings:
            return
        current = {finding.id: finding for finding in findings(self.campaign, self._org)}
        mine = [
            replace(finding, rev=current[finding.id].rev)
            if finding.id in current
            else replace(finding, id="", rev=0)
            for finding in self.form.findings
        ]
        known = {finding.id for finding in self._start.before}
        added = [finding for finding in current.values() if finding.id not in known]
        self._start = replace(self._start, before=tuple(current.values()))
        self._editor().load([*mine, *added])

    # Never losing what was typed

    def _now(self) -> Typed:
        row = self.form.findings_row
        return Typed(
            self.form.raw, self._start.before, self.form.findings, row.raw if row else "", self._start.new
        )

    def _place(self) -> dict[str, Any]:
        known = organisations(self.campaign)
        org = known.get(self._org)
        title = f"附件{self.annex.number} {self.annex.name}　{org.name if org else self._org}"
        return self.shell.place(
            annex=self._annex_id, org=self._org, id=self._document, base=self._base, title=title
        )

    def unsaved(self) -> bool:
        return bool(self.query(EntryForm)) and self._now() != self._start

    def keep_draft(self) -> None:
        """Write what was typed and not saved, now. Raises OSError."""
        self._timer_running = False
        if self.unsaved():
            self._keeper.place = self._place()
            self._keeper.keep(self._now())

    def _keep_quietly(self) -> None:
        """A draft that cannot be written is told of, and typing goes on."""
        try:
            self.keep_draft()
        except OSError as error:
            self.say(f"草稿写不下来（{error.strerror}），请尽快按 F2 保存。", bad=True)

    def on_unmount(self) -> None:
        self._keeper.leave()

    def action_back(self) -> None:
        if not self.unsaved():
            self._keeper.discard()
            self.dismiss(None)
            return
        self._keep_quietly()

        def answered(answer: str | None) -> None:
            if answer == "save":
                self.action_save()
            elif answer == "draft":
                self._keep_quietly()
                self._keeper.leave()
                self.dismiss(None)
            elif answer == "drop":
                self._keeper.discard()
                self.dismiss(None)

        options = [
            ("stay", "继续填"),
            ("save", "保存"),
            ("draft", "留作草稿，下次接着填"),
            ("drop", "放弃这次填的"),
        ]
        self.app.push_screen(Choose("这一条还没有保存。", options), answered)


class NewEntryScreen(EntryScreen):
    """A new record in a many-row annex: F2 saves it and a blank one follows."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE_NEXT, VALUES)


def open_entry(app: TaizhangApp, annex: str, org: str, document: str = "", **more: Any) -> EntryScreen:
    """The screen for an existing record, or for a new one."""
    many = records_annex(app.campaign, annex).rows == "many"
    return (NewEntryScreen if many and not document else EntryScreen)(annex, org, document, **more)


def resume(app: TaizhangApp, offer: Offer) -> None:
    """Go on with a draft of an earlier session. Raises BadInput when its organisation or annex is gone."""
    annex, org = str(offer.place.get("annex", "")), str(offer.place.get("org", ""))
    records_annex(app.campaign, annex)
    organisations(app.campaign).find(org)
    app.push_screen(open_entry(app, annex, org, str(offer.place.get("id", "")), offer=offer))
