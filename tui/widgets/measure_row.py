"""量化指标: a number with its 统计期间, and beneath it what the number says and proposes."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from forms.measures import periods_for
from forms.neutral import one_line
from forms.numerals import number_words
from forms.pack import Measure
from store.campaign.counted import Counted
from store.campaign.diagnosis import Judged, MeasureValue
from tui.actions import action, bindings
from tui.widgets.inputs import LineInput
from tui.widgets.prose import Prose

ACCEPT = action("accept | enter 1 １ | 列为存在问题 | 按上面的提议给结论，并把问题写进存在问题。 | changes")
DECLINE = action("decline | tab down escape 0 ０ | 不列 | 只留数字，不列为存在问题。")
PERIOD = action("period | f4 | 换统计期间 | 换这个数字的统计期间。 | priority changes")
TAKE = action(
    "take_counted | f3 | 采用记录数"
    " | 用学习记录里数出来的数，这些记录一并列为佐证；停在结论上时，凡没有填的数都用。 | priority changes"
)

Count = Callable[[str], Counted | None]
"""A 统计期间 to what the records say over it."""


class Proposal(Prose, can_focus=True):
    """What a number beyond its limit proposes; it refuses nothing."""

    ACTIONS = (ACCEPT, DECLINE)
    BINDINGS = bindings(ACTIONS)
    DEFAULT_CSS = """
    Proposal {
        height: auto;
        display: none;
        padding: 0 0 0 2;
        color: $warning;
        &:focus { background: $panel; text-style: bold; }
    }
    """

    class Answered(Message):
        """Taken, with what was proposed; or not (None)."""

        def __init__(self, proposal: Proposal, judged: Judged | None) -> None:
            super().__init__()
            self.proposal, self.judged = proposal, judged

    def __init__(self) -> None:
        super().__init__()
        self.judged: Judged | None = None

    def propose(self, judged: Judged | None) -> None:
        """None, or nothing beyond a limit: it goes away."""
        proposes = judged is not None and judged.judgement.level != "fine" and bool(judged.judgement.finding)
        self.judged = judged if proposes else None
        self.display = proposes
        self.show(_proposal_words(judged) if judged and proposes else "")

    def action_accept(self) -> None:
        """Take what is proposed."""
        self.post_message(self.Answered(self, self.judged))

    def action_decline(self) -> None:
        """Leave what is proposed."""
        self.post_message(self.Answered(self, None))


def _proposal_words(judged: Judged) -> str:
    then = f"，结论记“{one_line(judged.verdict.word)}”" if judged.verdict else ""
    return f"{one_line(judged.judgement.sentence)}（回车列入{then}；Tab 不列）"


class MeasureRow(Vertical):
    """One number of one indicator. It saves nothing itself."""

    ACTIONS = (TAKE, PERIOD)
    BINDINGS = bindings(ACTIONS)
    DEFAULT_CSS = """
    MeasureRow {
        height: auto;
        Horizontal { height: 1; }
        .measure-label { width: 42; }
        LineInput { width: 9; }
        .measure-after { width: 1fr; padding: 0 0 0 1; }
        .measure-counted { display: none; padding: 0 0 0 2; color: $foreground-muted; }
        .measure-note { display: none; height: auto; padding: 0 0 0 2; }
        .measure-note.-bad { color: $error; }
    }
    """

    class _Of(Message):
        def __init__(self, row: MeasureRow) -> None:
            super().__init__()
            self.row = row

    class Changed(_Of):
        """To be saved."""

    class Entered(_Of):
        """The cursor has come to the number."""

    class Leave(_Of):
        """Enter: on to what comes next."""

    class Take(_Of):
        """What the records say is to be the number."""

    def __init__(
        self, measure: Measure, kept: MeasureValue | None, rev: int, count: Count = lambda _: None
    ) -> None:
        super().__init__()
        self.measure = measure
        self._count = count
        self.counted: Counted | None = None
        """What the records say over the 统计期间 shown."""
        self._periods = periods_for(measure)
        self._take(kept, rev)

    def _take(self, kept: MeasureValue | None, rev: int) -> None:
        self._kept = kept
        self.rev = rev
        """Revision that what is typed here is based on."""
        self.period = kept.period if kept and kept.period in self._periods else next(iter(self._periods), "")
        self._saved = (number_words(kept.value) if kept else "", self.period)

    def compose(self) -> ComposeResult:
        """Lay out its parts."""
        with Horizontal():
            yield Static(Text(one_line(self.measure.label)), classes="measure-label")
            yield LineInput(self._saved[0])
            yield Static(self._after(), classes="measure-after")
        yield Prose(classes="measure-counted")
        yield Prose(classes="measure-note")
        yield Proposal()

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        label = self.query_one(".measure-label", Static)
        label.styles.width = max(min(cell_len(self.measure.label) + 2, 42), 24)
        self._show_counted()

    def _after(self, more: str = "") -> Text:
        period = f"  统计期间：{self.period}" if self.period else ""
        return Text(f"{one_line(self.measure.unit)}{period}{f'（{more}）' if more else ''}", no_wrap=True)

    def _show_counted(self) -> None:
        """What the records say over this 统计期间, and softly where that is another number. That they say
        nothing at all needs no line of its own."""
        self.counted = said = self._count(self.period)
        words = self._counted_words(said) if said else ""
        silent = said is not None and words == said.nothing
        line = self.query_one(".measure-counted", Prose)
        line.show(words)
        line.display = said is not None and not silent
        self.query_one(".measure-after", Static).update(self._after(words if silent else ""))
        self.screen.refresh_bindings()

    def _counted_words(self, said: Counted) -> str:
        kept = self._kept
        if said.records and said.takes and kept and (kept.value, kept.period) != (said.value, said.period):
            return f"{said.words}；与所填的{number_words(kept.value)}{said.unit}不同"
        if said.records:
            return said.words
        others = ((period, self._count(period)) for period in self._periods if period != self.period)
        found = next((f"，{period}{one.number}" for period, one in others if one and one.records), "")
        return f"{said.words}{found}"

    @property
    def takes(self) -> bool:
        """Is there a number in the records, and none here?"""
        said = self.counted  # none before it is on the screen
        return said is not None and said.takes and bool(said.records) and not self.raw

    @property
    def box(self) -> LineInput:
        """Give the box of the number."""
        return self.query_one(LineInput)

    @property
    def proposal(self) -> Proposal:
        """Give what the number proposes."""
        return self.query_one(Proposal)

    @property
    def raw(self) -> str:
        """Give the answer as it is typed."""
        return self.box.value.strip()

    @property
    def changed(self) -> bool:
        """Not saved as it stands: another number, or another period of a number."""
        return self.raw != self._saved[0] or (bool(self.raw) and self.period != self._saved[1])

    def saved(self, judged: Judged | None, kept: MeasureValue | None, rev: int) -> None:
        """The store has it: show the number in its plain form, and what it says."""
        self.box.load(number_words(kept.value) if kept else "")
        self._saved = (self.box.value, self.period)
        self._kept, self.rev = kept, rev
        self._show_counted()
        fine = judged is not None and judged.judgement.level == "fine"
        self._tell(judged.judgement.sentence if judged and fine else "", False)
        self.proposal.propose(judged)

    def renew(self, kept: MeasureValue | None, rev: int) -> None:
        """What the store has now, from whomever: shown, unless another number is just being typed. That one
        stays, on the revision it was typed on, so that saving it asks."""
        if not self.query(LineInput):  # not on the screen yet
            self._take(kept, rev)
        elif kept == self._kept:
            self.rev = rev
            self._show_counted()
        elif self.changed:
            now = f"{number_words(kept.value)}{one_line(self.measure.unit)}" if kept else "空"
            self._tell(f"刚被别人改为{now}；保存您填的时会问用哪一个。", False)
        else:
            self.show_stored(kept, rev)

    def show_stored(self, kept: MeasureValue | None, rev: int) -> None:
        """What the store has now, whatever was typed."""
        self._take(kept, rev)
        if self.query(LineInput):
            self.box.load(self._saved[0])
            self._show_counted()
            self._tell("", False)
            self.proposal.propose(None)

    def refuse(self, sentence: str) -> None:
        """The store does not take it; what was typed stays."""
        self._tell(sentence, True)

    def _tell(self, sentence: str, bad: bool) -> None:
        note = self.query_one(".measure-note", Prose)
        note.show(f"{'！' if bad else ''}{sentence}")
        note.set_class(bad, "-bad")
        note.display = bool(sentence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action == "take_counted":
            return self.counted is not None and bool(self.counted.records)
        return len(self._periods) > 1 if action == "period" else True

    def action_take_counted(self) -> None:
        """Ask for what the records say."""
        self.post_message(self.Take(self))

    def action_period(self) -> None:
        """Turn to the next period."""
        place = self._periods.index(self.period)
        self.period = self._periods[(place + 1) % len(self._periods)]
        self._show_counted()
        if self.raw:
            self.post_message(self.Changed(self))

    def commit(self) -> None:
        """Have it saved if it is not."""
        if self.changed:
            self.post_message(self.Changed(self))

    @property
    def question(self) -> str:
        """What is asked."""
        return one_line(self.measure.ask or self.measure.label)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say that the cursor has come."""
        if isinstance(event.widget, LineInput):
            self.post_message(self.Entered(self))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Have it saved."""
        if isinstance(event.widget, LineInput):
            self.commit()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Leave(self))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
