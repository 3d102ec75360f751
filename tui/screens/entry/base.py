"""What the parts of an entry screen share: the record it is about, its form, and what was typed so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms.errors import BadInput, TaizhangError
from forms.kinds.registry import kind_of
from forms.organisation import Organisation
from forms.organisations import Organisations
from forms.pack import Field, Guide, RecordsAnnex
from store.campaign.diagnosis import guide_of
from store.campaign.findings import findings
from store.campaign.organisations import organisations
from store.campaign.records import Row, record_id, records_annex
from tui.screens.base import TaizhangScreen
from tui.screens.entry.draft import DraftKeeper, Typed
from tui.widgets.entry_form import EntryForm
from tui.widgets.findings_editor import FindingsEditor

OWNER = "owner-of-record"
"""The line of a new record that says whose it is; no field of the annex."""


class EntryBase(TaizhangScreen):
    """One record of one organisation; ``document`` empty: a new one."""

    def __init__(self, annex: str, org: str, document: str = "") -> None:
        super().__init__()
        self._annex_id, self._org = annex, org
        self._document = document
        self._base = 0
        """Revision that the form was opened on; 0: there is none yet."""
        self._saved = 0
        """How many new records this screen has saved."""
        self._last_saved: str | None = None
        self._start = Typed({})
        """What the form held when it was last the same as the store."""
        self._keeper: DraftKeeper

    @property
    def annex(self) -> RecordsAnnex:
        return records_annex(self.campaign, self._annex_id)

    @property
    def form(self) -> EntryForm:
        return self.query_one(EntryForm)

    @property
    def editor(self) -> FindingsEditor:
        """Where findings are written. Only for annexes that have them."""
        row = self.form.findings_row
        assert row is not None
        return row.editor

    @property
    def many(self) -> bool:
        return self.annex.rows == "many"

    @property
    def another_follows(self) -> bool:
        """A blank record follows this one once it is saved."""
        return self._base == 0 and self.many

    def target(self, org: str) -> str:
        """Id to save under."""
        return self._document or record_id(self.annex, org)

    # What a form starts with

    @property
    def finding_fields(self) -> list[str]:
        return list(self.annex.finding_fields)

    def fields(self, known: Organisations) -> Sequence[Field]:
        """Lines of the form: a new record among several organisations also says whose it is."""
        if not self.another_follows or len(known.form_members(self._org)) < 2:
            return self.annex.fields
        prompt = "这一条记在哪个党组织名下；统计有记录的支部时按这一项。按 F4 选择。"
        return (Field(id=OWNER, label="党组织", required=True, prompt=prompt), *self.annex.fields)

    def from_row(self, row: Row, carried: Mapping[str, str]) -> Typed:
        """A record as it stands in the store, or a new one."""
        found = tuple(findings(self.campaign, self._org)) if self.finding_fields else ()
        if row.document is None and self.many:
            return Typed(self.blank(row.org, carried), found, found, new=True)
        return Typed({field.id: row.texts.get(field.id, "") for field in self.annex.own_fields}, found, found)

    def blank(self, org: Organisation, last: Mapping[str, str]) -> dict[str, str]:
        """A new record: carried fields with their last value, 开展单位 with one's own name at first."""
        texts = {field.id: last.get(field.id, "") if field.carry else "" for field in self.annex.own_fields}
        for field in self.annex.own_fields:
            if kind_of(field).names_organisations and field.carry and not texts[field.id]:
                texts[field.id] = org.name
        lines = self.fields(organisations(self.campaign))
        return ({OWNER: org.name} if lines[0].id == OWNER else {}) | texts

    def guide(self) -> Guide | None:
        """The guide its findings are written against, where there is one."""
        org = organisations(self.campaign).get(self._org)
        try:
            return guide_of(self.campaign, org) if org else None
        except BadInput:
            return None

    # Never losing what was typed

    def now(self) -> Typed:
        """What the form holds."""
        row = self.form.findings_row
        pending = row.raw if row else ""
        texts = self.form.raw
        return Typed(texts, self._start.before, self.form.findings, pending, self._start.new)

    def place(self) -> dict[str, Any]:
        """Where a draft of this belongs."""
        org = organisations(self.campaign).get(self._org)
        title = f"附件{self.annex.number} {self.annex.name}　{org.name if org else self._org}"
        return self.shell.place(
            annex=self._annex_id, org=self._org, id=self._document, base=self._base, title=title
        )

    def unsaved(self) -> bool:
        return bool(self.query(EntryForm)) and self.now() != self._start

    def keep_draft(self) -> None:
        """Write what was typed and not saved, now. Raises StoreError."""
        if self.unsaved():
            self._keeper.keep(self.now(), self.place())

    def keep_quietly(self) -> None:
        """A draft that cannot be written is told of, and typing goes on."""
        try:
            self.keep_draft()
        except TaizhangError as error:
            self.say(error.sentence, bad=True)

    def go_to_first(self) -> None:
        """The first field that is still to be written: neither carried over nor filled."""
        raw = self.form.raw
        fields = [field for field in self.annex.fields if not field.carry]
        empty = next((field for field in fields if not raw.get(field.id)), None)
        self.form.go((empty if self._base == 0 and empty else self.annex.fields[0]).id)
