"""Whose a new record is: 开展单位 goes along with another choice where it named the one before."""

from __future__ import annotations

from textual import on

from forms.errors import BadInput
from forms.fields import split_entries
from store.campaign.organisations import organisations
from tui.screens.entry_base import OWNER, EntryBase
from tui.widgets.entry_form import EntryForm


class Owning(EntryBase):
    """A new record says whose it is; most organisations hold their own meetings."""

    _owned_by = ""
    """The name that stood in the line when it was last looked at."""

    @on(EntryForm.Entered)
    def remember_owner(self) -> None:
        row = self.form.row(OWNER)
        if row is not None and not self._owned_by:
            self._owned_by = row.raw

    @on(EntryForm.Left)
    def owner_left(self, event: EntryForm.Left) -> None:
        if event.row.field.id == OWNER:
            self.follow_owner()

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
        for field in self.own_fields():
            line = self.form.row(field.id)
            if field.kind == "organisations" and line and split_entries(line.raw) in ([], [before]):
                line.load(chosen.name)
