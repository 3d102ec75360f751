"""Workbooks: text stays text, days are days, and the same records give the same bytes."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exports.batch import export_form
from exports.options import Options
from exports.renderers.xlsx import LONGEST, workbook, xlsx_bytes
from exports.table import Table
from forms.kinds.cells import DAY, NUMBER, CellType
from store.campaign.campaign import Campaign
from store.campaign.records import save_record
from tests.support.exporting import export_all, export_bytes
from tests.support.findings import add_finding
from tests.support.unit import STUDENTS, TEACHERS, UNIT


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def sheet(*rows: tuple[str, ...], cells: tuple[CellType, ...] = ()) -> Any:
    width = len(rows[0])
    found = Table(
        tuple(f"列{place}" for place in range(width)), rows, ((),) * len(rows), cells, name="附件2 学习情况"
    )
    return opened(xlsx_bytes(workbook([found], "甲", "表", 2021))).active


@pytest.fixture
def filled(c: Campaign) -> Campaign:
    for org, time in ((UNIT, "4月1日"), (TEACHERS, "4月6日—9日"), (STUDENTS, "2021年3月")):
        raw = {"time": time, "content": "=1+1", "participants": "0012", "hours": "2.5"}
        save_record(c, "study", org, raw, incomplete=True)
    save_record(c, "ledger", UNIT, {"experience": "甲\n乙", "case": "丙"}, incomplete=True)
    add_finding(c, UNIT, "专职组织员仅1名。", "1-4")
    return c


def test_a_sheet_an_annex_with_its_head_row_frozen(filled: Campaign) -> None:
    data, problems = export_bytes(filled, [], [UNIT], format="xlsx")
    book = opened(data)
    assert problems == ()
    assert book.sheetnames == ["附件1 推进时间表", "附件2 学习情况", "附件3 诊断", "附件4 台账"]
    for page in book:
        assert page.freeze_panes == "A2"
        assert page.print_title_rows == "$1:$1"
    ledger = book["附件4 台账"]
    assert [cell.value for cell in ledger[1]] == [
        "序号",
        "党组织名称",
        "成功经验",
        "典型案例",
        "存在问题",
        "备注",
    ]
    cell = ledger["C2"]
    assert (cell.value, cell.alignment.wrap_text, cell.number_format) == ("甲\n乙", True, "@")
    assert ledger.column_dimensions["C"].width > ledger.column_dimensions["A"].width


def test_days_are_dates_and_everything_else_in_the_column_is_text(filled: Campaign) -> None:
    page = opened(export_bytes(filled, ["study"], [UNIT], format="xlsx")[0]).active
    times = [(cell.value, cell.number_format) for cell in page["B"][1:]]
    day = 'yyyy"年"m"月"d"日"'
    assert times == [("2021年3月", "@"), (datetime(2021, 4, 1), day), ("2021年4月6日—9日", "@")]
    row = {head.value: cell for head, cell in zip(page[1], page[3], strict=True)}
    assert (row["学时"].value, row["学时"].data_type) == (2.5, "n")
    assert (row["参加人员"].value, row["参加人员"].data_type) == ("0012", "s")
    assert (row["学习内容"].value, row["学习内容"].data_type) == ("=1+1", "s"), "never a formula"


TEXTS = (
    "=1+1",
    "@x",
    "-1",
    "1e5",
    "0012",
    "1/2",
    "TRUE",
    "http://x",
    "{=1}",
    "_x0041_",
    "𠮷🙂",
    " 空 ",
    "甲\n乙\t丙",
)


def test_text_is_text(c: Campaign) -> None:
    page = sheet(TEXTS)
    for text, cell in zip(TEXTS, page[2], strict=True):
        assert (cell.data_type, cell.hyperlink) == ("s", None)
        assert cell.value.replace("_x005F_", "_") == text


def test_numbers_and_days_only_where_they_lose_nothing() -> None:
    numbers = ("7", "-3", "2.5", "0012", "1.50", "12345678901234567890", "3人", "")
    cells = sheet(numbers, cells=(NUMBER,) * len(numbers))[2]
    assert [cell.value for cell in cells] == [7, -3, 2.5, "0012", "1.50", "12345678901234567890", "3人", None]
    days = ("2021年2月28日", "2021年2月30日", "1899年5月4日", "2021年4月6日—9日", "二〇二一年")
    cells = sheet(days, cells=(DAY,) * len(days))[2]
    assert [cell.value for cell in cells] == [datetime(2021, 2, 28), *days[1:]]


def test_a_text_that_no_cell_can_hold_is_named_and_the_other_rows_are_there() -> None:
    rows = (("甲", "字" * LONGEST), ("乙", "字" * (LONGEST + 1)), ("丙", "𠮷" * 20_000), ("丁", "x"))
    found = Table(("党组织", "内容"), rows, ((),) * 4, name="附件2")
    book = workbook([found], "计算机学院党委", "表", 2021)
    problems = book.problems
    assert [row[0].value for row in opened(xlsx_bytes(book)).active.iter_rows(min_row=2)] == ["甲", "丁"]
    assert [problem.field for problem in problems] == ["内容", "内容"]
    assert "Excel 一格最多32767字" in problems[0].sentence()


def test_the_same_records_give_the_same_bytes(filled: Campaign) -> None:
    first = export_bytes(filled, [], [UNIT], format="xlsx")[0]
    assert export_bytes(filled, [], [UNIT], format="xlsx")[0] == first
    properties = opened(first).properties
    assert (properties.creator, properties.created) == ("计算机学院党委", datetime(2021, 1, 1))


def test_names_of_files(filled: Campaign, tmp_path: Path) -> None:
    one = export_form(filled, "study", UNIT, "xlsx", tmp_path).paths[0]
    assert one.name == "计算机学院党委-附件2学习情况汇总表.xlsx"
    outcome = export_all(filled, ["ledger", "study"], [UNIT, TEACHERS], format="xlsx", out=tmp_path)
    assert [path.name for path in outcome.paths] == [
        "计算机学院党委-附件4、2.xlsx",
        "教工第一党支部-附件4、2.xlsx",
    ]


def test_references_go_with_the_findings_on_request(filled: Campaign) -> None:
    def problems(format: str, **chosen: bool) -> bool:
        data = export_bytes(filled, ["ledger"], [UNIT], format=format, options=Options(**chosen))[0]
        text = data.decode("utf-8-sig") if format == "csv" else str(opened(data).active["E2"].value)
        return "（对照1-4）" in text

    assert [problems("csv"), problems("csv", references=True)] == [False, True]
    assert [problems("xlsx"), problems("xlsx", references=True)] == [False, True]
