"""附件3 诊断: one organisation against its guide, indicator by indicator; each answer is saved at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from forms.errors import BadInput, TaizhangError
from forms.neutral import one_line
from store.campaign.diagnosis import (
    Diagnosis,
    Item,
    accept_proposal,
    diagnosis,
    set_measure,
    set_verdict,
)
from store.campaign.entries import save_findings
from store.campaign.findings import findings
from store.campaign.merging import MergeNeeded
from store.campaign.organisations import organisations
from store.campaign.watching import shards_of
from tui.actions import PICK_ORG, SEARCH, UNDO, Action
from tui.screens.base import TaizhangScreen
from tui.screens.entry_draft import DRAFT_DELAY, DraftKeeper, Resumed, Typed
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.measure_row import MeasureRow, Proposal
from tui.widgets.prose import Prose
from tui.widgets.row_list import ListColumn, ListRow, RowList
from tui.widgets.verdicts import VerdictLine, VerdictMap

OUTSIDE = "outside"
"""Where findings 指南以外 are written, after the last indicator."""
WHERE = "指南以外"


class DiagnosisScreen(TaizhangScreen):
    """``org`` empty: the person's own organisation, else the first that has a guide. ``at``: an indicator."""

    NAME = "附件3 诊断"
    ACTIONS: ClassVar[tuple[Action, ...]] = (SEARCH, UNDO, PICK_ORG)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "step(1)", show=False),
        Binding("shift+tab", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    DiagnosisScreen {
        #counts { height: 1; text-style: bold; }
        VerdictMap { margin-bottom: 1; }
        #all { display: none; width: 34; margin-right: 2; }
        #page { width: 1fr; height: 1fr; }
        #heading { height: 1; text-style: bold; color: $secondary; }
        #official { height: auto; max-height: 9; scrollbar-size-vertical: 1; margin-bottom: 1; }
        #remark { height: auto; color: $warning; display: none; }
        #work { height: 1fr; margin-top: 1; scrollbar-size-vertical: 1; }
        #measures { height: auto; }
        #findings-title { height: 1; color: $foreground-muted; }
    }
    DiagnosisScreen.-wide {
        VerdictMap { display: none; }
        #all { display: block; }
        #counts { margin-bottom: 1; }
        #official { max-height: 16; }
    }
    """

    def __init__(self, org: str = "", at: str = "", *, resumed: Resumed | None = None) -> None:
        super().__init__()
        self._org_id, self._at, self._resumed = org, at, resumed
        self._now: Diagnosis | None = None
        self._timer_running = False
        self._shown = ""
        """Organisation and indicator whose measures stand on the screen."""

    # What it is about

    def name_words(self) -> str:
        guides = self.campaign.pack.guides
        return f"附件{guides.number} {guides.name}" if guides else self.NAME

    def org_words(self) -> str:
        return self._now.org.name if self._now else ""

    def export_target(self) -> tuple[str, str] | None:
        guides = self.campaign.pack.guides
        return (guides.id, self._now.org.id) if guides and self._now else None

    def watched(self) -> Sequence[str]:
        return shards_of(self.campaign, self._now.org.id) if self._now else ()

    @property
    def _item(self) -> Item | None:
        """The indicator on the screen; None: 指南以外."""
        return self._now.item(self._at) if self._now and self._at != OUTSIDE else None

    # Showing

    def compose_body(self) -> ComposeResult:
        yield Static(id="counts")
        yield VerdictMap()
        with Horizontal():
            rows = RowList((ListColumn("", 5), ListColumn(""), ListColumn("", 9)), header=False, id="all")
            rows.can_focus = False
            yield rows
            with Vertical(id="page"):
                yield Static(id="heading")
                with VerticalScroll(id="official", can_focus=False):
                    yield Prose()
                yield VerdictLine()
                yield Prose(id="remark")
                with VerticalScroll(id="work", can_focus=False):
                    yield Vertical(id="measures")
                    yield Static("存在问题", id="findings-title")
                    yield FindingsEditor("", tied=True)

    def on_mount(self) -> None:
        resumed = self._resumed
        self._keeper = DraftKeeper(self.shell.drafts, resumed.draft if resumed else None)
        self.query_one(VerdictLine).focus()
        if resumed is not None:
            self.reload()
            editor = self.query_one(FindingsEditor)
            editor.load(editor.findings, resumed.typed.pending)
            editor.focus_new()

    def refresh_data(self) -> None:
        self._now = self._read()
        if self._now is None:
            return
        ids = [item.id for item in self._now.items]
        if self._at not in (*ids, OUTSIDE):
            self._at = self._now.next_open() or ids[0]
        self._show()

    def _read(self) -> Diagnosis | None:
        known = organisations(self.campaign)
        wanted = known.get(self._org_id or self.shell.org)
        for org in ([wanted] if wanted else []) + list(known.units) + list(known.all):
            try:
                now = diagnosis(self.campaign, org.id)
            except BadInput:
                continue  # a school has no guide: the next organisation has
            self._org_id = org.id
            return now
        self.query_one("#counts", Static).update(
            Text("还没有可以诊断的党组织。按 Esc 回到待办，先添加党组织。")
        )
        self.query_one("#page").display = False
        return None

    def _show(self) -> None:
        now, item = self._now, self._item
        assert now is not None
        self._show_counts(now)
        self.query_one(VerdictMap).show(now, self._at if item else "")
        self.query_one(VerdictLine).show(now.guide, item)
        self._show_remark(item)
        editor = self.query_one(FindingsEditor)
        if not editor.edited:  # what was just changed there is on its way to being saved
            editor.org, editor.guide = now.org.id, now.guide
            editor.load(findings(self.campaign, now.org.id), indicator=item.id if item else "")
        place = f"{now.org.id} {self._at}"
        if place != self._shown:
            self._shown = place
            self._show_indicator(now, item)
        self._show_list(now)

    def _show_counts(self, now: Diagnosis) -> None:
        total = len(now.items)
        words = f"已诊断 {total - now.open}/{total} · 未诊断 {now.open}"
        short = sum(item.verdict is not None and item.verdict.short for item in now.items)
        words += f" · 有不足 {short}" if short else ""
        title = Text(words)
        title.append(f"    {one_line(now.guide.title)}", style="not bold")
        self.query_one("#counts", Static).update(title)

    def _show_indicator(self, now: Diagnosis, item: Item | None) -> None:
        heading = f"{one_line(item.criterion.heading)}    {item.id} {item.indicator.short}" if item else WHERE
        self.query_one("#heading", Static).update(Text(heading, no_wrap=True))
        official = item.indicator.text if item else "不在诊断指南所列指标之内的问题，台账里照样列出。"
        self.query_one("#official > Prose", Prose).show(official)
        self.query_one("#official").scroll_home(animate=False)
        self.query_one("#work").scroll_home(animate=False)
        box = self.query_one("#measures", Vertical)
        with self.app.batch_update():
            box.remove_children()
            if item is not None and item.indicator.measures:
                box.mount_all([MeasureRow(one, item.measures.get(one.id)) for one in item.indicator.measures])

    def _show_remark(self, item: Item | None) -> None:
        words = ""
        assert self._now is not None
        if item is not None and item.verdict is None:
            if item.suggestion == "skip":
                words = f"按类型（{self._now.org.type}）一般不涉及，可按 0；涉及就照常诊断。"
            elif item.suggestion == "ask":
                words = "这一条不是每个党组织都涉及，请先确认；不涉及按 0。"
        elif item is not None and item.wants_finding and item.verdict is not None:
            words = f"结论是“{item.verdict.word}”，还没有写存在问题；按 Tab 到下面写一条。"
        remark = self.query_one("#remark", Prose)
        remark.show(words)
        remark.display = bool(words)

    def _show_list(self, now: Diagnosis) -> None:
        rows: list[ListRow] = []
        heading = ""
        for item in now.items:
            if item.criterion.heading != heading:
                heading = item.criterion.heading
                rows.append(ListRow(heading, (heading,), heading=True))
            word = item.verdict.word if item.verdict else "未诊断"
            short = item.verdict is not None and item.verdict.short
            rows.append(ListRow(item.id, (item.id, item.indicator.short, word), strong=short))
        rows.append(ListRow(OUTSIDE, ("-", WHERE, f"{len(now.outside)}条" if now.outside else "")))
        self.query_one("#all", RowList).set_rows(rows, self._at)

    # Moving

    @on(VerdictLine.Go)
    def go_where(self, event: VerdictLine.Go) -> None:
        if event.where == "open":
            self._go_on()
        else:
            self._go_by(1 if event.where == "next" else -1)

    def _go_on(self) -> None:
        """To the next open indicator, as Enter does."""
        if self._now is None:
            return
        following = self._now.next_open("" if self._at == OUTSIDE else self._at)
        if following:
            self._go(following)
        else:
            total = len(self._now.items)
            self._go_by(1)
            self.say(f"{total}条指标都已诊断。按 F5 导出诊断情况，或按 Ctrl+O 换下一个党组织。")

    def _go_by(self, by: int) -> None:
        if self._now is None:
            return
        places = [*(item.id for item in self._now.items), OUTSIDE]
        place = places.index(self._at) + by
        if 0 <= place < len(places):
            self._go(places[place])

    def _go(self, at: str) -> None:
        self.say("")
        self._settle()
        self._at = at
        self.query_one(VerdictLine).focus()
        self.reload()

    @on(VerdictLine.Read)
    def read(self, event: VerdictLine.Read) -> None:
        official = self.query_one("#official")
        official.scroll_relative(y=event.by * max(official.size.height - 1, 1), animate=False)

    def _stops(self) -> list[Widget]:
        """Where Tab stops, in order."""
        stops: list[Widget] = [self.query_one(VerdictLine)]
        for row in self.query(MeasureRow):
            stops.append(row.box)
            if row.proposal.display:
                stops.append(row.proposal)
        return [*stops, self.query_one(FindingsEditor).box]

    def action_step(self, by: int) -> None:
        editor = self.query_one(FindingsEditor)
        if editor.listing.has_focus or (editor.box.has_focus and editor.pending):
            if editor.step(by):
                return
            self._step_from(editor.box, by)
        elif self.focused is not None:
            self._step_from(self.focused, by)

    def _step_from(self, widget: Widget, by: int) -> None:
        row = next((one for one in widget.ancestors_with_self if isinstance(one, MeasureRow)), None)
        if row is not None and widget is row.box:
            self._commit(row)
        stops = self._stops()
        place = stops.index(widget) + by if widget in stops else 0
        if place >= len(stops):
            self._go_on()
        else:
            stops[max(place, 0)].focus()

    @on(FindingsEditor.Leave)
    def left_findings(self, event: FindingsEditor.Leave) -> None:
        self._step_from(self.query_one(FindingsEditor).box, event.direction)

    @on(MeasureRow.Leave)
    def left_measure(self, event: MeasureRow.Leave) -> None:
        self._step_from(event.row.box, 1)

    # Giving

    @on(VerdictLine.Given)
    def give(self, event: VerdictLine.Given) -> None:
        item = self._item
        if item is None or self._now is None:
            return
        try:
            set_verdict(self.campaign, self._now.org.id, item.id, event.digit, item.rev)
        except TaizhangError as error:
            self._refused(error)
            return
        self.say("")
        self.reload()

    @on(MeasureRow.Entered)
    def measure_entered(self, event: MeasureRow.Entered) -> None:
        self.say(event.row.question)

    @on(MeasureRow.Changed)
    def measure_changed(self, event: MeasureRow.Changed) -> None:
        self._commit(event.row)

    def _commit(self, row: MeasureRow) -> None:
        """Save a number if it is not what is saved; a refusal stands at it and what was typed stays."""
        item = self._item
        if not row.changed or item is None or self._now is None:
            return
        org = self._now.org.id
        try:
            said = set_measure(self.campaign, org, item.id, row.measure.id, row.raw, row.period, item.rev)
        except BadInput as error:
            row.refuse(error.sentence)
            return
        except TaizhangError as error:
            self._refused(error)
            return
        self._now = diagnosis(self.campaign, org)
        now = self._item
        kept = now.measures.get(row.measure.id) if now else None
        known = {finding.text for finding in now.findings} if now else set()
        row.saved(said if said is None or said.judgement.finding not in known else None, kept)
        self._show_counts(self._now)

    @on(Proposal.Answered)
    def answered(self, event: Proposal.Answered) -> None:
        proposal, item = event.proposal, self._item
        stops = self._stops()
        following = stops[stops.index(proposal) + 1]
        proposal.propose(None)
        following.focus()
        if event.judged is None or item is None or self._now is None:
            return
        try:
            accept_proposal(self.campaign, self._now.org.id, item.id, event.judged, item.rev)
        except TaizhangError as error:
            self._refused(error)
            return
        self.say("已列为存在问题。")
        self.reload()

    @on(FindingsEditor.Edited)
    def findings_edited(self) -> None:
        self._save_findings()

    def _save_findings(self) -> None:
        """Save what was changed in the list of findings, if it is not saved yet."""
        editor = self.query_one(FindingsEditor)
        if self._now is None or not editor.edited:
            return
        org = self._now.org.id
        before = [*(f for item in self._now.items for f in item.findings), *self._now.outside]
        # Shown or not: what was just written must not have to be typed twice.
        new = "\n".join(finding.printed for finding in editor.findings if not finding.id)
        try:
            editor.load(save_findings(self.campaign, org, before, editor.findings))
        except TaizhangError as error:
            editor.load(before, new or None)
            self._refused(error)
            return
        self._keeper.discard()
        self.say("")
        self.reload()

    def _refused(self, error: TaizhangError) -> None:
        """Say why not, or ask where somebody changed the same; then it is as it now stands."""
        if isinstance(error, MergeNeeded):
            from tui.screens.merge import merge_then

            merge_then(self, error, lambda saved: self._read_anew())
            return
        self.reload()
        self.say(error.sentence, bad=True)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "undo":
            return bool(self.campaign.done)
        if action in ("search", "pick_org"):
            return self._now is not None
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        from tui.screens.taking_back import take_back

        take_back(self, self._read_anew)

    def _read_anew(self) -> None:
        """The measures too."""
        self._shown = ""
        self.reload()

    def action_search(self) -> None:
        from tui.screens.pick import Pick

        def picked(key: str | None) -> None:
            if key is not None:
                self._go(key)

        assert self._now is not None
        rows = [
            ListRow(
                item.id,
                (
                    item.id,
                    item.verdict.word if item.verdict else "未诊断",
                    item.indicator.short,
                    item.indicator.text,
                ),
            )
            for item in self._now.items
        ]
        columns: Sequence[ListColumn] = (
            ListColumn("", 5),
            ListColumn("", 9),
            ListColumn("", 16),
            ListColumn(""),
        )
        self.app.push_screen(Pick("到哪一条指标", columns, rows, self._at), picked)

    def action_pick_org(self) -> None:
        from tui.screens.pick_org import PickOrg

        def picked(org: str | None) -> None:
            if org is not None:
                self._settle()
                self._org_id = self.shell.org = org
                self._at = ""
                self.query_one(VerdictLine).focus()
                self.reload()

        self.app.push_screen(PickOrg(self.campaign, self._org_id, levels=("unit", "branch")), picked)

    # Never losing what was typed

    def _settle(self) -> None:
        """Before another indicator comes: a number and a finding still being typed are saved."""
        for row in self.query(MeasureRow):
            self._commit(row)
            if row.changed:
                self.say(f"{row.measure.label}“{row.raw}”没有保存：不是能用的数字。", bad=True)
        self.query_one(FindingsEditor).settle()
        self._save_findings()

    def unsaved(self) -> bool:
        editor = self.query(FindingsEditor)
        return bool(editor) and bool(editor.first(FindingsEditor).pending)

    def _place(self) -> dict[str, Any]:
        org = organisations(self.campaign).get(self._org_id)
        title = f"{self.name_words()}　{org.name if org else ''}　{'' if self._at == OUTSIDE else self._at}"
        guides = self.campaign.pack.guides
        annex = guides.id if guides else ""
        return self.shell.place(annex=annex, org=self._org_id, id=self._at, title=title.strip())

    def keep_draft(self) -> None:
        """Write the finding that is being typed. Raises StoreError."""
        if self.unsaved():
            self._keeper.keep(Typed({}, pending=self.query_one(FindingsEditor).pending), self._place())

    @on(FindingsEditor.Typed)
    def typed(self) -> None:
        if not self._timer_running:
            self._timer_running = True
            self.set_timer(DRAFT_DELAY, self._time_to_keep)

    def _time_to_keep(self) -> None:
        self._timer_running = False
        try:
            self.keep_draft()
        except TaizhangError as error:
            self.say(error.sentence, bad=True)

    def on_unmount(self) -> None:
        self._keeper.leave()

    def action_back(self) -> None:
        if self.focused is not self.query_one(VerdictLine):
            self.query_one(VerdictLine).focus()
            return
        self._settle()
        if not self.unsaved():
            self._keeper.discard()
        self.dismiss(None)
