"""What there is in the output of a program on a terminal: text, moves, styles, and everything else."""

from __future__ import annotations

import re

_CONTROL = "\x00-\x1f\x7f-\x9f"
_STRING = r"[^\x1b\x07\x18\x1a]*(?:\x07|\x1b\\)"

TOKENS = re.compile(
    rf"\x1b\[([0-9;:]*)m([^{_CONTROL}]*)"
    rf"|\x1b\[([0-9]*);?([0-9]*)[Hf]"
    rf"|([^{_CONTROL}]+)"
    rf"|(\n)"
    rf"|(\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_]{_STRING}|[ -/]*[0-OQ-WYZ\\`-~])|[{_CONTROL}])"
)
"""Every character belongs to a token. The last group that matched tells them apart:"""
STYLE, MOVE, TEXT, LINE_FEED, OTHER = 2, 4, 5, 6, 7
"""STYLE: groups 1 and 2 are parameters and the text that follows; MOVE: groups 3 and 4 are row and column."""

_UNFINISHED = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x18\x1a\x1b]*\x1b?|[PX^_][^\x18\x1a\x1b]*\x1b?|[ -/]*)?\Z"
)

LONGEST_UNFINISHED = 1 << 20
"""Characters of a sequence that are waited for: a text sent to the clipboard is one."""

LINK = re.compile(r"\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)\Z")
"""A hyperlink begins or ends."""

HARMLESS = re.compile(
    r"\x07"
    # Mouse, focus, paste, wrapping, blinking, cursor keys, in-band resize: nothing on the screen changes.
    r"|\x1b\[\?(?:1|7|12|9|100[0-7]|101[56]|1034|1036|1039|2004|2026|2031|2048)[hl]"
    # Questions, the keyboard's mode, the cursor's shape.
    r"|\x1b\[\??[0-9;]*\$p|\x1b\[\??[0-9;]*n|\x1b\[[>=]?[0-9;]*c"
    r"|\x1b\[[<>=?][0-9;]*u|\x1b\[[0-9]* q|\x1b\[>[0-9;]*[mq]"
    # Titles, the clipboard, colours asked for; keypad.
    r"|\x1b\[2[123](?:;[0-9]+)*t|\x1b\].*|\x1b[=>]|\x1bP[+$]q.*",
    re.DOTALL,
)

SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
SHOW, HIDE = "\x1b[?25h", "\x1b[?25l"
ENTER = frozenset(f"\x1b[?{mode}h" for mode in (47, 1047, 1049))
LEAVE = frozenset(f"\x1b[?{mode}l" for mode in (47, 1047, 1049))


def unfinished(data: str) -> int:
    """Where a sequence begins that ``data`` does not end; the length of ``data`` if there is none."""
    found = at = len(data)
    for _ in range(2):  # a string may end in ESC, the first half of its end
        at = data.rfind("\x1b", 0, at)
        if at < 0:
            break
        if _UNFINISHED.match(data, at):
            found = at
    return found if len(data) - found <= LONGEST_UNFINISHED else len(data)
