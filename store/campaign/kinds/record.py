"""A record of a records annex."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec

from forms.errors import BadInput
from forms.kinds.registry import kind_of
from forms.neutral import one_line
from forms.organisations import Organisations
from forms.pack import Field, RecordsAnnex
from forms.record_edit import RecordEdit
from store.campaign.campaign import Campaign
from store.campaign.kinds.document_kind import AnnexKind, Labels, newest
from store.protocol import Change, Document, State
from store.versions import Version


class RecordKind(AnnexKind):
    """Records of one annex, whichever a pack has."""

    def __init__(self, annex: RecordsAnnex) -> None:
        super().__init__(annex)
        self._annex = annex

    def labels(self, c: Campaign, version: Version) -> Labels:
        """The annex's fields as on the screen, values with their unit."""
        return {field.id: (field.label, partial(_answer, field)) for field in self._annex.fields}

    def subject(self, c: Campaign, version: Version) -> str:
        """With what tells a record from its neighbours: its date, or the first field of its key."""
        annex = self._annex
        first = next((annex.by_id[name] for name in annex.key if name in annex.by_id), None)
        field = (annex.time_field or first) if annex.rows == "many" else None
        text = one_line(_answer(field, newest(version).get(field.id))) if field else ""
        return f"{self.name(c)} {text}" if text else self.name(c)

    def may_type(self, field: str) -> bool:
        """Any field of the annex."""
        return field in self._annex.by_id

    def parse(self, c: Campaign, field: str, text: str) -> Any:
        """As in the entry form. Raises BadInput for what cannot be read."""
        value, remarks = kind_of(self._annex.by_id[field]).parse(text, c.entry_day)
        wrong = next((remark for remark in remarks if remark.kind == "error"), None)
        if wrong is not None:
            raise BadInput(wrong.text)
        return value

    def merged(self, c: Campaign, change: Change) -> Change:
        """完成 or 未完成: neither of the two saw the record whole."""
        return msgspec.structs.replace(change, state=self._state(c, change))

    def problem(self, c: Campaign, known: Organisations, document: Document) -> str:
        """A field that the annex does not have."""
        unknown = sorted(set(document.data) - set(self._annex.by_id))
        return f"有附件{self._annex.number}没有的一项“{unknown[0]}”" if unknown else ""

    @property
    def once(self) -> str:
        """For an annex of one row per organisation."""
        return f"附件{self._annex.number}" if self._annex.rows == "one-per-org" else ""

    def _state(self, c: Campaign, change: Change) -> State:
        """未完成 while something is missing or cannot be; what is merely unusual keeps the state it has."""
        remarks = RecordEdit.of_stored(self._annex, c.entry_day, change.data or {}).remarks
        if any(remark.kind != "soft" for remark in remarks):
            return "incomplete"
        unexplained = any(not change.forced.get(remark.field) for remark in remarks)
        return change.state if unexplained else "complete"


def _answer(field: Field, value: Any) -> str:
    unit = field.unit if kind_of(field).amount(value) is not None else ""
    return f"{kind_of(field).show(value)}{unit}"
