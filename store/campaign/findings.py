"""存在问题: findings are documents of their own; every screen and form renders them from here.

A branch writes a finding; its unit may reword it for the ledger (台账表述), order it, or leave it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forms.document_tables import FINDING
from forms.errors import BadInput
from forms.neutral import clean
from forms.references import number_points, split_points, take_reference, with_reference
from store.campaign.campaign import Campaign
from store.campaign.organisations import required, shard_of
from store.campaign.writing import write
from store.protocol import Change, Document, new_id


@dataclass(frozen=True)
class Finding:
    """One problem of one organisation."""

    id: str
    rev: int
    org: str
    text: str
    """As first written."""
    indicator: str = ""
    """The indicator it stands under, ``4-2``; empty: 指南以外."""
    wording: str = ""
    """台账表述, when the ledger says it in other words."""
    order: int = 0
    listed: bool = True
    """列入台账."""

    @property
    def printed(self) -> str:
        """As the ledger says it."""
        return self.wording or self.text


def findings(c: Campaign, org_id: str) -> list[Finding]:
    """All findings of the organisation in their order."""
    return sorted(
        (_finding(document) for document in c.store.query(shard_of(c, org_id), annex=FINDING, org=org_id)),
        key=lambda finding: (finding.order, finding.id),
    )


def addition(
    c: Campaign, org_id: str, text: str, indicator: str = "", others: Sequence[Finding] = ()
) -> Change:
    """The change that adds a finding after ``others``. Raises BadInput: no text, no such indicator."""
    said, reference = take_reference(clean(text).strip())
    if not said:
        raise BadInput("存在问题没有内容，请写明问题后再保存。")
    place = max((finding.order for finding in others), default=0) + 1
    under = checked_indicator(c, org_id, indicator or reference)
    return finding_change(Finding(new_id(), 0, org_id, said, under, order=place))


def problems_text(c: Campaign, org_id: str, references: bool = False) -> str:
    """存在问题 as the ledger prints it: numbered points of the listed findings, references if wanted."""
    return render(findings(c, org_id), references)


def render(row: Sequence[Finding], references: bool = False) -> str:
    """The same from findings already at hand."""
    listed = [(one.printed, one.indicator if references else "") for one in row if one.listed]
    return number_points([with_reference(text, under) if under else text for text, under in listed])


def problem_changes(c: Campaign, org_id: str, text: str) -> list[Change]:
    """What makes the listed findings read as ``text``: points split, references parsed.

    A point is matched with a finding by its text, else by its reference where only one of each has it (its
    ledger wording then changes and the original text stays). A listed finding that the text no longer names
    is taken off the ledger, not deleted. Raises BadInput for a reference to no indicator.
    """
    points = [take_reference(point) for point in split_points(clean(text).strip())]
    references = [reference for _, reference in points]
    left = findings(c, org_id)
    wanted: list[Finding] = []
    for said, reference in points:
        indicator = checked_indicator(c, org_id, reference)
        match = _match(left, said, indicator, references)
        if match is None:
            wanted.append(Finding(new_id(), 0, org_id, said, indicator))
            continue
        left.remove(match)
        wording = match.wording if match.printed == said else said
        under = indicator or match.indicator
        wanted.append(replace(match, indicator=under, wording=wording, listed=True))
    wanted.extend(replace(finding, listed=False) for finding in left)
    stored = {finding.id: finding for finding in findings(c, org_id)}
    ordered = [replace(finding, order=number) for number, finding in enumerate(wanted, 1)]
    return [finding_change(finding) for finding in ordered if finding != stored.get(finding.id)]


def checked_indicator(c: Campaign, org_id: str, indicator: str) -> str:
    """The indicator if the organisation's guide has it, or empty. Raises BadInput naming the guide."""
    if not indicator:
        return ""
    guide = c.pack.guides.guide(required(c, org_id).guide_id) if c.pack.guides else None
    if guide is None:
        raise BadInput(f"“{required(c, org_id).name}”没有可对照的诊断指南，问题请写在指南以外（不带编号）。")
    if indicator not in guide.indicators:
        raise BadInput(
            f"《{guide.title}》没有指标{indicator}；编号从1-1到{next(reversed(guide.indicators))}。"
        )
    return indicator


def _match(left: Sequence[Finding], said: str, indicator: str, references: Sequence[str]) -> Finding | None:
    same_text = [finding for finding in left if said in (finding.printed, finding.text)]
    exact = [finding for finding in same_text if finding.indicator == indicator]
    if same_text:
        return (exact or same_text)[0]
    alike = [finding for finding in left if indicator and finding.indicator == indicator]
    return alike[0] if len(alike) == 1 and references.count(indicator) == 1 else None


def _finding(document: Document) -> Finding:
    data = document.data
    order = data.get("order")
    return Finding(
        id=document.id,
        rev=document.rev,
        org=document.org,
        text=clean(str(data.get("text", ""))),
        indicator=clean(str(data.get("indicator", ""))),
        wording=clean(str(data.get("wording", ""))),
        order=order if isinstance(order, int) else 0,
        listed=data.get("listed", True) is not False,
    )


def finding_change(finding: Finding, delete: bool = False) -> Change:
    """What writes this version, or deletes it."""
    data = {name: getattr(finding, name) for name in ("indicator", "text", "wording", "order", "listed")}
    kept = None if delete else data
    return Change(id=finding.id, annex=FINDING, org=finding.org, base=finding.rev, data=kept)


def save_findings(
    c: Campaign, org_id: str, before: Sequence[Finding], after: Sequence[Finding]
) -> list[Finding]:
    """Only the findings, in one write; gives them as they are now. Raises BadInput, Conflict."""
    write(c, shard_of(c, org_id), finding_edits(c, org_id, before, after))
    return findings(c, org_id)


def finding_edits(
    c: Campaign, org_id: str, before: Sequence[Finding], after: Sequence[Finding]
) -> list[Change]:
    """What turns ``before``, as read, into ``after``, in its order; new ones have an empty id.

    Each change is based on the revision that was read, so that somebody else's edit is a conflict. Raises
    BadInput for an empty text or no such indicator.
    """
    was = {finding.id: finding for finding in before}
    changes = [
        finding_change(finding, delete=True)
        for finding in before
        if finding.id not in {kept.id for kept in after}
    ]
    last = 0
    for finding in after:
        if not finding.text.strip():
            raise BadInput("存在问题没有内容；不需要这一条时请删除。")
        checked_indicator(c, org_id, finding.indicator)
        last = finding.order if finding.order > last else last + 1
        placed = replace(finding, org=org_id, order=last)
        if not placed.id:
            changes.append(finding_change(replace(placed, id=new_id(), rev=0)))
        elif placed != was.get(placed.id):
            changes.append(finding_change(placed))
    return changes
