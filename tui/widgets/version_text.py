"""What a version of an answer holds and what it changed, what is new in it marked; and when that was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from forms.clock import SHANGHAI
from forms.neutral import clean, one_line
from store.campaign.changes import FieldChange
from tui.widgets.wrapping import wrap


def moment(at: str) -> str:
    """ISO 8601 to ``2021-04-10 09:31`` in Asia/Shanghai; a time that is none is shown as it is."""
    try:
        return datetime.fromisoformat(at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return one_line(at)[:16]


TOO_LONG = 4_000_000
"""Characters of one times characters of the other from which they are not compared: it takes seconds."""

ISLAND = 2
"""So few equal characters between two changes are told as changed, too: single ones equal by chance."""

NEW = Style(bold=True, underline=True)
"""Seen without colour."""


def new_parts(before: str, text: str) -> list[tuple[int, int]]:
    """Stretches of ``text`` (from, to) that ``before`` does not have in that place. Nothing is marked where
    there was nothing before."""
    from difflib import SequenceMatcher

    if not before or before == text or len(before) * len(text) > TOO_LONG:
        return []
    found: list[tuple[int, int]] = []
    for kind, _, _, start, end in SequenceMatcher(None, before, text, autojunk=False).get_opcodes():
        if kind == "equal" or start == end:
            continue
        if found and start - found[-1][1] <= ISLAND:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def marked(text: str, parts: list[tuple[int, int]], width: int) -> Text:
    """The text broken to ``width`` cells, with these stretches marked."""
    shown = Text(no_wrap=True)
    new = {place for start, end in parts for place in range(start, end)}
    place = 0
    for number, line in enumerate(wrap(text, width)):
        shown.append("\n" if number else "")
        for character in line:
            while (
                place < len(text) and text[place] != character
            ):  # what a break swallowed: a space, a newline
                place += 1
            shown.append(character, style=NEW if place in new else None)
            place += 1
    return shown


BEFORE, AFTER, NOTHING = "原来：", "改为：", "（空）"


class ChangeText(Widget):
    """As high as the changes it shows."""

    DEFAULT_CSS = "ChangeText { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._changes: tuple[FieldChange, ...] = ()
        self._both = False

    def show(self, changes: Sequence[FieldChange], both: bool) -> None:
        """``both``: 原来 and 改为; else only what there is (or was), as for a record created or deleted."""
        self._changes, self._both = tuple(changes), both
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take the width there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take as many rows as the text needs."""
        return sum(part.plain.count("\n") + 1 for part in self._parts(width))

    def render(self) -> Text:
        """Draw what it shows."""
        return Text("\n", no_wrap=True).join(self._parts(self.content_size.width))

    def _parts(self, width: int) -> list[Text]:
        parts = []
        for one in self._changes:
            label, before, after = one_line(one.label), clean(one.before), clean(one.after)
            if not self._both:
                parts.append(Text("\n".join(wrap(f"{label}：{after or before}", width)), no_wrap=True))
                continue
            parts.append(Text(label, style="bold", no_wrap=True))
            was = f"{BEFORE}{before or NOTHING}"
            parts.append(Text("\n".join(wrap(was, width)), no_wrap=True))
            lead = len(AFTER)
            new = [(start + lead, end + lead) for start, end in new_parts(before, after)]
            parts.append(marked(f"{AFTER}{after or NOTHING}", new, width))
        return parts


EMPTY = "（空）"


class VersionText(Widget):
    """As high as its text; what is new in it is marked."""

    DEFAULT_CSS = "VersionText { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._text, self._before = "", ""

    def show(self, text: str, before: str) -> None:
        """``before``: the text it came from; empty: nothing is marked."""
        self._text, self._before = clean(text) or EMPTY, clean(before)
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take the width there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take as many rows as the text needs."""
        return len(wrap(self._text, width))

    def render(self) -> Text:
        """Draw what it shows."""
        return marked(self._text, new_parts(self._before, self._text), self.content_size.width)


class VersionPane(Vertical):
    """A heading (``2 对方（wang）``) and the text; the heading of the chosen one stands in brackets."""

    DEFAULT_CSS = """
    VersionPane {
        height: auto;
        width: 1fr;
        margin-bottom: 1;
        .heading { height: 1; background: $panel; }
        .heading.-chosen { background: $primary; text-style: bold; }
        VersionText { padding: 0 1; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out its parts."""
        yield Static(classes="heading")
        yield VersionText()

    def show(self, heading: str, text: str, *, before: str = "", chosen: bool = False) -> None:
        """Show another version under its heading."""
        title = self.query_one(".heading", Static)
        words = one_line(heading)
        title.update(Text(f"[{words}]" if chosen else f" {words} ", no_wrap=True))
        title.set_class(chosen, "-chosen")
        self.query_one(VersionText).show(text, before)
