"""Beside an entry form, or beneath it: the prompt of the field in focus and what is offered for it; at the
findings the indicators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from forms.kinds.kind import text_length
from forms.kinds.registry import kind_of
from forms.neutral import clean, one_line
from forms.pack import Field, Guide, RecordsAnnex
from tui.widgets.field_rows import FieldRow
from tui.widgets.findings_editor import FindingsEditor, FindingsRow
from tui.widgets.indicator_picker import IndicatorPicker
from tui.widgets.keys_here import retold
from tui.widgets.row_list import BLANK, MARK, REVERSE
from tui.widgets.wrapping import cut, cut_apart, wrap


class PromptPanel(Widget):
    """Shows one field; ``count`` follows the typing and repaints alone."""

    DEFAULT_CSS = "PromptPanel { height: 1fr; color: $foreground; }"

    def __init__(self, annex: RecordsAnnex | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.annex = annex
        self.field: Field | None = None
        self._count = -1
        self._brief = False

    def show(self, field: Field, text: str) -> None:
        """Another field has the cursor."""
        self.field = field
        self._count = text_length(text)
        self.refresh(layout=True)

    def make_brief(self, brief: bool) -> None:
        """Only the prompt itself: usual values stand in a list beneath it."""
        if brief != self._brief:
            self._brief = brief
            self.refresh(layout=True)

    def count(self, text: str) -> None:
        """The text has become longer or shorter."""
        count = text_length(text)
        if count != self._count:
            self._count = count
            if self.field and self._counts(self.field):
                self.refresh()

    def render(self) -> Text:
        """Draw what it shows."""
        field = self.field
        if field is None:
            return Text("")
        head = Text(one_line(field.label), style="bold")
        head.append(f"  {self._length_words(field)}", style="not bold")
        choices = "、".join(one_line(option) for option in kind_of(field).values())
        said = [clean(field.prompt)]
        if not self._brief:
            said += [f"常用：{choices}（按 F4 选）" if choices else "", self._official(field)]
        lines = [line for part in said if part for line in wrap(retold(self, part), self.size.width)]
        return Text("\n").join([head, *map(Text, lines)])

    def _length_words(self, field: Field) -> str:
        # Up to 999 takes one width: a digit more must not move, and so send again, what stands behind it.
        words = [f"已填{self._count}字".ljust(6)] if self._counts(field) else []
        if field.usual:
            low, high = field.usual
            words.append(f"通常{low}到{high}字" if low else f"通常不超过{high}字")
        if field.required:
            words.append("必填")
        return "  ".join(words)

    def _counts(self, field: Field) -> bool:
        """Is it told how long the text is?"""
        return bool(field.usual) or kind_of(field).shape == "long"

    def _official(self, field: Field) -> str:
        """The form's own column heading and note, where they concern this field."""
        if self.annex is None:
            return ""
        column = next((column for column in self.annex.columns if column.shows == field.id), None)
        if column is None:
            return "不打印，只用于核对指标。"
        if field.id in self.annex.finding_fields and self.annex.note:
            return clean(self.annex.note)
        return "" if column.title == field.label else f"原表栏目：{one_line(column.title)}"


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
