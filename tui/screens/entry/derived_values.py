"""Values that follow from another answer and are not asked again: 开展单位 from the owner, numbers from the
words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from forms.attendance import parse_attendance
from forms.errors import BadInput
from forms.kinds.registry import kind_of
from forms.numerals import number_words
from forms.pack import Field
from forms.split import split_entries
from store.campaign.organisations import organisations
from tui.screens.entry.record_entry import OWNER, RecordEntry

Texts = Mapping[str, str]
"""What a form holds, by field id."""


class DerivedValues:
    """Told where the cursor goes; gives the texts to fill in. What somebody wrote stays."""

    def __init__(self, entry: RecordEntry) -> None:
        self._entry = entry
        self._owner = ""
        """The name that stood in the owner's line when it was last looked at."""
        self._numbers: tuple[int, int] | None = None
        """What the words of the field in focus told when the cursor came there."""

    def begin(self, texts: Texts) -> None:
        """Another record is in the form."""
        self._owner = texts.get(OWNER, "")

    def entered(self, field: Field, texts: Texts) -> None:
        """The cursor has come to a field."""
        if field.attendance:
            self._numbers = parse_attendance(texts.get(field.id, ""))
        self._owner = self._owner or texts.get(OWNER, "")

    def left(self, field: Field, texts: Texts) -> dict[str, str]:
        """The cursor has left it."""
        if field.id == OWNER:
            return self._from_owner(texts)
        return self._from_words(field, texts)

    def before_saving(self, field: Field | None, texts: Texts) -> dict[str, str]:
        """The field in focus has not been left."""
        return self._from_owner(texts) | (self._from_words(field, texts) if field else {})

    def _from_owner(self, texts: Texts) -> dict[str, str]:
        """The organisation chosen is the record's own where the one before stood alone as 开展单位."""
        name = texts.get(OWNER, "")
        if OWNER not in texts or name == self._owner:
            return {}
        try:
            chosen = organisations(self._entry.campaign).find(name)
        except BadInput:
            return {}  # told at saving, at its line
        before, self._owner = self._owner, chosen.name
        alone = [
            field.id
            for field in self._entry.annex.own_fields
            if kind_of(field).names_organisations and split_entries(texts.get(field.id, "")) in ([], [before])
        ]
        return {**({OWNER: chosen.name} if name != chosen.name else {}), **dict.fromkeys(alone, chosen.name)}

    def _from_words(self, field: Field, texts: Texts) -> dict[str, str]:
        """Numbers that are not there, or that the words told before."""
        before = map(number_words, self._numbers or ())
        told = parse_attendance(texts.get(field.id, "")) if field.attendance else None
        return {
            id: number_words(number)
            for id, number, old in zip_longest(field.attendance or (), told or (), before)
            if number is not None and texts.get(id, "").strip() in ("", old)
        }
