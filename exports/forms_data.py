"""What is printed for an organisation and an annex: titles, heads and rows, gathered from the campaign.

A unit's form holds its own rows and its branches' in official order; ``only`` leaves the branches out, and a
branch's form is its working copy. Where nothing has been entered the form is the blank official one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exports.guide_form import guide_form
from exports.printed import Align, PrintedColumn, PrintedForm, Problem, Row, Sheet
from forms.organisation import Organisation
from forms.pack import Annex, Column, Field, GuideAnnex, RecordsAnnex, ScheduleAnnex
from store.campaign.campaign import Campaign
from store.campaign.findings import problems_text
from store.campaign.heads import head
from store.campaign.organisations import required
from store.campaign.records import Row as Record
from store.campaign.records import list_records

LEFT_KINDS = ("text", "long", "findings")
"""Kinds of fields whose cells are read as sentences; all others stand centred."""


def printed_form(
    c: Campaign, annex: Annex, org_id: str, only: bool = False, references: bool = False
) -> PrintedForm:
    """The form of an organisation. Raises BadInput for an unknown one, StoreError when it cannot be read.

    ``references``: findings name their indicators （对照4-2）; the version handed in does not.
    """
    org = required(c, org_id)
    if isinstance(annex, ScheduleAnnex):
        return _schedule(c, annex, org)
    if isinstance(annex, GuideAnnex):
        return guide_form(c, annex, org, only)
    return _records(c, annex, org, only, references)


def annex_mark(annex: Annex) -> str:
    """附件4, as it stands in the corner."""
    return f"附件{annex.number}"


def records_title(annex: RecordsAnnex, name: str) -> str:
    """The title with the organisation's 规范简称 where the official one has XX党委."""
    return annex.title.replace(annex.title_placeholder, name, 1) if annex.title_placeholder else annex.title


def faults(annex: Annex, records: Sequence[Record]) -> tuple[Problem, ...]:
    """Records whose stored values are not what their fields take."""
    return tuple(
        Problem(record.org.name, annex_mark(annex), fault, record.document.id if record.document else "")
        for record in records
        for fault in record.faults
    )


def _records(
    c: Campaign, annex: RecordsAnnex, org: Organisation, only: bool, references: bool
) -> PrintedForm:
    records = printed_records(c, annex, org.id, only, references)
    heads = head(c, annex, org.id)
    sheet = Sheet(
        title=records_title(annex, org.name),
        columns=tuple(
            PrintedColumn(column.title, column.width, _align(annex, column)) for column in annex.columns
        ),
        body=tuple(Row(record_cells(annex, record, number)) for number, record in enumerate(records, 1)),
        mark=annex_mark(annex),
        head=tuple(f"{field.label}：{heads[field.id]}" for field in annex.head),
        note=annex.note,
    )
    return PrintedForm(
        org_name=org.name,
        title=records_title(annex, ""),
        number=annex.number,
        sheets=(sheet,),
        orientation=annex.orientation,
        year=c.pack.year,
        campaign=c.pack.title,
        problems=faults(annex, records),
    )


def printed_records(
    c: Campaign, annex: RecordsAnnex, org_id: str, only: bool = False, references: bool = False
) -> list[Record]:
    """The records of a form; with ``references`` their findings name the indicators they stand under."""
    records = list_records(c, annex.id, org_id, only)
    fields = [field.id for field in annex.fields if field.kind == "findings"]
    if not references or not fields:
        return records
    return [
        replace(
            record,
            texts=record.texts | dict.fromkeys(fields, problems_text(c, record.org.id, references=True)),
        )
        for record in records
    ]


def record_cells(annex: RecordsAnnex, record: Record, serial: int) -> tuple[str, ...]:
    """The texts of a record's printed columns; 序号 runs through the whole form."""
    return tuple(
        str(serial)
        if column.shows == "serial"
        else record.org.name
        if column.shows == "organisation"
        else record.texts.get(column.shows, "")
        for column in annex.columns
    )


def _align(annex: RecordsAnnex, column: Column) -> Align:
    field: Field | None = annex.by_id.get(column.shows)
    return "left" if field and field.kind in LEFT_KINDS else "center"


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
        title=annex.title,
        number=annex.number,
        sheets=(sheet,),
        orientation=annex.orientation,
        year=c.pack.year,
        campaign=c.pack.title,
    )
