"""诊断情况汇总, for the office: which indicators fall short most over all organisations, with bars, counts
and shares; then how each organisation stands.

Bars are squares, which every Chinese face has and black-and-white paper shows: ■ the graver verdict, □ the
lighter one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.diagnosis_report import as_of, verdict_cells, verdict_columns, whole_tally
from exports.printed import PrintedColumn, Row
from exports.written import Block, Grid, Heading, Paragraph, WrittenDocument
from forms.numerals import chinese_numeral
from forms.organisation import Organisation
from forms.pack import Guide, GuideAnnex
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis
from store.campaign.diagnosis_tally import Shortfall, begun, diagnoses, shortfalls
from store.campaign.organisations import organisations

NAME = "诊断情况汇总"
FULL, LIGHT = "■", "□"
LONGEST = 10
"""Squares of the longest bar; below it a square is one organisation."""


def summary(c: Campaign, annex: GuideAnnex, org: Organisation) -> WrittenDocument:
    """The summary over all that stand below ``org``, or over everybody for a stand-in without an id."""
    scope = organisations(c).scope(org.id)
    blocks: list[Block] = []
    number = 0
    for guide in annex.guides:
        found = diagnoses(c, guide, scope)
        if found:
            number += 1
            blocks += [Heading(f"{chinese_numeral(number)}、{guide.title}"), *_guide(guide, found)]
    return WrittenDocument(
        org_name=org.name,
        title=f"{org.name}{NAME}",
        name=NAME,
        author=as_of(c),
        blocks=tuple(blocks) or (Paragraph("还没有可诊断的党组织。"),),
        year=c.pack.year,
        campaign=c.pack.title,
    )


def bar(one: Shortfall, guide: Guide, most: int) -> str:
    """The graver verdicts as full squares, then the lighter ones as empty squares; ``most`` is the count that
    the longest bar stands for. What is not nothing has at least one square."""
    digits = [verdict.digit for verdict in guide.verdicts if verdict.short]
    scale = min(1.0, LONGEST / most) if most else 1.0
    squares = [max(1, round(one.verdicts[digit] * scale)) if one.verdicts[digit] else 0 for digit in digits]
    return "".join((FULL if place == 0 else LIGHT) * count for place, count in enumerate(reversed(squares)))


def _guide(guide: Guide, found: Sequence[Diagnosis]) -> Iterator[Block]:
    started = [one for one in found if begun(one)]
    yield Paragraph(
        f"共{len(found)}个党组织，已开始诊断的{len(started)}个，尚未开始的{len(found) - len(started)}个。"
    )
    waiting = [one.org.name for one in found if not begun(one)]
    if waiting and started:
        yield Paragraph(f"尚未开始：{'、'.join(waiting)}。")
    if not started:
        return
    ranked = shortfalls(guide, started)
    yield from _ranking(guide, [one for one in ranked if one.short])
    fine = sum(not one.short and one.answered > 0 for one in ranked)
    if fine:
        yield Paragraph(f"其余有诊断结论的{fine}条指标没有短板。")
    yield Heading("（二）各党组织诊断情况", 2)
    yield Grid(verdict_columns(guide, "党组织", 48), tuple(_organisations(guide, started)))


def _ranking(guide: Guide, ranked: Sequence[Shortfall]) -> Iterator[Block]:
    short = [verdict for verdict in guide.verdicts if verdict.short]
    yield Heading("（一）短板最多的指标", 2)
    if not ranked:
        yield Paragraph("已有的诊断结论中没有短板。")
        return
    lighter, graver = (short[0].word, short[-1].word)
    most = ranked[0].short
    unit = "每格为一个党组织" if most <= LONGEST else f"最长的一条为{most}个党组织"
    yield Paragraph(
        f"{FULL}为{graver}，{LIGHT}为{lighter}，{unit}；占比为两者之和占已有结论（不含不涉及）的党组织的比例。"
    )
    rows = tuple(
        Row(
            (
                one.id,
                one.indicator.short,
                *(str(one.verdicts[verdict.digit]) for verdict in reversed(short)),
                f"{one.short}/{one.answered}",
                f"{one.share:.0%}",
                bar(one, guide, most),
                str(one.findings) if one.findings else "",
            )
        )
        for one in ranked
    )
    yield Grid(
        (
            PrintedColumn("指标", 13),
            PrintedColumn("二级指标", 32, "left"),
            *(PrintedColumn(verdict.word, 14) for verdict in reversed(short)),
            PrintedColumn("个数", 15),
            PrintedColumn("占比", 17),
            PrintedColumn("图示", 37, "left"),
            PrintedColumn("存在问题", 14),
        ),
        rows,
    )


def _organisations(guide: Guide, found: Sequence[Diagnosis]) -> Iterator[Row]:
    for one in found:
        yield Row((one.org.name, *verdict_cells(guide, whole_tally(one))))
