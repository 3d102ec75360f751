"""A verdict (诊断结论): one per organisation and indicator, with its measures and its evidence. How findings
name an indicator is said here too."""

from __future__ import annotations

from functools import partial
from typing import Any

from forms.neutral import one_line
from forms.numerals import number_words
from forms.organisations import Organisations
from forms.pack import Guide, GuideAnnex, Measure
from store.campaign.campaign import Campaign
from store.campaign.evidence import FIELD, evidence, evidence_ids, many_row_annexes
from store.campaign.kinds.document_kind import AnnexKind, Labels, newest, plain
from store.campaign.organisations import organisations
from store.protocol import Data, Document
from store.versions import Version


def verdict_id(annex: GuideAnnex, org_id: str, indicator: str) -> str:
    """An organisation has one verdict per indicator: the document is named after both."""
    return f"{annex.id}:{org_id}:{indicator}"


class VerdictKind(AnnexKind):
    """Verdicts of the guide annex."""

    nested = "measures"
    sets = (FIELD,)

    def __init__(self, annex: GuideAnnex) -> None:
        super().__init__(annex)
        self._annex = annex

    def labels(self, c: Campaign, version: Version) -> Labels:
        """Measures one by one; evidence as the records' own words."""
        guide = guide_for(c, version.org)
        known = guide.indicators.get(_indicator(version, newest(version))) if guide else None
        return {
            "indicator": ("指标", partial(named, guide)),
            "verdict": ("诊断结论", partial(_word, guide)),
            **{
                f"measures.{measure.id}": (measure.label, partial(_measured, measure))
                for measure in (known.measures if known else ())
            },
            FIELD: ("佐证", partial(_records, c, version.org)),
        }

    def subject(self, c: Campaign, version: Version) -> str:
        """With the indicator and its short name."""
        indicator = _indicator(version, newest(version))
        guide = guide_for(c, version.org)
        short = guide.indicators[indicator].short if guide and indicator in guide.indicators else ""
        return " ".join(part for part in (self.name(c), indicator, short) if part)

    def problem(self, c: Campaign, known: Organisations, document: Document) -> str:
        """An indicator, verdict, measure or record of evidence that there is not."""
        problem = indicator_problem(c, known, document)
        if problem:
            return problem
        data, indicator = document.data, str(document.data["indicator"])
        if document.id != verdict_id(self._annex, document.org, indicator):
            return f"是指标{indicator}的诊断，编号却不是它的"
        guide = self._annex.guide(known.by_id[document.org].guide_id)
        assert guide is not None
        verdict = data.get("verdict", "")
        if verdict and guide.verdict(str(verdict)) is None:
            return f"的诊断结论“{verdict}”不认识"
        measures = data.get("measures")
        there = {measure.id for measure in guide.indicators[indicator].measures}
        unknown = sorted(set(measures) - there) if isinstance(measures, dict) else []
        if unknown:
            return f"的量化指标“{unknown[0]}”在指标{indicator}里没有"
        return _evidence_problem(c, document)


def _evidence_problem(c: Campaign, document: Document) -> str:
    """A record that was deleted since is told on the screen and is nothing amiss."""
    kept, ids = document.data.get(FIELD, []), evidence_ids(document.data)
    if not isinstance(kept, list) or len(kept) != len(ids):
        return "的佐证读不懂"
    annexes = {annex.id for annex in many_row_annexes(c)}
    for one in evidence(c, document.org, ids):
        if one.document is None and not one.deleted:
            return f"的佐证“{one.id}”没有这条记录"
        if one.document is not None and one.document.annex not in annexes:
            return f"的佐证“{one.id}”不是逐条填报的记录"
    return ""


def _indicator(version: Version, data: Data) -> str:
    return one_line(plain(data.get("indicator")) or version.id.rpartition(":")[2])


def _word(guide: Guide | None, value: Any) -> str:
    found = guide.verdict(value) if guide else None
    return found.word if found else ("未诊断" if value == "" else plain(value))


def _measured(measure: Measure, value: Any) -> str:
    period = one_line(plain(value.get("period")))
    return f"{number_words(value['value'])}{measure.unit}{f'（{period}）' if period else ''}"


def _records(c: Campaign, org_id: str, value: Any) -> str:
    if organisations(c).get(org_id) is None:
        return plain(value)
    return "\n".join(one.words for one in evidence(c, org_id, evidence_ids({FIELD: value})))


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
