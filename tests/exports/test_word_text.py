"""Whatever stands in a record stands in the Word file: nothing lost, nothing that Word would refuse."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exports.printed import PrintedForm
from exports.word import docx_bytes
from forms.neutral import clean
from tests.support.printed_forms import with_cell
from tests.support.wordxml import body, paragraph_text, part, rows

HOSTILE = [
    "两行\n文字\r\n三行\x0b四行",
    "制表\t符",
    "<b>A & B</b> ]]> &amp; “引号”'\"",
    "=1+1",
    "\x1b[2J\x1b]0;标题\x07",
    "\x9b31m C1",
    "\u202e倒写\u2066",
    "\ud83d 孤立代理",
    "\ufffe\uffff\U0001ffff",
    "𠮷野家 👨‍👩‍👧 ❤️ 喆㎡〇",
    "  前后有空格  ",
    "\n\n空行在前",
    "\ue000 私用字符 \ue000",
    "\x00",
    "",
]


def _case(form: PrintedForm) -> str:
    return rows(docx_bytes(form))[1][3]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_neutralised_and_whole(text: str) -> None:
    assert _case(with_cell(text)) == clean(text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=80))
@example("\r")
@example("]]>")
def test_any_text_comes_out_as_it_is_shown_everywhere_else(text: str) -> None:
    assert _case(with_cell(text)) == clean(text)


def test_a_case_of_20000_characters_is_whole() -> None:
    text = "".join(chr(0x4E00 + place % 5000) for place in range(20_000))
    assert _case(with_cell(text)) == text


def test_line_breaks_in_a_cell_are_paragraphs() -> None:
    table = body(docx_bytes(with_cell("一\n二\n三")))[4]
    cell = table.findall("{*}tr")[1].findall("{*}tc")[3]
    assert [paragraph_text(paragraph) for paragraph in cell.findall("{*}p")] == ["一", "二", "三"]


def test_hostile_names_in_title_head_note_and_properties() -> None:
    from dataclasses import replace

    form = with_cell("")
    name = "甲<&>\n\x1b\u202e党委\ud800"
    sheet = replace(form.sheets[0], title=name, mark=name, head=(name, name), note=name)
    document = docx_bytes(replace(form, sheets=(sheet,), org_name=name, campaign=name))
    shown = "甲<&> \ufffd\ufffd党委\ufffd"
    texts = [paragraph_text(paragraph) for paragraph in body(document).findall("{*}p")]
    assert texts == [shown, "", shown, f"{shown}\t{shown}", shown]
    assert part(document, "docProps/core.xml").findtext("{*}creator") == shown
