"""What follows from another answer is not asked again: 开展单位 from the owner, numbers from the words."""

from __future__ import annotations

from itertools import zip_longest

from textual import on

from forms.attendance import parse_attendance
from forms.errors import BadInput
from forms.fields import split_entries
from forms.kinds.registry import kind_of
from forms.numerals import number_words
from store.campaign.organisations import organisations
from tui.screens.entry.base import OWNER, EntryBase
from tui.widgets.entry_form import EntryForm
from tui.widgets.field_rows import LineRow


class Following(EntryBase):
    """Fills in on leaving a field; what somebody wrote stays."""

    _owned_by = ""
    """The name that stood in the owner's line when it was last looked at."""

    _told: tuple[int, int] | None = None
    """What the words of the field in focus told when the cursor came there."""

    @on(EntryForm.Entered)
    def remember(self, event: EntryForm.Entered) -> None:
        if event.row.field.attendance:
            self._told = parse_attendance(event.row.raw)
        row = self.form.row(OWNER)
        if row is not None and not self._owned_by:
            self._owned_by = row.raw
        if event.row is row and isinstance(row, LineRow):
            row.box.type_over()  # nobody writes on after a name

    @on(EntryForm.Left)
    def fill_what_follows(self, event: EntryForm.Left) -> None:
        if event.row.field.id == OWNER:
            self.follow_owner()
        elif event.row.field.attendance:
            self._follow_attendance(event.row.raw, event.row.field.attendance)

    def follow_up(self) -> None:
        """Before saving: the field in focus has not been left."""
        self.follow_owner()
        row = self.form.current
        if row is not None and row.field.attendance:
            self._follow_attendance(row.raw, row.field.attendance)

    def follow_owner(self) -> None:
        """Put the organisation chosen as the record's own where the one before stood alone as 开展单位."""
        row = self.form.row(OWNER)
        if row is None or row.raw == self._owned_by:
            return
        known = organisations(self.campaign)
        try:
            chosen = known.find(row.raw)
        except BadInput:
            return  # told at saving, at its line
        before, self._owned_by = self._owned_by, chosen.name
        if row.raw != chosen.name:
            row.load(chosen.name)
        for field in self.annex.own_fields:
            line = self.form.row(field.id)
            if kind_of(field).names_organisations and line and split_entries(line.raw) in ([], [before]):
                line.load(chosen.name)

    def _follow_attendance(self, text: str, numbers: tuple[str, str]) -> None:
        """Numbers that are not there, or that the words told before."""
        before = map(number_words, self._told or ())
        for id, number, old in zip_longest(numbers, parse_attendance(text) or (), before):
            row = self.form.row(id) if number is not None else None
            if row is not None and row.raw.strip() in ("", old):
                row.load(number_words(number))
