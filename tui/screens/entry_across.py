"""Answers of an entry form looked at beside one another, on leaving a field and at saving."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from forms.fields import Remark
from forms.rules import check_typed
from tui.screens.entry_base import EntryBase
from tui.widgets.entry_form import EntryForm


class Comparing(EntryBase):
    """Remarks stand at the field the pack's rule names."""

    @on(EntryForm.Left)
    def compare(self) -> None:
        # After what follows from the field that was left has been filled in.
        self.call_later(self._compare)

    def _compare(self) -> None:
        if self.query(EntryForm):
            self.form.show_across(self.across())

    def across(self) -> Sequence[Remark]:
        """What is to be said of these answers beside one another."""
        return check_typed(self.annex, self.form.raw, self.campaign.entry_day)
