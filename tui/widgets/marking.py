"""What is new in a text, beside the text it came from."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from tui.widgets.wrapping import wrap

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
