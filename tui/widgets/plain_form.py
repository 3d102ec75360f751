"""A small form of one-line answers: label left, box right, and beneath all the prompt of the field in focus.

Enter and ↓ go on, Shift+Tab and ↑ go back, nothing is saved by leaving a field. A field with options takes an
option's digit or its words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from forms.neutral import clean, one_line
from tui.widgets.inputs import LineInput


@dataclass(frozen=True)
class PlainField:
    """One answer."""

    id: str
    label: str
    prompt: str = ""
    value: str = ""
    options: tuple[str, ...] = ()
    options_for: Callable[[Mapping[str, str]], tuple[str, ...]] | None = None
    """Options that depend on the other answers."""
    fixed: bool = False
    """Shown, not to be changed."""
    wrong: Callable[[Mapping[str, str]], str] | None = None
    """What is wrong with it, among all the answers; asked when it is left."""


class PlainForm(Vertical):
    """Asks for ``PlainField``s; ``values()`` gives the texts as typed, options put in words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "下一项", show=False),
        Binding("up", "step(-1)", "上一项", show=False),
    ]
    DEFAULT_CSS = """
    PlainForm {
        height: auto;
        #lines { height: auto; }
        Horizontal { height: 1; }
        .label { height: 1; }
        .fixed { height: 1; color: $foreground-muted; }
        #prompt { height: 2; margin-top: 1; color: $foreground-muted; }
        LineInput { width: 1fr; }
    }
    """

    class Left(Message):
        """A field was left with a text that cannot be: what would be accepted."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    class Changed(Message):
        """Something was typed."""

    def __init__(self, fields: Sequence[PlainField], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._fields = tuple(fields)
        self._start = {field.id: one_line(field.value) for field in fields}
        self._wrong: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        width = max((cell_len(field.label) for field in self._fields), default=0) + 2
        with VerticalScroll(id="lines", can_focus=False):
            for field in self._fields:
                with Horizontal():
                    label = Static(Text(one_line(field.label)), classes="label")
                    label.styles.width = width
                    yield label
                    if field.fixed:
                        yield Static(Text(self._start[field.id]), classes="fixed")
                    else:
                        yield LineInput(self._start[field.id], id=f"plain-{field.id}")
        yield Static(id="prompt")

    def on_mount(self) -> None:
        first = next((field for field in self._fields if not field.fixed), None)
        if first:
            self.go(first.id)

    # What dialogs use

    def values(self) -> dict[str, str]:
        """All texts by field id; fixed ones too."""
        return {
            field.id: self._start[field.id]
            if field.fixed
            else self._in_words(field, self._box(field.id).value)
            for field in self._fields
        }

    def changed(self) -> dict[str, str]:
        """Those that differ from what was there at the start."""
        return {name: text for name, text in self.values().items() if text != self._start[name]}

    def load(self, values: Mapping[str, str]) -> None:
        """Begin anew from other texts; fields not named become empty."""
        self._wrong.clear()
        for field in self._fields:
            self._start[field.id] = one_line(values.get(field.id, ""))
            if not field.fixed:
                self._box(field.id).load(self._start[field.id])

    def type_in(self, values: Mapping[str, str]) -> None:
        """Put texts in as if typed: a draft of an earlier session."""
        for field in self._fields:
            if not field.fixed and field.id in values:
                self._box(field.id).load(one_line(values[field.id]))

    def go(self, field_id: str) -> None:
        self._box(field_id).focus()

    def refuse(self, field_id: str, sentence: str) -> None:
        """Go to a field and say what it would accept."""
        self._wrong[field_id] = sentence
        self.go(field_id)
        self._show_prompt(field_id)

    # Workings

    def _box(self, field_id: str) -> LineInput:
        return self.query_one(f"#plain-{field_id}", LineInput)

    def _open(self) -> list[str]:
        return [field.id for field in self._fields if not field.fixed]

    @property
    def current(self) -> str:
        """Id of the field in focus, or empty."""
        focused = self.screen.focused
        name = (focused.id or "") if focused else ""
        return name.removeprefix("plain-") if name.startswith("plain-") else ""

    def action_step(self, by: int) -> None:
        order = self._open()
        current = self.current
        if current in order:
            place = order.index(current) + by
            if 0 <= place < len(order):
                self.go(order[place])

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_step(1)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._wrong.pop(self.current, None):
            self._show_prompt(self.current)
        self.post_message(self.Changed())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        name = self.current
        self._show_prompt(name)
        field = next((field for field in self._fields if field.id == name), None)
        if field is not None and self._box(name).value in self._options(field):
            self._box(name).select_all()  # a digit typed now is another choice, not a part of this one

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        name = (event.widget.id or "").removeprefix("plain-")
        field = next((field for field in self._fields if field.id == name), None)
        if field is None:
            return
        box = self._box(name)
        words = self._in_words(field, box.value)
        if words != box.value:
            box.load(words)
        if field.wrong is not None:
            sentence = field.wrong(self.values())
            if sentence:
                self._wrong[name] = sentence
                self.post_message(self.Left(sentence))

    def _in_words(self, field: PlainField, text: str) -> str:
        said = text.strip()
        typed = unicodedata.normalize("NFKC", said)
        if not typed.isdecimal():
            return said
        options = self._options(field)
        return options[int(typed) - 1] if 1 <= int(typed) <= len(options) else said

    def _options(self, field: PlainField) -> tuple[str, ...]:
        if field.options_for is None:
            return field.options
        others = {
            other.id: self._start[other.id] if other.fixed else self._box(other.id).value
            for other in self._fields
            if other.options_for is None
        }
        return field.options_for(others)

    def _show_prompt(self, field_id: str) -> None:
        field = next((field for field in self._fields if field.id == field_id), None)
        if field is None:
            return
        lines = []
        wrong = self._wrong.get(field_id)
        if wrong:
            lines.append(f"！{one_line(wrong)}")
        elif field.prompt:
            lines.append(clean(field.prompt))
        options = self._options(field)
        if options:
            choices = "  ".join(f"{number} {word}" for number, word in enumerate(options, 1))
            lines.append(f"可按数字：{choices}")
        prompt = self.query_one("#prompt", Static)
        prompt.update(Text("\n".join(lines), style="bold" if wrong else ""))
