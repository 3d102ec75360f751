"""One document for the whole school, and what a person may choose about an export."""

from __future__ import annotations

from pathlib import Path

import pytest

from exports.batch import export_form
from exports.forms_data import printed_form
from exports.options import Options
from exports.printed import Group, PrintedForm, Row
from exports.word import docx_bytes
from forms.errors import WrongUsage
from forms.numerals import chinese_number, chinese_numeral
from store.campaign.campaign import Campaign
from store.campaign.organisation_entry import add_organisation, set_organisation
from store.campaign.records import save_record
from tests.support.exporting import asked, export_all
from tests.support.unit import STUDENTS, TEACHERS, UNIT
from tests.support.wordxml import W, body, paragraph_text, part, rows, value

MERGE = Options(merge=True)


@pytest.fixture
def school(c: Campaign) -> Campaign:
    """Two units, a third that has nothing, and the school above them."""
    add_organisation(c, {"id": "hl", "name": "海岚大学党委", "level": "school"})
    set_organisation(c, UNIT, {"parent": "hl"})
    for number, name in ((2, "数学学院党委"), (3, "物理学院党委")):
        add_organisation(
            c, {"id": f"u{number}", "name": name, "level": "unit", "order": str(number), "parent": "hl"}
        )
    for org in ("u2", STUDENTS, UNIT, TEACHERS):
        save_record(c, "ledger", org, {"experience": f"{org}的经验", "case": "案例"}, incomplete=True)
    return c


def form(c: Campaign, org: str = "", options: Options = MERGE, annex: str = "ledger") -> PrintedForm:
    found = c.pack.annex(annex)
    assert found is not None
    return printed_form(asked(c, found, org, options=options))


def test_units_stand_in_official_order_under_one_running_number(school: Campaign) -> None:
    (sheet,) = form(school).sheets
    lines = [line.text if isinstance(line, Group) else line.cells[:2] for line in sheet.body]
    assert lines == [
        "一、计算机学院党委",
        ("1", "计算机学院党委"),
        ("2", "教工第一党支部"),
        ("3", "2019级本科生党支部"),
        "二、数学学院党委",
        ("4", "数学学院党委"),
    ]
    assert sheet.head[0] == "填报单位：海岚大学党委"


def test_what_has_nothing_yet_is_told_and_no_failure(school: Campaign, tmp_path: Path) -> None:
    outcome = export_all(school, ["ledger"], out=tmp_path, options=MERGE)
    assert [path.name for path in outcome.paths] == ["海岚大学党委-附件4诊断情况工作台账汇总.docx"]
    assert "物理学院党委" in outcome.sentences[0]
    assert all(problem.told for problem in outcome.problems)


def test_it_is_a_landscape_page_even_where_the_annex_is_not(school: Campaign, tmp_path: Path) -> None:
    made = export_form(school, "study", "hl", "docx", tmp_path)
    assert made.paths[0].name == "海岚大学党委-附件2学习情况汇总表.docx"
    section = body(made.paths[0].read_bytes()).find(f"{W}sectPr")
    assert value(section, "pgSz", "orient") == "landscape"


def test_without_a_school_it_is_of_all_units(c: Campaign) -> None:
    save_record(c, "ledger", UNIT, {"experience": "经验"}, incomplete=True)
    found = form(c)
    assert found.org_name == "全校"
    assert found.sheets[0].body[0] == Group("一、计算机学院党委")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_tables_are_merged_too(school: Campaign, tmp_path: Path, kind: str) -> None:
    (path,) = export_all(school, ["ledger"], format=kind, out=tmp_path, options=MERGE).paths
    assert path.name == f"海岚大学党委-附件4诊断情况工作台账汇总.{kind}"
    if kind == "csv":
        names = [line.split(",")[1] for line in path.read_text("utf-8-sig").splitlines()[1:]]
        assert names == ["计算机学院党委", "教工第一党支部", "2019级本科生党支部", "数学学院党委"]


@pytest.mark.parametrize(
    ("annexes", "orgs", "only", "kind"),
    [
        (["schedule"], [], False, "docx"),
        ([], [UNIT], False, "docx"),
        ([], [], True, "docx"),
        ([], [], False, "json"),
    ],
)
def test_what_cannot_be_merged_is_refused(
    school: Campaign, tmp_path: Path, annexes: list[str], orgs: list[str], only: bool, kind: str
) -> None:
    with pytest.raises(WrongUsage):
        export_all(school, annexes, orgs, tmp_path, only=only, format=kind, options=MERGE)


def test_incomplete_records_are_left_out_by_name(school: Campaign) -> None:
    for org in (TEACHERS, STUDENTS):
        save_record(school, "study", org, {"time": "0401"}, incomplete=True)
    found = form(school, UNIT, Options(incomplete=False), "study")
    assert found.sheets[0].body == ()
    assert [problem.org_name for problem in found.problems] == ["教工第一党支部", "2019级本科生党支部"]
    assert all(problem.told and "未完成" in problem.what for problem in found.problems)


def test_alike_records_are_gathered_only_on_request(school: Campaign) -> None:
    for org in (TEACHERS, STUDENTS):
        raw = {"time": "0401", "content": "同一篇目", "participants": "党员（5人）"}
        save_record(school, "study", org, raw, incomplete=True)
    (sheet,) = form(school, UNIT, Options(gather=True), "study").sheets
    (row,) = sheet.body
    assert isinstance(row, Row)
    assert "党员（10人）" in row.cells
    assert len(form(school, UNIT, Options(), "study").sheets[0].body) == 2


def test_lines_for_seal_and_signature_stand_beneath_the_table(school: Campaign) -> None:
    plain, signed = (
        docx_bytes(form(school, UNIT, Options(signatures=signatures))) for signatures in (False, True)
    )
    texts = ["\n".join(map(paragraph_text, body(word).findall(f"{W}p"))) for word in (plain, signed)]
    for words in ("填报单位（盖章）", "党组织书记（签字）", "填表人", "联系电话", "日期"):
        assert words not in texts[0]
        assert words in texts[1]
    assert rows(plain) == rows(signed)
    # The lines stay together on one page, with the last row of the table.
    last = body(signed).find(f"{W}tbl").findall(f"{W}tr")[-1]
    assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in last.iter(f"{W}p"))
    foot = [p for p in body(signed).findall(f"{W}p") if value(p, "pPr/pStyle") == "FormFoot"]
    assert [p.find(f"{W}pPr/{W}keepNext") is not None for p in foot] == [True, False]
    assert part(signed, "word/styles.xml") is not None


def test_numerals_of_groups_read_back() -> None:
    assert [chinese_numeral(number) for number in (1, 10, 11, 20, 35, 105, 110, 999)] == [
        "一", "十", "十一", "二十", "三十五", "一百零五", "一百一十", "九百九十九",
    ]  # fmt: skip
    assert all(chinese_number(chinese_numeral(number)) == number for number in range(1, 1000))
