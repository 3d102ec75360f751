"""The two boxes that text is typed into. Stock widgets that draw no cursor: the terminal's own is shown at
the caret, where input methods, screen readers and braille lines follow it; compact; what is pasted is
neutralised, never cut.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events
from textual.errors import NoWidget
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Input, TextArea

from forms.neutral import clean, one_line
from forms.split import SEPARATORS
from tui.actions import unlisted

TakesKey = Callable[[str], bool]
"""Whoever shows a list beside a box is asked first about each key; True: the key was for the list."""


class Leaving(Message):
    """Done here: on (+1) or back (-1)."""

    def __init__(self, direction: int) -> None:
        super().__init__()
        self.direction = direction


def caret_on(screen: Screen[Any]) -> Offset | None:
    """Where the caret of the field in focus is, in cells from the top left; None: no text is typed here, or
    the caret is out of sight."""
    box = screen.focused
    if not isinstance(box, Input | TextArea):
        return None
    caret = box.cursor_screen_offset
    try:
        return caret if screen.get_widget_at(*caret)[0] is box else None
    except NoWidget:
        return None


class LineInput(Input):
    """One line. Typing is its own undo history (Ctrl+Z); several pasted lines become one and are told of."""

    BINDINGS = unlisted("ctrl+z undo | ctrl+y redo")

    DEFAULT_CSS = """
    LineInput {
        background: $surface;
        &:focus { background: $surface-lighten-1; background-tint: $foreground 0%; }
        & > .input--selection { background: $primary; }
    }
    """

    class PastedLines(Message):
        """Several lines were pasted where one goes; they were put together with spaces, nothing is lost."""

        def __init__(self, box: LineInput, text: str, before: str, start: int, end: int) -> None:
            """``text`` as pasted, neutralised; ``before`` as the box was, and where the text went."""
            super().__init__()
            self.box, self.text, self.before = box, text, before
            self._start, self._end = start, end

        @property
        def lines(self) -> list[str]:
            """Those that hold something."""
            return [one_line(line).strip() for line in self.text.split("\n") if line.strip()]

        def around(self, text: str) -> str:
            """What the box would hold with ``text`` pasted instead."""
            return self.before[: self._start] + text + self.before[self._end :]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(one_line(value), placeholder=placeholder, id=id, select_on_focus=False)
        self.set_reactive(Input.compact, True)  # as ``compact=True``, without working out styles that are
        self.add_class("-textual-compact", update=False)  # worked out when it is put on the screen
        self.cursor_blink = False
        self.set_reactive(Input._cursor_visible, False)
        self.given = self.value
        """The text that was last put here otherwise than by typing."""
        self.takes_key: TakesKey | None = None
        self._before: list[str] = []
        self._after: list[str] = []
        self._last = self.value

    def load(self, value: str) -> None:
        """Show another text without making it a step to undo."""
        self._last = self.given = one_line(value)
        self._before.clear()
        self._after.clear()
        self.value = self._last
        self.cursor_position = len(self._last)

    def put(self, value: str) -> None:
        """Show another text as one step that can be undone."""
        self.value = self.given = one_line(value)
        self.cursor_position = len(self.value)

    @property
    def at_end(self) -> bool:
        """Is the caret behind the last character, and nothing selected?"""
        return self.selection.is_empty and self.cursor_position == len(self.value)

    def type_over(self) -> None:
        """What is typed next replaces the text; a separator goes on after it, and → puts the caret there."""
        self.select_all()

    def on_key(self, event: events.Key) -> None:
        """Take the keys that are its own."""
        if self.takes_key is not None and self.takes_key(event.key):
            event.prevent_default()
            event.stop()
        elif event.character and event.character in SEPARATORS and self.selected_text == self.value:
            self.cursor_position = len(self.value)

    virtual_size = Reactive(Size(0, 0))
    """As in any widget, but nothing is laid out anew because a box of fixed size holds a character more."""

    @property
    def content_width(self) -> int:
        """Cells that the text and the caret behind it take; the stock widget scrolls one too few."""
        return super().content_width + 1

    def _restart_blink(self) -> None:
        """Draw no cursor."""

    def _pause_blink(self, visible: bool = False) -> None:
        """Draw no cursor."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Remember the step for undo."""
        if event.input is self and event.value != self._last:
            self._before.append(self._last)
            self._after.clear()
            self._last = event.value

    def on_paste(self, event: events.Paste) -> None:
        """Take what was pasted, neutralised."""
        event.prevent_default()
        event.stop()
        pasted = self.PastedLines(self, clean(event.text), self.value, *sorted(self.selection))
        self.replace(one_line(event.text.strip("\r\n")), *self.selection)
        if len(pasted.lines) > 1:
            self.post_message(pasted)

    def action_undo(self) -> None:
        """Take back the last step."""
        self._step(self._before, self._after)

    def action_redo(self) -> None:
        """Take the step again."""
        self._step(self._after, self._before)

    def _step(self, source: list[str], kept: list[str]) -> None:
        if not source:
            return
        kept.append(self.value)
        self._last = source.pop()
        self.value = self._last
        self.cursor_position = len(self._last)


class LongInput(TextArea):
    """Several lines. Enter is a new line (or leaves, where one point is one paragraph); Up and Down leave at
    the first and the last line as wrapped on the screen.
    """

    DEFAULT_CSS = """
    LongInput {
        background: $surface;
        padding: 0;
        scrollbar-size-vertical: 1;
        &:focus { background: $surface-lighten-1; }
    }
    """

    class Leave(Leaving):
        """The cursor went beyond the first (-1) or the last line (+1)."""

    def __init__(
        self, text: str = "", *, placeholder: str = "", enter_leaves: bool = False, id: str | None = None
    ) -> None:
        super().__init__(
            clean(text),
            placeholder=placeholder,
            id=id,
            compact=True,
            highlight_cursor_line=False,
            tab_behavior="focus",
        )
        self.enter_leaves = enter_leaves
        self.given = self.text
        self.takes_key: TakesKey | None = None
        self.cursor_blink = False
        self.match_cursor_bracket = False

    @property
    def _draw_cursor(self) -> bool:
        return False

    def load(self, text: str) -> None:
        """Show another text and forget the undo history."""
        self.given = clean(text)
        if self.given != self.text:
            self.load_text(self.given)
        self.move_cursor(self.document.end)

    def put(self, text: str) -> None:
        """Show another text as one step that can be undone."""
        self.given = clean(text)
        self.history.checkpoint()
        result = self.replace(self.given, self.document.start, self.document.end)
        self.history.checkpoint()
        self.move_cursor(result.end_location)

    @property
    def at_end(self) -> bool:
        """Is the caret behind the last character, and nothing selected?"""
        return self.selection.is_empty and self.cursor_at_end_of_text

    def _watch_has_focus(self, focus: bool) -> None:
        super()._watch_has_focus(focus)
        self.scroll_cursor_visible()

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """A text is read from its beginning while nobody writes in it."""
        if self.has_focus:
            return super().scroll_cursor_visible(center, animate)
        self.scroll_home(animate=False, immediate=True)
        return Offset()

    def lines_needed(self) -> int:
        """Rows its text takes at the width it has now."""
        return max(self.wrapped_document.height, 1)

    def on_key(self, event: events.Key) -> None:
        """Take the keys that are its own."""
        if self.takes_key is not None and self.takes_key(event.key):
            event.prevent_default()
            event.stop()
        elif event.key == "enter" and self.enter_leaves:
            event.prevent_default()
            event.stop()
            self.post_message(self.Leave(1))

    def on_paste(self, event: events.Paste) -> None:
        """Take what was pasted, neutralised."""
        event.prevent_default()
        event.stop()
        result = self._replace_via_keyboard(clean(event.text), *self.selection)
        if result:
            self.move_cursor(result.end_location)

    def action_cursor_up(self, select: bool = False) -> None:
        """Go up; from the first line, leave."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            self.post_message(self.Leave(-1))
            return
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go down; from the last line, leave."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            self.post_message(self.Leave(1))
            return
        super().action_cursor_down(select)
