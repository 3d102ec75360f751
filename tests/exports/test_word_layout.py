"""Each value of GB/T 9704-2012 that the forms follow, read back from the XML."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from lxml import etree

from exports.printed import PrintedForm
from exports.word import docx_bytes
from tests.support.printed_forms import DIAGNOSIS, FORMS, LEDGER, LEDGER_BLANK
from tests.support.wordxml import W, body, mm, paragraph_text, part, rows, value


@pytest.fixture(params=FORMS.values(), ids=FORMS)
def form(request: pytest.FixtureRequest) -> PrintedForm:
    found: PrintedForm = request.param
    return found


def _style(document: bytes, style_id: str) -> etree._Element:
    styles = part(document, "word/styles.xml")
    return next(style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == style_id)


@pytest.mark.parametrize(
    ("form", "size", "margins"),
    [
        (DIAGNOSIS, (210, 297), {"top": 37, "right": 26, "bottom": 35, "left": 28}),
        (LEDGER, (297, 210), {"top": 28, "right": 37, "bottom": 26, "left": 35}),
    ],
    ids=["portrait", "landscape"],
)
def test_paper_and_margins(form: PrintedForm, size: tuple[int, int], margins: dict[str, int]) -> None:
    section = body(docx_bytes(form)).find(f"{W}sectPr")
    assert mm(value(section, "pgSz", "w")) == pytest.approx(size[0], abs=0.5)
    assert mm(value(section, "pgSz", "h")) == pytest.approx(size[1], abs=0.5)
    assert value(section, "pgSz", "orient") == ("landscape" if size[0] > size[1] else None)
    for side, expected in margins.items():
        assert mm(value(section, "pgMar", side)) == pytest.approx(expected, abs=0.5)


def test_the_page_number_stands_7_mm_below_the_text(form: PrintedForm) -> None:
    section = body(docx_bytes(form)).find(f"{W}sectPr")
    line_mm = 14 / 72 * 25.4
    below = mm(value(section, "pgMar", "bottom")) - mm(value(section, "pgMar", "footer")) - line_mm
    assert below == pytest.approx(7, abs=0.5)


def test_the_mark_is_on_the_first_line_and_the_title_on_the_third() -> None:
    document = docx_bytes(LEDGER)
    first, second, third = body(document).findall(f"{W}p")[:3]
    assert [paragraph_text(p) for p in (first, second, third)] == ["附件4", "", "诊断情况工作台账"]
    assert value(first, "pPr/jc") is None
    assert value(_style(document, "AnnexMark"), "pPr/jc") == "left"
    assert value(first, "r/rPr/rFonts", "eastAsia") == "黑体"
    assert value(first, "r/rPr/sz") == "32"
    assert value(_style(document, "AnnexTitle"), "pPr/jc") == "center"
    assert value(third, "r/rPr/rFonts", "eastAsia") == "方正小标宋简体"
    assert value(third, "r/rPr/sz") == "44"


def test_every_font_names_a_face_for_every_script_and_no_theme(form: PrintedForm) -> None:
    document = docx_bytes(form)
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
    found = 0
    for name in parts:
        for fonts in part(document, name).iter(f"{W}rFonts"):
            found += 1
            faces = {fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")}
            assert len(faces) == 1
            assert faces < {"仿宋_GB2312", "黑体", "方正小标宋简体", "宋体", "楷体_GB2312"}
            assert not [key for key in fonts.attrib if "Theme" in str(key)]
    assert found > 20


def test_the_defaults_of_the_document_are_chinese(form: PrintedForm) -> None:
    defaults = part(docx_bytes(form), "word/styles.xml").find(f"{W}docDefaults")
    assert value(defaults, "rPrDefault/rPr/rFonts", "eastAsia") == "仿宋_GB2312"
    assert value(defaults, "rPrDefault/rPr/lang", "eastAsia") == "zh-CN"
    assert value(defaults, "rPrDefault/rPr/sz") == "32"


def test_every_run_of_text_has_its_fonts(form: PrintedForm) -> None:
    for run in body(docx_bytes(form)).iter(f"{W}r"):
        assert value(run, "rPr/rFonts", "eastAsia")


def test_every_paragraph_has_a_style_that_exists(form: PrintedForm) -> None:
    document = docx_bytes(form)
    known = {style.get(f"{W}styleId") for style in part(document, "word/styles.xml").iter(f"{W}style")}
    assert {value(p, "pPr/pStyle") for p in body(document).iter(f"{W}p")} <= known


@pytest.mark.parametrize(("footer", "align"), [("footer1", "right"), ("footer2", "left")])
def test_page_numbers_right_on_odd_and_left_on_even_pages(footer: str, align: str) -> None:
    document = docx_bytes(LEDGER)
    paragraph = part(document, f"word/{footer}.xml").find(f"{W}p")
    style = _style(document, value(paragraph, "pPr/pStyle") or "")
    assert value(style, "pPr/jc") == align
    assert value(style, "pPr/ind", align) == "280"
    assert paragraph_text(paragraph) == "— 1 —"
    assert [field.get(f"{W}fldCharType") for field in paragraph.iter(f"{W}fldChar")] == [
        "begin",
        "separate",
        "end",
    ]
    assert [code.text.strip() for code in paragraph.iter(f"{W}instrText")] == ["PAGE"]
    for run in paragraph.iter(f"{W}r"):
        assert (value(run, "rPr/rFonts", "eastAsia"), value(run, "rPr/sz")) == ("宋体", "28")
    kinds = {"right": "default", "left": "even"}
    references = body(document).findall(f"{W}sectPr/{W}footerReference")
    assert kinds[align] in [reference.get(f"{W}type") for reference in references]
    assert part(document, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None


def test_the_table_has_the_same_fixed_widths_in_all_three_places(form: PrintedForm) -> None:
    document = docx_bytes(form)
    text_width = 225 if form.orientation == "landscape" else 156
    for table in body(document).findall(f"{W}tbl"):
        grid = [int(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        asked = [column.width for column in form.sheets[0].columns]
        assert [mm(str(width)) for width in grid] == pytest.approx(asked, abs=0.1)
        assert sum(grid) == int(value(table, "tblPr/tblW", "w") or 0)
        assert mm(str(sum(grid))) == pytest.approx(text_width, abs=0.1)
        assert value(table, "tblPr/tblLayout", "type") == "fixed"
        for row in table.findall(f"{W}tr"):
            widths = [int(value(cell, "tcPr/tcW", "w") or 0) for cell in row.findall(f"{W}tc")]
            spans = [int(value(cell, "tcPr/gridSpan") or 1) for cell in row.findall(f"{W}tc")]
            assert sum(spans) == len(grid)
            assert widths == (grid if len(widths) > 1 else [sum(grid)])


def test_the_header_row_is_repeated_and_whole(form: PrintedForm) -> None:
    document = docx_bytes(form)
    for number, table in enumerate(body(document).findall(f"{W}tbl")):
        properties = [row.find(f"{W}trPr") for row in table.findall(f"{W}tr")]
        assert properties[0].find(f"{W}tblHeader") is not None
        assert properties[0].find(f"{W}cantSplit") is not None
        assert all(later.find(f"{W}tblHeader") is None for later in properties[1:])
        assert rows(document, number)[0] == [column.title for column in form.sheets[number].columns]


def test_short_rows_stay_whole_and_long_ones_flow_over_pages() -> None:
    from tests.support.printed_forms import with_cell

    def whole(text: str) -> bool:
        table = body(docx_bytes(with_cell(text))).find(f"{W}tbl")
        return table.findall(f"{W}tr")[1].find(f"{W}trPr/{W}cantSplit") is not None

    assert whole("短案例")
    assert not whole("长" * 2000)
    assert not whole("\n".join("行" * 60))


def test_head_and_note_of_the_ledger() -> None:
    document = docx_bytes(LEDGER)
    texts = [paragraph_text(p) for p in body(document).findall(f"{W}p")]
    assert texts[3] == "填报单位：计算机学院党委\t截止时间：2021年5月7日"
    assert texts[-1] == "备注：存在的问题一栏主要对照诊断指南进行查摆。"
    head = body(document).findall(f"{W}p")[3]
    tab = head.find(f"{W}pPr/{W}tabs/{W}tab")
    assert tab.get(f"{W}val") == "right"
    assert mm(tab.get(f"{W}pos")) == pytest.approx(225, abs=0.5)


def test_a_table_is_followed_by_a_paragraph(form: PrintedForm) -> None:
    for table in body(docx_bytes(form)).findall(f"{W}tbl"):
        assert table.getnext().tag == f"{W}p"


def test_each_sheet_begins_a_page_but_the_first() -> None:
    found = body(docx_bytes(DIAGNOSIS))
    breaks = [
        paragraph_text(p) for p in found.findall(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]
    assert breaks == ["教工第一党支部诊断情况"]


def test_the_blank_form_has_empty_rows_on_its_one_page() -> None:
    found = rows(docx_bytes(LEDGER_BLANK))
    assert 6 <= len(found) - 1 <= 12
    assert {text for row in found[1:] for text in row} == {""}


def test_rows_and_groups_stand_in_their_order() -> None:
    assert rows(docx_bytes(DIAGNOSIS))[1:3] == [
        ["1. 党组织领导和运行机制到位"],
        ["1-1 政治建设", "到位", "", ""],
    ]
    assert [row[0] for row in rows(docx_bytes(LEDGER))[1:]] == [str(number) for number in range(1, 11)]


def test_the_properties_say_what_the_document_is() -> None:
    core = etree.tostring(part(docx_bytes(LEDGER), "docProps/core.xml"), encoding="unicode")
    assert "<dc:title>计算机学院党委诊断情况工作台账</dc:title>" in core
    assert "<dc:creator>计算机学院党委</dc:creator>" in core
    assert "<dc:subject>学习、诊断、建设专项工作</dc:subject>" in core
    assert "python-docx" not in core
    assert set(re.findall(r">(\d{4})-\d\d-\d\dT", core)) == {"2021"}


def test_nothing_of_the_librarys_template_is_left() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(LEDGER))) as archive:
        names = set(archive.namelist())
        texts = b"".join(archive.read(name) for name in names)
    assert names == {
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "word/document.xml",
        "word/_rels/document.xml.rels", "word/fontTable.xml", "word/footer1.xml", "word/footer2.xml",
        "word/settings.xml", "word/styles.xml", "word/theme/theme1.xml",
    }  # fmt: skip
    for leftover in (
        b"thumbnail",
        b"customXml",
        b"stylesWithEffects",
        b"Office Theme",
        b"numbering.xml",
        b"rsid",
    ):
        assert leftover not in texts


def test_the_same_form_gives_the_same_bytes_in_every_process(form: PrintedForm) -> None:
    import subprocess
    import sys

    name = next(name for name, one in FORMS.items() if one is form)
    code = (
        "import sys, tests.support.printed_forms as t; from exports.word import docx_bytes;"
        f"sys.stdout.buffer.write(docx_bytes(t.FORMS[{name!r}]))"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert docx_bytes(form) == again


def test_zip_dates_are_fixed() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(LEDGER))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_python_docx_opens_it_and_finds_the_cells(form: PrintedForm) -> None:
    import docx

    document = docx.Document(io.BytesIO(docx_bytes(form)))
    assert len(document.tables) == len(form.sheets)
    assert document.tables[0].rows[0].cells[0].text == form.sheets[0].columns[0].title
