"""A whole entry form saved at once: the record and the findings written in it, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Unpack

from forms.errors import BadInput
from forms.record_edit import RecordEdit
from store.campaign import findings as problems
from store.campaign.campaign import Campaign
from store.campaign.findings import Finding
from store.campaign.organisations import shard_of
from store.campaign.records import HowToSave, record_changes
from store.campaign.writing import write
from store.protocol import Change, Document, new_id


def save_entry(
    c: Campaign,
    annex_id: str,
    org_id: str,
    raw: Mapping[str, str] | RecordEdit,
    *,
    before: Sequence[Finding] = (),
    after: Sequence[Finding] = (),
    **how: Unpack[HowToSave],
) -> Document:
    """``save_record`` together with what turns findings ``before`` into ``after``. Raises what it raises.

    Two people who both begin an organisation's only record are merged too.
    """
    changes = record_changes(c, annex_id, org_id, raw, merge_first=True, **how)
    changes += finding_edits(c, org_id, before, after)
    saved = write(c, shard_of(c, org_id), changes)[0]
    assert saved is not None
    return saved


def save_findings(
    c: Campaign, org_id: str, before: Sequence[Finding], after: Sequence[Finding]
) -> list[Finding]:
    """Only the findings, in one write; gives them as they are now. Raises BadInput, Conflict."""
    write(c, shard_of(c, org_id), finding_edits(c, org_id, before, after))
    return problems.findings(c, org_id)


def finding_edits(
    c: Campaign, org_id: str, before: Sequence[Finding], after: Sequence[Finding]
) -> list[Change]:
    """What turns ``before``, as read, into ``after``, in its order; new ones have an empty id.

    Each change is based on the revision that was read, so that somebody else's edit is a conflict. Raises
    BadInput for an empty text or no such indicator.
    """
    was = {finding.id: finding for finding in before}
    changes = [
        problems.finding_change(finding, delete=True)
        for finding in before
        if finding.id not in {kept.id for kept in after}
    ]
    last = 0
    for finding in after:
        if not finding.text.strip():
            raise BadInput("存在问题没有内容；不需要这一条时请删除。")
        problems.checked_indicator(c, org_id, finding.indicator)
        last = finding.order if finding.order > last else last + 1
        placed = replace(finding, org=org_id, order=last)
        if not placed.id:
            changes.append(problems.finding_change(replace(placed, id=new_id(), rev=0)))
        elif placed != was.get(placed.id):
            changes.append(problems.finding_change(placed))
    return changes
