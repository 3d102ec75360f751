"""What the records already say about a measure: how many, in which months, how many hours; and which records.

Nothing is written here: the number is a proposal, and what a person enters stands.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.kinds.registry import kind_of
from forms.measures import days, elapsed, period_or_default
from forms.numerals import number_words
from forms.pack import CountedFrom, Measure, RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.organisations import required
from store.campaign.rows import concerning
from store.protocol import Document

Month = tuple[int, int]
"""Year and month."""


@dataclass(frozen=True)
class Counted:
    """A measure over one 统计期间 as the records have it."""

    annex: RecordsAnnex
    period: str
    value: int | float
    unit: str
    """Of ``value``: the measure's, or that of the field that was added up."""
    by_month: bool
    """``value`` is the number of months that have some."""
    records: tuple[Document, ...]
    """Those that were counted, by day."""
    months: tuple[tuple[Month, int], ...]
    """Each month that has some, and how many."""
    missing: tuple[Month, ...]
    """Months that are over and have none, where the measure is counted by the month."""
    unreadable: int
    """Records that would count, but nobody can say when they were."""
    unvalued: int
    """Counted records without the number that is added up."""
    takes: bool
    """May be taken as the measure's number."""

    @property
    def words(self) -> str:
        """``学习记录：本年至今3次（1月、2月、3月）``."""
        if not self.records:
            return f"{self.nothing}{self._unreadable_words}"
        said = (
            f"{self.what}：{self.period}{'按月计' if self.by_month else ''}{self.number}（{self._month_words}"
        )
        said += f"；{self.unvalued}条没填{self.unit}" if self.unvalued else ""
        return f"{said}）{'' if self.takes else '，供参考'}{self._unreadable_words}"

    @property
    def what(self) -> str:
        """学习记录."""
        return f"{self.annex.name.removesuffix('情况').removesuffix('记录')}记录"

    @property
    def nothing(self) -> str:
        """How ``words`` reads when there is nothing to tell at all."""
        return f"{self.what}里没有"

    @property
    def number(self) -> str:
        """The value with its unit: ``3次``."""
        return f"{number_words(self.value)}{self.unit}"

    @property
    def _month_words(self) -> str:
        several = [(month, count) for (_, month), count in self.months]
        said = "、".join(f"{month}月{f'{count}条' if count > 1 else ''}" for month, count in several)
        if not self.missing:
            return said
        none = "、".join(f"{month}月" for _, month in self.missing)
        return f"{said}；{none if len(self.missing) < 7 else f'{len(self.missing)}个月'}没有"

    @property
    def _unreadable_words(self) -> str:
        return f"；另有{self.unreadable}条时间不能识别，没有计入" if self.unreadable else ""


def counted(c: Campaign, org_id: str, measure: Measure, period: str = "") -> Counted | None:
    """What the records that concern the organisation say over the 统计期间 (default: the measure's first), so
    far. None where the pack does not say how they would tell. Raises BadInput for an unknown organisation."""
    how = measure.counted
    annex = c.pack.annex(how.annex) if how else None
    if how is None or not isinstance(annex, RecordsAnnex):
        return None
    wanted = _entries(how, required(c, org_id).groups == 0)
    today = c.clock.today()
    first, last = days(measure, period, today)
    found: list[tuple[date, Document]] = []
    unreadable = 0
    for document in concerning(c, annex, org_id):
        if wanted and not any(_has(annex, document, field, entry) for field, entry in wanted):
            continue
        day = first_day(c, annex, document)
        if day is None:
            unreadable += 1
        elif first <= day <= last:
            found.append((day, document))
    found.sort(key=lambda one: (one[0], one[1].id))
    months = Counter((day.year, day.month) for day, _ in found)
    numbers = [_number(document.data.get(how.summed)) for _, document in found] if how.summed else []
    chosen = period_or_default(measure, period)
    return Counted(
        annex=annex,
        period=chosen,
        value=_value(how, len(found), len(months), numbers),
        unit=annex.by_id[how.summed].unit if how.summed else measure.unit,
        by_month=how.what == "months",
        records=tuple(document for _, document in found),
        months=tuple(sorted(months.items())),
        missing=tuple(_months_without(measure, chosen, first, today, months)) if found else (),
        unreadable=unreadable,
        unvalued=numbers.count(None),
        takes=not how.only_tells,
    )


def first_day(c: Campaign, annex: RecordsAnnex, document: Document) -> date | None:
    """The day that a record is counted by; None where its time cannot be read."""
    field = annex.time_field
    days = kind_of(field).days(document.data.get(field.id), c.entry_day) if field else None
    return days[0] if days else None


def _entries(how: CountedFrom, groupless: bool) -> list[tuple[str, str]]:
    said = how.without_groups if groupless and how.without_groups else how.any_of
    return [(field, entry) for field, _, entry in (one.partition(":") for one in said)]


def _has(annex: RecordsAnnex, document: Document, field: str, entry: str) -> bool:
    value = document.data.get(field)
    if isinstance(value, list):
        return entry in value
    return isinstance(value, str) and entry in value


def _number(value: Any) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _value(how: CountedFrom, records: int, months: int, numbers: list[int | float | None]) -> int | float:
    if how.summed:
        total = round(sum(number for number in numbers if number is not None), 6)
        return int(total) if total == int(total) else total
    return months if how.what == "months" else records


def _months_without(
    measure: Measure, period: str, first: date, today: date, months: Counter[Month]
) -> list[Month]:
    if measure.period != "month":
        return []
    over = [(first.year, first.month + place) for place in range(elapsed(measure, period, today))]
    over = [(year + (month - 1) // 12, (month - 1) % 12 + 1) for year, month in over]
    return [month for month in over if not months[month]]
