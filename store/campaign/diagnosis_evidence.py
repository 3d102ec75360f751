"""Records brought into a diagnosis: as evidence of a verdict, and as the number of a measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from forms.errors import BadInput
from forms.neutral import one_line
from forms.numerals import number_words
from forms.pack import Measure, RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.counted import Counted, counted, first_day
from store.campaign.diagnosis import Item, diagnosis, indicator_changes
from store.campaign.evidence import many_row_annexes
from store.campaign.organisations import organisations, shard_of
from store.campaign.record_attribution import concerning
from store.campaign.rows import documents
from store.campaign.writing import write
from store.protocol import Change, Document


def set_evidence(
    c: Campaign, org_id: str, indicator: str, ids: Sequence[str], base: int | None = None
) -> Item:
    """Save which records the verdict of an indicator points to. Raises BadInput, Conflict."""
    checked = checked_evidence(c, org_id, indicator, ids)
    return _saved(c, org_id, indicator, indicator_changes(c, org_id, indicator, evidence=checked, base=base))


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
    return _saved(c, org_id, indicator, change)


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
        if (said := counted_now(c, org_id, measure, periods)) is not None
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


def counted_now(c: Campaign, org_id: str, measure: Measure, periods: Mapping[str, str]) -> Counted | None:
    """What the records say of a measure over the 统计期间 shown; None where they cannot tell."""
    return counted(c, org_id, measure, periods.get(measure.id, ""))


def _saved(c: Campaign, org_id: str, indicator: str, change: Change) -> Item:
    item = diagnosis(c, org_id).item(indicator)
    if item.document is None or change.data != item.document.data:
        write(c, shard_of(c, org_id), [change])
    return diagnosis(c, org_id).item(indicator)
