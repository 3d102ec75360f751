"""诊断情况 in words: the report of one organisation, and the office's summary over all."""

from __future__ import annotations

from pathlib import Path

import pytest

from exports.diagnosis_report import bar, report, summary
from exports.forms_data import printed_form
from exports.options import Options
from exports.printed import Grid, Heading, Paragraph, Row, WrittenDocument
from exports.record_rows import form_owner
from exports.renderers.json import data
from exports.table import table
from exports.word import prose_bytes
from forms.pack import GuideAnnex
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import diagnosis, set_evidence, set_measure, set_verdict
from store.campaign.diagnosis_tally import shortfalls
from store.campaign.organisations import required
from store.campaign.records import delete_record, save_record
from tests.support.exporting import asked, export_all
from tests.support.findings import add_finding, change_finding
from tests.support.unit import RETIRED, STUDENTS, TEACHERS, UNIT
from tests.support.wordxml import W, body, part, value


@pytest.fixture
def diagnosed(c: Campaign) -> Campaign:
    set_verdict(c, UNIT, "1-1", "1")
    set_verdict(c, UNIT, "1-4", "3")
    set_measure(c, UNIT, "1-4", "full-time-organisers", "0")
    add_finding(c, UNIT, "专职组织员空缺。", "1-4")
    change_finding(c, add_finding(c, UNIT, "活动场地紧张。"), listed=False)
    for org, one_two, one_three in ((TEACHERS, "2", "3"), (STUDENTS, "3", "1")):
        set_verdict(c, org, "1-2", one_two)
        set_verdict(c, org, "1-3", one_three)
    return c


def guides(c: Campaign) -> GuideAnnex:
    assert c.pack.guides is not None
    return c.pack.guides


def texts(document: WrittenDocument) -> str:
    lines = [block.text for block in document.blocks if isinstance(block, Heading | Paragraph)]
    return "\n".join(lines)


def cells(document: WrittenDocument) -> list[tuple[str, ...]]:
    return [
        row.cells
        for block in document.blocks
        if isinstance(block, Grid)
        for row in block.body
        if hasattr(row, "cells")
    ]


def test_a_report_counts_verdicts_and_names_findings(diagnosed: Campaign) -> None:
    document = report(diagnosed, guides(diagnosed), required(diagnosed, UNIT))
    text = texts(document)
    assert "27条二级指标，已诊断2条，其中到位1条、不够到位1条；尚未诊断25条" in text
    assert "查找存在问题2条（其中指南以外1条），列入台账1条" in text
    assert "1.专职组织员空缺。（对照1-4）" in text
    assert "1.活动场地紧张。（未列入台账）" in text
    total = next(row for row in cells(document) if row[0] == "合计")
    assert total == ("合计", "1", "", "1", "", "25", "1")


def test_numbers_stand_beside_their_limits(diagnosed: Campaign) -> None:
    rows = cells(report(diagnosed, guides(diagnosed), required(diagnosed, UNIT)))
    (row,) = [row for row in rows if row[0] == "1-4" and len(row) == 5]
    assert row[2:] == ("0名", "不少于1名，目标2名", "未达要求")


def test_a_units_report_counts_its_branches(diagnosed: Campaign) -> None:
    rows = cells(report(diagnosed, guides(diagnosed), required(diagnosed, UNIT)))
    names = [row[0] for row in rows]
    assert names[-3:] == ["教工第一党支部", "2019级本科生党支部", "离退休党支部"]


def test_the_summary_puts_what_falls_short_most_first(diagnosed: Campaign) -> None:
    set_verdict(diagnosed, RETIRED, "1-2", "0")
    set_verdict(diagnosed, RETIRED, "1-3", "1")
    guide = guides(diagnosed).guides[1]
    found = [diagnosis(diagnosed, org) for org in (TEACHERS, STUDENTS, RETIRED)]
    first, second, *rest = shortfalls(guide, found)
    # 不涉及 is not among those it is a share of.
    assert (first.id, first.short, first.answered, first.share) == ("1-2", 2, 2, 1.0)
    assert (second.id, second.short, second.answered) == ("1-3", 1, 3)
    assert not any(one.short for one in rest)
    document = summary(diagnosed, guides(diagnosed), form_owner(diagnosed, ""))
    rows = [row for row in cells(document) if row[0] in ("1-2", "1-3")]
    assert rows[0] == ("1-2", "三会一课", "1", "1", "2/2", "100%", "■□", "")
    assert rows[1][4:7] == ("1/3", "33%", "■")


def test_bars_keep_their_proportions_when_there_are_many(diagnosed: Campaign) -> None:
    guide = guides(diagnosed).guides[0]
    one = shortfalls(guide, [diagnosis(diagnosed, UNIT)])[0]
    many = type(one)(one.id, one.indicator, one.criterion, {"1": 0, "2": 40, "3": 20, "0": 0}, 60, 60, 0)
    assert bar(many, guide, 60) == "■■■□□□□□□□"
    few = type(one)(one.id, one.indicator, one.criterion, {"1": 59, "2": 0, "3": 1, "0": 0}, 60, 1, 0)
    assert bar(few, guide, 60) == "■"


def test_both_are_files_of_the_export(diagnosed: Campaign, tmp_path: Path) -> None:
    one = export_all(diagnosed, ["guide"], [UNIT], out=tmp_path, options=Options(report=True))
    all_ = export_all(diagnosed, ["guide"], out=tmp_path, options=Options(merge=True))
    assert [path.name for path in (*one.paths, *all_.paths)] == [
        "计算机学院党委-附件3诊断情况报告.docx",
        "全校-附件3诊断情况汇总.docx",
    ]


def test_a_text_is_laid_out_as_the_standard_says(diagnosed: Campaign) -> None:
    word = prose_bytes(report(diagnosed, guides(diagnosed), required(diagnosed, UNIT)))
    styles = {style.get(f"{W}styleId"): style for style in part(word, "word/styles.xml").iter(f"{W}style")}
    faces = {
        name: (value(styles[name], "rPr/rFonts", "eastAsia"), value(styles[name], "rPr/sz"))
        for name in ("AnnexTitle", "Level1", "Level2", "Level3", "BodyOfficial")
    }
    assert faces == {
        "AnnexTitle": ("方正小标宋简体", "44"),
        "Level1": ("黑体", "32"),
        "Level2": ("楷体_GB2312", "32"),
        "Level3": ("仿宋_GB2312", "32"),
        "BodyOfficial": ("仿宋_GB2312", "32"),
    }
    spacing = styles["BodyOfficial"].find(f"{W}pPr/{W}spacing")
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("579", "exact")
    assert value(styles["BodyOfficial"], "pPr/ind", "firstLineChars") == "200"
    used = {value(p, "pPr/pStyle") for p in body(word).findall(f"{W}p")}
    assert {"AnnexTitle", "Level1", "Level2", "BodyOfficial"} <= used


def test_evidence_stands_with_the_numbers_in_every_form(diagnosed: Campaign) -> None:
    c = diagnosed
    content = "学习关于加强党务干部队伍建设的文件，研究组织员配备"
    first, second = (
        save_record(c, "study", UNIT, {"time": time, "content": content}) for time in ("3.2", "4.6")
    )
    set_evidence(c, UNIT, "1-4", [first.id, second.id])
    (sheet,) = (one for one in printed_form(asked(c, guides(c), UNIT, True)).sheets)
    assert [column.title for column in sheet.columns][2] == "量化指标、佐证"
    (row,) = (row for row in sheet.body if isinstance(row, Row) and row.cells[0].startswith("1-4"))
    assert row.cells[2] == "专职组织员：0名\n佐证：2条（2021年3月2日、2021年4月6日）"
    found = table(asked(c, guides(c), UNIT, True))
    assert found.rows[3][-1] == f"2021年3月2日 {content}\n2021年4月6日 {content}"
    value = data(asked(c, guides(c), UNIT, True)).value
    assert value["diagnoses"][0]["indicators"][3]["evidence"] == [first.id, second.id]
    delete_record(c, first)
    delete_record(c, second)
    (sheet,) = (one for one in printed_form(asked(c, guides(c), UNIT, True)).sheets)
    (row,) = (row for row in sheet.body if isinstance(row, Row) and row.cells[0].startswith("1-4"))
    assert row.cells[2] == "专职组织员：0名"


def test_evidence_alone_is_a_diagnosis_begun(c: Campaign) -> None:
    record = save_record(
        c, "study", TEACHERS, {"time": "3.2", "content": "学习党史学习教育动员大会精神并交流体会感想"}
    )
    set_evidence(c, TEACHERS, "1-1", [record.id])
    assert [sheet.title for sheet in printed_form(asked(c, guides(c), TEACHERS, True)).sheets] == [
        "教工第一党支部诊断情况"
    ]
