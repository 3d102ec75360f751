"""CSV that comes back: the same records, or a sentence that says where and what."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exports.options import Options
from exports.readers.csv_reader import csv_reading
from exports.renderers.csv import csv_bytes
from exports.table import table
from forms.errors import BadInput
from forms.neutral import clean
from forms.pack import RecordsAnnex
from store.backends import open_campaign
from store.campaign.campaign import Campaign
from store.campaign.imports import Proposal, accept, judge_import
from store.campaign.records import list_records, records_annex, save_record
from tests.support.exporting import asked
from tests.support.unit import STUDENTS, TEACHERS, UNIT

HEADER = ["党组织", "时间", "学习内容", "学习方式", "开展单位", "参加人员", "学时", "类别", "应到", "实到"]
ROW = [
    "教工第一党支部",
    "0401",
    "学习党史",
    "党课、主题党日",
    "教工第一党支部",
    "全体党员",
    "2",
    "三会一课",
    "30",
    "28",
]


@pytest.fixture
def study(c: Campaign) -> RecordsAnnex:
    return records_annex(c, "study")


def file(*rows: Sequence[str], encoding: str = "utf-8-sig", end: str = "\r\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding)


def read(c: Campaign, data: bytes, annex: str = "study", org: str = "") -> list[Proposal]:
    """The file's rows. Raises BadInput with what is said of those that cannot be taken."""
    proposals = csv_reading(data, records_annex(c, annex), c, org).proposals
    refused = [f"{one.where}：{one.why}" for one in proposals if one.faults]
    if refused:
        raise BadInput(" ".join(refused))
    return list(proposals)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_whatever_program_saved_it(c: Campaign, encoding: str, end: str) -> None:
    (proposal,) = read(c, file(HEADER, ROW, encoding=encoding, end=end))
    assert (proposal.row, proposal.org) == (2, TEACHERS)
    assert proposal.raw["content"] == "学习党史"
    assert set(proposal.raw) == {field.id for field in records_annex(c, "study").fields}


def test_gb18030_has_the_rare_characters(c: Campaign) -> None:
    row = [*ROW]
    row[2] = "𠮷 • ㎡ 〇 喆"
    assert read(c, file(HEADER, row, encoding="gb18030"))[0].raw["content"] == row[2]


def test_columns_in_any_order_by_heading_label_or_id(c: Campaign) -> None:
    data = file(
        ["content", "时 间", "ID", "序号", " organiser ", "ＲＥＶ"], ["甲", "0401", "x", "7", "乙", "3"]
    )
    (proposal,) = read(c, data, org=STUDENTS)
    assert (proposal.org, dict(proposal.raw)) == (
        STUDENTS,
        {"content": "甲", "time": "0401", "organiser": "乙"},
    )


def test_blank_rows_and_numbered_empty_ones_are_passed_over(c: Campaign) -> None:
    header = ["序号", "党组织名称", "成功经验", "典型案例", "存在问题", "备注"]
    data = file([""] * 6, header, ["1", "教工第一党支部", "甲", "乙", "丙", ""], ["2", *[""] * 5], [" "] * 6)
    assert [(proposal.row, proposal.org) for proposal in read(c, data, "ledger")] == [(3, TEACHERS)]


def test_cells_beyond_the_last_column_may_be_empty(c: Campaign) -> None:
    assert len(read(c, file([*HEADER, "", ""], [*ROW, "", "", ""]))) == 1


def test_the_organisation_by_name_full_name_or_id(c: Campaign) -> None:
    from store.campaign.organisation_entry import set_organisation

    set_organisation(c, STUDENTS, {"全称": "中共××大学2019级本科生支部委员会"})
    names = ["2019级本科生党支部", "中共××大学2019级本科生支部委员会", STUDENTS, ""]
    data = file(HEADER, *([name, *ROW[1:]] for name in names))
    assert [proposal.org for proposal in read(c, data, org=UNIT)] == [STUDENTS] * 3 + [UNIT]


REFUSED = {
    "empty": (b"", "文件是空的"),
    "blank": (b"\xef\xbb\xbf\r\n \r\n", "文件是空的"),
    "xlsx": (b"PK\x03\x04\x14\x00", "Excel 或 Word 文件，不是 CSV"),
    "utf-16": ("时间".encode("utf-16"), "UTF-16"),
    "nul": ("时间,学习内容\n甲\0乙,丙".encode(), "文件第2行有空字节"),
    "bytes": (b"\xb0\xa1,\xff\xff\n", "编码既不是 UTF-8 也不是 GB18030"),
    "half utf-8": (
        b"\xef\xbb\xbf" + "时间,学习内容\n甲,".encode() + b"\xe6\x88",
        "文件第2行有 UTF-8 读不出的字节",
    ),
    "wrong header": (file(["姓名", "电话"], ["甲", "1"]), "第1行不是附件2的表头（第1列是“姓名”）"),
    "data first": (file(ROW), "第1行不是附件2的表头"),
    "missing columns": (file(["党组织", "学习方式"], ["", ""]), "第1行的表头缺少：时间、学习内容、开展单位"),
    "unknown column": (file([*HEADER, "心得"], [*ROW, "x"]), "第1行第11列“心得”不是附件2的列"),
    "twice": (file([*HEADER, "时间"], [*ROW, "x"]), "第1行第11列“时间”与前面一列重复"),
    "short row": (file(HEADER, ROW, ROW[:4]), "第3行：只有4格，表头有10列，从“开展单位”起没有内容"),
    "long row": (file(HEADER, [*ROW, "多"]), "第2行：有11格，表头只有10列，第11格“多”不知道属于哪一列"),
    "open quote": ('党组织,时间,学习内容,开展单位\n,0401,"甲,乙\n,0402,丙,丁\n'.encode(), "第2行"),
    "unknown org": (file(HEADER, ["数学学院党委", *ROW[1:]]), "第2行：没有党组织“数学学院党委”"),
    "no org": (file(HEADER, ["", *ROW[1:]]), "第2行：没有写明党组织"),
    "many": (file(HEADER, *[ROW[:3]] * 9), "第10行：只有3格"),
    "semicolons": ("时间;学习内容;开展单位\n0401;甲;乙\n".encode(), "不是附件2的表头"),
}


@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_one_sentence_with_its_place(c: Campaign, data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(c, data)
    assert sentence in refusal.value.sentence
    assert "\n" not in refusal.value.sentence


def test_rows_of_others_are_refused_when_an_organisation_is_named(c: Campaign) -> None:
    with pytest.raises(BadInput, match="“教工第一党支部”不属于“2019级本科生党支部”"):
        read(c, file(HEADER, ROW), org=STUDENTS)


def test_nothing_is_written_by_reading(c: Campaign) -> None:
    before = c.store.sequence("units/u1")
    read(c, file(HEADER, ROW))
    assert c.store.sequence("units/u1") == before


def test_10000_rows(c: Campaign) -> None:
    data = file(HEADER, *([ROW[0], "0401", f"第{number}次学习", *ROW[3:]] for number in range(10_000)))
    found = read(c, data)
    assert len(found) == 10_000
    assert found[-1].row == 10_001


def test_a_guarded_text_comes_back_as_it_was(c: Campaign) -> None:
    for raw in (False, True):
        row = ["'=1+1" if name == "学习内容" else text for name, text in zip(HEADER, ROW, strict=True)]
        ids = (["id", "rev"], ["x", "1"]) if raw else ([], [])
        (proposal,) = read(c, file([*HEADER, *ids[0]], [*row, *ids[1]]))
        assert proposal.raw["content"] == ("'=1+1" if raw else "=1+1")


TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=60) | st.text(
    st.sampled_from("'=+-@＝\t\n\r ,\"；、１1.甲"), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=TEXT, participants=TEXT, organiser=TEXT, raw=st.booleans())
@example(content="=1+1", participants="-", organiser="+1", raw=False)
@example(content="'=1", participants="0012", organiser="", raw=True)
def test_export_then_import_gives_the_same_records(
    c: Campaign, content: str, participants: str, organiser: str, raw: bool
) -> None:
    typed = {"time": "2021年4月1日", "content": content, "participants": participants, "organiser": organiser}
    for row in list_records(c, "study", UNIT):
        from store.campaign.records import delete_record

        assert row.document is not None
        delete_record(c, row.document)
    save_record(c, "study", STUDENTS, typed, incomplete=True)
    (kept,) = list_records(c, "study", UNIT)
    annex = records_annex(c, "study")
    (proposal,) = read(c, csv_bytes(table(asked(c, annex, UNIT)), Options(raw=raw)))
    assert proposal.org == STUDENTS
    assert dict(proposal.raw) == {name: clean(text) for name, text in kept.texts.items()}
    (verdict,) = judge_import(c, "study", [proposal], incomplete=True)
    assert verdict.kind == "same"


def test_a_ledger_goes_into_an_empty_store_and_comes_out_the_same(c: Campaign, tmp_path: Path) -> None:
    for org, text in ((UNIT, "=甲\n“乙”,丙"), (STUDENTS, "字" * 20_000)):
        raw = {"experience": text, "case": f"-{text}", "problems": "1.甲。\n2.乙。", "note": "'=1"}
        save_record(c, "ledger", org, raw, incomplete=True)
    annex = records_annex(c, "ledger")
    exported = csv_bytes(table(asked(c, annex, UNIT)))
    proposals = read(c, exported, "ledger")
    assert {verdict.kind for verdict in judge_import(c, "ledger", proposals, incomplete=True)} == {"same"}

    from store.campaign.founding import create_store
    from store.campaign.organisation_entry import add_organisation

    other_root = tmp_path / "other"
    other = open_campaign(other_root, create_store(other_root, 2021, "计算机学院党委"), c.clock, c.actor)
    add_organisation(other, {"规范简称": "2019级本科生党支部", "层级": "党支部"})
    assert accept(other, judge_import(other, "ledger", read(other, exported, "ledger"), incomplete=True)) == 2
    assert csv_bytes(table(asked(other, annex, UNIT))) == exported
