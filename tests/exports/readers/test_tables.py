"""The annex's table is found by its headings, wherever and however it stands; guesses are marked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forms.errors import BadInput
from store.campaign.campaign import Campaign
from store.campaign.imports import ORG
from tests.support.made_files import LEDGER, STUDY, ledger, p, tbl, tc, tr, word
from tests.support.reading import Read
from tests.support.unit import RETIRED, STUDENTS, TEACHERS, UNIT

NAME, TEACHER, STUDENT = "计算机学院党委", "教工第一党支部", "2019级本科生党支部"
ROW = tr("1", NAME, "甲", "乙", "丙", "丁")
READ = {"experience": "甲", "case": "乙", "problems": "丙", "note": "丁"}


def test_among_other_tables_and_texts(read: Read) -> None:
    other = tbl(tr("姓名", "电话"), tr("张三", "123"))
    reading = read(word(p("关于报送的通知"), other, p("附件4"), tbl(tr(*LEDGER), ROW), p("备注"), other))
    (one,) = reading.proposals
    assert (one.org, dict(one.raw), one.where) == (UNIT, READ, "第2个表格第2行")


def test_a_table_in_two_parts_is_one(read: Read) -> None:
    parts = [tbl(tr(*LEDGER), tr("1", name, "甲", "乙", "丙", "")) for name in (NAME, TEACHER)]
    assert [one.org for one in read(word(parts[0], p(""), parts[1])).proposals] == [UNIT, TEACHERS]


def test_columns_in_any_order_and_more_of_them(read: Read) -> None:
    head = tr("存在的问题（不少于2条）", "整改措施", "备 注", "典型\n案例", "党组织名称", "主要成功经验：")
    reading = read(ledger(tr("丙", "改", "丁", "乙", NAME, "甲"), head=head))
    assert dict(reading.proposals[0].raw) == READ
    assert any("“整改措施”一列没有读入" in note for note in reading.notes)
    assert any("“主要成功经验：”一列读作“成功经验”" in note for note in reading.notes)


def test_a_title_within_the_table_and_a_head_in_two_rows(read: Read) -> None:
    title = tr(tc("诊断情况工作台账", span=6))
    first = tr(
        tc("序号", merge="restart"),
        tc("党组织名称", merge="restart"),
        tc("诊断情况", span=3),
        tc("备注", merge="restart"),
    )
    second = tr(tc(merge=""), tc(merge=""), "成功经验", "典型案例", "存在问题", tc(merge=""))
    (one,) = read(word(tbl(title, first, second, ROW))).proposals
    assert dict(one.raw) == READ


def test_a_head_repeated_by_hand_blank_rows_and_numbers_alone(read: Read) -> None:
    rows = [ROW, tr(*LEDGER), tr("2", *[""] * 5), tr(*[" "] * 6), tr("3", TEACHER, "甲", "乙", "丙", "")]
    assert [one.row for one in read(ledger(*rows)).proposals] == [2, 6]


def test_names_without_content_are_passed_over_and_said(read: Read) -> None:
    reading = read(ledger(ROW, tr("2", TEACHER, "", "", "", ""), tr("3", STUDENT, "", "", "", "")))
    assert len(reading.proposals) == 1
    assert "表格有2行只有党组织名称，没有内容，已略过" in reading.notes


def test_same_as_above(read: Read) -> None:
    rows = [
        tr("4月1日", "学党史", "党课", TEACHER, "全体党员"),
        tr("4月2日", "同上", "〃", "同 上", "〃"),
        tr("4月3日", "″", "“", "同上。", "30人"),
    ]
    first, second, third = read(word(tbl(tr(*STUDY), *rows)), "study", UNIT).proposals
    assert first.guessed.keys() <= {ORG}
    assert dict(second.raw) == {**first.raw, "time": "4月2日"}
    assert third.raw["content"] == "学党史"
    assert "照抄上一行" in second.guessed["content"]
    assert second.written["content"] == "同上"


def test_same_as_above_with_nothing_above_stays_as_written(read: Read) -> None:
    rows = [tr("4月1日", "学党史", "党课", TEACHER, "同上")]
    (one,) = read(word(tbl(tr(*STUDY), *rows)), "study", UNIT).proposals
    assert one.raw["participants"] == "同上"


def test_merged_cells_stand_in_each_row_and_are_marked(read: Read) -> None:
    rows = [
        tr("4月1日", "学党史", tc("党课", merge="restart"), TEACHER, "甲"),
        tr("4月2日", "学理论", tc(merge=""), STUDENT, "乙"),
        tr("4月3日", "学讲话", tc("自学"), STUDENT, "丙"),
    ]
    found = read(word(tbl(tr(*STUDY), *rows)), "study", UNIT).proposals
    assert [one.raw["method"] for one in found] == ["党课", "党课", "自学"]
    assert "合并" in found[1].guessed["method"]
    assert "method" not in found[2].guessed


def test_cells_over_several_columns(read: Read) -> None:
    """Borders moved by hand give every row a grid of its own."""
    widths = (1000, 1000, 2000, 500, 1500, 1000)
    head = tr("时间", "学习内容", "学习方式", tc("开展单位", span=2), "参加人员")
    rows = tr("4月1日", "学党史", "党课", TEACHER, "应到22人", "实到20人")
    whole = tr("4月2日", "学理论", tc("自学", span=3), "30人")
    first, second = read(word(tbl(head, rows, whole, columns=widths)), "study", UNIT).proposals
    assert first.raw["organiser"] == f"{TEACHER}\n应到22人"
    assert first.raw["participants"] == "实到20人"
    assert "几格并作一栏" in first.guessed["organiser"]
    assert second.raw["method"] == "自学"
    assert second.raw["participants"] == "30人"


def test_rows_set_in_by_the_grid(read: Read) -> None:
    row = tr("学党史", "党课", TEACHER, "30人", properties='<w:gridBefore w:val="1"/>')
    (one,) = read(word(tbl(tr(*STUDY), row, columns=[1000] * 5)), "study", UNIT).proposals
    assert (one.raw["content"], one.raw["participants"], "time" in one.raw) == ("学党史", "30人", False)


def test_group_rows_say_whose_the_rows_below_are(c: Campaign, read: Read) -> None:
    from store.campaign.organisation_entry import add_organisation

    add_organisation(c, {"id": "u2", "name": "外国语学院党总支", "level": "二级党组织", "order": "2"})
    add_organisation(c, {"id": "u2-01", "name": TEACHER, "level": "党支部", "parent": "u2"})
    rows = [
        tr(tc("一、计算机学院党委", span=6)),
        tr("1", TEACHER, "甲", "乙", "丙", ""),
        tr(tc("二、外国语学院党总支", span=6)),
        tr("2", TEACHER, "甲", "乙", "丙", ""),
        tr(tc("备注：存在的问题一栏主要对照诊断指南进行查摆。", span=6)),
        tr(tc("请于5月7日前报送", span=6)),
    ]
    reading = read(ledger(*rows))
    assert [one.org for one in reading.proposals] == [TEACHERS, "u2-01"]
    assert [note for note in reading.notes if "没有读入" in note] == [
        "表格第7行整行一格“请于5月7日前报送”没有读入"
    ]


def test_a_group_row_of_the_unit_that_all_others_are_of_says_so_too(c: Campaign, read: Read) -> None:
    from store.campaign.organisation_entry import add_organisation

    add_organisation(c, {"id": "u2", "name": "外国语学院党总支", "level": "二级党组织", "order": "2"})
    add_organisation(c, {"id": "u2-01", "name": TEACHER, "level": "党支部", "parent": "u2"})
    rows = [
        tr("1", TEACHER, "甲", "乙", "丙", ""),
        tr(tc("计算机学院党委", span=6)),
        tr("2", "", "甲", "乙", "丙", ""),
    ]
    assert [one.org for one in read(ledger(*rows)).proposals] == [TEACHERS, UNIT]


def test_a_name_of_many_units_is_that_of_the_unit_of_all_other_rows(c: Campaign, read: Read) -> None:
    from store.campaign.organisation_entry import add_organisation

    add_organisation(c, {"id": "u2", "name": "外国语学院党总支", "level": "二级党组织", "order": "2"})
    add_organisation(c, {"id": "u2-01", "name": TEACHER, "level": "党支部", "parent": "u2"})
    rows = [tr("1", TEACHER, "甲", "乙", "丙", ""), tr("2", STUDENT, "甲", "乙", "丙", "")]
    assert [one.org for one in read(ledger(*rows)).proposals] == [TEACHERS, STUDENTS]
    (alone,) = read(ledger(rows[0])).proposals
    assert (alone.org, list(alone.faults)) == ("", [ORG])
    assert "有2个党组织都叫" in alone.why


# Whose rows they are


NAMES = {
    "教工第一党支部": (TEACHERS, False),
    "u1-01": (TEACHERS, False),
    " 教工 第一党支部 ": (TEACHERS, True),
    "教工第一支部": (TEACHERS, True),
    "计算机学院教工第一党支部": (TEACHERS, True),
    "计算机学院": (UNIT, True),
    "中共计算机学院委员会": (UNIT, True),
    "２０１９级本科生党支部": (STUDENTS, True),
    "离退休党支部（老干部处）": ("", False),
    "数学学院党委": ("", False),
    "党支部": ("", False),
    "字" * 5000: ("", False),
}


@pytest.mark.parametrize(("name", "found"), NAMES.items(), ids=[name[:8] for name in NAMES])
def test_the_organisation_is_found_by_its_names(read: Read, name: str, found: tuple[str, bool]) -> None:
    (one,) = read(ledger(tr("1", name, "甲", "乙", "丙", ""))).proposals
    assert (one.org, ORG in one.guessed) == found
    assert (ORG in one.faults) == (not one.org)
    assert one.whose == name
    assert len(one.why) < 200


def test_the_title_says_whose_form_it_is(read: Read) -> None:
    row = tr("4月1日", "学党史", "党课", "各党支部", "全体")
    for title in ("2019级本科生党支部学习情况汇总表", "2019级本科生党支部2021年3月学习情况汇总表"):
        (one,) = read(word(p(title), tbl(tr(*STUDY), row)), "study").proposals
        assert (one.org, one.within) == (STUDENTS, STUDENTS)
    with pytest.raises(BadInput, match="这是“2019级本科生党支部”的表，不属于“离退休党支部”"):
        read(word(p("2019级本科生党支部学习情况汇总表"), tbl(tr(*STUDY), row)), "study", RETIRED)


def test_a_row_that_does_not_say_is_its_organisers(read: Read) -> None:
    rows = [
        tr("4月1日", "学党史", "党课", name, "全体")
        for name in (NAME, STUDENT, f"{STUDENT}、{TEACHER}", "图书馆", "各党支部")
    ]
    found = read(word(p(f"{NAME}学习情况汇总表"), tbl(tr(*STUDY), *rows)), "study").proposals
    assert [one.org for one in found] == [UNIT, STUDENTS, UNIT, UNIT, UNIT]
    assert [ORG in one.guessed for one in found] == [False, True, False, False, False]
    (nobody,) = read(word(tbl(tr(*STUDY), rows[0])), "study").proposals
    assert "没有写明党组织" in nobody.faults[ORG]


# The form's head


HEADS = {
    "填报单位：教工第一党支部\t截止时间：2021年4月30日": ("教工第一党支部", "2021年4月30日"),
    "填报单位：教工第一党支部    填报人：张三    截止时间: 2021年4月30日": (
        "教工第一党支部",
        "2021年4月30日",
    ),
    "填 报 单 位 ：教工第一党支部　截止时间：____": ("教工第一党支部", None),
    "填报单位：        截止时间：": (None, None),
}


@pytest.mark.parametrize(("line", "found"), HEADS.items())
def test_the_head_above_the_table(read: Read, line: str, found: tuple[str | None, str | None]) -> None:
    reading = read(word(p(line), tbl(tr(*LEDGER), tr("1", TEACHER, "甲", "乙", "丙", ""))))
    texts = dict(reading.head.raw) if reading.head else {}
    assert (texts.get("reporter"), texts.get("until")) == found
    assert reading.head is None or reading.head.org == TEACHERS


# What is no form of this annex


REFUSED: dict[str, tuple[bytes, str]] = {
    "no table": (word(p("通知")), "里面没有表格"),
    "another table": (word(tbl(tr("姓名", "电话"))), "里面的表格不是附件4“台账”；表头应为：序号、党组织名称"),
    "two others": (word(tbl(tr("姓名")), tbl(tr("电话"))), "2个表格的表头都不是附件4"),
    "a column is missing": (
        word(tbl(tr("党组织名称", "成功经验", "备注"), tr(NAME, "甲", ""))),
        "表格第1行的表头缺少：典型案例、存在问题",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED)
def test_no_form_of_this_annex(read: Read, data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(data)
    assert sentence in refusal.value.sentence


def test_reading_writes_nothing(c: Campaign, read: Read) -> None:
    before = c.store.sequence("units/u1")
    read(ledger(ROW))
    assert c.store.sequence("units/u1") == before


def test_cells_of_any_kind_are_neutralised(cells: Callable[[bytes], list[dict[str, str]]]) -> None:
    (row,) = cells(ledger(tr("1", NAME, "甲\u202e乙\u2028丙", "\u009b31m", "丙", "")))
    assert row["experience"] == "甲\ufffd乙\n丙"
    assert "\u009b" not in row["case"]
