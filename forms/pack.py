"""The types of a pack (工作模板): what a notice asks for, as data. ``loading`` makes these from TOML.

Official wording stands in ``title``, ``columns``, ``stages``, ``note``, ``heading`` and ``text`` fields, to
the character of the notice's annexes; prompts, measures and names on the screen are ours.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Literal

import msgspec

from forms.kinds.registry import traits_of

FORMAT = 1
"""The pack format this program reads and writes."""

RuleKind = Literal["not-over", "not-before", "attendance-words"]
Period = Literal["year", "semester", "month", "quarter", "now"]
Orientation = Literal["portrait", "landscape"]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Unknown keys are refused: a misspelt key in a pack must not be dropped in silence."""


class Column(_Strict, frozen=True, kw_only=True):
    """A printed column: its official heading, its width, and what stands in it."""

    title: str
    width: int
    """In mm; the widths of a form add up to the width between its margins."""
    shows: str = ""
    """``serial``, ``organisation``, or the id of a field; empty in schedule and guide annexes."""


class Field(_Strict, frozen=True, kw_only=True):
    """One thing to answer in a record."""

    id: str
    label: str
    kind: str = "text"
    """A name in ``forms.kinds.registry``."""
    required: bool = False
    """Must-enter: told at once, checked at save, where the record may be kept as 未完成."""
    carry: bool = False
    """A new record starts with the last value."""
    prompt: str = ""
    """What is shown while the field is in focus: our words, what the office expects here."""
    options: tuple[str, ...] = ()
    """Usual values, offered; others are accepted."""
    usual: tuple[int, int] | None = None
    """Usual length in characters; outside it is a soft remark, never a refusal."""
    unit: str = ""
    """The word after a number: 人, 学时."""
    attendance: tuple[str, str] | None = None
    """Of a text: the number fields that its 应到22人，实到20人 fills in. 22/20 is written out like this."""


class Rule(_Strict, frozen=True, kw_only=True):
    """What must fit between fields of a record; where it does not, a soft remark stands at ``field``."""

    kind: RuleKind
    """``not-over``: the number in ``field`` is not over that in ``other``; ``not-before``: the time in
    ``field`` does not end before that in ``other`` begins; ``attendance-words``: in the words of ``field``,
    实到 is not over 应到."""
    field: str
    other: str = ""
    says: str = ""
    """Our sentence instead of the usual one; ``{field}`` and ``{other}`` are what stands in them."""


class HeadField(_Strict, frozen=True, kw_only=True):
    """A line above a form's table, kept once per unit and annex: 填报单位, 截止时间."""

    id: str
    label: str
    default: Literal["organisation", "deadline", ""] = ""


class Stage(_Strict, frozen=True, kw_only=True):
    """A row of annex 1 as printed. ``note`` is its 备注, a paragraph an entry."""

    period: str
    content: str
    note: tuple[str, ...] = ()


class Deliverable(_Strict, frozen=True, kw_only=True):
    """Something to hand in (报送材料)."""

    id: str
    title: str
    stage: int
    """Row of annex 1 it is drawn from, counted from 1."""
    due: date
    """Till the end of this day, Asia/Shanghai."""
    owed_by: Literal["unit", "title-holder"] = "unit"
    """Every second-level organisation; or one set per title, through the holder's unit."""
    annex: str = ""
    """Id of the annex it is made from; empty: a written document (报送材料)."""
    several: bool = False
    """More than one may be handed in."""


class ScheduleAnnex(_Strict, frozen=True, kw_only=True, tag="schedule", tag_field="kind"):
    """Annex 1: stages as printed, and the deliverables drawn from them."""

    id: str
    number: int
    name: str
    """On the screen: 推进时间表."""
    title: str
    columns: tuple[Column, ...]
    stages: tuple[Stage, ...]
    deliverables: tuple[Deliverable, ...]
    orientation: Orientation = "portrait"


class RecordsAnnex(_Strict, frozen=True, kw_only=True, tag="records", tag_field="kind"):
    """A form of rows: annex 2, annex 4, and any that a pack adds."""

    id: str
    number: int
    name: str
    title: str
    title_placeholder: str = ""
    """The part of the title that becomes the organisation's 规范简称: XX党委."""
    rows: Literal["many", "one-per-org"] = "many"
    key: tuple[str, ...] = ()
    """Natural key of a row at import: field ids, or ``organisation``."""
    columns: tuple[Column, ...]
    """The printed columns; a field in none of them is kept and not printed."""
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    """None named: those that packs had before they could name any, see ``forms.checks``."""
    head: tuple[HeadField, ...] = ()
    note: str = ""
    orientation: Orientation = "landscape"

    @cached_property
    def own_fields(self) -> tuple[Field, ...]:
        """Those whose values are kept in the record itself: findings are documents of their own."""
        return tuple(field for field in self.fields if traits_of(field).own)

    @cached_property
    def finding_fields(self) -> tuple[str, ...]:
        """Ids of the other fields; an annex has one at most that makes sense."""
        return tuple(field.id for field in self.fields if not traits_of(field).own)

    @cached_property
    def time_field(self) -> Field | None:
        """The first field that tells when it was: records are sorted and counted by it."""
        return next((field for field in self.fields if traits_of(field).days), None)

    @cached_property
    def by_id(self) -> dict[str, Field]:
        """The fields by id, in their order."""
        return {field.id: field for field in self.fields}


class CountedFrom(_Strict, frozen=True, kw_only=True):
    """How the number of a measure is counted from the records of a records annex."""

    annex: str
    """Id of the records annex."""
    any_of: tuple[str, ...] = ()
    """``FIELD:ENTRY``; a record with any of them counts, every record where there is none. A field of several
    values has the entry among them, a text has it somewhere in it."""
    without_groups: tuple[str, ...] = ()
    """The same, instead, for a branch that has no 党小组."""
    what: str = "records"
    """``records``, ``months`` (that have one at least) or ``sum:FIELD``."""
    only_tells: bool = False
    """What the records say stands beside the number and is not that number."""

    @property
    def summed(self) -> str:
        """Id of the number field that is added up; empty where records or months are counted."""
        kind, _, field = self.what.partition(":")
        return field if kind == "sum" else ""


class Measure(_Strict, frozen=True, kw_only=True):
    """A number that an indicator names (量化指标). Bounds hold for one ``period``; those the notice
    softens with "一般" are ``usually_*``.
    """

    id: str
    label: str
    unit: str
    period: Period = "year"
    """What one bound is counted over; ``now``: a state, not a count."""
    at_least: float | None = None
    usually_at_least: float | None = None
    at_most: float | None = None
    usually_at_most: float | None = None
    target: float | None = None
    """Better than needed: 1至2名 asks for one and would like two."""
    ask: str = ""
    """The question as put to the person, when the label does not say it."""
    finding: str = ""
    """The finding proposed beyond the limit; ``{value}``, ``{limit}`` and ``{period}`` are filled in."""
    counted: CountedFrom | None = None
    """None: the records cannot tell, a person is asked."""


class Indicator(_Strict, frozen=True, kw_only=True):
    """二级指标. Its id is ``criterion-number``, as in （对照4-2）."""

    text: str
    """Official, from （1） to the last character as printed."""
    short: str
    """Our two to eight characters for lists: 专职组织员."""
    measures: tuple[Measure, ...] = ()
    ask: tuple[str, ...] = ()
    """Types of organisation that are asked whether it applies."""
    skip: tuple[str, ...] = ()
    """Types for which 不涉及 is suggested, never imposed."""

    def suggestion(self, org_type: str) -> Literal["applies", "ask", "skip"]:
        """``skip``: 不涉及 is suggested; ``ask``: the person is asked; ``applies``: to any other type."""
        if org_type in self.skip:
            return "skip"
        return "ask" if org_type in self.ask else "applies"


class Criterion(_Strict, frozen=True, kw_only=True):
    """一级指标, its heading as printed: ``1. 党组织领导和运行机制到位``."""

    heading: str
    indicators: tuple[Indicator, ...]


class Verdict(_Strict, frozen=True, kw_only=True):
    """诊断结论: one digit, one word."""

    digit: str
    word: str
    short: bool = False
    """Falls short: a finding is expected."""
    applies: bool = True
    """False: 不涉及."""


class Guide(_Strict, frozen=True, kw_only=True):
    """诊断工作指南 for one level of organisation."""

    id: str
    title: str
    columns: tuple[Column, ...]
    verdicts: tuple[Verdict, ...]
    criteria: tuple[Criterion, ...]

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """All indicators by id, in order: ``{"1-1": …}``."""
        return {
            f"{number}-{place}": indicator
            for number, criterion in enumerate(self.criteria, 1)
            for place, indicator in enumerate(criterion.indicators, 1)
        }

    def criterion_of(self, indicator_id: str) -> Criterion:
        """The criterion an indicator stands under. Raises KeyError when there is no such indicator."""
        if indicator_id not in self.indicators:
            raise KeyError(indicator_id)
        return self.criteria[int(indicator_id.split("-")[0]) - 1]

    def verdict(self, digit: str) -> Verdict | None:
        """The verdict of a digit; None when there is none."""
        return next((verdict for verdict in self.verdicts if verdict.digit == digit), None)


class GuideAnnex(_Strict, frozen=True, kw_only=True, tag="guide", tag_field="kind"):
    """Annex 3: the guides an organisation is diagnosed against, and its verdicts."""

    id: str
    number: int
    name: str
    guides: tuple[Guide, ...]
    orientation: Orientation = "portrait"

    def guide(self, guide_id: str) -> Guide | None:
        """The guide of this id; None when there is none."""
        return next((guide for guide in self.guides if guide.id == guide_id), None)


Annex = ScheduleAnnex | RecordsAnnex | GuideAnnex


class Pack(_Strict, frozen=True, kw_only=True):
    """A notice's annexes, for one year."""

    format: int
    id: str
    title: str
    """Set at ``init``: the notice's annexes do not print one. The shipped pack has a plain working title."""
    year: int
    annexes: tuple[Annex, ...]

    def annex(self, name: str) -> Annex | None:
        """By id or by number as text: ``ledger`` or ``4``."""
        return next((annex for annex in self.annexes if name in (annex.id, str(annex.number))), None)

    @property
    def schedule(self) -> ScheduleAnnex | None:
        """Annex 1; None in a pack without one."""
        return next((annex for annex in self.annexes if isinstance(annex, ScheduleAnnex)), None)

    @property
    def guides(self) -> GuideAnnex | None:
        """Annex 3; None in a pack without one."""
        return next((annex for annex in self.annexes if isinstance(annex, GuideAnnex)), None)

    @property
    def records(self) -> tuple[RecordsAnnex, ...]:
        """All records annexes, in their order."""
        return tuple(annex for annex in self.annexes if isinstance(annex, RecordsAnnex))

    @property
    def deliverables(self) -> tuple[Deliverable, ...]:
        """What the schedule asks for; nothing in a pack without one."""
        return self.schedule.deliverables if self.schedule else ()
