"""The rows of a records annex as forms and tables print them: which, in which words, and what is amiss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.names import annex_mark
from exports.options import Request
from exports.printed import Problem
from forms.organisation import Organisation
from forms.pack import Annex, RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.findings import problems_text
from store.campaign.gathering import of_organisations
from store.campaign.organisations import organisations, required
from store.campaign.records import Row, list_records
from store.campaign.row_grouping import gather

WHOLE = "全校"
"""What the school is called where it is not among the organisations."""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one second-level organisation and those below it."""

    org: Organisation
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """Rows in the order of the form, and what is to be told of them."""

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]

    @property
    def rows(self) -> list[Row]:
        """All of them, block after block."""
        return [row for block in self.blocks for row in block.rows]


def form_owner(c: Campaign, org_id: str) -> Organisation:
    """The organisation of this id; for the empty one the school, or a stand-in for it. Raises BadInput."""
    if org_id:
        return required(c, org_id)
    schools = [org for org in organisations(c) if org.level == "school"]
    return schools[0] if len(schools) == 1 else Organisation(id="", name=WHOLE, level="school")


def printed_rows(asked: Request, annex: RecordsAnnex) -> Printed:
    """The rows of an organisation's form; of the school's, unit by unit in official order. Raises
    StoreError."""
    c, org, options = asked.campaign, asked.org, asked.options
    # The school itself may have rows, which come first.
    members = [*([org] if org.id else []), *organisations(c).units] if asked.whole else [org]
    problems: list[Problem] = []

    def block(member: Organisation) -> list[Block]:
        alone = asked.only or (asked.whole and member.level == "school")
        found = list_records(c, annex.id, member.id, alone)
        kept = [row for row in found if options.incomplete or not row.incomplete]
        told = [_left_out(annex, row) for row in found if row not in kept] + list(faults(annex, kept))
        if options.references:
            kept = [_with_references(c, annex, row) for row in kept]
        if options.gather:
            kept = gather(c, annex, kept)
        problems.extend(told)
        return [Block(member, tuple(kept))]

    blocks = of_organisations(c, members, block)
    if asked.whole:
        problems += _nothing_yet(annex, org, [block.org for block in blocks if not block.rows])
        blocks = [block for block in blocks if block.rows]
    return Printed(tuple(blocks), tuple(problems))


def record_texts(record: Row, serial: int) -> dict[str, str]:
    """By what columns show; 序号 runs through the whole form."""
    return record.texts | {"serial": str(serial), "organisation": record.org.name}


def faults(annex: Annex, records: Sequence[Row]) -> tuple[Problem, ...]:
    """Records whose stored values are not what their fields take."""
    return tuple(
        Problem(record.org.name, annex_mark(annex), fault, record.document.id if record.document else "")
        for record in records
        for fault in record.faults
    )


def _with_references(c: Campaign, annex: RecordsAnnex, row: Row) -> Row:
    if not annex.finding_fields:
        return row
    problems = problems_text(c, row.org.id, references=True)
    return row.saying(row.texts | dict.fromkeys(annex.finding_fields, problems), row.faults)


def _left_out(annex: RecordsAnnex, row: Row) -> Problem:
    first = annex.fields[0].id if annex.rows == "many" else ""
    named = row.texts.get(first, "")
    what = f"{named}的记录" if named else "这一条"
    assert row.document is not None
    return Problem(
        row.org.name, annex_mark(annex), f"{what}未完成，按要求没有列入", row.document.id, told=True
    )


def _nothing_yet(
    annex: RecordsAnnex, school: Organisation, empty: Sequence[Organisation]
) -> Iterator[Problem]:
    names = "、".join(org.name for org in empty if org.level != "school")
    if names:
        yield Problem(school.name, annex_mark(annex), f"还没有内容的二级党组织：{names}", told=True)
