"""Which kind a document is of: by the table it lies in."""

from __future__ import annotations

from forms.pack import GuideAnnex, RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.kinds.document_kind import DocumentKind
from store.campaign.kinds.finding import FindingKind
from store.campaign.kinds.head import HeadKind
from store.campaign.kinds.material import MaterialKind
from store.campaign.kinds.organisation import OrganisationKind
from store.campaign.kinds.record import RecordKind
from store.campaign.kinds.submission import SubmissionKind
from store.campaign.kinds.verdict import VerdictKind

KINDS: dict[str, DocumentKind] = {
    kind.table: kind for kind in (FindingKind(), HeadKind(), MaterialKind(), OrganisationKind())
}
"""By table, what no annex of a pack says; ``forms.document_tables`` keeps their names from annexes."""


def document_kind(c: Campaign, table: str) -> DocumentKind:
    """The kind of the documents in a table: one of these, or that of the pack's annex of this id."""
    if table in KINDS:
        return KINDS[table]
    annex = next((annex for annex in c.pack.annexes if annex.id == table), None)
    if annex is None:
        return DocumentKind(table)
    if isinstance(annex, RecordsAnnex):
        return RecordKind(annex)
    return VerdictKind(annex) if isinstance(annex, GuideAnnex) else SubmissionKind(annex)
