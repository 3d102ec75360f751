"""Findings one at a time: what screens and commands write as a whole list."""

from __future__ import annotations

from dataclasses import replace

from store.campaign.campaign import Campaign
from store.campaign.findings import Finding, addition, findings, problem_changes, save_findings
from store.campaign.organisations import shard_of
from store.campaign.writing import write


def add_finding(c: Campaign, org_id: str, text: str, indicator: str = "") -> Finding:
    """Add at the end; a reference written in the text （对照1-4） is taken out of it."""
    (document,) = write(c, shard_of(c, org_id), [addition(c, org_id, text, indicator, findings(c, org_id))])
    assert document is not None
    return next(found for found in findings(c, org_id) if found.id == document.id)


def change_finding(
    c: Campaign, seen: Finding, *, text: str = "", wording: str = "", listed: bool | None = None
) -> Finding:
    """Another text, wording or listing of this very version."""
    changed = replace(
        seen,
        text=text or seen.text,
        wording=wording or seen.wording,
        listed=seen.listed if listed is None else listed,
    )
    return next(found for found in save_findings(c, seen.org, [seen], [changed]) if found.id == seen.id)


def remove_finding(c: Campaign, seen: Finding) -> None:
    """Delete this very version."""
    save_findings(c, seen.org, [seen], [])


def move_finding(c: Campaign, seen: Finding, by: int) -> None:
    """Up (-1) or down (+1) among the organisation's findings."""
    row = findings(c, seen.org)
    place = next(place for place, other in enumerate(row) if other.id == seen.id)
    moved = [*row]
    moved.insert(place + by, moved.pop(place))
    save_findings(c, seen.org, row, [replace(other, order=number) for number, other in enumerate(moved, 1)])


def set_problems(c: Campaign, org_id: str, text: str) -> list[Finding]:
    """Make the listed findings read as ``text``."""
    write(c, shard_of(c, org_id), problem_changes(c, org_id, text))
    return findings(c, org_id)
