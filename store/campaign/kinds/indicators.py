"""Indicators of an organisation's guide, as verdicts and findings name them."""

from __future__ import annotations

from typing import Any

from forms.organisations import Organisations
from forms.pack import Guide
from store.campaign.campaign import Campaign
from store.campaign.kinds.document_kind import plain
from store.campaign.organisations import organisations
from store.protocol import Document


def guide_for(c: Campaign, org_id: str) -> Guide | None:
    """The guide an organisation is diagnosed against; None where there is none."""
    org = organisations(c).get(org_id)
    return c.pack.guides.guide(org.guide_id) if org and c.pack.guides else None


def named(guide: Guide | None, value: Any) -> str:
    """``1-2 党小组会``; 指南以外 where a document says so."""
    known = guide.indicators.get(value) if guide else None
    return f"{value} {known.short}" if known else ("指南以外" if value == "" else plain(value))


def indicator_problem(c: Campaign, known: Organisations, document: Document) -> str:
    """What is wrong with the indicator that a document names; empty: nothing."""
    org, indicator = known.by_id[document.org], document.data.get("indicator")
    guide = c.pack.guides.guide(org.guide_id) if c.pack.guides else None
    if guide is None:
        return f"对照指标{indicator}，而“{org.name}”没有诊断指南"
    if not isinstance(indicator, str) or indicator not in guide.indicators:
        return f"对照的指标“{indicator}”在《{guide.title}》里没有"
    return ""
