"""``text``: one line, as it was typed."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from forms.attendance import written_out
from forms.kinds.kind import FieldKind, Gathering

if TYPE_CHECKING:
    from forms.pack import Field

_SERIAL = re.compile(r"[0-9０-９]{1,4}[.．、]?")


class Text(FieldKind):
    """Kept as str."""

    prose = True

    def read(self, field: Field, line: str, today: date) -> str:
        return written_out(line) if field.attendance else line

    def gathering(self, field: Field) -> Gathering:
        return "added"

    def likely(self, text: str, today: date) -> int:
        return unlike_serial(text)


def unlike_serial(text: str) -> int:
    """-1 for a short number, which is a row's rather than an answer in words; else 0."""
    return -1 if _SERIAL.fullmatch(text) else 0
