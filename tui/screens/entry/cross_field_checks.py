"""Answers of an entry form looked at beside one another and beside the store."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from forms.errors import TaizhangError
from forms.record_edit import RecordEdit
from forms.remark import Remark
from store.campaign.duplicates import LikelyDuplicate, key_fields, twin_of
from tui.screens.entry.record_entry import OWNER, RecordEntry


class CrossFieldChecks:
    """Remarks stand at the field the pack's rule names, or at the last of the pack's key. A record that may
    be there already is looked for anew only where what tells one from another has changed."""

    def __init__(self, entry: RecordEntry) -> None:
        self._entry = entry
        self._asked: tuple[str, ...] = ()
        self._found: LikelyDuplicate | None = None

    def forget(self) -> None:
        """Others may be in the store now: look anew the next time."""
        self._asked = ()

    def remarks(self, edit: RecordEdit, texts: Mapping[str, str]) -> list[Remark]:
        """What is to be said of these answers beside one another, and beside what is in the store."""
        duplicate = self.duplicate(texts)
        return [*edit.across(), *([duplicate] if duplicate else [])]

    def duplicate(self, texts: Mapping[str, str]) -> LikelyDuplicate | None:
        """The record that this may be again; an existing one only where its key was changed."""
        entry = self._entry
        names = [field.id for field in key_fields(entry.annex)]
        key = [texts.get(name, "") for name in names]
        if entry.base and key == [entry.start.texts.get(name, "") for name in names]:
            return None
        asked = (texts.get(OWNER, ""), *key)
        if asked != self._asked:
            self._asked, self._found = asked, None
            with suppress(TaizhangError):  # told at its line, or at saving
                owner = entry.owner(texts)
                self._found = twin_of(entry.campaign, entry.annex, owner, texts, entry.document)
        return self._found
