"""The ordinary file of last month: made by hand in Word, in other fonts, with columns, titles and notes of
its own. It is read, and what was supposed is marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
import pytest
from docx.shared import Cm, Pt

from store.campaign.campaign import Campaign
from store.campaign.imports import ORG, accept, judge_import
from store.campaign.records import list_records, save_record
from tests.support.reading import Read
from tests.support.unit import STUDENTS, TEACHERS, UNIT

HEAD = ("序 号", "学习时间", "学习内容（主题）", "方式", "开展单位", "参加人员", "照片")
SPEECH = "习近平总书记在党史学习教育动员大会上的重要讲话精神；研究学习计划"
GRAVES = "赴烈士陵园祭扫，重温入党誓词，\n听老党员讲述入党故事"
ROWS = (
    ("1", "3月18日下午", SPEECH, "中心组学习", "计算机学院党委", "班子成员（15人）", "有"),
    ("2", "2021.4.1", GRAVES, "主题党日、现场教学", "2019级本科生党支部", "全体党员（36人）", ""),
    ("", "", "", "", "", "", ""),
    ("3", "4月6日—9日", "同上", "〃", "教工第一党支部", "同上", ""),
    ("4", "", "", "", "", "", ""),
    ("合计", "", "", "", "", "", "3次"),
)


def by_hand(rows: Sequence[Sequence[str]]) -> bytes:
    """As a clerk makes it: 宋体, a title, a line for the unit, a table style, a remark beneath."""
    made: Any = docx.Document()
    made.styles["Normal"].font.name = "宋体"
    title = made.add_paragraph()
    run = title.add_run("2021年3月—4月学习情况汇总表")
    run.bold, run.font.size = True, Pt(18)
    made.add_paragraph("填表单位：计算机学院党委        填表人：张三")
    made.add_table(1, 2).cell(0, 0).text = "联系电话"
    made.add_paragraph()
    table = made.add_table(0, len(HEAD), style="Table Grid")
    for texts in (HEAD, *rows):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.width = Cm(2)
            cell.text = ""
            for place, piece in enumerate(text.split("\n")):
                paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
                # Word cuts a text into runs wherever the cursor has been.
                for begin in range(0, len(piece), 5):
                    paragraph.add_run(piece[begin : begin + 5]).font.size = Pt(10.5 + begin % 2)
    made.add_paragraph("注：照片另附。")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.fixture
def data() -> bytes:
    return by_hand(ROWS)


def test_it_is_read(read: Read, data: bytes) -> None:
    reading = read(data, "study", UNIT)
    first, second, third = reading.proposals
    assert [one.org for one in reading.proposals] == [UNIT, STUDENTS, TEACHERS]
    assert [one.where for one in reading.proposals] == [f"第2个表格第{row}行" for row in (2, 3, 5)]
    assert first.raw == {
        "time": "3月18日下午",
        "content": SPEECH,
        "method": "中心组学习",
        "organiser": "计算机学院党委",
        "participants": "班子成员（15人）",
    }
    assert second.raw["content"] == GRAVES
    assert third.raw["content"] == second.raw["content"]
    assert third.raw["participants"] == "全体党员（36人）"


def test_what_was_supposed_is_marked(read: Read, data: bytes) -> None:
    reading = read(data, "study", UNIT)
    assert [sorted(one.guessed) for one in reading.proposals] == [
        [],
        [ORG],
        ["content", "method", ORG, "participants"],
    ]
    assert [note.removeprefix("第2个表格") for note in reading.notes] == [
        "“学习时间”一列读作“时间”",
        "“学习内容（主题）”一列读作“学习内容”",
        "“方式”一列读作“学习方式”",
        "“照片”一列没有读入",
    ]


def test_it_goes_in_once(c: Campaign, read: Read, data: bytes) -> None:
    def judged() -> list[str]:
        return [one.kind for one in judge_import(c, "study", read(data, "study", UNIT).proposals)]

    save_record(
        c, "study", STUDENTS,
        {"time": "2021年4月1日", "content": GRAVES, "organiser": "2019级本科生党支部", "method": "党课"},
        incomplete=True,
    )  # fmt: skip
    assert judged() == ["new", "changed", "new"]
    accept(c, judge_import(c, "study", read(data, "study", UNIT).proposals))
    assert judged() == ["same"] * 3
    times = [row.texts["time"] for row in list_records(c, "study", UNIT)]
    assert times == ["2021年3月18日下午", "2021年4月1日", "2021年4月6日—9日"]
