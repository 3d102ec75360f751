"""How one organisation's diagnosis reads in a table: the same words in Word and CSV."""

from __future__ import annotations

from collections.abc import Sequence

from exports.options import Request
from forms.numerals import number_words
from forms.organisation import Organisation
from forms.pack import GuideAnnex
from forms.references import number_points
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis, Item, diagnosis
from store.campaign.evidence import evidence, record_time
from store.campaign.findings import Finding
from store.campaign.gathering import of_organisations
from store.campaign.organisations import organisations

OUTSIDE = "指南以外"
OPEN = "未诊断"


def diagnosed(asked: Request, annex: GuideAnnex) -> list[Diagnosis]:
    """Of the organisation and those below it in official order, the diagnoses that hold anything at all."""
    c = asked.campaign

    def of(org: Organisation) -> list[Diagnosis]:
        found = diagnosis(c, org.id) if annex.guide(org.guide_id) else None
        written = found and (found.outside or any(item.written for item in found.items))
        return [found] if found and written else []

    return of_organisations(c, organisations(c).form_members(asked.org.id, asked.only), of)


def indicator_text(item: Item) -> str:
    """``1-4 专职组织员``: the number that references use, and our short name."""
    return f"{item.id} {item.indicator.short}"


def verdict_text(item: Item) -> str:
    """The verdict in words; 未诊断 where there is none."""
    return item.verdict.word if item.verdict else OPEN


def measures_text(item: Item) -> str:
    """A line per number entered: ``专职组织员：1名``, with the 统计期间 it was counted over."""
    lines = []
    for measure in item.indicator.measures:
        if kept := item.measures.get(measure.id):
            period = f"（{kept.period}）" if kept.period else ""
            lines.append(f"{measure.label}：{number_words(kept.value)}{measure.unit}{period}")
    return "\n".join(lines)


def evidence_lines(c: Campaign, org_id: str, item: Item) -> list[str]:
    """A line per record that the verdict points to: its time and what it was about. What has been deleted
    since is no evidence."""
    return [one.words for one in evidence(c, org_id, item.evidence) if not one.deleted]


def evidence_text(c: Campaign, org_id: str, item: Item) -> str:
    """``佐证：2条（2021年3月2日、2021年3月16日）``: a printed cell has room for the times alone."""
    found = [one for one in evidence(c, org_id, item.evidence) if not one.deleted]
    times = [record_time(c, one.document) for one in found if one.document]
    said = "、".join(dict.fromkeys(time for time in times if time))
    return f"佐证：{len(found)}条{f'（{said}）' if said else ''}" if found else ""


def findings_text(row: Sequence[Finding]) -> str:
    """The findings as first written, numbered when there are several."""
    texts = [finding.text for finding in row]
    return number_points(texts) if len(texts) > 1 else "".join(texts)
