"""One line of an entry form: label left, box right, and beneath it what is wrong with the answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from forms.kinds.registry import kind_of
from forms.neutral import one_line
from forms.pack import Field
from forms.record_edit import Answer, read_answer
from forms.remark import Remark
from tui.widgets.inputs import LineInput, LongInput
from tui.widgets.prose import Prose
from tui.widgets.wrapping import wrap

MARKS = {"error": "！", "missing": "＊", "soft": "？"}
"""In front of each remark: colour alone tells nothing to some."""

DITTO = "〃"
"""Beside the label of what was taken over from the record before. Wide in every terminal, unlike ※ or ″."""
GAP = cell_len(DITTO) + 1
"""Between labels and boxes: room for that sign."""

LONG_LINES = 3
"""Rows that a long text has at least while one is in it, where there is room."""


def label_width(labels: Iterable[str]) -> int:
    """Cells that labels take, with the gap to the boxes."""
    return min(max((cell_len(one_line(label)) for label in labels), default=8), 20) + GAP


class OfRow(Message):
    """Something about one row."""

    def __init__(self, row: FieldRow) -> None:
        super().__init__()
        self.row = row


class FieldRow(Vertical):
    """The base of all rows. A row is asked for ``raw`` (text as typed) and told what is thought of it."""

    DEFAULT_CSS = """
    FieldRow {
        height: auto;
        & > Horizontal { height: auto; }
        .row-label { color: $foreground; height: 1; }
        &.-current .row-label { color: $secondary; text-style: bold; }
        .row-note { display: none; height: auto; color: $warning; }
        .row-note.-error { color: $error; }
        .row-note.-shown { display: block; }
    }
    """

    class Leave(OfRow):
        """Done here: on to the next row (+1) or back (-1)."""

        def __init__(self, row: FieldRow, direction: int) -> None:
            super().__init__(row)
            self.direction = direction

    class Typed(OfRow):
        """The answer has changed under the person's hands."""

    def __init__(self, field: Field, width: int) -> None:
        super().__init__(id=f"field-{field.id}")
        self.field = field
        self.width = width
        self.number = ""
        """What the row is gone to by."""
        self._own: list[Remark] = []
        self._across: list[Remark] = []
        self._said: list[str] = []
        self._taken_over: str | None = None
        """The text of the record before, where it stands here and was not looked at yet."""
        self._looked_at = False

    # For subclasses

    is_text = True
    """Is its answer the text of its box?"""
    grows = False
    """May its text take more rows?"""
    fixed = False
    """Shown, not to be changed: the cursor passes it by."""

    @property
    def options(self) -> tuple[str, ...]:
        """What may be taken by a digit."""
        return ()

    def control(self) -> Widget:
        """The box itself."""
        raise NotImplementedError

    @property
    def raw(self) -> str:
        """Give the answer as it is typed."""
        raise NotImplementedError

    def load(self, raw: str) -> None:
        """Show an answer that was not typed here."""
        raise NotImplementedError

    def put(self, raw: str) -> None:
        """Show another answer as if it had been typed: the box's own undo takes it back."""
        self.load(raw)

    def lines_wanted(self) -> int:
        """Rows its text would like, without the note."""
        return 1

    def give_lines(self, lines: int) -> None:
        """Take as many rows; rows of one line have nothing to take."""

    def step(self, direction: int) -> bool:
        """Move on within the row; False: there is nothing further in it."""
        return False

    def enter(self, direction: int = 1) -> None:
        """Take the cursor, coming from above (+1) or below (-1)."""
        self.query_one("#answer", Widget).focus()

    # Shared

    def compose(self) -> ComposeResult:
        """Lay out its parts."""
        with Horizontal():
            label = Static(self._label(), classes="row-label")
            label.styles.width = self.width
            yield label
            yield self.control()
            if self.field.unit:
                unit = Static(Text(f" {one_line(self.field.unit)}"))
                unit.styles.width = cell_len(self.field.unit) + 2
                yield unit
        note = Prose(classes="row-note")
        note.styles.padding = (0, 0, 0, self.width)
        yield note

    def _label(self) -> Text:
        words = f"{self.number} {one_line(self.field.label)}".lstrip()
        if self._taken_over is None:
            return Text(words)
        return Text(words + " " * (self.width - GAP - cell_len(words)) + DITTO)

    # Taken over from the record before: marked until it was looked at

    @property
    def taken_over(self) -> bool:
        """Tell whether it stands as in the record before."""
        return self._taken_over is not None

    def mark_taken_over(self, text: str | None) -> None:
        """``text`` came from the record before; None: what stands here is the person's own."""
        if text == self._taken_over:
            return
        self._taken_over, self._looked_at = text, False
        if self.is_mounted:
            self.query_one(".row-label", Static).update(self._label())

    def come(self) -> None:
        """The cursor has come here."""
        self._looked_at = True

    def gone(self) -> None:
        """The cursor has left: what was taken over and looked at is the person's own now."""
        if self._looked_at:
            self.mark_taken_over(None)

    def changed(self) -> None:
        """Something was typed, perhaps over what was taken over."""
        if self._taken_over is not None and self.raw != self._taken_over:
            self.mark_taken_over(None)

    @property
    def lines_taken(self) -> int:
        """Rows beside the text that grows: the line itself and what is said beneath it."""
        room = max(self.size.width - self.width, 10)
        return (0 if self.grows else 1) + sum(len(wrap(line, room)) for line in self._said)

    def check(self, today: date) -> None:
        """On leaving: show the official form of the answer, or what is wrong with it; typed text is kept."""
        self.show_answer(read_answer(self.field, self.raw, today))

    def show_answer(self, answer: Answer) -> None:
        """Show what the text was read as, and what is said of it."""
        if answer.shown != self.raw:
            self.load(answer.shown)
        # What is missing is told by the empty box itself, and again at saving.
        self.show_remarks([remark for remark in answer.remarks if remark.kind != "missing"])

    @property
    def remarks(self) -> list[Remark]:
        """What is said of this answer by itself, and beside others."""
        return [*self._own, *(remark for remark in self._across if remark not in self._own)]

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Say them beneath the box, each with its mark in front; what is said of it beside others stays."""
        self._own = list(remarks)
        self._show_remarks()

    def show_across(self, remarks: Sequence[Remark]) -> None:
        """What is said of this answer beside other answers, or other records."""
        if remarks != self._across:
            self._across = list(remarks)
            self._show_remarks()

    def _show_remarks(self) -> None:
        lines = [f"{MARKS[remark.kind]}{one_line(remark.text)}" for remark in self.remarks]
        self._note(lines, any(remark.kind == "error" for remark in self.remarks))

    def tell(self, sentence: str) -> None:
        """A sentence of another kind, until the next check; an empty one takes it away, with its line."""
        self._note([one_line(sentence)] if sentence else [], False)

    def _note(self, lines: Sequence[str], bad: bool) -> None:
        self._said = list(lines)
        note = self.query_one(".row-note", Prose)
        note.show("\n".join(lines))
        note.set_class(bool(lines), "-shown")
        note.set_class(bad, "-error")

    @property
    def placeholder(self) -> str:
        """Give what the empty box says."""
        return "必填" if self.field.required else ""


class TextRow(FieldRow):
    """A row whose answer is typed into one box, made with the row: that is asked for its text and its height
    before it is composed."""

    box: LineInput | LongInput

    def control(self) -> Widget:
        """Give the box itself."""
        return self.box

    def load(self, raw: str) -> None:
        """Show another text, as if it had always been there."""
        self.box.load(raw)

    def put(self, raw: str) -> None:
        """Show another text, which undo takes back."""
        self.box.put(raw)


class LineRow(TextRow):
    """Text, dates, numbers and lists of values: all typed on one line."""

    DEFAULT_CSS = "LineRow LineInput { width: 1fr; }"

    box: LineInput

    def __init__(self, field: Field, width: int, raw: str = "") -> None:
        super().__init__(field, width)
        self.box = LineInput(raw, placeholder=self.placeholder, id="answer")
        if width := kind_of(field).box_width:
            self.box.styles.width = width

    @property
    def raw(self) -> str:
        """Give the answer as it is typed."""
        return self.box.value

    def come(self) -> None:
        """Note that the cursor has come."""
        super().come()
        if self.taken_over:
            self.box.type_over()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next row."""
        event.stop()
        self.post_message(self.Leave(self, 1))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say that something was typed."""
        event.stop()
        self.post_message(self.Typed(self))

    def on_line_input_pasted_lines(self, event: LineInput.PastedLines) -> None:
        """Put together they stand in the box, unless somebody wants otherwise."""
        self.tell(f"粘贴的{len(event.lines)}行已用空格接成一行，文字没有丢；不合适时按 Ctrl+Z 撤销。")


class LongRow(TextRow):
    """Text of several lines."""

    DEFAULT_CSS = "LongRow LongInput { width: 1fr; height: 3; }"

    grows = True
    box: LongInput

    def __init__(self, field: Field, width: int, raw: str = "") -> None:
        super().__init__(field, width)
        self.box = LongInput(raw, placeholder=self.placeholder, id="answer")

    @property
    def raw(self) -> str:
        """Give the answer as it is typed."""
        return self.box.text

    def lines_wanted(self) -> int:
        """Count the rows its text would like."""
        room = max(self.field.usual[1] // 40, 1) + 1 if self.field.usual else 1
        return max(self.box.lines_needed() + 1, room, LONG_LINES)

    def give_lines(self, lines: int) -> None:
        """Take as many rows."""
        self.box.styles.height = lines

    def enter(self, direction: int = 1) -> None:
        """Take the cursor."""
        if direction > 0 and self.box.cursor_at_start_of_text:
            self.box.move_cursor(self.box.document.end)
        super().enter(direction)

    def on_text_area_changed(self, event: LongInput.Changed) -> None:
        """Say that something was typed."""
        event.stop()
        self.post_message(self.Typed(self))

    def on_long_input_leave(self, event: LongInput.Leave) -> None:
        """Go on, or back."""
        event.stop()
        self.post_message(self.Leave(self, event.direction))


SHAPES: dict[str, type[LineRow | LongRow]] = {"line": LineRow, "long": LongRow}
"""The row for a shape of answer. Findings, which stand in a list, have theirs in the form."""


def row_of(field: Field, width: int, raw: str = "") -> FieldRow:
    """The row that fits the field's kind."""
    return SHAPES[kind_of(field).shape](field, width, raw)


class ChoiceRow(LineRow):
    """A digit becomes the option it stands for once the row is left; other words are taken as they are."""

    def __init__(
        self,
        field: Field,
        width: int,
        raw: str = "",
        options: Callable[[], tuple[str, ...]] | None = None,
    ) -> None:
        """``options``: asked each time, where they depend on other answers; else they are the field's."""
        super().__init__(field, width, raw)
        self._options = options

    @property
    def options(self) -> tuple[str, ...]:
        """Give what may be taken by a digit."""
        return self._options() if self._options else self.field.options

    @property
    def raw(self) -> str:
        """Give the answer as it is typed."""
        said = self.box.value.strip()
        typed = unicodedata.normalize("NFKC", said)
        options = self.options if typed.isdecimal() else ()
        return options[int(typed) - 1] if typed.isdecimal() and 1 <= int(typed) <= len(options) else said

    def check(self, today: date) -> None:
        """Write the option for its digit."""
        if self.box.value != self.raw:
            self.box.load(self.raw)

    def come(self) -> None:
        """Note that the cursor has come."""
        super().come()
        if self.box.value in self.options:
            self.box.select_all()  # a digit typed now is another choice, not a part of this one


class FixedRow(FieldRow):
    """The cursor passes it by."""

    DEFAULT_CSS = "FixedRow .fixed { height: 1; color: $foreground-muted; }"
    fixed = True

    def __init__(self, field: Field, width: int, raw: str = "") -> None:
        super().__init__(field, width)
        self._text = one_line(raw)

    def control(self) -> Widget:
        """Give the box itself."""
        return Static(Text(self._text), classes="fixed")

    @property
    def raw(self) -> str:
        """Give the text."""
        return self._text

    def load(self, raw: str) -> None:
        """Show another text, as if it had always been there."""
        self._text = one_line(raw)
        self.query_one(".fixed", Static).update(Text(self._text))
