"""表头: what stands above a form's table, one per organisation and records annex."""

from __future__ import annotations

from forms.document_tables import HEAD
from forms.organisations import Organisations
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.kinds.document_kind import DocumentKind, Labels, plain
from store.protocol import Document
from store.versions import Version


def head_id(annex: RecordsAnnex, org_id: str) -> str:
    """One head for each annex of an organisation: the document is named after both."""
    return f"{HEAD}:{annex.id}:{org_id}"


class HeadKind(DocumentKind):
    """Heads of all annexes."""

    def __init__(self) -> None:
        super().__init__(HEAD)

    def labels(self, c: Campaign, version: Version) -> Labels:
        """The head's fields of the annex that the id names."""
        annex = _annex_of(c, version.id)
        return {field.id: (field.label, plain) for field in (annex.head if annex else ())}

    def subject(self, c: Campaign, version: Version) -> str:
        """``附件4表头``."""
        annex = _annex_of(c, version.id)
        return f"附件{annex.number}表头" if annex else "表头"

    def belongs(self, c: Campaign, annex_id: str, document_id: str) -> bool:
        """A head is told with its annex."""
        return document_id.startswith(f"{HEAD}:{annex_id}:")

    def may_type(self, field: str) -> bool:
        return True

    def problem(self, c: Campaign, known: Organisations, document: Document) -> str:
        """An annex, or a field of its head, that there is not."""
        annex = _annex_of(c, document.id)
        if annex is None or document.id != head_id(annex, document.org):
            return "是表头，却没有这个附件"
        unknown = sorted(set(document.data) - {field.id for field in annex.head})
        return f"是附件{annex.number}的表头，没有“{unknown[0]}”这一项" if unknown else ""


def _annex_of(c: Campaign, document_id: str) -> RecordsAnnex | None:
    return next((a for a in c.pack.records if document_id.startswith(f"{HEAD}:{a.id}:")), None)
