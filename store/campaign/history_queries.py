"""The history of what stands at one place of a screen: a record with the findings printed in it, an indicator
with its verdict, measures and findings, a submission, an organisation."""

from __future__ import annotations

from collections.abc import Callable

from forms.document_tables import FINDING
from store.campaign.campaign import Campaign
from store.campaign.kinds.verdict import verdict_id
from store.campaign.organisations import shard_of
from store.campaign.records import records_annex
from store.campaign.submissions import Obligation, document_id
from store.protocol import ORGANISATIONS
from store.versions import Version, versions

Past = Callable[[Campaign], list[Version]]
"""Versions, oldest first, as they are when it is called. Raises Damaged."""


def of_record(annex_id: str, org_id: str, document_id: str) -> Past:
    """A record; in an annex with 存在问题 the organisation's findings too."""

    def past(c: Campaign) -> list[Version]:
        shard = shard_of(c, org_id)
        if not records_annex(c, annex_id).finding_fields:
            return versions(c.store, shard, document_id)
        return [
            version
            for version in versions(c.store, shard)
            if version.id == document_id or (version.annex == FINDING and version.org == org_id)
        ]

    return past


def of_indicator(org_id: str, indicator: str) -> Past:
    """Verdict and measures of an indicator, and the findings that stand or stood under it; the findings
    指南以外 where ``indicator`` is empty."""

    def past(c: Campaign) -> list[Version]:
        guides = c.pack.guides
        verdict = verdict_id(guides, org_id, indicator) if guides and indicator else ""
        return [
            version
            for version in versions(c.store, shard_of(c, org_id))
            if version.id == verdict
            or (version.annex == FINDING and version.org == org_id and indicator in _indicators(version))
        ]

    return past


def of_submission(one: Obligation) -> Past:
    """What was done about one deliverable."""
    return lambda c: versions(c.store, shard_of(c, one.org.id), document_id(c, one))


def of_organisation(org_id: str) -> Past:
    """An organisation in the list of all."""
    return lambda c: versions(c.store, ORGANISATIONS, org_id)


def of_document(shard: str, document_id: str) -> Past:
    """Any document by its id."""
    return lambda c: versions(c.store, shard, document_id)


def _indicators(version: Version) -> set[object]:
    return {one.data.get("indicator", "") for one in (version.before, version.document) if one}
