"""What stands in an organisation's form."""

from __future__ import annotations

from exports.forms_data import printed_form
from exports.printed import Group, PrintedForm, Row
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import set_measure, set_verdict
from store.campaign.heads import set_head
from store.campaign.records import save_record
from store.campaign.writing import write
from store.protocol import Change
from tests.support.exporting import asked
from tests.support.findings import add_finding, change_finding
from tests.support.unit import RETIRED, STUDENTS, TEACHERS, UNIT


def form(c: Campaign, name: str, org: str = UNIT, only: bool = False) -> PrintedForm:
    return printed_form(asked(c, name, org, only))


def cells(found: PrintedForm, sheet: int = 0) -> list[tuple[str, ...]]:
    return [line.cells for line in found.sheets[sheet].body if isinstance(line, Row)]


def study(c: Campaign, org: str, time: str, content: str) -> None:
    save_record(c, "study", org, {"time": time, "content": content, "method": "党课"}, incomplete=True)


def ledger(c: Campaign, org: str, note: str) -> None:
    save_record(c, "ledger", org, {"experience": "经验", "case": "案例", "note": note}, incomplete=True)


def test_the_title_has_the_organisations_own_name(c: Campaign) -> None:
    assert form(c, "study").sheets[0].title == "计算机学院党委学习情况汇总表"
    assert form(c, "study", TEACHERS).sheets[0].title == "教工第一党支部学习情况汇总表"
    assert form(c, "study").sheets[0].mark == "附件2"


def test_study_rows_of_all_branches_by_day(c: Campaign) -> None:
    study(c, STUDENTS, "0402", "二日")
    study(c, UNIT, "自由时间", "不知何日")
    study(c, TEACHERS, "0401", "一日")
    study(c, UNIT, "2021年3月", "三月")
    found = cells(form(c, "study"))
    assert [row[1] for row in found] == ["三月", "一日", "二日", "不知何日"]
    assert found[1] == ("2021年4月1日", "一日", "党课", "", "")
    assert [row[1] for row in cells(form(c, "study", only=True))] == ["三月", "不知何日"]
    assert [row[1] for row in cells(form(c, "study", STUDENTS))] == ["二日"]


def test_the_ledger_has_the_unit_first_then_branches_in_official_order(c: Campaign) -> None:
    for org in (RETIRED, TEACHERS, UNIT):
        ledger(c, org, org)
    found = cells(form(c, "ledger"))
    assert [(row[0], row[1]) for row in found] == [
        ("1", "计算机学院党委"),
        ("2", "教工第一党支部"),
        ("3", "离退休党支部"),
    ]
    assert found[0][2:] == ("经验", "案例", "", UNIT)
    assert [row[1] for row in cells(form(c, "ledger", only=True))] == ["计算机学院党委"]


def test_findings_make_a_ledger_row_and_print_without_references(c: Campaign) -> None:
    add_finding(c, STUDENTS, "党小组会未按月召开。", "1-2")
    finding = add_finding(c, STUDENTS, "原话。")
    change_finding(c, finding, wording="台账表述。")
    change_finding(c, add_finding(c, STUDENTS, "不列入。"), listed=False)
    assert cells(form(c, "ledger")) == [
        ("1", "2019级本科生党支部", "", "", "1.党小组会未按月召开。\n2.台账表述。", "")
    ]


def test_the_head_of_the_ledger(c: Campaign) -> None:
    assert form(c, "ledger").sheets[0].head == ("填报单位：计算机学院党委", "截止时间：2021年5月7日")
    ledger_annex = c.pack.records[1]
    set_head(c, ledger_annex, UNIT, {"until": "2021年4月30日"})
    assert form(c, "ledger").sheets[0].head[1] == "截止时间：2021年4月30日"
    assert form(c, "ledger").sheets[0].note == "备注：存在的问题一栏主要对照诊断指南进行查摆。"


def test_the_schedule_is_the_six_rows_as_printed(c: Campaign) -> None:
    found = cells(form(c, "schedule"))
    assert len(found) == 6
    assert found[3][2].split("\n") == [
        "2021年6月1日前报送",
        "阶段性行动情况报告",
        "建设成果典型事迹材料（附照片）",
    ]
    assert found[4] == ("2021年5月-6月", "党建工作推进会", "")


def test_the_blank_guide_is_both_official_ones_for_a_unit(c: Campaign) -> None:
    found = form(c, "guide")
    assert found.name == "诊断工作指南"
    assert [(sheet.mark, sheet.title) for sheet in found.sheets] == [
        ("附件3", "二级党组织诊断工作指南"),
        ("", "党支部诊断工作指南"),
    ]
    assert [len(sheet.body) for sheet in found.sheets] == [5, 7]
    guide = c.pack.guides.guides[0]  # type: ignore[union-attr]
    first = cells(found)[0]
    assert first[0] == guide.criteria[0].heading
    assert first[1].split("\n") == [indicator.text for indicator in guide.criteria[0].indicators]


def test_the_blank_guide_of_one_organisation_is_its_own(c: Campaign) -> None:
    assert [sheet.title for sheet in form(c, "guide", TEACHERS).sheets] == ["党支部诊断工作指南"]
    assert [sheet.title for sheet in form(c, "guide", only=True).sheets] == ["二级党组织诊断工作指南"]


def test_a_diagnosis_is_a_form_of_its_own_for_each_organisation_that_has_one(c: Campaign) -> None:
    set_verdict(c, STUDENTS, "1-2", "3")
    add_finding(c, STUDENTS, "党小组会未按月召开。", "1-2")
    add_finding(c, STUDENTS, "指南没有提到的问题。")
    set_verdict(c, UNIT, "1-4", "1")
    set_measure(c, UNIT, "1-4", "full-time-organisers", "2")
    found = form(c, "guide")
    assert found.name == "诊断情况"
    assert [sheet.title for sheet in found.sheets] == ["计算机学院党委诊断情况", "2019级本科生党支部诊断情况"]
    assert {sheet.mark for sheet in found.sheets} == {""}
    assert ("1-4 专职组织员", "到位", "专职组织员：2名", "") in cells(found)
    students = cells(found, 1)
    assert len(students) == 28
    assert students[1] == ("1-2 三会一课", "不够有力", "", "党小组会未按月召开。")
    assert students[0][1] == "未诊断"
    assert students[-1] == ("指南以外", "", "", "指南没有提到的问题。")
    groups = [line.text for line in found.sheets[1].body if isinstance(line, Group)]
    assert groups == [criterion.heading for criterion in c.pack.guides.guide("branch").criteria]  # type: ignore[union-attr]


def test_columns_fill_the_page(c: Campaign) -> None:
    set_verdict(c, UNIT, "1-4", "1")
    for name, width in (("schedule", 156), ("study", 225), ("guide", 156), ("ledger", 225)):
        for sheet in form(c, name).sheets:
            assert sum(column.width for column in sheet.columns) == width


def test_a_value_that_a_hand_wrote_is_printed_and_named(c: Campaign) -> None:
    study(c, TEACHERS, "0401", "一日")
    document = c.store.query("units/u1", "study")[0]
    data = {"time": {"x": "\x1b[2J"}, "content": ["a", 1], "hours": "many"}
    bad = Change(id=document.id, annex="study", org=TEACHERS, base=1, data=data)
    write(c, "units/u1", [bad])
    found = form(c, "study")
    assert len(cells(found)) == 1
    assert [problem.record for problem in found.problems] == [document.id] * 3
    sentence = found.problems[0].sentence()
    assert sentence.startswith(f"教工第一党支部，附件2，记录 {document.id}：“时间”")
    assert "\x1b" not in sentence
