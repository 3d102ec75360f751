"""Annex 3 on paper: the official two-column guide while nothing is diagnosed, then 诊断情况, its own form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exports.diagnosis_text import (
    OUTSIDE,
    diagnosed,
    evidence_text,
    findings_text,
    indicator_text,
    measures_text,
    verdict_text,
)
from exports.printed import Group, PrintedColumn, PrintedForm, Row, Sheet
from forms.organisation import Organisation
from forms.pack import Guide, GuideAnnex
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis

BLANK_TITLE = "诊断工作指南"
FILLED_TITLE = "诊断情况"

NUMBERS = "量化指标"

COLUMNS = (
    PrintedColumn("二级指标", 46, "left"),
    PrintedColumn("诊断结论", 22),
    PrintedColumn(NUMBERS, 36, "left"),
    PrintedColumn("存在问题", 52, "left"),
)
"""156 mm, the width between the margins of an upright page."""


def guide_form(c: Campaign, annex: GuideAnnex, org: Organisation, only: bool) -> PrintedForm:
    """诊断情况 of the organisation and those below, a sheet each; the blank guide when none has begun."""
    sheets = tuple(_filled(c, found) for found in diagnosed(c, annex, org.id, only))
    return PrintedForm(
        org_name=org.name,
        name=FILLED_TITLE if sheets else BLANK_TITLE,
        number=annex.number,
        sheets=sheets or tuple(_blank(annex, org, only)),
        orientation=annex.orientation,
        year=c.pack.year,
        campaign=c.pack.title,
    )


def _blank(annex: GuideAnnex, org: Organisation, only: bool) -> Iterator[Sheet]:
    """The annex as printed holds both guides; an organisation by itself needs its own."""
    own = annex.guide(org.guide_id)
    whole = own is None or (org.level != "branch" and not only)
    for place, guide in enumerate(annex.guides if whole or own is None else (own,)):
        yield _official(guide, f"附件{annex.number}" if place == 0 else "")


def _official(guide: Guide, mark: str) -> Sheet:
    """A row per criterion with all its indicators in one cell, a paragraph each: so the notice prints it."""
    criterion, indicators = guide.columns
    return Sheet(
        title=guide.title,
        columns=(
            PrintedColumn(criterion.title, criterion.width, "center"),
            PrintedColumn(indicators.title, indicators.width, "left"),
        ),
        body=tuple(
            Row((part.heading, "\n".join(indicator.text for indicator in part.indicators)))
            for part in guide.criteria
        ),
        mark=mark,
    )


def _filled(c: Campaign, found: Diagnosis) -> Sheet:
    return Sheet(
        title=f"{found.org.name}{FILLED_TITLE}",
        columns=_columns(found),
        body=tuple(_lines(c, found)),
        head=(f"对照：《{found.guide.title}》",),
    )


def _columns(found: Diagnosis) -> tuple[PrintedColumn, ...]:
    """The evidence stands with the numbers, where there is any."""
    if not any(item.evidence for item in found.items):
        return COLUMNS
    return tuple(
        replace(column, title=f"{column.title}、佐证") if column.title == NUMBERS else column
        for column in COLUMNS
    )


def _lines(c: Campaign, found: Diagnosis) -> Iterator[Row | Group]:
    heading = ""
    for item in found.items:
        if item.criterion.heading != heading:
            heading = item.criterion.heading
            yield Group(heading)
        numbers = "\n".join(filter(None, (measures_text(item), evidence_text(c, found.org.id, item))))
        yield Row((indicator_text(item), verdict_text(item), numbers, findings_text(item.findings)))
    if found.outside:
        yield Row((OUTSIDE, "", "", findings_text(found.outside)))
