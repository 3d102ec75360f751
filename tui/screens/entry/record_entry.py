"""One record being entered: whose it is, the revision it is based on, what it held when it was last the same
as the store, and what a draft keeps of it. Knows no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from forms.errors import BadInput, TaizhangError
from forms.kinds.registry import kind_of
from forms.neutral import clean, clean_data
from forms.organisation import Organisation
from forms.pack import Field, Guide
from forms.record_edit import RecordEdit
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import guide_of
from store.campaign.findings import Finding, findings
from store.campaign.organisations import organisations
from store.campaign.records import Row, get_row, record_id, records_annex, save_entry
from store.campaign.suggestions import suggestions
from store.protocol import Document
from tui.screens.entry.unsettled import Answers
from tui.screens.form_screen import notice


@dataclass(frozen=True)
class Typed:
    """Everything an entry form holds: texts by field id, findings as read and as they stand now."""

    texts: dict[str, str]
    before: tuple[Finding, ...] = ()
    after: tuple[Finding, ...] = ()
    pending: str = ""
    """A finding that is being typed."""
    new: bool = False

    def as_values(self) -> dict[str, Any]:
        """JSON values, for a draft."""
        return {
            "texts": self.texts,
            "before": [asdict(finding) for finding in self.before],
            "after": [asdict(finding) for finding in self.after],
            "pending": self.pending,
            "new": self.new,
        }

    @classmethod
    def of(cls, values: dict[str, Any]) -> Typed:
        """From a draft, whatever is in it: what is not of the right kind is left out."""
        return cls(
            _texts(values.get("texts")),
            _findings(values.get("before")),
            _findings(values.get("after")),
            clean(str(values.get("pending") or "")),
            values.get("new") is True,
        )


def _texts(values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        return {}
    return {clean(str(name)): clean(str(text)) for name, text in values.items()}


def _findings(values: object) -> tuple[Finding, ...]:
    names = {field.name: field.type for field in fields(Finding)}
    found: list[Finding] = []
    for value in values if isinstance(values, Sequence) and not isinstance(values, str) else ():
        if not isinstance(value, dict) or not set(value) <= set(names):
            continue
        kept = clean_data(value)
        if all(isinstance(kept.get(name, ""), str) for name in ("id", "org", "text", "indicator", "wording")):
            found.append(
                Finding(
                    id=kept.get("id", ""),
                    rev=kept["rev"] if isinstance(kept.get("rev"), int) else 0,
                    org=kept.get("org", ""),
                    text=kept.get("text", ""),
                    indicator=kept.get("indicator", ""),
                    wording=kept.get("wording", ""),
                    order=kept["order"] if isinstance(kept.get("order"), int) else 0,
                    listed=kept.get("listed") is not False,
                )
            )
    return tuple(found)


OWNER = "owner-of-record"
"""The line of a new record that says whose it is; no field of the annex."""


class RecordEntry:
    """``document`` empty: a new one. Raises WrongUsage for an annex that is none of records."""

    def __init__(self, campaign: Campaign, annex_id: str, org_id: str, document: str = "") -> None:
        self.campaign, self.org_id = campaign, org_id
        self.annex = records_annex(campaign, annex_id)
        self.many = self.annex.rows == "many"
        self.document = document if self.many else record_id(self.annex, org_id)
        self.base = 0
        """Revision that the form was opened on; 0: there is none yet."""
        self.start = Typed({})
        """What the form held when it was last the same as the store."""
        self.saved = 0
        """How many new records have been saved, one after the other."""
        self._told: tuple[object, ...] = ()
        """What was last said to be another's: the record's revision, and the findings'."""

    @property
    def another_follows(self) -> bool:
        """A blank record follows this one once it is saved."""
        return self.base == 0 and self.many

    @property
    def has_findings(self) -> bool:
        """Does the record hold findings beside its texts?"""
        return bool(self.annex.finding_fields)

    @property
    def org_name(self) -> str:
        """Give the name of the organisation."""
        org = organisations(self.campaign).get(self.org_id)
        return org.name if org else ""

    def id_under(self, org_id: str) -> str:
        """Id to save under."""
        return self.document or record_id(self.annex, org_id)

    # What a form begins with

    def open(self, carried: Mapping[str, str], copied: Mapping[str, str]) -> Typed:
        """Begin with the record as it stands. A new one takes ``carried`` where fields carry, and all of
        ``copied``. Raises TaizhangError."""
        row = get_row(self.campaign, self.annex.id, self.org_id, self.document)
        self.base = row.document.rev if row.document else 0
        start = self._as_stored(row, carried)
        copied = {name: text for name, text in copied.items() if name in start.texts}
        self.start = replace(start, texts=start.texts | copied)
        return self.start

    def resume(self, typed: Typed, base: int) -> Typed:
        """Go on with what was typed on a revision; what others saved since is merged with, or asked about, at
        saving. Raises TaizhangError."""
        self.base = base
        row = get_row(self.campaign, self.annex.id, self.org_id, self.document if base else "", base)
        self.start = replace(self._as_stored(row, {}), before=typed.before)
        return typed

    def next(self, owner: str, last: Mapping[str, str]) -> Typed:
        """Begin a blank record after one saved for ``owner`` with these texts."""
        known = organisations(self.campaign)
        self.saved += 1
        self.document = ""
        self.start = Typed(self._blank(known.get(owner) or known.find(self.org_id), last), new=True)
        return self.start

    def fields(self) -> Sequence[Field]:
        """Lines of the form: a new record among several organisations also says whose it is."""
        if not self.another_follows or len(organisations(self.campaign).form_members(self.org_id)) < 2:
            return self.annex.fields
        prompt = "这一条记在哪个党组织名下；统计有记录的支部时按这一项。按 F4 选择。"
        return (Field(id=OWNER, label="党组织", required=True, prompt=prompt), *self.annex.fields)

    def first_to_write(self, texts: Mapping[str, str]) -> str:
        """Id of the first field that is still to be written: neither carried over nor filled."""
        fields = [field for field in self.annex.fields if not field.carry]
        empty = next((field for field in fields if not texts.get(field.id)), None)
        return (empty if self.base == 0 and empty else self.annex.fields[0]).id

    def guide(self) -> Guide | None:
        """The guide its findings are written against, where there is one."""
        org = organisations(self.campaign).get(self.org_id) if self.has_findings else None
        try:
            return guide_of(self.campaign, org) if org else None
        except BadInput:
            return None

    def values(self, field: Field) -> list[str]:
        """All that may be chosen in a field, the likeliest first. Raises TaizhangError."""
        if field.id == OWNER:
            return [org.name for org in organisations(self.campaign).form_members(self.org_id)]
        return suggestions(self.campaign, self.annex.id, self.org_id, field.id)

    def _as_stored(self, row: Row, carried: Mapping[str, str]) -> Typed:
        found = tuple(findings(self.campaign, self.org_id)) if self.has_findings else ()
        if row.document is None and self.many:
            return Typed(self._blank(row.org, carried), found, found, new=True)
        return Typed({field.id: row.texts.get(field.id, "") for field in self.annex.own_fields}, found, found)

    def _blank(self, org: Organisation, last: Mapping[str, str]) -> dict[str, str]:
        """A new record: carried fields with their last value, 开展单位 with one's own name at first."""
        texts = {field.id: last.get(field.id, "") if field.carry else "" for field in self.annex.own_fields}
        for field in self.annex.own_fields:
            if kind_of(field).names_organisations and field.carry and not texts[field.id]:
                texts[field.id] = org.name
        return ({OWNER: org.name} if self.fields()[0].id == OWNER else {}) | texts

    # Where it goes

    def place(self) -> dict[str, Any]:
        """Where a draft of it belongs, within store and campaign."""
        title = f"附件{self.annex.number} {self.annex.name}　{self.org_name or self.org_id}"
        return {
            "annex": self.annex.id,
            "org": self.org_id,
            "id": self.document,
            "base": self.base,
            "title": title,
        }

    def owner(self, texts: Mapping[str, str]) -> str:
        """Id of the organisation whose record these texts are. Raises BadInput for an unknown name."""
        return organisations(self.campaign).find(texts[OWNER]).id if OWNER in texts else self.org_id

    def write(
        self,
        owner: str,
        edit: RecordEdit | Mapping[str, str],
        after: Sequence[Finding],
        answers: Answers,
        duplicates: bool = True,
    ) -> Document:
        """Save it, findings and all; ``duplicates``: where it may be there already, ask. Raises Unsettled,
        MergeConflict and other TaizhangErrors."""
        return save_entry(
            self.campaign,
            self.annex.id,
            owner,
            edit,
            id=self.id_under(owner),
            base=self.base,
            forced=answers.forced,
            incomplete=answers.incomplete,
            before=self.start.before,
            after=after,
            duplicates=duplicates,
        )

    def is_stored(self) -> bool:
        """Is there such a record in the store? Raises TaizhangError."""
        id = self.id_under(self.org_id)
        return get_row(self.campaign, self.annex.id, self.org_id, id).document is not None

    # What others make of it meanwhile

    def news(self) -> str:
        """A sentence where the store holds something newer than the form began with; empty: it does not, or
        that was said before."""
        if not self.document:
            return ""
        try:
            now = get_row(self.campaign, self.annex.id, self.org_id, self.document).document
            written = findings(self.campaign, self.org_id) if self.has_findings else []
        except TaizhangError:
            return ""  # saving will say it
        rev = now.rev if now else 0
        theirs = [(finding.id, finding.rev) for finding in written]
        if (rev, theirs) == self._told:
            return ""
        self._told = rev, theirs
        if rev != self.base:
            return notice("这条记录", now)
        if theirs != [(finding.id, finding.rev) for finding in self.start.before]:
            return "存在问题刚被别人改过，保存时会合并。"
        return ""
