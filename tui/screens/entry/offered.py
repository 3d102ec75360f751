"""What is offered for the entry that is being typed: which values, in which order, and which one Enter takes.

No widget: text in, rows out.
"""

from __future__ import annotations

from collections.abc import Sequence

from forms.pinyin import has_letters, plain, wanted
from forms.split import entry_start, split_entries


class Offered:
    """Values for one field. ``several``: the field takes more than one, and each is chosen by itself;
    ``begins``: only what begins with what was typed is meant, as with numbers."""

    def __init__(self, values: Sequence[str], *, several: bool = False, begins: bool = False) -> None:
        self._several, self._begins = several, begins
        self.values = values
        self.rows: list[str] = []
        self.cursor = -1
        """The row that Enter takes; -1: none, and Enter is what it always is."""
        self.entry = ""
        """What was typed for the entry that is being written."""
        self._before = ""
        """What stands before that entry."""

    @property
    def values(self) -> list[str]:
        return self._values

    @values.setter
    def values(self, values: Sequence[str]) -> None:
        self._values = list(values)
        self._plain: list[tuple[str, str]] = []

    def follow(self, text: str) -> None:
        """The field holds this text now. Where only letters and digits were typed that are no beginning of
        any value, they are pinyin, and the first row is meant."""
        start = entry_start(text) if self._several else 0
        self._before, self.entry = text[:start], text[start:].strip()
        taken = set(split_entries(self._before)) if self._several else set()
        self.rows = [value for value in self._found() if value not in taken]
        self.cursor = 0 if self.rows and self._is_pinyin() else -1

    def close(self) -> None:
        """Nothing is offered."""
        self.rows, self.cursor = [], -1

    def move(self, by: int) -> None:
        """Up from the first row leads out of the list."""
        self.cursor = max(min(self.cursor + by, len(self.rows) - 1), -1)

    def text(self) -> str:
        """The text of the field with the row at the cursor, or else the first, in place of the entry."""
        return self._before + self.rows[max(self.cursor, 0)]

    def _found(self) -> list[str]:
        """In the order given, but what begins so comes before what only has it somewhere."""
        if not self.entry:
            return self._values
        if not self._plain:
            self._plain = [(value, plain(value)) for value in self._values]
        sought, typed = wanted(self.entry), plain(self.entry)
        literal: list[str] = []
        spelled: list[str] = []
        within: list[str] = []
        for value, searched in self._plain:
            if searched == typed:
                continue  # it stands there already
            if searched.startswith(typed):
                literal.append(value)
            elif not self._begins and sought.found(searched):
                (spelled if sought.begins(searched) else within).append(value)
        return [*literal, *spelled, *within]

    def _is_pinyin(self) -> bool:
        entry = self.entry
        only = entry.isascii() and entry.replace(" ", "").isalnum() and has_letters(entry)
        return only and not plain(self.rows[0]).startswith(plain(entry))
