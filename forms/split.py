"""A text that holds several values, parted into them."""

from __future__ import annotations

import re

from forms.neutral import clean, one_line

SEPARATORS = "、，,；;\n"
"""What parts the entries of a field with several values."""

_OPENING, _CLOSING = "（(【[《“‘〔", "）)】]》”’〕"


def split_entries(raw: str) -> list[str]:
    """Entries in their order, each once. A separator within brackets or quotes parts nothing."""
    text = clean(raw)
    entries: dict[str, None] = {}
    for entry in _parted(text):
        if line := one_line(entry).strip():
            entries.setdefault(line)
    return list(entries)


def entry_start(raw: str) -> int:
    """Where the last entry of a text with several begins: after the last separator."""
    return len(raw) - len(_parted(raw)[-1])


def _parted(text: str) -> list[str]:
    parts, depth, begin = [], 0, 0
    for place, character in enumerate(text):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
        elif character in SEPARATORS and depth == 0:
            parts.append(text[begin:place])
            begin = place + 1
        if depth < 0:
            break
    if depth != 0:  # brackets that do not match protect nothing
        return re.split(f"[{SEPARATORS}]", text)
    return [*parts, text[begin:]]
