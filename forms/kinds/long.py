"""``long``: several lines and paragraphs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from forms.kinds.kind import FieldKind, Shape, plain_words
from forms.kinds.text import unlike_serial
from forms.neutral import clean

if TYPE_CHECKING:
    from forms.pack import Field
    from forms.remark import Remark


class Long(FieldKind):
    """Kept as str, with its line breaks."""

    shape: Shape = "long"
    prose = True

    def parse(self, field: Field, raw: str, today: date) -> tuple[Any, list[Remark]]:
        text = clean(raw)
        # The two ideographic spaces that open a paragraph are its form, not a slip.
        return (text.rstrip().lstrip("\n \t") if text.strip() else ""), []

    def show(self, field: Field, value: Any) -> str:
        return plain_words(value)

    def likely(self, text: str, today: date) -> int:
        return unlike_serial(text)
