"""Counts over diagnoses: how many verdicts of each kind, and in which indicators organisations fall short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forms.organisation import Organisation
from forms.pack import Criterion, Guide, Indicator
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis, Item, diagnosis
from store.campaign.gathering import of_organisations


@dataclass(frozen=True)
class Tally:
    """Verdicts of some indicators, by digit, and how many have none yet."""

    verdicts: dict[str, int]
    open: int
    findings: int

    @property
    def begun(self) -> bool:
        return any(self.verdicts.values()) or self.findings > 0


@dataclass(frozen=True)
class Shortfall:
    """One indicator over many organisations."""

    id: str
    indicator: Indicator
    criterion: Criterion
    verdicts: dict[str, int]
    answered: int
    """Organisations that have a verdict to which it applies."""
    short: int
    """Of them, those that fall short."""
    findings: int

    @property
    def share(self) -> float:
        """Of those to which it applies and who have a verdict."""
        return self.short / self.answered if self.answered else 0.0


def tally(guide: Guide, items: Iterable[Item]) -> Tally:
    """Of one organisation's indicators, all or those of one criterion."""
    counts = {verdict.digit: 0 for verdict in guide.verdicts}
    open_, findings = 0, 0
    for item in items:
        findings += len(item.findings)
        if item.verdict is None:
            open_ += 1
        else:
            counts[item.verdict.digit] += 1
    return Tally(counts, open_, findings)


def begun(found: Diagnosis) -> bool:
    """Has anything been entered?"""
    return bool(found.outside) or any(item.written for item in found.items)


def diagnoses(c: Campaign, guide: Guide, orgs: Iterable[Organisation]) -> list[Diagnosis]:
    """Of those that are diagnosed against this guide, begun or not; units that cannot be read are left out
    (``store.campaign.gathering``)."""
    asked = [org for org in orgs if org.guide_id == guide.id]
    return of_organisations(c, asked, lambda org: [diagnosis(c, org.id)])


def shortfalls(guide: Guide, found: Sequence[Diagnosis]) -> list[Shortfall]:
    """Every indicator of the guide: those that fall short most often first, the graver verdict deciding
    between equals, then the order of the guide."""
    hardness = [verdict.digit for verdict in guide.verdicts if verdict.short]
    all_ = [_shortfall(guide, name, [one.item(name) for one in found]) for name in guide.indicators]
    return sorted(all_, key=lambda one: (-one.short, *(-one.verdicts[digit] for digit in reversed(hardness))))


def _shortfall(guide: Guide, name: str, items: Sequence[Item]) -> Shortfall:
    counted = tally(guide, items)
    applies = sum(counted.verdicts[verdict.digit] for verdict in guide.verdicts if verdict.applies)
    short = sum(counted.verdicts[verdict.digit] for verdict in guide.verdicts if verdict.short)
    return Shortfall(
        id=name,
        indicator=guide.indicators[name],
        criterion=guide.criterion_of(name),
        verdicts=counted.verdicts,
        answered=applies,
        short=short,
        findings=counted.findings,
    )
