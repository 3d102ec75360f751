"""What is printed for an organisation and an annex: titles, heads and rows, gathered from the campaign.

A unit's form holds its own rows and its branches' in official order; ``only`` leaves the branches out, and a
branch's form is its working copy. The school's form is one document of all units, each under its own heading.
Where nothing has been entered the form is the blank official one.
"""

from __future__ import annotations

from collections.abc import Iterator

from exports.guide_form import guide_form
from exports.names import annex_title, merged_title, records_title
from exports.options import OFFICIAL, Options
from exports.printed import Align, Group, PrintedColumn, PrintedForm, Row, Sheet
from exports.record_rows import Printed, annex_mark, form_owner, printed_rows, record_cells
from forms.kinds.registry import kind_of
from forms.numerals import chinese_numeral
from forms.organisation import Organisation
from forms.pack import Annex, Column, Field, GuideAnnex, RecordsAnnex, ScheduleAnnex
from store.campaign.campaign import Campaign
from store.campaign.heads import default_head, head


def printed_form(
    c: Campaign, annex: Annex, org_id: str, only: bool = False, options: Options = OFFICIAL
) -> PrintedForm:
    """The form of an organisation; of the whole school for an empty id. Raises BadInput for an unknown one,
    StoreError when it cannot be read."""
    org = form_owner(c, org_id)
    if isinstance(annex, ScheduleAnnex):
        return _schedule(c, annex, org)
    if isinstance(annex, GuideAnnex):
        return guide_form(c, annex, org, only)
    return _records(c, annex, org, only, options)


def _records(
    c: Campaign, annex: RecordsAnnex, org: Organisation, only: bool, options: Options
) -> PrintedForm:
    found = printed_rows(c, annex, org.id, only, options)
    heads = head(c, annex, org.id) if org.id else default_head(c, annex, org)
    whole = org.level == "school" and not only
    sheet = Sheet(
        title=records_title(annex, org.name),
        columns=tuple(
            PrintedColumn(column.title, column.width, _align(annex, column)) for column in annex.columns
        ),
        body=tuple(_lines(annex, found, grouped=whole)),
        mark=annex_mark(annex),
        head=tuple(f"{field.label}：{heads[field.id]}" for field in annex.head),
        note=annex.note,
        foot=signature_lines(org) if options.signatures else (),
    )
    title = annex_title(annex)
    return PrintedForm(
        org_name=org.name,
        name=merged_title(title) if whole else title,
        number=annex.number,
        sheets=(sheet,),
        orientation="landscape" if whole else annex.orientation,
        year=c.pack.year,
        campaign=c.pack.title,
        problems=found.problems,
    )


def signature_lines(org: Organisation) -> tuple[tuple[str, ...], ...]:
    """What is filled in by hand after printing; who fills in and the telephone are known."""
    return (
        ("填报单位（盖章）：", "党组织书记（签字）："),
        (f"填表人：{org.contact}", f"联系电话：{org.phone}", "日期：　　　年　月　日"),
    )


def _lines(annex: RecordsAnnex, found: Printed, grouped: bool) -> Iterator[Row | Group]:
    """One 序号 runs through all groups."""
    serial = 0
    for number, block in enumerate(found.blocks, 1):
        if grouped:
            yield Group(f"{chinese_numeral(number)}、{block.org.name}")
        for row in block.rows:
            serial += 1
            yield Row(record_cells(annex, row, serial))


def _align(annex: RecordsAnnex, column: Column) -> Align:
    field: Field | None = annex.by_id.get(column.shows)
    return "left" if field and kind_of(field).prose else "center"


def _schedule(c: Campaign, annex: ScheduleAnnex, org: Organisation) -> PrintedForm:
    """Annex 1 as printed: it is the same for everybody."""
    aligns: tuple[Align, ...] = ("center", "center", "left")
    sheet = Sheet(
        title=annex.title,
        columns=tuple(
            PrintedColumn(column.title, column.width, align)
            for column, align in zip(annex.columns, aligns, strict=True)
        ),
        body=tuple(Row((stage.period, stage.content, "\n".join(stage.note))) for stage in annex.stages),
        mark=annex_mark(annex),
    )
    return PrintedForm(
        org_name=org.name,
        name=annex.title,
        number=annex.number,
        sheets=(sheet,),
        orientation=annex.orientation,
        year=c.pack.year,
        campaign=c.pack.title,
    )
