"""The cell being edited down a column: whose it is, what it held, how it is kept and saved: no widget."""

from __future__ import annotations

from typing import Any

from forms.pack import Field
from store.campaign.campaign import Campaign
from store.campaign.findings import findings
from store.campaign.records import Row, record_id, records_annex, save_entry
from store.protocol import Document
from tui.screens.entry.draft import Typed
from tui.screens.entry.unsettled import Answers


class ColumnCell:
    """One field of one record at a time; none before the first ``take``."""

    def __init__(self, campaign: Campaign, annex_id: str, field_id: str) -> None:
        self._campaign = campaign
        self.annex = records_annex(campaign, annex_id)
        self.field: Field = self.annex.by_id[field_id]
        self.key = ""
        """Of its row; empty: there is none."""
        self.text = ""
        """What the box held when it was last the same as the store."""
        self._row: Row | None = None
        self._base = 0

    @property
    def row(self) -> Row:
        assert self._row is not None, "a cell was taken"
        return self._row

    @property
    def document(self) -> str:
        """Id that the record is saved under."""
        return self.row.document.id if self.row.document else record_id(self.annex, self.row.org.id)

    @property
    def stored(self) -> str:
        """Its text as it is stored."""
        return self.row.texts.get(self.field.id, "")

    def is_same(self, key: str, row: Row) -> bool:
        """Is it this cell, with nothing new in it? It is then based on the newest revision."""
        if key != self.key or row.texts.get(self.field.id, "") != self.stored:
            return False
        self._take(row)
        return True

    def take(self, key: str, row: Row) -> None:
        """Edit the cell of another row, or this one anew."""
        self.key = key
        self._take(row)

    def _take(self, row: Row) -> None:
        self._row, self._base = row, row.document.rev if row.document else 0

    def values(self, text: str) -> dict[str, Any]:
        """A draft of the whole record, as its entry form keeps it: there it is gone on with."""
        own = self.annex.own_fields
        texts = {field.id: self.row.texts.get(field.id, "") for field in own} | {self.field.id: text}
        found = tuple(findings(self._campaign, self.row.org.id)) if self.annex.finding_fields else ()
        return Typed(texts, found, found).as_values()

    def place(self) -> dict[str, Any]:
        """Where that draft belongs, within store and campaign."""
        return {
            "annex": self.annex.id,
            "org": self.row.org.id,
            "id": self.document,
            "base": self._base,
            "title": f"附件{self.annex.number} {self.annex.name}　{self.row.org.name}",
        }

    def write(self, text: str, answers: Answers) -> Document:
        """Raises Unsettled, MergeConflict and other TaizhangErrors."""
        return save_entry(
            self._campaign,
            self.annex.id,
            self.row.org.id,
            {self.field.id: text},
            id=self.document,
            base=self._base,
            forced=answers.forced,
            incomplete=answers.incomplete,
        )
