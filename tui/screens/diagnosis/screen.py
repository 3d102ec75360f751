"""附件3 诊断: one organisation against its guide, indicator by indicator; each answer is saved at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from forms.errors import TaizhangError
from store.campaign.history_queries import of_indicator
from store.campaign.organisations import organisations
from tui.actions import HISTORY, PICK_ORG, SEARCH, UNDO, Action
from tui.screens.diagnosis.giving import EVIDENCE, Giving
from tui.screens.diagnosis.shown import OUTSIDE, WHERE
from tui.screens.entry.draft import DRAFT_DELAY, DraftKeeper, Resumed, Typed
from tui.screens.history.screen import open_history
from tui.widgets.cut_line import CutLine
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.measure_row import TAKE, MeasureRow
from tui.widgets.prose import Prose
from tui.widgets.row_list import ListColumn, ListRow, RowList
from tui.widgets.verdicts import VerdictLine, VerdictMap


class DiagnosisScreen(Giving):
    """Digits are verdicts; Enter goes to the next open indicator; Tab to numbers and findings beneath."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (TAKE, EVIDENCE, HISTORY, SEARCH, UNDO, PICK_ORG)
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
        super().__init__(org, at)
        self._resumed = resumed
        self._timer_running = False

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
                yield CutLine(id="before")
                yield CutLine(id="evidence")
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
        self.settle()
        self._at = at
        self.query_one(VerdictLine).focus()
        self.reload()

    @on(VerdictLine.Read)
    def read(self, event: VerdictLine.Read) -> None:
        official = self.query_one("#official")
        official.scroll_relative(y=event.by * max(official.size.height - 1, 1), animate=False)

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
            self.say("")  # what was asked there is not asked here
            self.commit(row)
        stops = self.stops()
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

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "take_counted":
            return not self._at_number and any(row.takes for row in self.query(MeasureRow))
        if action == "evidence":
            return self._item is not None and not self._at_number
        if action in ("search", "pick_org", "history"):
            return self._now is not None
        return super().check_action(action, parameters)

    @property
    def _at_number(self) -> bool:
        """There the keys are the number's own; those of a screen would come first otherwise."""
        focused = self.focused
        return focused is not None and any(isinstance(one, MeasureRow) for one in focused.ancestors_with_self)

    def show_undone(self) -> None:
        self.read_anew()

    @property
    def place_name(self) -> str:
        guides = self.campaign.pack.guides
        return str(guides.number) if guides else ""

    def action_history(self) -> None:
        """Of the number in focus, else of the whole indicator with its findings."""
        now, item = self._now, self._item
        if now is None:
            return
        self.settle()
        row = next((row for row in self.query(MeasureRow) if row.box.has_focus), None)
        what = f"{item.id} {item.indicator.short}" if item else WHERE
        field, label = (f"measures.{row.measure.id}", row.measure.label) if row else ("", "")
        past = of_indicator(now.org.id, item.id if item else "")
        open_history(self, f"{what} {now.org.name}", past, field=field, label=label)

    def action_search(self) -> None:
        from tui.screens.dialogs.pick import Pick

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
        from tui.screens.dialogs.pick_org import PickOrg

        def picked(org: str | None) -> None:
            if org is not None:
                self.settle()
                self._org_id = self.shell.org = org
                self._at = ""
                self.query_one(VerdictLine).focus()
                self.reload()

        self.app.push_screen(PickOrg(self.campaign, self._org_id, levels=("unit", "branch")), picked)

    # Never losing what was typed

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
        self.settle()
        if not self.unsaved():
            self._keeper.discard()
        self.dismiss(None)
