"""Annex 3: one organisation against its guide, indicator by indicator: verdicts, measures, findings; and
records brought in, as evidence of a verdict and as the number of a measure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from forms.errors import BadInput
from forms.measures import Judgement, judge, parse_measure, periods_for
from forms.neutral import one_line
from forms.numerals import number_words
from forms.organisation import Organisation
from forms.pack import Criterion, Guide, GuideAnnex, Indicator, Measure, RecordsAnnex, Verdict
from store.campaign.campaign import Campaign
from store.campaign.counted import counted, first_day
from store.campaign.evidence import FIELD, evidence_ids, many_row_annexes, without_deleted
from store.campaign.findings import Finding, addition, findings
from store.campaign.kinds.verdict import verdict_id
from store.campaign.organisations import organisations, required, shard_of
from store.campaign.rows import concerning, documents
from store.campaign.writing import write
from store.protocol import Change, Data, Document


@dataclass(frozen=True)
class MeasureValue:
    """A number as entered, and the 统计期间 it was counted over (empty: a state, not a count)."""

    value: float | int
    period: str = ""


@dataclass(frozen=True)
class Item:
    """One indicator as it stands for one organisation."""

    id: str
    indicator: Indicator
    criterion: Criterion
    verdict: Verdict | None
    """None: 未诊断."""
    measures: dict[str, MeasureValue]
    findings: tuple[Finding, ...]
    evidence: tuple[str, ...]
    """Ids of the records it points to (佐证)."""
    suggestion: str
    """``applies``, ``ask`` or ``skip`` (不涉及 is suggested)."""
    document: Document | None

    @property
    def rev(self) -> int:
        """Of its verdict; 0 before there is one."""
        return self.document.rev if self.document else 0

    @property
    def written(self) -> bool:
        """Has anything been entered?"""
        return bool(self.verdict or self.measures or self.findings or self.evidence)

    @property
    def wants_finding(self) -> bool:
        """A verdict that falls short, and no finding that says why: a soft remark."""
        return self.verdict is not None and self.verdict.short and not self.findings


@dataclass(frozen=True)
class Diagnosis:
    """One organisation's diagnosis as it stands."""

    org: Organisation
    guide: Guide
    items: tuple[Item, ...]
    outside: tuple[Finding, ...]
    """Findings 指南以外."""

    @property
    def open(self) -> int:
        """How many indicators have no verdict yet."""
        return sum(item.verdict is None for item in self.items)

    def item(self, indicator: str) -> Item:
        """Raises KeyError for an indicator the guide does not have."""
        found = next((item for item in self.items if item.id == indicator), None)
        if found is None:
            raise KeyError(indicator)
        return found

    def next_open(self, after: str = "") -> str:
        """The next indicator without a verdict after this one, wrapping round; empty when none is left."""
        ids = [item.id for item in self.items]
        start = ids.index(after) + 1 if after in ids else 0
        turned = [*self.items[start:], *self.items[:start]]
        return next((item.id for item in turned if item.verdict is None), "")


@dataclass(frozen=True)
class Judged:
    """What a measure says: how it stands to its limit, and the verdict it proposes (None: none)."""

    judgement: Judgement
    verdict: Verdict | None


def guide_of(c: Campaign, org: Organisation) -> Guide:
    """The guide the organisation is diagnosed against. Raises BadInput for a school, which has none."""
    guide = c.pack.guides.guide(org.guide_id) if c.pack.guides else None
    if guide is None:
        raise BadInput(f"“{org.name}”没有适用的诊断工作指南；请选择二级党组织或党支部。")
    return guide


def diagnosis(c: Campaign, org_id: str) -> Diagnosis:
    """Everything about one organisation against its guide. Raises BadInput."""
    org = required(c, org_id)
    guide = guide_of(c, org)
    annex, row = _annex(c), findings(c, org.id)
    by_id = {document.id: document for document in c.store.query(shard_of(c, org.id), annex.id, org.id)}
    return Diagnosis(
        org=org,
        guide=guide,
        items=tuple(
            _item(guide, name, org, by_id.get(verdict_id(annex, org.id, name)), row)
            for name in guide.indicators
        ),
        outside=tuple(finding for finding in row if finding.indicator not in guide.indicators),
    )


def set_verdict(c: Campaign, org_id: str, indicator: str, digit: str, base: int | None = None) -> Item:
    """Save the verdict of one indicator by its digit; empty takes it back to 未诊断.

    ``base`` is the revision that was on the screen (default: the newest). Raises BadInput, Conflict.
    """
    item, guide = _found(c, org_id, indicator)
    return _set(c, org_id, item, {"verdict": _digit(guide, digit)}, base)


def set_measure(
    c: Campaign,
    org_id: str,
    indicator: str,
    measure_id: str,
    raw: str,
    period: str = "",
    base: int | None = None,
) -> Item:
    """Save a number as typed; empty takes it out.

    Raises BadInput for what cannot be (negative, not a number), no such measure or period; Conflict.
    """
    item, _ = _found(c, org_id, indicator)
    measure = _measure(item, measure_id)
    measures = _data(item)["measures"]
    measures.pop(measure.id, None)
    if raw.strip():
        measures[measure.id] = _counted_as(measure, raw, period)
    return _set(c, org_id, item, {"measures": measures}, base)


def judged(c: Campaign, guide: Guide, measure: Measure, kept: MeasureValue | None) -> Judged | None:
    """How a kept number stands to its limit today, and the verdict it proposes; None for no number."""
    if kept is None:
        return None
    judgement = judge(measure, kept.value, kept.period, c.clock.today())
    short = [verdict for verdict in guide.verdicts if verdict.short]
    proposed = {"fine": None, "usual": short[0], "limit": short[-1]} if short else {}
    return Judged(judgement, proposed.get(judgement.level))


def accept_proposal(c: Campaign, org_id: str, indicator: str, said: Judged, base: int | None = None) -> Item:
    """Take the proposed verdict and finding in one write. Raises Conflict."""
    item, _ = _found(c, org_id, indicator)
    verdict = {"verdict": said.verdict.digit} if said.verdict else {}
    changes = [_verdict_change(c, org_id, item, verdict, base)]
    text = said.judgement.finding
    if text and all(text != finding.text for finding in item.findings):
        changes.append(addition(c, org_id, text, indicator, findings(c, org_id)))
    write(c, shard_of(c, org_id), changes)
    return diagnosis(c, org_id).item(indicator)


def indicator_changes(
    c: Campaign,
    org_id: str,
    indicator: str,
    verdict: str = "",
    measures: Mapping[str, tuple[str, str]] | None = None,
    evidence: Sequence[str] | None = None,
    base: int | None = None,
) -> Change:
    """A verdict, measures (id to raw number and period) and evidence (ids, instead of those there are) of one
    indicator as one change. Raises BadInput."""
    item, guide = _found(c, org_id, indicator)
    data = _data(item)
    if verdict:
        data["verdict"] = _digit(guide, verdict)
    for name, (raw, period) in (measures or {}).items():
        measure = _measure(item, name)
        data["measures"][measure.id] = _counted_as(measure, raw, period)
    if evidence is not None:
        data[FIELD] = list(dict.fromkeys(evidence))
    return _verdict_change(c, org_id, item, data, base)


def _counted_as(measure: Measure, raw: str, period: str) -> Data:
    """A number as typed, as it is stored. Raises BadInput."""
    return {"value": parse_measure(raw, measure.unit), "period": checked_period(measure, period)}


def checked_period(measure: Measure, period: str) -> str:
    """The 统计期间, or the measure's first when empty. Raises BadInput naming those there are."""
    periods = periods_for(measure)
    if not period:
        return periods[0] if periods else ""
    if period not in periods:
        known = "、".join(periods) or "（留空）"
        raise BadInput(f"“{measure.label}”的统计期间“{one_line(period)}”不能用，可填：{known}。")
    return period


def _annex(c: Campaign) -> GuideAnnex:
    """The one that verdicts belong to: whoever has a guide has it from there."""
    assert c.pack.guides is not None
    return c.pack.guides


def _found(c: Campaign, org_id: str, indicator: str) -> tuple[Item, Guide]:
    now = diagnosis(c, org_id)
    try:
        return now.item(indicator), now.guide
    except KeyError:
        last = now.items[-1].id
        raise BadInput(f"《{now.guide.title}》没有指标“{one_line(indicator)}”；编号从1-1到{last}。") from None


def _item(guide: Guide, name: str, org: Organisation, document: Document | None, row: list[Finding]) -> Item:
    indicator = guide.indicators[name]
    data: Data = document.data if document else {}
    kept = data.get("measures")
    return Item(
        id=name,
        indicator=indicator,
        criterion=guide.criterion_of(name),
        verdict=guide.verdict(str(data.get("verdict", ""))),
        measures=_measure_values(kept) if isinstance(kept, dict) else {},
        findings=tuple(finding for finding in row if finding.indicator == name),
        evidence=evidence_ids(data),
        suggestion=indicator.suggestion(org.type),
        document=document,
    )


def _measure_values(kept: Mapping[str, Any]) -> dict[str, MeasureValue]:
    return {
        name: MeasureValue(entry["value"], one_line(str(entry.get("period", ""))))
        for name, entry in kept.items()
        if isinstance(entry, dict) and isinstance(entry.get("value"), int | float)
    }


def _measure(item: Item, measure_id: str) -> Measure:
    measure = next((measure for measure in item.indicator.measures if measure.id == measure_id), None)
    if measure is None:
        known = "、".join(f"{measure.id}（{measure.label}）" for measure in item.indicator.measures)
        raise BadInput(
            f"指标{item.id}没有量化指标“{one_line(measure_id)}”；可用：{known or '（这一条没有）'}。"
        )
    return measure


def _digit(guide: Guide, said: str) -> str:
    """The digit of a verdict as people write it: the digit, or the guide's word. Empty stays empty."""
    if not said:
        return ""
    typed = unicodedata.normalize("NFKC", said).strip()
    verdict = next((one for one in guide.verdicts if typed in (one.digit, one.word)), None)
    if verdict is None:
        words = "、".join(f"{verdict.digit} {verdict.word}" for verdict in guide.verdicts)
        raise BadInput(f"诊断结论“{one_line(said)}”不能用，可填：{words}。")
    return verdict.digit


def _data(item: Item) -> Data:
    data: Data = {
        "indicator": item.id,
        "verdict": item.verdict.digit if item.verdict else "",
        "measures": {name: asdict(kept) for name, kept in item.measures.items()},
    }
    return data | ({FIELD: list(item.evidence)} if item.evidence else {})


def _verdict_change(c: Campaign, org_id: str, item: Item, new: Data, base: int | None) -> Change:
    """What writes the indicator as it is, but for what is ``new`` of it; evidence that was deleted goes."""
    data = {**_data(item), **new}
    if kept := without_deleted(c, org_id, data.pop(FIELD, ())):
        data[FIELD] = kept
    annex, base = _annex(c), item.rev if base is None else base
    id = verdict_id(annex, org_id, item.id)
    return Change(id=id, annex=annex.id, org=org_id, base=base, data=data)


def _set(c: Campaign, org_id: str, item: Item, new: Data, base: int | None) -> Item:
    """The indicator with ``new`` saved. The same answer again writes nothing and takes no evidence away."""
    if _data(item) | new == _data(item):
        return item
    return _save(c, item, _verdict_change(c, org_id, item, new, base))


def _save(c: Campaign, item: Item, change: Change) -> Item:
    """The indicator as it is then; what changes nothing is not written."""
    if change.data != _data(item):
        write(c, shard_of(c, change.org), [change])
    return diagnosis(c, change.org).item(item.id)


def set_evidence(
    c: Campaign, org_id: str, indicator: str, ids: Sequence[str], base: int | None = None
) -> Item:
    """Save which records the verdict of an indicator points to. Raises BadInput, Conflict."""
    checked = checked_evidence(c, org_id, indicator, ids)
    change = indicator_changes(c, org_id, indicator, evidence=checked, base=base)
    return _save(c, diagnosis(c, org_id).item(indicator), change)


def take_counted(
    c: Campaign, org_id: str, indicator: str, periods: Mapping[str, str], base: int | None = None
) -> Item:
    """Take what the records say as the numbers of these measures (id to 统计期间), with the records as
    evidence, in one write. What they only tell beside a number brings evidence alone. Raises BadInput,
    Conflict."""
    item = diagnosis(c, org_id).item(indicator)
    measures: dict[str, tuple[str, str]] = {}
    ids = list(item.evidence)
    for measure in item.indicator.measures:
        said = counted(c, org_id, measure, periods[measure.id]) if measure.id in periods else None
        if said is None or not said.records:
            continue
        ids += [one.id for one in said.records]
        if said.takes:
            measures[measure.id] = (number_words(said.value), said.period)
    change = indicator_changes(c, org_id, indicator, measures=measures, evidence=ids, base=base)
    return _save(c, item, change)


def checked_evidence(c: Campaign, org_id: str, indicator: str, ids: Sequence[str]) -> list[str]:
    """The ids as given. Raises BadInput for one that is no record of this organisation's unit; what is there
    already may stay whatever has become of it."""
    there = diagnosis(c, org_id).item(indicator).evidence
    annexes = {annex.id for annex in many_row_annexes(c)}
    for one in ids:
        document = c.store.get(shard_of(c, org_id), one)
        if one not in there and (document is None or document.annex not in annexes):
            raise BadInput(
                f"佐证“{one_line(one)}”不是能看到的学习记录；编号用 taizhang list study --format json 查看。"
            )
    return list(ids)


def candidates(
    c: Campaign, org_id: str, item: Item, periods: Mapping[str, str]
) -> list[tuple[Document, bool]]:
    """The records that may be evidence for an indicator, and whether they count for one of its measures over
    the 统计期间 shown; those first, then the organisation's own, then those of its branches, the newest
    first."""
    counts = {
        one.id
        for measure in item.indicator.measures
        if (said := counted(c, org_id, measure, periods.get(measure.id, ""))) is not None
        for one in said.records
    }
    found: dict[str, tuple[tuple[bool, int, int], Document]] = {}
    for annex in many_row_annexes(c):
        for place, group in enumerate((concerning(c, annex, org_id), _below(c, annex, org_id))):
            for one in group:
                day = first_day(c, annex, one) or date.min
                found.setdefault(one.id, ((one.id not in counts, place, -day.toordinal()), one))
    return [(one, not order[0]) for order, one in sorted(found.values(), key=lambda pair: pair[0])]


def _below(c: Campaign, annex: RecordsAnnex, org_id: str) -> list[Document]:
    """Records of the organisations below: what a unit asks of its branches is shown by them."""
    below = {org.id for org in organisations(c).scope(org_id)} - {org_id}
    return [one for one in documents(c, shard_of(c, org_id), annex.id) if one.org in below]
