"""``choices``: one or several of the usual values, or others."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from forms.kinds.kind import FieldKind, Gathering
from forms.kinds.text import unlike_serial
from forms.split import split_entries

if TYPE_CHECKING:
    from forms.pack import Field
    from forms.remark import Remark

_QUOTES = re.compile("[\"'“”‘’「」『』＂＇\\s]")


class Choices(FieldKind):
    """Kept as a list of str."""

    several = True
    tells_apart = False

    def parse(self, field: Field, raw: str, today: date) -> tuple[Any, list[Remark]]:
        """Entries in their order, each as the field's options write it."""
        return _canonical(split_entries(raw), field.options), []

    def fits(self, value: object) -> bool:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)

    def gathering(self, field: Field) -> Gathering:
        return "union"

    def likely(self, text: str, today: date) -> int:
        return unlike_serial(text)


def _canonical(entries: list[str], options: tuple[str, ...]) -> list[str]:
    """Entries that differ from an option in quotes and spaces only become it: 第一议题 is “第一议题”."""
    known = {_QUOTES.sub("", option): option for option in options}
    return list(dict.fromkeys(known.get(_QUOTES.sub("", entry), entry) for entry in entries))
