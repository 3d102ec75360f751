"""A field of each of the newer kinds goes out to Word, CSV, Excel and JSON, and comes back as it was kept."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from exports.readers.files import read_file
from exports.readers.pasted import pasted_reading
from forms.loading import load_pack
from store.campaign.campaign import Campaign
from store.campaign.imports import accept, judge_import
from store.campaign.records import delete_record, list_records, records_annex, save_record
from tests.support.exporting import export_bytes
from tests.support.meeting_annex import with_annex
from tests.support.spending_annex import KEPT, SHOWN, SPENDING, TYPED
from tests.support.unit import STUDENTS, TEACHERS, UNIT
from tests.support.wordxml import rows


@pytest.fixture
def spending(c: Campaign, tmp_path: Path) -> Campaign:
    """With the annex and one record in it."""
    c = replace(c, pack=load_pack(with_annex(tmp_path, SPENDING)))
    save_record(c, "spending", UNIT, TYPED)
    return c


def stored(c: Campaign) -> list[dict[str, object]]:
    found = [row.document for row in list_records(c, "spending", UNIT, only=True)]
    return [{name: document.data.get(name) for name in KEPT} for document in found if document]


def test_what_is_kept_and_listed(spending: Campaign) -> None:
    assert stored(spending) == [KEPT]
    (row,) = list_records(spending, "spending", UNIT)
    assert row.faults == ()
    assert {name: row.texts[name] for name in SHOWN} == SHOWN


def exported(c: Campaign, format: str) -> bytes:
    data, problems = export_bytes(c, ["spending"], [UNIT], format=format)
    assert problems == ()
    return data


def test_word_prints_them_as_they_are_shown(spending: Campaign) -> None:
    assert rows(exported(spending, "docx")) == [
        ["日期", "事项", "金额（元）", "经办人", "联系电话", "已报销"],
        list(SHOWN.values()),
    ]


def test_excel_has_a_day_an_amount_and_a_telephone_that_stays_a_text(spending: Campaign) -> None:
    page = openpyxl.load_workbook(io.BytesIO(exported(spending, "xlsx"))).worksheets[0]
    cells = dict(zip([cell.value for cell in page[1]], page[2], strict=True))
    assert cells["日期"].value == datetime(2021, 4, 9)
    assert (cells["金额（元）"].value, cells["金额（元）"].number_format) == (1200, "0.00")
    assert (cells["联系电话"].value, cells["联系电话"].number_format) == (SHOWN["phone"], "@")
    assert (cells["经办人"].value, cells["已报销"].value) == ("张三、李四", "否")


def test_json_has_what_is_kept(spending: Campaign) -> None:
    found = json.loads(exported(spending, "json"))
    data = found["records"][0]["data"]
    assert {name: data[name] for name in KEPT} == KEPT


@pytest.mark.parametrize("format", ["docx", "xlsx", "csv"])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"amount": "999999999999.99", "paid": "y", "phone": "13812345678、400-123-4567", "people": "张三"},
        {"amount": "0.1", "limit": "0.30", "until": "2021-12-31", "phone": ""},
    ],
)
def test_they_come_back_as_they_were(spending: Campaign, format: str, changes: dict[str, str]) -> None:
    (row,) = list_records(spending, "spending", UNIT)
    assert row.document is not None
    changed = save_record(spending, "spending", UNIT, changes, id=row.document.id, base=row.document.rev)
    before = stored(spending)
    data = exported(spending, format)
    annex = records_annex(spending, "spending")

    def judged() -> list[str]:
        reading = read_file(data, f"x.{format}", annex, spending)
        return [one.kind for one in judge_import(spending, "spending", reading.proposals)]

    assert judged() == ["same"]
    delete_record(spending, changed)
    assert judged() == ["new"]
    reading = read_file(data, f"x.{format}", annex, spending)
    accept(spending, judge_import(spending, "spending", reading.proposals))
    assert stored(spending) == before


def test_pasted_without_a_heading_they_are_told_by_what_stands_in_them(spending: Campaign) -> None:
    text = "1\t4月12日\t展板制作\t860\t王五\t13812345678\t是\n2\t4月13日\t购书\t1.2万元\t赵六\t88206688\t否"
    annex = records_annex(spending, "spending")
    reading = pasted_reading(text, annex, spending, UNIT)
    assert reading.columns[:3] == ("序号", "日期", "事项")
    assert accept(spending, judge_import(spending, "spending", reading.proposals)) == 2
    assert [one["amount"] for one in stored(spending)] == ["1200.00", "860.00", "12000.00"]


def test_what_cannot_be_taken_in_is_told_at_its_cell(spending: Campaign) -> None:
    text = "日期\t事项\t金额（元）\t经办人\t联系电话\t已报销\n4月\t购书\t若干\t赵六\t无\t不清楚"
    reading = pasted_reading(text, records_annex(spending, "spending"), spending, UNIT)
    (verdict,) = judge_import(spending, "spending", reading.proposals)
    assert verdict.kind == "refused"
    assert list(verdict.cells) == ["day", "amount", "phone", "paid"]


def test_rules_compare_amounts_and_days(spending: Campaign) -> None:
    from store.campaign.records import Unsettled

    with pytest.raises(Unsettled) as refusal:
        save_record(spending, "spending", UNIT, {**TYPED, "limit": "1000", "until": "2021-04-01"})
    assert [remark.text for remark in refusal.value.remarks] == [
        "金额1200.00元多于预算1000.00元，请核对。",
        "报销截止（2021年4月1日）早于日期（2021年4月9日），请核对。",
    ]


def test_a_record_is_known_again_by_day_and_person(spending: Campaign) -> None:
    from store.campaign.records import Unsettled

    with pytest.raises(Unsettled, match="2021年4月9日已有相同的一条"):
        save_record(spending, "spending", UNIT, {**TYPED, "day": "2021/4/9"}, duplicates=True)


def test_records_are_in_the_order_of_their_days(spending: Campaign) -> None:
    for org, day in ((STUDENTS, "0501"), (TEACHERS, "0301")):
        save_record(spending, "spending", org, {**TYPED, "day": day})
    assert [row.texts["day"] for row in list_records(spending, "spending", UNIT)] == [
        "2021年3月1日",
        "2021年4月9日",
        "2021年5月1日",
    ]
