"""Texts about diagnoses, with counts and tables. 诊断情况报告: one organisation's, its numbers beside their
limits. 诊断情况汇总, for the office: which indicators fall short most over all organisations, with bars,
counts and shares; then how each organisation stands.

Bars are squares, which every Chinese face has and black-and-white paper shows: ■ the graver verdict, □ the
lighter one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from exports.diagnosis_text import OPEN, OUTSIDE, indicator_text
from exports.printed import Block, Grid, Heading, Paragraph, PrintedColumn, Row, WrittenDocument
from forms.measures import limit_words, standing_words
from forms.numerals import chinese_numeral, number_words
from forms.organisation import Organisation
from forms.pack import Guide, GuideAnnex
from forms.printed_day import official_day
from forms.references import with_reference
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis, diagnosis
from store.campaign.diagnosis_tally import Shortfall, Tally, begun, diagnoses, shortfalls, tally
from store.campaign.findings import Finding
from store.campaign.organisations import organisations

REPORT, SUMMARY = "诊断情况报告", "诊断情况汇总"
UNLISTED = "（未列入台账）"
FULL, LIGHT = "■", "□"
LONGEST = 10
"""Squares of the longest bar; below it a square is one organisation."""


def report(c: Campaign, annex: GuideAnnex, org: Organisation) -> WrittenDocument:
    """The report of one organisation; a unit's also counts its branches. Raises BadInput for a school."""
    found = diagnosis(c, org.id)
    parts = [
        ("诊断结论", _verdicts(found)),
        ("存在问题", _findings(found)),
        ("量化指标", _measures(found, c.clock.today())),
        ("尚未诊断的指标", _open(found)),
        ("所属党支部诊断情况", _branches(c, annex, org)),
    ]
    return _written(c, org, REPORT, [Paragraph(_opening(found)), *_headed(parts)])


def summary(c: Campaign, annex: GuideAnnex, org: Organisation) -> WrittenDocument:
    """The summary over all that stand below ``org``, or over everybody for a stand-in without an id."""
    scope = organisations(c).scope(org.id)
    each = [(guide.title, _of_guide(guide, diagnoses(c, guide, scope))) for guide in annex.guides]
    return _written(c, org, SUMMARY, [*_headed(each)] or [Paragraph("还没有可诊断的党组织。")])


def bar(one: Shortfall, guide: Guide, most: int) -> str:
    """The graver verdicts as full squares, then the lighter ones as empty squares; ``most`` is the count that
    the longest bar stands for. What is not nothing has at least one square."""
    digits = [verdict.digit for verdict in guide.verdicts if verdict.short]
    scale = min(1.0, LONGEST / most) if most else 1.0
    squares = [max(1, round(one.verdicts[digit] * scale)) if one.verdicts[digit] else 0 for digit in digits]
    return "".join((FULL if place == 0 else LIGHT) * count for place, count in enumerate(reversed(squares)))


def _written(c: Campaign, org: Organisation, name: str, blocks: Iterable[Block]) -> WrittenDocument:
    """Beneath its title the day that verdicts and limits were looked at: only what is over is asked for."""
    return WrittenDocument(
        org_name=org.name,
        title=f"{org.name}{name}",
        name=name,
        author=f"（截至{official_day(c.clock.today())}）",
        blocks=tuple(blocks),
        year=c.pack.year,
        campaign=c.pack.title,
    )


def _headed(parts: Iterable[tuple[str, Iterator[Block]]]) -> Iterator[Block]:
    """The parts that hold anything, each under its numbered heading."""
    number = 0
    for heading, part in parts:
        content = list(part)
        if content:
            number += 1
            yield Heading(f"{chinese_numeral(number)}、{heading}")
            yield from content


# The report


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
    counted = [
        (part.heading, tally(found.guide, [item for item in found.items if item.criterion is part]))
        for part in found.guide.criteria
    ]
    yield _counts(found.guide, "一级指标", [*counted, ("合计", tally(found.guide, found.items))])


def _counts(guide: Guide, first: str, counted: Iterable[tuple[str, Tally]]) -> Grid:
    """A row a name, with a column for each verdict, 未诊断, 存在问题; empty for none."""
    titles = (*(verdict.word for verdict in guide.verdicts), OPEN, "存在问题")
    rows = []
    for name, one in counted:
        counts = (*(one.verdicts[verdict.digit] for verdict in guide.verdicts), one.open, one.findings)
        rows.append(Row((name, *(str(count) if count else "" for count in counts))))
    columns = (PrintedColumn(first, 48, "left"), *(PrintedColumn(title, 18) for title in titles))
    return Grid(columns, tuple(rows))


def _by_organisation(guide: Guide, found: Iterable[Diagnosis]) -> Grid:
    """All indicators of each, and findings 指南以外 too."""
    counted = [(one, tally(guide, one.items)) for one in found]
    return _counts(
        guide,
        "党组织",
        [
            (one.org.name, Tally(of_it.verdicts, of_it.open, of_it.findings + len(one.outside)))
            for one, of_it in counted
        ],
    )


def _findings(found: Diagnosis) -> Iterator[Block]:
    groups: list[tuple[str, Sequence[Finding]]] = []
    for part in found.guide.criteria:
        of_part = [one for item in found.items if item.criterion is part for one in item.findings]
        groups.append((part.heading.split(".", 1)[-1].strip(), of_part))
    groups.append((OUTSIDE, found.outside))
    for number, (heading, row) in enumerate([group for group in groups if group[1]], 1):
        yield Heading(f"（{chinese_numeral(number)}）{heading}", 2)
        for place, finding in enumerate(row, 1):
            said = with_reference(finding.text, finding.indicator)
            yield Paragraph(f"{place}.{said}{'' if finding.listed else UNLISTED}")


def _measures(found: Diagnosis, today: date) -> Iterator[Block]:
    rows = []
    for item in found.items:
        for measure in item.indicator.measures:
            kept = item.measures.get(measure.id)
            if kept is None:
                continue
            name = f"{measure.label}{f'（{kept.period}）' if kept.period else ''}"
            value = f"{number_words(kept.value)}{measure.unit}"
            limits = limit_words(measure, kept.period, today)
            standing = standing_words(measure, kept.value, kept.period, today)
            rows.append(Row((item.id, name, value, limits, standing)))
    columns = (
        PrintedColumn("指标", 14),
        PrintedColumn("内容", 56, "left"),
        PrintedColumn("数值", 20),
        PrintedColumn("标准", 40, "left"),
        PrintedColumn("情况", 26),
    )
    if rows:
        yield Grid(columns, tuple(rows))


def _open(found: Diagnosis) -> Iterator[Block]:
    names = [indicator_text(item) for item in found.items if item.verdict is None]
    if names and len(names) < len(found.items):
        yield Paragraph("、".join(names) + "。")


def _branches(c: Campaign, annex: GuideAnnex, org: Organisation) -> Iterator[Block]:
    below = [one for one in organisations(c).scope(org.id) if one.id != org.id]
    for guide in annex.guides:
        found = diagnoses(c, guide, below)
        if found:
            yield Paragraph(f"共{len(found)}个党支部，已开始诊断的{sum(map(begun, found))}个。")
            yield _by_organisation(guide, found)


# The summary


def _of_guide(guide: Guide, found: Sequence[Diagnosis]) -> Iterator[Block]:
    if not found:
        return
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
    yield Heading("（一）短板最多的指标", 2)
    yield from _ranking(guide, [one for one in ranked if one.short])
    fine = sum(not one.short and one.answered > 0 for one in ranked)
    if fine:
        yield Paragraph(f"其余有诊断结论的{fine}条指标没有短板。")
    yield Heading("（二）各党组织诊断情况", 2)
    yield _by_organisation(guide, started)


def _ranking(guide: Guide, ranked: Sequence[Shortfall]) -> Iterator[Block]:
    if not ranked:
        yield Paragraph("已有的诊断结论中没有短板。")
        return
    gravest_first = [verdict for verdict in guide.verdicts if verdict.short][::-1]
    most = ranked[0].short
    unit = "每格为一个党组织" if most <= LONGEST else f"最长的一条为{most}个党组织"
    yield Paragraph(
        f"{FULL}为{gravest_first[0].word}，{LIGHT}为{gravest_first[-1].word}，{unit}；"
        "占比为两者之和占已有结论（不含不涉及）的党组织的比例。"
    )
    columns = (
        PrintedColumn("指标", 13),
        PrintedColumn("二级指标", 32, "left"),
        *(PrintedColumn(verdict.word, 14) for verdict in gravest_first),
        PrintedColumn("个数", 15),
        PrintedColumn("占比", 17),
        PrintedColumn("图示", 37, "left"),
        PrintedColumn("存在问题", 14),
    )
    rows = []
    for one in ranked:
        counts = (str(one.verdicts[verdict.digit]) for verdict in gravest_first)
        shares = (f"{one.short}/{one.answered}", f"{one.share:.0%}", bar(one, guide, most))
        rows.append(Row((one.id, one.indicator.short, *counts, *shares, str(one.findings or ""))))
    yield Grid(columns, tuple(rows))
