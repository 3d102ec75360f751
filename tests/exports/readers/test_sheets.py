"""Workbooks, ours and by another hand: what a cell shows is what is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from exports.readers.sheet_values import Format, number_format, shown_number
from forms.errors import BadInput
from store.campaign.imports import ORG
from tests.support.made_files import LEDGER, STUDY, packed, sheet, sheet_members
from tests.support.reading import Read
from tests.support.unit import STUDENTS, TEACHERS, UNIT

TEACHER = "教工第一党支部"
HEAD = ("党组织", *STUDY, "学时")


def book(*rows: tuple[Any, ...], change: Callable[[Any], None] | None = None, title: str = "Sheet1") -> bytes:
    """A workbook as openpyxl writes it."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = title
    for row in rows:
        page.append(row)
    if change:
        change(page)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def study(read: Read, *values: Any, change: Callable[[Any], None] | None = None) -> Any:
    """The one record of a workbook with these cells after the organisation."""
    data = book(HEAD, (TEACHER, *values), change=change)
    (one,) = read(data, "study").proposals
    return one


def test_text_numbers_and_dates(read: Read) -> None:
    one = study(read, date(2021, 4, 1), "学党史\n第二段", "党课", 2021, "0012", 2.5)
    assert dict(one.raw) == {
        "time": "2021年4月1日",
        "content": "学党史\n第二段",
        "method": "党课",
        "organiser": "2021",
        "participants": "0012",
        "hours": "2.5",
    }
    assert (one.org, one.where) == (TEACHERS, "第2行")


SHOWN: dict[str, tuple[Any, str, str]] = {
    "a moment": (datetime(2021, 4, 1, 14, 30), "yyyy-mm-dd hh:mm", "2021年4月1日14:30"),
    "a day of a moment": (datetime(2021, 4, 1, 0, 0), "yyyy/m/d h:mm", "2021年4月1日"),
    "a month": (date(2021, 3, 1), 'yyyy"年"m"月"', "2021年3月"),
    "a day without its year": (date(2021, 3, 18), 'm"月"d"日"', "2021年3月18日"),
    "another way to say it": (date(2021, 3, 18), "[$-804]yyyy\\-mm\\-dd;@", "2021年3月18日"),
    "a clock": (time(14, 30), "h:mm", "14:30"),
    "a share": (0.125, "0.0%", "12.5%"),
    "leading zeros": (12, "0000", "0012"),
    "a number that is no date": (44287, "General", "44287"),
    "red months are none": (3.5, "[Red]0.00", "3.5"),
    "a day of 1900": (date(1900, 3, 1), "yyyy-mm-dd", "1900年3月1日"),
}


@pytest.mark.parametrize(("value", "format", "shown"), SHOWN.values(), ids=SHOWN)
def test_a_number_as_the_sheet_shows_it(read: Read, value: Any, format: str, shown: str) -> None:
    def change(page: Any) -> None:
        page["C2"].number_format = format

    assert study(read, "4月1日", value, "党课", TEACHER, "全体", 1, change=change).raw["content"] == shown


def test_numbers_by_themselves() -> None:
    assert shown_number("0.1", Format(), False) == ("0.1", "")
    assert shown_number("0.30000000000000004", Format(), False)[0] == "0.3"
    assert shown_number("-3", Format(), False)[0] == "-3"
    assert shown_number("1E+2", Format(), False)[0] == "100"
    text, note = shown_number("1.10108199001011E+17", Format(), False)
    assert "15位" in note
    assert text == "1.10108199001011E+17"
    assert shown_number("42825", Format("day"), True)[0] == "2021年4月1日", "counted from 1904"
    assert shown_number("-1", Format("day"), False)[0] == "-1"
    assert shown_number("9e99", Format("day"), False)[0] == "9e99"
    assert [number_format(id, "").look for id in (0, 14, 31, 57, 22, 20, 9)] == [
        "", "day", "day", "month", "moment", "time", "percent",
    ]  # fmt: skip
    assert number_format(170, 'h"时"mm"分"').look == "time"
    assert number_format(170, "@").look == ""


def test_dates_counted_from_1904(read: Read) -> None:
    def change(page: Any) -> None:
        page.parent.epoch = datetime(1904, 1, 1)

    one = study(read, date(2021, 4, 1), "学", "党课", TEACHER, "全体", 1, change=change)
    assert one.raw["time"] == "2021年4月1日"


def test_a_formula_is_its_result_and_refused_without_one(read: Read) -> None:
    done = '<c t="str"><f>A1</f><v>学党史</v></c>'
    open_, wrong = "<c><f>1+1</f></c>", '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    for cell, text, fault in ((done, "学党史", ""), (open_, "", "没有算出结果"), (wrong, "", "#DIV/0!")):
        data = sheet(HEAD[:6], (TEACHER, "4月1日", cell, "党课", TEACHER, "全体"))
        (one,) = read(data, "study").proposals
        assert one.raw["content"] == text
        assert fault in one.faults.get("content", "")


def test_texts_shared_rich_and_escaped(read: Read) -> None:
    strings = (
        "<si><t>学</t></si>"
        "<si><r><t>党</t></r><r><rPr><b/></rPr><t>史</t></r><rPh><t>dǎngshǐ</t></rPh></si>"
        "<si><t>甲_x000D_&#10;乙_x005F_x000D_</t></si>"
    )
    cells = "".join(f'<c t="s"><v>{place}</v></c>' for place in (0, 1, 2, 9))
    head = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in HEAD[1:5])
    data = packed(
        sheet_members(f"<sheetData><row>{head}</row><row>{cells}</row></sheetData>", strings=strings)
    )
    (one,) = read(data, "study", UNIT).proposals
    assert list(one.raw.values()) == ["学", "党史", "甲\n乙_x000D_", ""]


def test_merged_cells_titles_and_group_rows(read: Read) -> None:
    def change(page: Any) -> None:
        page.merge_cells("A1:F1")
        page.merge_cells("B3:B4")
        page.merge_cells("A5:F5")

    data = book(
        ("诊断情况工作台账",),
        LEDGER,
        (1, TEACHER, "甲", "乙", "丙", ""),
        (2, None, "甲", "乙", "丙", "再"),
        ("一、其他",),
        (3, "2019级本科生党支部", "甲", "乙", "丙", None),
        change=change,
    )
    reading = read(data)
    assert [(one.org, one.row) for one in reading.proposals] == [(TEACHERS, 3), (TEACHERS, 4), (STUDENTS, 6)]
    assert reading.notes == ("第5行整行一格“一、其他”没有读入",)


def test_a_heading_over_two_columns(read: Read) -> None:
    def change(page: Any) -> None:
        page.merge_cells("F1:G1")

    data = book(
        ("党组织", *STUDY, None), (TEACHER, "4月1日", "学", "课", "甲", "应到22人", "实到20人"), change=change
    )
    (one,) = read(data, "study").proposals
    assert one.raw["participants"] == "应到22人\n实到20人"
    assert "几格并作一栏" in one.guessed["participants"]


def test_a_column_without_a_heading_is_said(read: Read) -> None:
    data = book((*HEAD, None), (TEACHER, "4月1日", "学", "课", "甲", "全体", 1, "另记"))
    assert any("第8列没有表头" in note for note in read(data, "study").notes)


def test_the_sheet_is_found_among_others_and_hidden_ones_are_not_read(read: Read) -> None:
    made = openpyxl.Workbook()
    made.active.append(("说明",))
    for name, state in (("附件4", "visible"), ("旧", "hidden")):
        page = made.create_sheet(name)
        page.append(LEDGER)
        page.append((1, TEACHER, "甲", "乙", name, ""))
        page.sheet_state = state
    file = io.BytesIO()
    made.save(file)
    (one,) = read(file.getvalue()).proposals
    assert (one.raw["problems"], one.where) == ("附件4", "工作表“附件4”第2行")


def test_rows_far_down_and_a_million_empty_ones(read: Read) -> None:
    rows = "".join(f'<row r="{number}"/>' for number in range(3, 200_000))
    head = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in LEDGER)
    last = "".join(
        f'<c r="{letter}200001" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("BCDE", (TEACHER, "甲", "乙", "丙"), strict=True)
    )
    data = packed(
        sheet_members(f"<sheetData><row>{head}</row>{rows}<row r='200001'>{last}</row></sheetData>")
    )
    (one,) = read(data).proposals
    assert (one.row, one.org) == (200_001, TEACHERS)


def test_merges_over_the_whole_sheet_cost_nothing(read: Read) -> None:
    merges = "".join(f'<mergeCell ref="{letter}1:{letter}1048576"/>' for letter in "GHIJ")
    row = ("1", TEACHER, "甲", "乙", "丙", "")
    data = sheet((*LEDGER, "x"), row, row, after=f"<mergeCells>{merges}</mergeCells>")
    assert len(read(data).proposals) == 2


def test_an_empty_workbook(read: Read) -> None:
    with pytest.raises(BadInput, match="附件4"):
        read(book())


def test_a_number_for_a_name_is_unclear(read: Read) -> None:
    data = book(LEDGER, (1, 7, "甲", "乙", "丙", ""))
    (one,) = read(data).proposals
    assert ORG in one.faults


@pytest.mark.parametrize("place", [199, 200, 2_000])
def test_nothing_that_stands_far_to_the_right_is_left_out_without_a_word(read: Read, place: int) -> None:
    far = ("",) * (place - len(LEDGER)) + ("远",)
    data = book(LEDGER, ("1", TEACHER, "甲", "乙", "丙", "", *far))
    if place < 200:
        assert len(read(data).proposals) == 1
        return
    with pytest.raises(BadInput, match="第2行在第200列以后还有内容"):
        read(data)
