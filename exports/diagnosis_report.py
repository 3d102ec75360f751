"""诊断情况报告: one organisation's diagnosis in words and counts, with its numbers beside their limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from exports.diagnosis_text import OPEN, OUTSIDE, indicator_text
from exports.printed import PrintedColumn, Row
from exports.written import Block, Grid, Heading, Paragraph, WrittenDocument
from forms.measures import limit_words, standing_words
from forms.numerals import chinese_numeral, number_words
from forms.organisation import Organisation
from forms.pack import Guide, GuideAnnex
from forms.printed_day import official_day
from forms.references import with_reference
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis, diagnosis
from store.campaign.diagnosis_tally import Tally, begun, diagnoses, tally
from store.campaign.findings import Finding
from store.campaign.organisations import organisations

NAME = "诊断情况报告"
UNLISTED = "（未列入台账）"


def report(c: Campaign, annex: GuideAnnex, org: Organisation) -> WrittenDocument:
    """The report of one organisation; a unit's also counts its branches. Raises BadInput for a school."""
    found = diagnosis(c, org.id)
    parts = [
        ("诊断结论", list(_verdicts(found))),
        ("存在问题", list(_findings(found))),
        ("量化指标", list(_measures(found, c.clock.today()))),
        ("尚未诊断的指标", list(_open(found))),
        ("所属党支部诊断情况", list(_branches(c, annex, org))),
    ]
    blocks: list[Block] = [Paragraph(_opening(found))]
    for number, (heading, content) in enumerate([part for part in parts if part[1]], 1):
        blocks += [Heading(f"{chinese_numeral(number)}、{heading}"), *content]
    return WrittenDocument(
        org_name=org.name,
        title=f"{org.name}{NAME}",
        name=NAME,
        author=as_of(c),
        blocks=tuple(blocks),
        year=c.pack.year,
        campaign=c.pack.title,
    )


def as_of(c: Campaign) -> str:
    """The day that verdicts and limits were looked at: only what is over by then is asked for."""
    return f"（截至{official_day(c.clock.today())}）"


def verdict_columns(guide: Guide, first: str, width: int) -> tuple[PrintedColumn, ...]:
    """A name, a column for each verdict, 未诊断, 存在问题."""
    rest = (*(verdict.word for verdict in guide.verdicts), OPEN, "存在问题")
    return (PrintedColumn(first, width, "left"), *(PrintedColumn(title, 18) for title in rest))


def verdict_cells(guide: Guide, counted: Tally) -> tuple[str, ...]:
    """The counts beneath ``verdict_columns`` but the first; empty for none."""
    counts = (
        *(counted.verdicts[verdict.digit] for verdict in guide.verdicts),
        counted.open,
        counted.findings,
    )
    return tuple(str(count) if count else "" for count in counts)


def _opening(found: Diagnosis) -> str:
    counted = tally(found.guide, found.items)
    done = len(found.items) - counted.open
    words = [
        f"{verdict.word}{counted.verdicts[verdict.digit]}条"
        for verdict in found.guide.verdicts
        if counted.verdicts[verdict.digit]
    ]
    text = f"对照《{found.guide.title}》{len(found.items)}条二级指标，已诊断{done}条"
    text += f"，其中{'、'.join(words)}" if words else ""
    text += f"；尚未诊断{counted.open}条。" if counted.open else "。"
    row = [*(finding for item in found.items for finding in item.findings), *found.outside]
    if not row:
        return text + "没有记录存在问题。"
    listed = sum(finding.listed for finding in row)
    outside = f"（其中指南以外{len(found.outside)}条）" if found.outside else ""
    return text + f"查找存在问题{len(row)}条{outside}，列入台账{listed}条。"


def _verdicts(found: Diagnosis) -> Iterator[Block]:
    rows = [
        Row(
            (
                part.heading,
                *verdict_cells(
                    found.guide, tally(found.guide, [i for i in found.items if i.criterion is part])
                ),
            )
        )
        for part in found.guide.criteria
    ]
    yield Grid(
        verdict_columns(found.guide, "一级指标", 48),
        (*rows, Row(("合计", *verdict_cells(found.guide, tally(found.guide, found.items))))),
    )


def _findings(found: Diagnosis) -> Iterator[Block]:
    groups: list[tuple[str, Sequence[Finding]]] = [
        (
            part.heading.split(".", 1)[-1].strip(),
            [f for i in found.items if i.criterion is part for f in i.findings],
        )
        for part in found.guide.criteria
    ]
    groups.append((OUTSIDE, found.outside))
    for number, (heading, row) in enumerate([group for group in groups if group[1]], 1):
        yield Heading(f"（{chinese_numeral(number)}）{heading}", 2)
        for place, finding in enumerate(row, 1):
            said = with_reference(finding.text, finding.indicator) if finding.indicator else finding.text
            yield Paragraph(f"{place}.{said}{'' if finding.listed else UNLISTED}")


def _measures(found: Diagnosis, today: date) -> Iterator[Block]:
    rows = []
    for item in found.items:
        for measure in item.indicator.measures:
            kept = item.measures.get(measure.id)
            if kept is None:
                continue
            counted = f"（{kept.period}）" if kept.period else ""
            rows.append(
                Row(
                    (
                        item.id,
                        f"{measure.label}{counted}",
                        f"{number_words(kept.value)}{measure.unit}",
                        limit_words(measure, kept.period, today),
                        standing_words(measure, kept.value, kept.period, today),
                    )
                )
            )
    if rows:
        yield Grid(
            (
                PrintedColumn("指标", 14),
                PrintedColumn("内容", 56, "left"),
                PrintedColumn("数值", 20),
                PrintedColumn("标准", 40, "left"),
                PrintedColumn("情况", 26),
            ),
            tuple(rows),
        )


def _open(found: Diagnosis) -> Iterator[Block]:
    names = [indicator_text(item) for item in found.items if item.verdict is None]
    if names and len(names) < len(found.items):
        yield Paragraph("、".join(names) + "。")


def _branches(c: Campaign, annex: GuideAnnex, org: Organisation) -> Iterator[Block]:
    below = [one for one in organisations(c).scope(org.id) if one.id != org.id]
    for guide in annex.guides:
        found = diagnoses(c, guide, below)
        if not found:
            continue
        rows = tuple(Row((one.org.name, *verdict_cells(guide, whole_tally(one)))) for one in found)
        yield Paragraph(f"共{len(found)}个党支部，已开始诊断的{sum(map(begun, found))}个。")
        yield Grid(verdict_columns(guide, "党组织", 48), rows)


def whole_tally(found: Diagnosis) -> Tally:
    """All indicators, and findings 指南以外 too."""
    counted = tally(found.guide, found.items)
    return Tally(counted.verdicts, counted.open, counted.findings + len(found.outside))
