"""CSV and JSON as other programs read them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from exports.options import Options
from exports.renderers.csv import csv_bytes
from exports.renderers.json import data as json_data
from exports.renderers.json import json_bytes
from exports.table import table
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import set_measure, set_verdict
from store.campaign.records import save_record
from store.campaign.submissions import find_obligation, mark
from tests.support.exporting import asked
from tests.support.findings import add_finding
from tests.support.unit import STUDENTS, TEACHERS, UNIT


def rows(c: Campaign, name: str, org: str = UNIT, only: bool = False, raw: bool = False) -> list[list[str]]:
    data = csv_bytes(table(asked(c, name, org, only)), Options(raw=raw))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_study_has_the_organisation_then_printed_then_unprinted_columns(c: Campaign) -> None:
    raw = {
        "time": "0401",
        "content": "=1+1",
        "participants": "-",
        "hours": "2.0",
        "expected": "30",
        "present": "28",
    }
    save_record(c, "study", TEACHERS, raw, incomplete=True)
    assert rows(c, "study") == [
        ["党组织", "时间", "学习内容", "学习方式", "开展单位", "参加人员", "学时", "类别", "应到", "实到"],
        ["教工第一党支部", "2021年4月1日", "'=1+1", "", "", "-", "2", "", "30", "28"],
    ]


def test_raw_has_no_guard_and_ids(c: Campaign) -> None:
    save_record(c, "study", TEACHERS, {"time": "0401", "content": "=1+1"}, incomplete=True)
    header, row = rows(c, "study", raw=True)
    document = c.store.query("units/u1", "study")[0]
    assert header[-2:] == ["id", "rev"]
    assert row[2] == "=1+1"
    assert row[-2:] == [document.id, "1"]


def test_lines_end_with_crlf_and_breaks_within_a_cell_stay(c: Campaign) -> None:
    save_record(c, "ledger", UNIT, {"experience": "一\n二", "case": '甲,"乙"'}, incomplete=True)
    data = csv_bytes(table(asked(c, "ledger", UNIT))).decode("utf-8-sig")
    assert data.split("\r\n")[0] == "序号,党组织名称,成功经验,典型案例,存在问题,备注"
    assert '"一\n二","甲,""乙"""' in data
    assert data.endswith("\r\n")


def test_schedule_has_a_row_per_obligation(c: Campaign) -> None:
    mark(c, find_obligation(c, UNIT, "research-report"), "submitted", date="2021-03-30", note="=note")
    found = rows(c, "schedule")
    assert found[0] == ["党组织", "报送材料", "报送截止", "剩余天数", "状态", "报送日期", "说明"]
    assert found[1] == [
        "计算机学院党委", "“再学习、再调研、再落实”调研报告", "2021年3月31日", "-10",
        "已报送（待审核）", "2021年3月30日", "'=note",
    ]  # fmt: skip
    assert ["计算机学院党委", "工作特色案例（标杆院系（省级，第二批））", "2021年4月16日", "6"] in [
        row[:4] for row in found
    ]
    assert len(found) == 9


def test_guide_has_a_row_per_indicator_and_organisation(c: Campaign) -> None:
    set_verdict(c, UNIT, "1-4", "3")
    set_measure(c, UNIT, "1-4", "full-time-organisers", "1")
    add_finding(c, UNIT, "专职组织员仅1名。", "1-4")
    add_finding(c, UNIT, "其他问题。")
    add_finding(c, STUDENTS, "甲。", "1-2")
    found = rows(c, "guide")
    assert found[0][2:] == ["一级指标", "二级指标", "诊断结论", "量化指标", "存在问题", "佐证"]
    assert found[4] == [
        "计算机学院党委", "1-4", "1. 党组织领导和运行机制到位", "专职组织员", "不够到位", "专职组织员：1名",
        "专职组织员仅1名。", "",
    ]  # fmt: skip
    assert found[28] == ["计算机学院党委", "", "指南以外", "", "", "", "其他问题。", ""]
    assert [row[0] for row in found[29:]] == ["2019级本科生党支部"] * 27
    assert rows(c, "guide", raw=True)[4][-2:] == ["guide:u1:1-4", "2"]


def test_nothing_entered_is_a_header_alone(c: Campaign) -> None:
    assert len(rows(c, "study")) == len(rows(c, "ledger")) == len(rows(c, "guide")) == 1


def value(c: Campaign, name: str, org: str = UNIT, only: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json_bytes(json_data(asked(c, name, org, only))))
    return found


def test_json_has_everything_in_the_same_order_each_time(c: Campaign) -> None:
    save_record(c, "study", TEACHERS, {"time": "0401", "content": "=1+1", "hours": "2"}, incomplete=True)
    found = value(c, "study")
    record = found["records"][0]
    assert (record["org"], record["org_name"], record["rev"], record["state"]) == (
        TEACHERS, "教工第一党支部", 1, "complete",
    )  # fmt: skip
    assert record["data"]["time"] == "2021年4月1日"
    assert record["data"]["hours"] == 2
    assert record["created_by"] == "lm"
    once = json_bytes(json_data(asked(c, "study", UNIT)))
    assert once == json_bytes(json_data(asked(c, "study", UNIT)))


def test_json_of_findings_diagnosis_and_schedule(c: Campaign) -> None:
    add_finding(c, STUDENTS, "甲。", "1-2")
    set_verdict(c, STUDENTS, "1-2", "3")
    assert value(c, "ledger")["findings"][0]["indicator"] == "1-2"
    assert value(c, "ledger")["head"]["reporter"] == "计算机学院党委"
    diagnosis = value(c, "guide")["diagnoses"][0]
    assert diagnosis["org"] == STUDENTS
    assert diagnosis["indicators"][1]["verdict"] == "3"
    assert diagnosis["indicators"][1]["findings"][0]["text"] == "甲。"
    owed = value(c, "schedule")["obligations"]
    assert {"org", "org_name", "deliverable", "title", "due", "days_left", "state"} <= set(owed[0])
