"""One field of a record: from what was typed to what is kept, and back to words.

What is kept: text, long and when as str, choices and organisations as a list of str, number as int, float
or None, findings not at all (they are documents of their own). What cannot be read is kept as typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from forms.attendance import written_out
from forms.errors import BadInput
from forms.neutral import clean, clean_data, one_line
from forms.numerals import number_words, parse_number
from forms.pack import Field
from forms.when import parse_when

SEPARATORS = "、，,；;\n"
"""What parts the entries of a field with several values."""

_OPENING, _CLOSING = "（(【[《“‘〔", "）)】]》”’〕"
_QUOTES = re.compile("[\"'“”‘’「」『』＂＇\\s]")


@dataclass(frozen=True)
class Remark:
    """A sentence about one field, to be shown beside its label.

    ``error``: not taken; ``missing``: must be entered, or the record is kept as 未完成; ``soft``: taken as it
    is once a reason is given.
    """

    field: str
    text: str
    kind: Literal["error", "missing", "soft"]


def parse_field(field: Field, raw: str, today: date) -> tuple[Any, list[Remark]]:
    """The value of ``raw`` as typed, and errors: what cannot be read. The value is then the typed text.

    What is missing or unusual is told by ``checks``, since that concerns values that were kept, too.
    """
    if field.kind == "long" or field.kind == "findings":
        return _long(raw), []
    if field.kind in ("choices", "organisations"):
        return _canonical(split_entries(raw), field.options), []
    line = one_line(raw).strip()
    if field.kind == "text":
        return (written_out(line) if field.attendance else line), []
    if not line:
        return (None if field.kind == "number" else ""), []
    try:
        if field.kind == "number":
            return parse_number(line, field.unit), []
        return parse_when(line, today).official, []
    except BadInput as refusal:
        return line, [Remark(field.id, refusal.sentence, "error")]


def show_value(field: Field, value: Any) -> str:
    """A kept value as printed and as edited; neutralised, whatever a shard holds."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "、".join(show_value(field, part) for part in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number_words(value)
    text = value if isinstance(value, str) else str(clean_data(value))
    return clean(text) if field.kind in ("long", "findings") else one_line(text)


def empty_value(field: Field) -> Any:
    """What an unanswered field holds."""
    return {"number": None, "choices": [], "organisations": []}.get(field.kind, "")


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


def _canonical(entries: list[str], options: tuple[str, ...]) -> list[str]:
    """Entries that differ from an option in quotes and spaces only become it: 第一议题 is “第一议题”."""
    known = {_QUOTES.sub("", option): option for option in options}
    return list(dict.fromkeys(known.get(_QUOTES.sub("", entry), entry) for entry in entries))


def _long(raw: str) -> str:
    text = clean(raw)
    # The two ideographic spaces that open a paragraph are its form, not a slip.
    return text.rstrip().lstrip("\n \t") if text.strip() else ""
