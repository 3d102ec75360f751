"""``text``: one line, as it was typed. ``long``: several lines and paragraphs. ``findings``: the problems of
an organisation, which are documents of their own."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from forms.attendance import written_out
from forms.kinds.kind import FieldKind, Gathering, Shape, plain_words
from forms.neutral import clean
from forms.remark import Remark

_SERIAL = re.compile(r"[0-9０-９]{1,4}[.．、]?")


class Text(FieldKind):
    """Kept as str."""

    prose = True
    gathering: Gathering = "added"

    def read(self, line: str, today: date) -> str:
        return written_out(line) if self.field.attendance else line

    def likely(self, text: str, today: date) -> int:
        return unlike_serial(text)


class Long(Text):
    """Kept as str, with its line breaks."""

    shape: Shape = "long"
    gathering = "first"

    def parse(self, raw: str, today: date) -> tuple[Any, list[Remark]]:
        text = clean(raw)
        # The two ideographic spaces that open a paragraph are its form, not a slip.
        return (text.rstrip().lstrip("\n \t") if text.strip() else ""), []

    def show(self, value: Any) -> str:
        return plain_words(value)


class Findings(Long):
    """Nothing is kept in the record; a text, where one is given, becomes findings."""

    shape = "findings"
    suggested = False
    tells_apart = False

    def likely(self, text: str, today: date) -> int:
        return 0


def unlike_serial(text: str) -> int:
    """-1 for a short number, which is a row's rather than an answer in words; else 0."""
    return -1 if _SERIAL.fullmatch(text) else 0
