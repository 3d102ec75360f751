"""The part of the diagnosis screen that shows one indicator: official text, verdict, numbers, findings."""

from __future__ import annotations

from functools import partial

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from forms.neutral import one_line
from store.campaign.campaign import Campaign
from store.campaign.counted import counted
from store.campaign.diagnosis import Diagnosis, Item
from store.campaign.earlier import earlier
from store.campaign.evidence import evidence
from store.campaign.findings import findings
from tui.screens.diagnosis.position import OUTSIDE_WORDS, remark
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.measure_row import MeasureRow
from tui.widgets.prose import CutLine, Prose, turn_page
from tui.widgets.verdicts import VerdictLine


class IndicatorPage(Vertical):
    """Shows what is given to it; it reads nothing of its own accord and saves nothing."""

    DEFAULT_CSS = """
    IndicatorPage {
        width: 1fr;
        height: 1fr;
        #heading { height: 1; text-style: bold; color: $secondary; }
        #official { height: auto; max-height: 9; scrollbar-size-vertical: 1; margin-bottom: 1; }
        #remark { height: auto; color: $warning; display: none; }
        #work { height: 1fr; margin-top: 1; scrollbar-size-vertical: 1; }
        #measures { height: auto; }
        #findings-title { height: 1; color: $foreground-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.verdict = VerdictLine()
        self.editor = FindingsEditor("", tied=True)
        self._shown = ""
        """Organisation and indicator whose numbers stand on the page."""
        self._typed_goes = False
        """Numbers that are being typed give way to what is stored."""

    def compose(self) -> ComposeResult:
        """Lay out its parts."""
        yield Static(id="heading")
        with VerticalScroll(id="official", can_focus=False):
            yield Prose()
        yield self.verdict
        yield CutLine(id="before")
        yield CutLine(id="evidence")
        yield Prose(id="remark")
        with VerticalScroll(id="work", can_focus=False):
            yield Vertical(id="measures")
            yield Static("存在问题", id="findings-title")
            yield self.editor

    # Showing

    def show(self, c: Campaign, now: Diagnosis, item: Item | None) -> None:
        """``item`` None: 指南以外. What is being typed in a number or a finding stays."""
        self.verdict.show(now.guide, item)
        self._show_past(c, now.org.id, item)
        said = remark(now.org, item)
        box = self.query_one("#remark", Prose)
        box.show(said)
        box.display = bool(said)
        if not self.editor.edited:  # what was just changed there is on its way to being saved
            self.editor.org, self.editor.guide = now.org.id, now.guide
            self.editor.load(findings(c, now.org.id), indicator=item.id if item else "")
        place = f"{now.org.id} {item.id if item else ''}"
        if place != self._shown:
            self._shown = place
            self._show_indicator(c, now.org.id, item)
        elif item is not None:
            for row in self.rows:
                show = row.show_stored if self._typed_goes else row.renew
                show(item.measures.get(row.measure.id), item.rev)
        self._typed_goes = False

    def forget_typed(self) -> None:
        """The next ``show`` shows the stored numbers, whatever was typed in them."""
        self._typed_goes = True

    def _show_past(self, c: Campaign, org: str, item: Item | None) -> None:
        """What it was the last time, and the records it points to."""
        before = earlier(c, org, item) if item else None
        self.query_one("#before", CutLine).show(before.words if before else "")
        found = evidence(c, org, item.evidence) if item else []
        words = f"佐证：{len(found)}条　{'；'.join(one.words for one in found)}" if found else ""
        self.query_one("#evidence", CutLine).show(words)

    def _show_indicator(self, c: Campaign, org: str, item: Item | None) -> None:
        heading, official = OUTSIDE_WORDS, "不在诊断指南所列指标之内的问题，台账里照样列出。"
        if item is not None:
            heading = f"{one_line(item.criterion.heading)}    {item.id} {item.indicator.short}"
            official = item.indicator.text
        self.query_one("#heading", Static).update(Text(heading, no_wrap=True))
        self.query_one("#official > Prose", Prose).show(official)
        self.query_one("#official").scroll_home(animate=False)
        self.query_one("#work").scroll_home(animate=False)
        box = self.query_one("#measures", Vertical)
        with self.app.batch_update():
            box.remove_children()
            if item is not None and item.indicator.measures:
                box.mount_all(
                    [
                        MeasureRow(one, item.measures.get(one.id), item.rev, partial(counted, c, org, one))
                        for one in item.indicator.measures
                    ]
                )

    @on(VerdictLine.Read)
    def read_on(self, event: VerdictLine.Read) -> None:
        """Turn so many pages of the official text."""
        turn_page(self.query_one("#official"), event.by)

    # What is on it

    @property
    def rows(self) -> list[MeasureRow]:
        """The numbers of the indicator."""
        return list(self.query(MeasureRow))

    @property
    def periods(self) -> dict[str, str]:
        """The 统计期间 of each number, by the id of its measure."""
        return {row.measure.id: row.period for row in self.rows}

    def row_of(self, widget: Widget | None) -> MeasureRow | None:
        """The number that a widget is part of."""
        around = widget.ancestors_with_self if widget is not None else ()
        return next((one for one in around if isinstance(one, MeasureRow)), None)

    # Where Tab stops

    @property
    def _stops(self) -> list[Widget]:
        """In order."""
        stops: list[Widget] = [self.verdict]
        for row in self.rows:
            stops += [row.box, row.proposal] if row.proposal.display else [row.box]
        return [*stops, self.editor.box]

    def step_within(self, by: int) -> Widget | None:
        """Tab, Shift+Tab and arrows: the widget to step away from; None: the findings took the step."""
        listing, box = self.editor.listing, self.editor.box
        if listing.has_focus or (box.has_focus and self.editor.pending):
            return None if self.editor.step(by) else box
        return self.screen.focused

    def step(self, widget: Widget, by: int) -> bool:
        """Put the cursor on the stop before or after this one. False: beyond the last."""
        stops = self._stops
        place = stops.index(widget) + by if widget in stops else 0
        if place < len(stops):
            stops[max(place, 0)].focus()
        return place < len(stops)
