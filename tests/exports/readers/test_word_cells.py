"""What stands in a Word cell is read to the character, however Word wrapped it, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.made_files import LEDGER, STRICT, W, ledger, p, r, tbl, tc, tr, word
from tests.support.reading import Read

UNIT = "计算机学院党委"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


CELLS = {
    "paragraphs and breaks": (p("一", "<w:r><w:br/></w:r>", "二") + p("三"), "一\n二\n三"),
    "tabs and hyphens": (
        p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>"),
        "a\tb\u2011c",
    ),
    "inserted": (p("保留", f"<w:ins>{r('新增')}</w:ins>"), "保留新增"),
    "moved here": (p(f"<w:moveTo>{r('移来')}</w:moveTo>"), "移来"),
    "deleted": (p("留", "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"), "留"),
    "moved away": (p("留", f"<w:moveFrom>{r('走')}</w:moveFrom>"), "留"),
    "a deleted paragraph mark joins": (
        p("上", properties="<w:rPr><w:del/></w:rPr>") + p("下"),
        "上下",
    ),
    "smart tag, link, field, direction": (
        p(
            f"<w:smartTag>{r('甲')}</w:smartTag>",
            f"<w:hyperlink>{r('乙')}</w:hyperlink>",
            f"<w:fldSimple>{r('丙')}</w:fldSimple>",
            f"<w:bdo>{r('丁')}</w:bdo>",
        ),
        "甲乙丙丁",
    ),
    "a field's result, not what it calculates": (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            r("5月7日"),
        ),
        "5月7日",
    ),
    "controls in the run and round the paragraph": (
        control(p("甲", control(r("乙")))),
        "甲乙",
    ),
    "a prompt nobody replaced": (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击此处输入')}"
        f"</w:sdtContent></w:sdt>{p('正文')}",
        "\n正文",
    ),
    "hidden": (p("见", r("不见", "<w:vanish/>"), r("又见", '<w:vanish w:val="0"/>')), "见又见"),
    "a reading above a character": (
        p(
            f"<w:r><w:ruby><w:rt>{r('jí')}</w:rt><w:rubyBase>{r('𠮷')}</w:rubyBase></w:ruby></w:r>",
        ),
        "𠮷",
    ),
    "an emoji as Word writes it": (
        p(
            '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:char="1F600"/>'
            "</mc:Choice><mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        "😀",
    ),
    "an emoji without a fallback": (
        p(
            '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:char="1F600"/>'
            "</mc:Choice></mc:AlternateContent></w:r>"
        ),
        "😀",
    ),
    "a formula": (p("<m:oMath><m:r><m:t>x²</m:t></m:r></m:oMath>"), "x²"),
    "white space that Word would drop": (p("<w:r><w:t>  甲\n乙 </w:t></w:r>"), "甲 乙"),
    "white space that it keeps": (p("  甲  "), "  甲  "),
}


@pytest.mark.parametrize(("content", "text"), CELLS.values(), ids=CELLS)
def test_the_text_of_a_cell(cells: Callable[[bytes], list[dict[str, str]]], content: str, text: str) -> None:
    row = tr("1", UNIT, tc(content), "案例", "问题", "")
    assert cells(ledger(row)) == [{"experience": text, "case": "案例", "problems": "问题", "note": ""}]


def test_pictures_and_text_boxes_are_not_text_and_are_said(read: Read) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('框')}{tbl(tr(*LEDGER))}</w:txbxContent></w:pict></w:r>"
    (row,) = read(ledger(tr("1", UNIT, tc(p("文", box)), "案例", "问题", ""))).proposals
    assert row.raw["experience"] == "文"
    assert "没有读入" in row.guessed["experience"]


def test_a_table_within_a_cell_is_refused_at_that_cell(read: Read) -> None:
    row = tr("1", UNIT, tc(p("甲") + tbl(tr("a", "b")) + p("")), "案例", "问题", "")
    (one,) = read(ledger(row)).proposals
    assert list(one.faults) == ["experience"]
    assert "套着另一个表格" in one.why


def test_the_form_within_another_table_is_refused_by_name(read: Read) -> None:
    from forms.errors import BadInput

    with pytest.raises(BadInput, match="套在另一个表格的格子里"):
        read(word(tbl(tr(tc(tbl(tr(*LEDGER), tr("1", UNIT, "甲", "乙", "丙", "")) + p(""))))))


def test_controls_round_rows_cells_and_the_table(cells: Callable[[bytes], list[dict[str, str]]]) -> None:
    row = tr("1", UNIT, control(tc("甲")), "乙", "丙", control(tc("丁")))
    table = control(tbl(tr(*LEDGER), control(row)))
    assert cells(word(table)) == [{"experience": "甲", "case": "乙", "problems": "丙", "note": "丁"}]


def test_a_row_whose_deletion_is_tracked_is_gone(cells: Callable[[bytes], list[dict[str, str]]]) -> None:
    kept = tr("1", UNIT, "甲", "乙", "丙", "", properties="<w:ins/>")
    gone = tr("2", "教工第一党支部", "甲", "乙", "丙", "", properties="<w:del/>")
    assert len(cells(ledger(kept, gone))) == 1


def test_the_strict_flavour_of_word(read: Read) -> None:
    data = word(tbl(tr(*LEDGER), tr("1", UNIT, "甲", "乙", "丙", "")), space=STRICT)
    assert W.encode() not in data
    assert read(data).proposals[0].raw["experience"] == "甲"


LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt '
    'w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="·"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
)


def numbered(text: str, id: int, level: int = 0) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>')


def test_automatic_numbers_are_written_out(read: Read) -> None:
    """A clerk sees them and thinks them typed."""
    points = numbered("甲", 5) + numbered("其一", 5, 1) + numbered("其二", 5, 1) + numbered("乙", 5)
    row = tr("1", UNIT, tc(points), tc(numbered("丙", 6)), tc(numbered("丁", 7)), "")
    (one,) = read(word(tbl(tr(*LEDGER), row), numbering=LIST)).proposals
    assert one.raw["experience"] == "1.甲\n（一）其一\n（二）其二\n2.乙"
    assert one.raw["case"] == "1.丙", "a list that starts anew"
    assert one.raw["problems"] == "丁", "a bullet is no number"
    assert "自动编号" in one.guessed["experience"]
