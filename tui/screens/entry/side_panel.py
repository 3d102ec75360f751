"""Beside an entry form, or beneath it: the prompt of the field in focus and what is offered for it; at the
findings the indicators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from forms.neutral import one_line
from forms.pack import Guide, RecordsAnnex
from tui.widgets.field_rows import FieldRow
from tui.widgets.findings_editor import FindingsEditor, FindingsRow
from tui.widgets.indicator_picker import IndicatorPicker
from tui.widgets.keys_here import retold
from tui.widgets.prompt_panel import PromptPanel
from tui.widgets.row_list import BLANK, MARK, REVERSE
from tui.widgets.wrapping import cut, cut_apart

FIRST = "→ "
"""Beside the row that the key of that name takes."""
GLANCE = 3
"""Rows as long as nothing was typed: they change at every field, and each costs a thin line sixty bytes."""


class SuggestionList(Widget):
    """A line that says what the keys do, and rows, which are neutralised here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"offered--head", "offered--row", "offered--cursor"}
    DEFAULT_CSS = """
    SuggestionList {
        height: 4;
        display: none;
        &.-shown { display: block; }
        .offered--head { color: $foreground-muted; }
        .offered--cursor { background: $primary; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._head, self._rows, self._cursor = "", [""], -1

    def show(self, head: str, rows: Sequence[str], cursor: int = -1) -> None:
        """``rows``: all that moving in the list may come to; ``cursor`` -1: none is chosen, and the first is
        marked as the one that → takes."""
        now = head, list(rows), cursor
        if rows and now != (self._head, self._rows, self._cursor):
            self._head, self._rows, self._cursor = now
            self.refresh()
        self.set_class(bool(rows), "-shown")

    def render_line(self, y: int) -> Strip:
        """Draw one line of it."""
        width = self.size.width
        if y == 0:
            return self._strip(cut(retold(self, self._head), width), "offered--head")
        top = max(self._cursor - self.size.height + 2, 0)
        place = top + y - 1
        if place >= len(self._rows):
            return Strip.blank(width, self._style("offered--row"))
        here = place == self._cursor
        mark = MARK if here else FIRST if place == 0 and self._cursor < 0 else BLANK
        beside = map(one_line, self._rows[top : top + self.size.height - 1])
        text = mark + cut_apart(one_line(self._rows[place]), beside, max(width - len(MARK), 0))
        return self._strip(text, "offered--cursor" if here else "offered--row")

    def _strip(self, text: str, name: str) -> Strip:
        return Strip([Segment(text, self._style(name))], self.size.width)

    def _style(self, name: str) -> Style:
        style = self.get_component_rich_style(name)
        return style + REVERSE if self.app.no_color and name == "offered--cursor" else style


class SidePanel(Vertical):
    """``guide`` None: there are no indicators to choose from; ``editor``: where the findings are written that
    they are chosen for."""

    DEFAULT_CSS = """
    SidePanel {
        height: 7; background: $panel; padding: 0 1; margin-top: 1;
        IndicatorPicker { display: none; }
        &.-indicators { height: 12; }
        &.-indicators IndicatorPicker { display: block; }
        &.-indicators PromptPanel { display: none; }
    }
    """

    def __init__(self, annex: RecordsAnnex, guide: Guide | None, editor: FindingsEditor | None) -> None:
        super().__init__()
        self._prompt, self._offered = PromptPanel(annex), SuggestionList()
        self.picker = IndicatorPicker(guide) if guide is not None else None
        self._editor = editor
        self._finding = ""
        """Key of the finding that an indicator is chosen for; empty: the new one."""

    def compose(self) -> ComposeResult:
        """Lay out its parts."""
        yield self._prompt
        yield self._offered
        if self.picker is not None:
            yield self.picker

    def enter(self, row: FieldRow) -> None:
        """The cursor has come to a row."""
        picker = self.picker if isinstance(row, FindingsRow) else None
        self.set_class(picker is not None, "-indicators")
        self._prompt.show(row.field, row.raw)
        if picker is not None:
            picker.suggest(row.raw)

    def typed(self, row: FieldRow) -> None:
        """Something was typed in the row of the cursor."""
        self._prompt.count(row.raw)
        if isinstance(row, FindingsRow) and row.editor.box.has_focus and self.picker is not None:
            self.picker.suggest(row.raw)

    def offer(self, head: str, rows: list[str], cursor: int) -> None:
        """Usual values of the field in focus; see ``SuggestionList``."""
        self._prompt.make_brief(bool(rows))
        self._offered.show(head, rows, cursor)

    def choose_indicator(self) -> None:
        """F4: for the finding at the cursor, or the one that is being written."""
        editor = self._editor
        if editor is None:
            return
        finding = editor.finding(editor.chosen)
        self._finding = editor.chosen if finding else ""
        if self.picker is not None:
            sentence = finding.printed if finding else editor.pending
            self.picker.ask(sentence, finding.indicator if finding else "")

    def choose_indicator_for(self, text: str, key: str) -> None:
        """A finding is written and names none; ``key`` empty: it is new."""
        if self.picker is not None:
            self._finding = key
            self.picker.ask(text)
        elif self._editor is not None:
            self._editor.add(text, "")

    @on(IndicatorPicker.Picked)
    def _picked(self, event: IndicatorPicker.Picked) -> None:
        self.take_indicator(event.indicator)

    def take_indicator(self, indicator: str) -> None:
        """Put it on the finding; empty: 指南以外."""
        if self._editor is not None and self._finding:
            self._editor.tie(self._finding, indicator)
        elif self._editor is not None and self._editor.pending:
            self._editor.add(self._editor.pending, indicator)
        self.go_back()

    @on(IndicatorPicker.Cancelled)
    def go_back(self) -> None:
        """To where it was asked for; nothing more is chosen."""
        if self._editor is not None:
            self._editor.listing.focus() if self._finding else self._editor.focus_new()
        self._finding = ""
