"""附件3 诊断: one organisation against its guide, indicator by indicator; each answer is saved at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from forms.neutral import one_line
from store.campaign.diagnosis import accept_proposal, set_evidence, set_verdict
from store.campaign.history import of_indicator
from store.campaign.organisations import shards_of
from tui.actions import HISTORY, PICK_ORG, SEARCH, UNDO, unlisted
from tui.flow import flow
from tui.screens.base import TaizhangScreen
from tui.screens.diagnosis.documents import FORM, choose_document, document_work
from tui.screens.diagnosis.evidence import EVIDENCE, PickEvidence, evidence_choices
from tui.screens.diagnosis.page import IndicatorPage
from tui.screens.diagnosis.position import OUTSIDE_WORDS, Position, counts, overview_rows, search_rows
from tui.screens.diagnosis.saving import AnswerSaver, FindingSaving, NumberSaving
from tui.screens.dialogs.pick import Pick, PickOrg
from tui.screens.entry.record_entry import Typed
from tui.screens.form_screen import Resumed
from tui.screens.history.screen import HistoryScreen
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.measure_row import TAKE, MeasureRow, Proposal
from tui.widgets.row_list import ListColumn, RowList
from tui.widgets.verdicts import VerdictLine, VerdictMap

if TYPE_CHECKING:
    from exports.batch import Outcome


class DiagnosisScreen(TaizhangScreen):
    """Digits are verdicts; Enter goes to the next open indicator; Tab to numbers and findings beneath.

    ``org`` and ``at``: as of ``Position``; ``resumed``: a draft with a finding that was being typed.
    """

    NAME = "附件3 诊断"
    ACTIONS = (TAKE, EVIDENCE, HISTORY, SEARCH, UNDO, PICK_ORG)
    BINDINGS = unlisted("tab step(1) | shift+tab step(-1) | down step(1) | up step(-1)")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    DiagnosisScreen {
        #counts { height: 1; text-style: bold; }
        VerdictMap { margin-bottom: 1; }
        #all { display: none; width: 34; margin-right: 2; }
    }
    DiagnosisScreen.-wide {
        VerdictMap { display: none; }
        #all { display: block; }
        #counts { margin-bottom: 1; }
        #official { max-height: 16; }
    }
    """

    def __init__(self, org: str = "", at: str = "", *, resumed: Resumed[Typed] | None = None) -> None:
        super().__init__()
        self.position = Position(org, at)
        self._resumed = resumed
        self._document = FORM
        """Which Word document is being exported."""

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        self.page = IndicatorPage()
        self._saver = AnswerSaver(self)
        self._numbers = NumberSaving(self.campaign, self.position, self._saver)
        draft = self._resumed.draft if self._resumed else None
        self._findings = FindingSaving(self._saver, self.position, self.page.editor, draft)
        yield Static(id="counts")
        yield VerdictMap()
        with Horizontal():
            rows = RowList((ListColumn("", 5), ListColumn(""), ListColumn("", 9)), header=False, id="all")
            rows.can_focus = False
            yield rows
            yield self.page

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.page.verdict.focus()
        if self._resumed is not None:
            self.reload()
            self.page.editor.type_in(self._resumed.typed.pending)

    # Showing

    def name_words(self) -> str:
        """Say what the screen is called."""
        guides = self.campaign.pack.guides
        return f"附件{guides.number} {guides.name}" if guides else self.NAME

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        return self.position.now.org.name if self.position.now else ""

    def watched(self) -> Sequence[str]:
        """Name the shards that hold what is shown."""
        return shards_of(self.campaign, self.position.org_id) if self.position.now else ()

    def refresh_data(self) -> None:
        """Read from the store again, and show it."""
        now, item = self.position.read(self.campaign, self.shell.org), self.position.item
        counted = Text("还没有可以诊断的党组织。按 Esc 回到待办，先添加党组织。")
        if now is not None:
            counted = Text(counts(now)).append(f"    {one_line(now.guide.title)}", style="not bold")
            self.query_one(VerdictMap).show(now, self.position.indicator)
            self.page.show(self.campaign, now, item)
            self.query_one("#all", RowList).set_rows(overview_rows(now), self.position.at)
        self.query_one("#counts", Static).update(counted)
        self.page.display = now is not None

    def show_undone(self) -> None:
        """The numbers too, whatever was typed in them."""
        self.page.forget_typed()
        self.reload()

    @property
    def place_name(self) -> str:
        """Name this place for the tour."""
        guides = self.campaign.pack.guides
        return str(guides.number) if guides else ""

    # Answers

    @on(VerdictLine.Given)
    @flow
    async def give_verdict(self, event: VerdictLine.Given) -> None:
        """Save the verdict of a digit."""
        c, org, item = self.campaign, self.position.org_id, self.position.item
        if item is not None:
            await self._saver.answer(lambda: set_verdict(c, org, item.id, event.digit, item.rev))

    @on(MeasureRow.Entered)
    def ask_number(self, event: MeasureRow.Entered) -> None:
        """Say what is asked at a number."""
        self.say(event.row.question)

    @on(MeasureRow.Changed)
    @flow
    async def save_number(self, event: MeasureRow.Changed) -> None:
        """Save a number that was typed."""
        await self._numbers.commit(event.row)

    @on(MeasureRow.Take)
    @flow
    async def take_number(self, event: MeasureRow.Take) -> None:
        """Take what the records say for a number."""
        await self._numbers.take([event.row])

    @flow
    async def action_take_counted(self) -> None:
        """Every number that is not filled in and that the records have."""
        await self._numbers.take([row for row in self.page.rows if row.takes])

    @on(Proposal.Answered)
    @flow
    async def answer_proposal(self, event: Proposal.Answered) -> None:
        """List what a number proposes as a finding, or not."""
        c, org, item, judged = self.campaign, self.position.org_id, self.position.item, event.judged
        self.page.step(event.proposal, 1)
        event.proposal.propose(None)
        if judged is not None and item is not None:
            work = lambda: accept_proposal(c, org, item.id, judged, item.rev)  # noqa: E731
            await self._saver.answer(work, "已列为存在问题。")

    @flow
    async def action_evidence(self) -> None:
        """Choose the records that are evidence."""
        c, org, item = self.campaign, self.position.org_id, self.position.item
        if item is None:
            return
        choices = evidence_choices(c, org, item, self.page.periods)
        title = f"佐证　{item.id} {item.indicator.short}"
        ids = await self.app.push_screen_wait(PickEvidence(title, choices, item.evidence))
        if ids is not None and ids != list(item.evidence):
            said = f"佐证：{len(ids)}条。" if ids else "佐证已清空。"
            await self._saver.answer(lambda: set_evidence(c, org, item.id, ids, item.rev), said)

    @on(FindingsEditor.Edited)
    @flow
    async def findings_edited(self) -> None:
        """Save the findings."""
        await self._findings.save()

    async def settle(self) -> None:
        """Before another indicator comes: a number and a finding still being typed are saved."""
        for row in self.page.rows:
            await self._numbers.commit(row)
            if row.changed:
                said = f"{row.measure.label}“{row.raw}”没有保存：不是能用的数字，请填如 3 或 2.5。"
                self.say(said, bad=True)
        await self._findings.settle()

    # Moving

    @on(VerdictLine.Go)
    @flow
    async def go_where(self, event: VerdictLine.Go) -> None:
        """Go to another indicator."""
        if event.where == "open":
            await self._go_on()
        else:
            await self._go(self.position.beside(1 if event.where == "next" else -1))

    async def _go_on(self) -> None:
        """To the next open indicator, as Enter does."""
        following = self.position.next_open()
        await self._go(following or self.position.beside(1))
        if not following and self.position.now is not None:
            total = len(self.position.now.items)
            self.say(f"{total}条指标都已诊断。按 F5 导出诊断情况，或按 Ctrl+O 换下一个党组织。")

    async def _go(self, at: str) -> None:
        if at:
            self.say("")
            await self.settle()
            self.position.at = at
            self.page.verdict.focus()
            self.reload()

    @flow
    async def action_step(self, by: int) -> None:
        """Step on to the next thing to fill in."""
        widget = self.page.step_within(by)
        if widget is not None:
            await self._step_from(widget, by)

    async def _step_from(self, widget: Widget, by: int) -> None:
        row = self.page.row_of(widget)
        if row is not None and widget is row.box:
            self.say("")  # what was asked there is not asked here
            await self._numbers.commit(row)
        if not self.page.step(widget, by):
            await self._go_on()

    @on(FindingsEditor.Leave)
    @flow
    async def leave_findings(self, event: FindingsEditor.Leave) -> None:
        """Step on from the findings."""
        await self._step_from(self.page.editor.box, event.direction)

    @on(MeasureRow.Leave)
    @flow
    async def leave_number(self, event: MeasureRow.Leave) -> None:
        """Step on from a number."""
        await self._step_from(event.row.box, 1)

    @flow
    async def action_search(self) -> None:
        """Search in what is listed."""
        columns = (ListColumn("", 5), ListColumn("", 9), ListColumn("", 16), ListColumn(""))
        rows = search_rows(self.position.now) if self.position.now else []
        at = await self.app.push_screen_wait(Pick("到哪一条指标", columns, rows, self.position.at))
        if at is not None:
            await self._go(at)

    @flow
    async def action_pick_org(self) -> None:
        """Turn to another organisation."""
        choice = PickOrg(self.campaign, self.position.org_id, levels=("unit", "branch"))
        org = await self.app.push_screen_wait(choice)
        if org is not None:
            await self.settle()
            self.shell.org = org
            self.position.turn_to(org)
            self.page.verdict.focus()
            self.reload()

    # Other keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action in ("take_counted", "evidence", "search", "pick_org", "history"):
            if self.position.now is None:
                return False
            # At a number the keys are the number's own; those of a screen would come first otherwise.
            at_number = self.page.row_of(self.focused) is not None
            if action == "take_counted":
                return not at_number and any(row.takes for row in self.page.rows)
            return action != "evidence" or (self.position.item is not None and not at_number)
        return super().check_action(action, parameters)

    @flow
    async def action_history(self) -> None:
        """Of the number in focus, else of the whole indicator with its findings."""
        await self.settle()
        now, item = self.position.now, self.position.item
        row = next((row for row in self.page.rows if row.box.has_focus), None)
        what = f"{item.id} {item.indicator.short}" if item else OUTSIDE_WORDS
        field, label = (f"measures.{row.measure.id}", row.measure.label) if row else ("", "")
        if now is not None:
            past = of_indicator(now.org.id, item.id if item else "")
            self.app.push_screen(HistoryScreen(f"{what} {now.org.name}", past, field=field, label=label))

    def export_target(self) -> tuple[str, str] | None:
        """Name the form that F5 and F6 write."""
        guides = self.campaign.pack.guides
        return (guides.id, self.position.org_id) if guides and self.position.now else None

    def export_work(self, on_paper: bool) -> Callable[[Path], Outcome] | None:
        """Give what writes the document that was chosen."""
        target = self.export_target()
        if not on_paper or self._document == FORM or target is None:
            return None
        return document_work(self.campaign, self._document, *target, self.shell.settings.get)

    @flow
    async def action_export_word(self) -> None:
        """Ask which document, and for its file."""
        document = await choose_document(self.app, self.campaign, self.position.org_id)
        if document is not None:
            self._document = document
            self.post_message(self.ExportAsked(self, on_paper=True))

    # Never losing what was typed

    def unsaved(self) -> bool:
        """Tell whether a finding is being typed."""
        return self.is_mounted and self._findings.unsaved

    def keep_draft(self) -> None:
        """Write what was typed as a draft."""
        self._findings.autosave.keep()

    @on(FindingsEditor.Typed)
    def typed(self) -> None:
        """Keep a finding that is being typed."""
        self._findings.autosave.typed()

    def on_unmount(self) -> None:
        """Leave the draft, if there is one, for the next time."""
        self._findings.autosave.leave()

    @flow
    async def action_back(self) -> None:
        """Go up to the verdict, and from there leave."""
        if not self.page.verdict.has_focus:
            self.page.verdict.focus()
            return
        await self.settle()
        self._findings.leave()
        self.dismiss(None)
