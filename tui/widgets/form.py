"""A form: label left, box right, row beneath row, and at the bottom the prompt of the row in focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from forms.neutral import clean, one_line
from forms.pack import Field
from tui.actions import unlisted
from tui.widgets.field_rows import ChoiceRow, FieldRow, FixedRow, LineRow, OfRow
from tui.widgets.inputs import Leaving

Check = Callable[[Mapping[str, str]], str]
"""What is wrong with a text, among all the texts of the form; empty: nothing."""


@dataclass(frozen=True)
class Line:
    """One answer of a form of lines, and the text it begins with."""

    id: str
    label: str
    prompt: str = ""
    value: str = ""
    options: tuple[str, ...] = ()
    """Taken by their digit, too."""
    options_for: Callable[[Mapping[str, str]], tuple[str, ...]] | None = None
    """Options that depend on the other answers."""
    fixed: bool = False
    """Shown, not to be changed."""
    wrong: Check | None = None
    """Asked when it is left."""


class _Rows(VerticalScroll, can_focus=False):
    """↑ and ↓ are the form's, also where there are more rows than room."""

    def action_scroll_up(self) -> None:
        raise SkipAction

    def action_scroll_down(self) -> None:
        raise SkipAction


class Form(Vertical):
    """Rows of any kind of answer. Enter and ↓ go on, ↑ goes back; leaving a row checks it, nothing saves."""

    BINDINGS = unlisted("down step(1) | up step(-1)")
    DEFAULT_CSS = """
    Form {
        height: auto;
        #lines { height: auto; }
        #prompt { height: 2; margin-top: 1; color: $foreground-muted; }
    }
    """

    prompts: ClassVar[bool] = True
    """Shows the prompt itself, and begins at the first row."""

    class Entered(OfRow):
        """The cursor has come to a row."""

    class Left(OfRow):
        """The cursor has left a row; its answer was checked and shown in its official form."""

        def __init__(self, row: FieldRow, wrong: str) -> None:
            """``wrong``: the sentence of the row's ``Line.wrong``; empty where there is none."""
            super().__init__(row)
            self.wrong = wrong

    class Typed(OfRow):
        """Something was typed."""

    class AtEnd(Leaving):
        """There is no row beyond this one (+1) or before it (-1)."""

    def __init__(
        self, rows: Sequence[FieldRow], today: Callable[[], date] = date.today, *, id: str | None = None
    ) -> None:
        """``today``: the day that dates without a year are read against."""
        super().__init__(id=id)
        self.rows = list(rows)
        self.current: FieldRow | None = None
        self.today = today
        self._bound_for: FieldRow | None = None
        """Where the cursor was sent: the focus gets there a moment later."""
        self._start = {row.field.id: row.raw for row in self.rows if row.is_text}
        self._checks: dict[str, Check] = {}
        self._wrong: dict[str, str] = {}
        """By field, what stands in place of its prompt."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Form:
        """A form of answers of one line each."""
        width = max((cell_len(line.label) for line in lines), default=0) + 2
        form = cls([])

        def row(line: Line) -> FieldRow:
            field = Field(id=line.id, label=line.label, prompt=line.prompt, options=line.options)
            if line.fixed:
                return FixedRow(field, width, line.value)
            if options_for := line.options_for:
                return ChoiceRow(field, width, line.value, lambda: options_for(form.values(but=line.id)))
            return ChoiceRow(field, width, line.value) if line.options else LineRow(field, width, line.value)

        form.rows = [row(line) for line in lines]
        form._start = {line.id: one_line(line.value) for line in lines}
        form._checks = {line.id: line.wrong for line in lines if line.wrong}
        return form

    def compose(self) -> ComposeResult:
        """Lay out its parts."""
        with _Rows(id="lines"):
            yield from self.compose_rows()
        if self.prompts:
            yield Static(id="prompt")

    def compose_rows(self) -> ComposeResult:
        """The rows, and what stands between them."""
        yield from self.rows

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        if self.prompts:
            self.go()

    # What screens use

    @property
    def raw(self) -> dict[str, str]:
        """Text of each row as it stands."""
        return {row.field.id: row.raw for row in self.rows if row.is_text}

    def values(self, but: str = "") -> dict[str, str]:
        """The same without spaces around; ``but`` leaves out one."""
        return {row.field.id: row.raw.strip() for row in self.rows if row.is_text and row.field.id != but}

    def changed(self) -> dict[str, str]:
        """Those that differ from what was there at the start."""
        return {name: text for name, text in self.values().items() if text != self._start[name].strip()}

    @property
    def here(self) -> FieldRow | None:
        """The row of the cursor, also for a key that comes before the cursor does, as a form opens."""
        return self.current or self._bound_for

    def row(self, field_id: str) -> FieldRow | None:
        """Give the row of a field."""
        return next((row for row in self.rows if row.field.id == field_id), None)

    def load(self, raw: Mapping[str, str]) -> None:
        """Begin anew from other texts; fields that are not named become empty."""
        self._wrong.clear()
        for row in self.rows:
            if row.is_text:
                row.load(raw.get(row.field.id, ""))
                self._start[row.field.id] = row.raw

    def type_in(self, values: Mapping[str, str]) -> None:
        """Put texts in as if typed: a draft of an earlier session."""
        for row in self.rows:
            if row.is_text and not row.fixed and row.field.id in values:
                row.load(values[row.field.id])

    def go(self, field_id: str = "") -> None:
        """Put the cursor in a field, or in the first one."""
        first = next((row for row in self.rows if not row.fixed), None)
        self._bound_for = self.row(field_id) or first
        if self._bound_for is not None:
            self._bound_for.enter()

    def refuse(self, field_id: str, sentence: str) -> None:
        """Go to a field and say what it would accept."""
        self._wrong[field_id] = sentence
        self.go(field_id)
        self._show_prompt()

    # Workings

    def action_step(self, direction: int) -> None:
        """Go to the next row, or back."""
        row = self.current
        if row is None:
            self.go()
        elif not row.step(direction):
            self._move(row, direction)

    def _move(self, row: FieldRow, direction: int) -> None:
        rows = [one for one in self.rows if one is row or not one.fixed]
        place = rows.index(row) + direction
        if 0 <= place < len(rows):
            rows[place].enter(direction)
        else:
            self.check_row(row)
            self.post_message(self.AtEnd(direction))

    def on_field_row_leave(self, event: FieldRow.Leave) -> None:
        """Go to the row beside."""
        event.stop()
        self._move(event.row, event.direction)

    def on_field_row_typed(self, event: FieldRow.Typed) -> None:
        """Say that something was typed."""
        event.stop()
        event.row.changed()
        if self._wrong.pop(event.row.field.id, ""):
            self._show_prompt()
        self.post_message(self.Typed(event.row))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus."""
        row = self.row_with(event.widget)
        if row is None or row is self.current:
            return
        before, self.current = self.current, row
        if before is not None:
            self.leave_row(before)
            self.post_message(self.Left(before, self._wrong.get(before.field.id, "")))
        self.come_to_row(row)
        self.post_message(self.Entered(row))

    def check_row(self, row: FieldRow) -> None:
        """Show the official form of its answer, or what is wrong with it."""
        row.check(self.today())

    def leave_row(self, row: FieldRow) -> None:
        """The cursor goes from it to another."""
        self.check_row(row)
        row.gone()
        name = row.field.id
        if (wrong := self._checks.get(name)) and (sentence := wrong(self.values())):
            self._wrong[name] = sentence

    def come_to_row(self, row: FieldRow) -> None:
        """The cursor has come to it."""
        row.come()
        self._show_prompt()

    def row_with(self, widget: Widget) -> FieldRow | None:
        """The row that a widget is part of."""
        return next((node for node in widget.ancestors_with_self if isinstance(node, FieldRow)), None)

    def _show_prompt(self) -> None:
        row = self.here
        if row is None or not self.prompts:
            return
        wrong = self._wrong.get(row.field.id, "")
        said = f"！{one_line(wrong)}" if wrong else clean(row.field.prompt)
        choices = "  ".join(f"{number} {word}" for number, word in enumerate(row.options, 1))
        lines = [line for line in (said, f"可按数字：{choices}" if choices else "") if line]
        prompt = self.query_one("#prompt", Static)
        prompt.update(Text("\n".join(lines), style="bold" if wrong else ""))
