"""What is printed for an organisation and an annex: titles, heads and rows, gathered from the campaign.

A unit's form holds its own rows and its branches' in official order; ``only`` leaves the branches out, and a
branch's form is its working copy. The school's form is one document of all units, each under its own heading.
Where nothing has been entered the form is the blank official one: of annex 3 the two-column guide; what was
diagnosed is 诊断情况, a form of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exports.diagnosis_report import report, summary
from exports.diagnosis_text import (
    OUTSIDE,
    diagnosed,
    evidence_text,
    findings_text,
    indicator_text,
    measures_text,
    verdict_text,
)
from exports.names import annex_mark, annex_title, merged_title, records_title
from exports.options import Request
from exports.printed import Align, Group, PrintedColumn, PrintedForm, Row, Sheet, WrittenDocument
from exports.record_rows import Printed, printed_rows, record_texts
from forms.kinds.registry import kind_of
from forms.numerals import chinese_numeral
from forms.organisation import Organisation
from forms.pack import Column, Guide, GuideAnnex, RecordsAnnex, ScheduleAnnex
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis
from store.campaign.heads import default_head, head

BLANK_TITLE = "诊断工作指南"
FILLED_TITLE = "诊断情况"
NUMBERS = "量化指标"
GUIDE_COLUMNS = (
    PrintedColumn("二级指标", 46, "left"),
    PrintedColumn("诊断结论", 22),
    PrintedColumn(NUMBERS, 36, "left"),
    PrintedColumn("存在问题", 52, "left"),
)
"""156 mm, the width between the margins of an upright page."""


def on_paper(asked: Request) -> PrintedForm | WrittenDocument:
    """The form of an annex; of a diagnosis the report or the summary where that is wanted, and for the whole
    school always the summary. Raises StoreError."""
    annex = asked.annex
    if isinstance(annex, GuideAnnex):
        if asked.options.summary or asked.whole:
            return summary(asked.campaign, annex, asked.org)
        if asked.options.report:
            return report(asked.campaign, annex, asked.org)
    return printed_form(asked)


def printed_form(asked: Request) -> PrintedForm:
    """The form of an organisation or of the whole school. Raises StoreError when it cannot be read."""
    annex, pack = asked.annex, asked.campaign.pack
    form = PrintedForm(
        asked.org.name, annex.number, (), annex.orientation, pack.year, pack.title, name=annex_title(annex)
    )
    if isinstance(annex, ScheduleAnnex):
        return replace(form, sheets=(_schedule(annex),))
    if isinstance(annex, GuideAnnex):
        sheets = tuple(_filled(asked.campaign, found) for found in diagnosed(asked, annex))
        if not sheets:
            return replace(form, name=BLANK_TITLE, sheets=tuple(_blank(annex, asked.org, asked.only)))
        return replace(form, name=FILLED_TITLE, sheets=sheets)
    found = printed_rows(asked, annex)
    form = replace(form, sheets=(_records(asked, annex, found),), problems=found.problems)
    return replace(form, name=merged_title(form.name), orientation="landscape") if asked.whole else form


def _records(asked: Request, annex: RecordsAnnex, found: Printed) -> Sheet:
    c, org = asked.campaign, asked.org
    heads = head(c, annex, org.id) if org.id else default_head(c, annex, org)
    return Sheet(
        title=records_title(annex, org.name),
        columns=tuple(
            PrintedColumn(column.title, column.width, _align(annex, column)) for column in annex.columns
        ),
        body=tuple(_lines(annex, found, grouped=asked.whole)),
        mark=annex_mark(annex),
        head=tuple(f"{field.label}：{heads[field.id]}" for field in annex.head),
        note=annex.note,
        foot=signature_lines(org) if asked.options.signatures else (),
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
            texts = record_texts(row, serial)
            yield Row(tuple(texts.get(column.shows, "") for column in annex.columns))


def _align(annex: RecordsAnnex, column: Column) -> Align:
    field = annex.by_id.get(column.shows)
    return "left" if field and kind_of(field).prose else "center"


def _schedule(annex: ScheduleAnnex) -> Sheet:
    """Annex 1 as printed: it is the same for everybody."""
    aligns: tuple[Align, ...] = ("center", "center", "left")
    return Sheet(
        title=annex.title,
        columns=tuple(
            PrintedColumn(column.title, column.width, align)
            for column, align in zip(annex.columns, aligns, strict=True)
        ),
        body=tuple(Row((stage.period, stage.content, "\n".join(stage.note))) for stage in annex.stages),
        mark=annex_mark(annex),
    )


def _blank(annex: GuideAnnex, org: Organisation, only: bool) -> Iterator[Sheet]:
    """The annex as printed holds both guides; an organisation by itself needs its own."""
    own = annex.guide(org.guide_id)
    whole = own is None or (org.level != "branch" and not only)
    for place, guide in enumerate(annex.guides if whole or own is None else (own,)):
        yield _official(guide, annex_mark(annex) if place == 0 else "")


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
    """The evidence stands with the numbers, where there is any."""
    numbers = f"{NUMBERS}、佐证" if any(item.evidence for item in found.items) else NUMBERS
    columns = (replace(one, title=numbers) if one.title == NUMBERS else one for one in GUIDE_COLUMNS)
    return Sheet(
        title=f"{found.org.name}{FILLED_TITLE}",
        columns=tuple(columns),
        body=tuple(_diagnosis_lines(c, found)),
        head=(f"对照：《{found.guide.title}》",),
    )


def _diagnosis_lines(c: Campaign, found: Diagnosis) -> Iterator[Row | Group]:
    heading = ""
    for item in found.items:
        if item.criterion.heading != heading:
            heading = item.criterion.heading
            yield Group(heading)
        numbers = "\n".join(filter(None, (measures_text(item), evidence_text(c, found.org.id, item))))
        yield Row((indicator_text(item), verdict_text(item), numbers, findings_text(item.findings)))
    if found.outside:
        yield Row((OUTSIDE, "", "", findings_text(found.outside)))
