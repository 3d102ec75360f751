"""Answers of an entry form looked at beside one another, on leaving a field and at saving."""

from __future__ import annotations

from collections.abc import Mapping

from forms.record_edit import RecordEdit
from forms.remark import Remark
from tui.screens.entry.duplicate_check import DuplicateCheck
from tui.screens.entry.record_entry import RecordEntry


class CrossFieldChecks:
    """Remarks stand at the field the pack's rule names, or at the last of the pack's key."""

    def __init__(self, entry: RecordEntry) -> None:
        self.duplicates = DuplicateCheck(entry)

    def remarks(self, edit: RecordEdit, texts: Mapping[str, str]) -> list[Remark]:
        """What is to be said of these answers beside one another, and beside what is in the store."""
        duplicate = self.duplicates.find(texts)
        return [*edit.across(), *([duplicate] if duplicate else [])]
