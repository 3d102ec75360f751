"""The indicators of a guide beside what is written, filtered as one types, the official text beneath; which
ones a few typed characters mean, and which ones a sentence is likely about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from forms.pack import Guide, Indicator
from forms.pinyin import matches, plain
from tui.actions import action, bindings, unlisted
from tui.widgets.inputs import LineInput
from tui.widgets.prose import Prose, turn_page
from tui.widgets.row_list import ListColumn, ListRow, RowList, preload_pinyin

_REFERENCE = re.compile(r"^([0-9]{1,2})(?:[-.(（]?([0-9]{1,2})?[)）]?)$")
_IGNORED = set("，。、；：“”‘’（）《》！？,.;:()-—·… 的和与及等为不了是在有对上下")


def matching(guide: Guide, query: str) -> list[str]:
    """Ids of the indicators meant, in guide order: by number (4-2, 4.2, 42, ４（2）, or 4 for all of 4), else
    those whose short name, text or heading has every word typed, or whose short name or heading has its
    pinyin; all of them when nothing is typed.
    """
    wanted = re.sub(r"[—–－−]", "-", unicodedata.normalize("NFKC", query)).strip()
    if not wanted:
        return list(guide.indicators)
    by_number = _by_number(guide, wanted)
    if by_number:
        return by_number
    words = wanted.casefold().split()
    return [
        name
        for name, indicator in guide.indicators.items()
        if all(
            word in _searched(guide, name, indicator) or matches(word, _named(guide, name, indicator))
            for word in words
        )
    ]


def likely(guide: Guide, sentence: str, at_least: int = 2) -> list[str]:
    """Ids of the indicators whose wording shares most pairs of characters with the sentence, best first.

    Short names count double: 专职组织员 in the sentence points to the indicator named so.
    """
    pairs = _pairs(sentence)
    scored = []
    for name, indicator in guide.indicators.items():
        score = len(pairs & _pairs(indicator.text)) + len(pairs & _pairs(indicator.short))
        if score >= at_least:
            scored.append((-score, name))
    order = list(guide.indicators)
    return [name for _, name in sorted(scored, key=lambda pair: (pair[0], order.index(pair[1])))]


def _by_number(guide: Guide, wanted: str) -> list[str]:
    found = _REFERENCE.match(wanted.rstrip("-.(（"))
    if not found:
        return []
    criterion, place = found.groups()
    if place is None:
        exact = [name for name in guide.indicators if name.split("-")[0] == criterion]
        if exact or len(criterion) < 2:
            return exact
        criterion, place = criterion[0], criterion[1:]
    prefix = f"{criterion}-{place}"
    if prefix in guide.indicators:
        return [prefix]
    return [name for name in guide.indicators if name.startswith(prefix)]


def _searched(guide: Guide, name: str, indicator: Indicator) -> str:
    return plain(f"{indicator.text}\n{_named(guide, name, indicator)}")


def _named(guide: Guide, name: str, indicator: Indicator) -> str:
    """Initials are looked for in this alone: in a long text any two letters are found somewhere."""
    return f"{indicator.short}\n{guide.criterion_of(name).heading}"


def _pairs(text: str) -> set[str]:
    return {
        text[place : place + 2]
        for place in range(len(text) - 1)
        if text[place] not in _IGNORED and text[place + 1] not in _IGNORED
    }


TAKE = action("pick | enter | 选定 | 把光标所在的指标写到正在填的问题上。")
CANCEL = action("cancel | escape | 返回填写 | 不选指标，回到正在填的问题。")
OUTSIDE = "outside"
"""Key of the row 指南以外."""


class IndicatorPicker(Vertical):
    """Typing filters, Up and Down choose, Enter puts the reference, Esc goes back to what is written."""

    ACTIONS = (TAKE, CANCEL)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(ACTIONS),
        *unlisted(
            "up move(-1) | down move(1) | pageup scroll(-1) | pagedown scroll(1) | tab pick | "
            "shift+tab cancel"
        ),
    ]
    DEFAULT_CSS = """
    IndicatorPicker {
        height: 1fr;
        #ask { height: 1; }
        #ask-label { width: auto; padding: 0 1 0 0; color: $secondary; text-style: bold; }
        #ask LineInput { width: 1fr; }
        RowList { height: 3; }
        #official { height: 1fr; min-height: 3; scrollbar-size-vertical: 1; }
        #official Static { height: auto; }
    }
    """

    class Picked(Message):
        """An indicator's id, or empty for 指南以外."""

        def __init__(self, indicator: str) -> None:
            super().__init__()
            self.indicator = indicator

    class Cancelled(Message):
        """Back to what was being written, nothing chosen."""

    def __init__(self, guide: Guide, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.guide = guide
        self._likely: list[str] = []

    def compose(self) -> ComposeResult:
        """Lay out its parts."""
        with Horizontal(id="ask"):
            yield Static("对照指标", id="ask-label")
            yield LineInput(placeholder="编号（4-2）或字词筛选；回车选定", id="filter")
        yield RowList([ListColumn("", 5), ListColumn("")], header=False)
        with VerticalScroll(id="official", can_focus=False):
            yield Prose()

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.suggest("")

    @property
    def chosen(self) -> str:
        """Key of the row at the cursor."""
        return self.query_one(RowList).key

    def suggest(self, sentence: str, current: str = "") -> None:
        """Put first what the sentence is likely about, as long as nothing is typed in the filter; ``current``
        is what it stands under now."""
        found = likely(self.guide, sentence)[:3] if sentence.strip() else []
        if found != self._likely or current or not self.query_one(RowList).rows:
            self._likely = found
            self._show(current)

    def ask(self, sentence: str, current: str = "") -> None:
        """Take the cursor to choose for this sentence; ``current`` is what it stands under now."""
        box = self.query_one("#filter", LineInput)
        box.load("")
        self._likely = likely(self.guide, sentence)[:3]
        self._show(current)
        box.focus()
        preload_pinyin()

    def _show(self, current: str = "") -> None:
        typed = self.query_one("#filter", LineInput).value
        found = matching(self.guide, typed)
        outside = ListRow(OUTSIDE, ("-", "指南以外（不对照指标）"))
        if typed.strip():
            rows = [*self._rows(found), outside]
        else:
            rest = [name for name in found if name not in self._likely]
            rows = [*self._rows(self._likely), outside, *self._rows(rest)]
        self.query_one(RowList).set_rows(rows, current or rows[0].key)
        self._show_text()

    def _rows(self, names: Sequence[str]) -> list[ListRow]:
        return [
            ListRow(name, (name, f"{self.guide.indicators[name].short}  {self.guide.indicators[name].text}"))
            for name in names
        ]

    def _show_text(self) -> None:
        indicator = self.guide.indicators.get(self.chosen)
        if indicator:
            self.query_one(Prose).show(indicator.text, lead=self.guide.criterion_of(self.chosen).heading)
        else:
            self.query_one(Prose).show("这个问题不在诊断指南所列指标之内，台账里照样列出。")
        self.query_one("#official", VerticalScroll).scroll_home(animate=False)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        if self.query_one("#filter").has_focus:
            self._show()

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._show_text()

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def _take(self, event: Message) -> None:
        event.stop()
        self.action_pick()

    def action_pick(self) -> None:
        """Choose the indicator at the cursor."""
        key = self.chosen
        if key:
            self.post_message(self.Picked("" if key == OUTSIDE else key))

    def action_move(self, by: int) -> None:
        """Move in the list while one types."""
        self.query_one(RowList).action_move(by)

    def action_scroll(self, by: int) -> None:
        """Scroll the text."""
        turn_page(self.query_one("#official"), by)

    def action_cancel(self) -> None:
        """Go back to what is written."""
        self.post_message(self.Cancelled())
