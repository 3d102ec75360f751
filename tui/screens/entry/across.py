"""Answers of an entry form looked at beside one another, on leaving a field and at saving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on

from forms.errors import TaizhangError
from forms.fields import Remark
from store.campaign.duplicates import LikelyDuplicate, key_fields, twin_of
from store.campaign.organisations import organisations
from tui.screens.entry.base import OWNER, EntryBase
from tui.widgets.entry_form import EntryForm


class Comparing(EntryBase):
    """Remarks stand at the field the pack's rule names, or at the last of the pack's key."""

    _asked: tuple[str, ...] = ()
    _found: LikelyDuplicate | None = None

    @on(EntryForm.Left)
    def compare(self) -> None:
        # After what follows from the field that was left has been filled in.
        self.call_later(self._compare)

    def _compare(self) -> None:
        if self.query(EntryForm):
            self.form.show_across(self.across())

    def across(self) -> Sequence[Remark]:
        """What is to be said of these answers beside one another, and beside what is in the store."""
        raw = self.form.raw
        twin = self._twin(raw)
        return [*self.form.edit.across(), *([twin] if twin else [])]

    def _twin(self, raw: Mapping[str, str]) -> LikelyDuplicate | None:
        """The record that this may be again: looked for anew only where what tells has changed."""
        names = [field.id for field in key_fields(self.annex)]
        told = [raw.get(name, "") for name in names]
        if self._base and told == [self._start.texts.get(name, "") for name in names]:
            return None
        asked = (raw.get(OWNER, ""), *told)
        if asked != self._asked:
            self._asked, self._found = asked, None
            try:
                known = organisations(self.campaign)
                org = known.find(raw[OWNER]).id if OWNER in raw else self._org
                self._found = twin_of(self.campaign, self.annex, org, raw, self._document)
            except TaizhangError:
                pass  # told at its line, or at saving
        return self._found
