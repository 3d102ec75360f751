"""Paragraphs and rows that are cloned: what one is given, no other has."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from lxml import etree

from exports.printed import Group, PrintedColumn, Row
from exports.word.paragraphs import begin_page, keep_with_next, paragraph
from exports.word.styles import BODY, CELL, TITLE
from exports.word.tables import SHORT_LINES, TableTemplate
from tests.support.wordxml import W, paragraph_text, value

COLUMNS = (PrintedColumn("序号", 20), PrintedColumn("内容", 100, "left"), PrintedColumn("备注", 36, "left"))


def table(body: Sequence[Row | Group], keep_last: bool = False) -> etree._Element:
    out = io.BytesIO()
    with etree.xmlfile(out, encoding="UTF-8") as xml:
        TableTemplate("portrait", COLUMNS).write(xml, body, keep_last)
    return etree.fromstring(out.getvalue())


def texts(row: etree._Element) -> list[list[str]]:
    return [[paragraph_text(line) for line in cell.findall(f"{W}p")] for cell in row.findall(f"{W}tc")]


def test_a_paragraph_has_its_own_text_and_properties() -> None:
    first, second = paragraph(BODY, "甲"), paragraph(BODY, "乙\t丙\t")
    begin_page(first)
    keep_with_next(second)
    assert [paragraph_text(one) for one in (first, second)] == ["甲", "乙\t丙\t"]
    properties = [[child.tag.removeprefix(W) for child in one[0]] for one in (first, second, paragraph(BODY))]
    assert properties == [["pStyle", "pageBreakBefore"], ["pStyle", "keepNext"], ["pStyle"]]


def test_an_empty_paragraph_has_no_run() -> None:
    assert paragraph(TITLE).findall(f"{W}r") == []
    assert value(paragraph(TITLE), "pPr/pStyle") == TITLE.id


def test_each_row_has_its_own_cells_and_a_paragraph_a_line() -> None:
    found = table((Row(("1", "甲\n乙", "")), Group("一、组"), Row(("2", "", "丙\t丁"))))
    assert [texts(row) for row in found.findall(f"{W}tr")] == [
        [["序号"], ["内容"], ["备注"]],
        [["1"], ["甲", "乙"], [""]],
        [["一、组"]],
        [["2"], [""], ["丙\t丁"]],
    ]
    spans = [value(row, "tc/tcPr/gridSpan") for row in found.findall(f"{W}tr")]
    assert spans == [None, None, "3", None]


def test_only_rows_of_a_few_lines_stay_whole() -> None:
    short, long = (Row(("", "\n" * (lines - 1), "")) for lines in (SHORT_LINES, SHORT_LINES + 1))
    whole = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in table((short, long)).findall(f"{W}tr")]
    assert whole == [True, True, False]


def test_the_last_row_can_be_kept_with_what_follows() -> None:
    rows = table((Row(("1", "甲", "")), Row(("2", "乙\n丙", ""))), keep_last=True).findall(f"{W}tr")
    kept = [[line.find(f"{W}pPr/{W}keepNext") is not None for line in row.iter(f"{W}p")] for row in rows]
    assert kept == [[False] * 3, [False] * 3, [True] * 4]


def test_a_cell_too_few_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"longer|shorter"):
        table((Row(("1", "甲")),))


def test_a_narrow_column_is_not_justified() -> None:
    row = table((Row(("1", "甲", "乙")),)).findall(f"{W}tr")[1]
    styles = [value(cell, "p/pPr/pStyle") for cell in row.findall(f"{W}tc")]
    assert styles == ["TableCentred", CELL.id, "TableNarrow"]
