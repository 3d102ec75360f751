"""Every kind of Word file that we make holds to the Open XML schemas, and to what they do not say."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from exports.diagnosis_report import report, summary
from exports.forms_data import printed_form
from exports.materials import material_document
from exports.options import Options
from exports.record_rows import form_owner
from exports.word import docx_bytes, prose_bytes
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import set_measure, set_verdict
from store.campaign.materials import attach, material, save_material
from store.campaign.organisations import required
from store.campaign.records import save_record
from store.campaign.submissions import find_obligation
from store.protocol import Document
from tests.support.exporting import asked
from tests.support.findings import add_finding
from tests.support.pictures import picture
from tests.support.printed_forms import CASE, DIAGNOSIS, EXPERIENCE, LEDGER, LEDGER_BLANK, with_cell
from tests.support.unit import TEACHERS, UNIT
from tests.support.word_validity import unsound


@pytest.fixture
def words(c: Campaign) -> dict[str, bytes]:
    """All forms, blank and filled, merged and signed, and all written documents."""
    everything = Options(references=True, signatures=True, gather=True, merge=True)
    found = {f"blank {annex.id}": docx_bytes(printed_form(asked(c, annex, UNIT))) for annex in c.pack.annexes}
    for org in (UNIT, TEACHERS):
        _fill(c, org)
    for annex in c.pack.annexes:
        found[annex.id] = docx_bytes(printed_form(asked(c, annex, UNIT)))
    for annex in c.pack.records:
        found[f"merged {annex.id}"] = docx_bytes(printed_form(asked(c, annex, "", options=everything)))
        found[f"signed {annex.id}"] = docx_bytes(printed_form(asked(c, annex, UNIT, options=everything)))
    guides = c.pack.guides
    assert guides is not None
    found["report"] = prose_bytes(report(c, guides, required(c, UNIT)))
    found["summary"] = prose_bytes(summary(c, guides, form_owner(c, "")))
    photos = [
        attach(c, UNIT, picture(kind), f"{kind}.jpg", "说明“一”<>&", photo=True)
        for kind in ("JPEG", "PNG", "GIF")
    ]
    text = "一、标题\n（一）分题。正文\n1.小题\n正文\t制表"
    written = save_material(c, material(c, find_obligation(c, UNIT, "final-report")), "", text, photos * 2)
    found["material"] = prose_bytes(material_document(c, written))
    found |= {"ledger by hand": docx_bytes(LEDGER), "blank by hand": docx_bytes(LEDGER_BLANK)}
    found |= {
        "diagnosis by hand": docx_bytes(DIAGNOSIS),
        "hostile": docx_bytes(with_cell("\x00\ud800\n\t<&>𠮷")),
    }
    return found


def _fill(c: Campaign, org: str) -> Document:
    set_verdict(c, org, "1-4", "3")
    if org == UNIT:
        set_measure(c, org, "1-4", "full-time-organisers", "1")
    add_finding(c, org, "专职专用落实不够。", "1-4")
    add_finding(c, org, "指南以外的问题。")
    save_record(
        c, "study", org, {"time": "0401", "content": "同一篇目", "participants": "5人"}, incomplete=True
    )
    return save_record(c, "ledger", org, {"experience": EXPERIENCE * 9, "case": CASE}, incomplete=True)


def audited(word: bytes, folder: Path) -> list[str]:
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    path = folder / "one.docx"
    path.write_bytes(word)
    result = audit.OpenXmlValidator(audit.FileFormat.OFFICE_2019).validate(path)
    return [str(error) for error in result.errors]


def test_a_checker_of_the_schemas_finds_nothing(words: dict[str, bytes], tmp_path: Path) -> None:
    assert {name: found for name, word in words.items() if (found := audited(word, tmp_path))} == {}


def test_the_checker_sees_what_is_planted(tmp_path: Path) -> None:
    planted = replaced(
        docx_bytes(LEDGER), "word/document.xml", rb'<w:jc w:val="center"/>', b'<w:jc w:val="x"/>'
    )
    assert audited(planted, tmp_path) != []


def test_nor_does_what_no_schema_says(words: dict[str, bytes]) -> None:
    assert {name: found for name, word in words.items() if (found := unsound(word))} == {}


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/footer1.xml", rb'<w:r>(?:(?!<w:r>).)*w:fldCharType="end"/></w:r>', b""),
        ("word/document.xml", rb"<w:gridCol [^>]*/>", b""),
        ("word/document.xml", rb"</w:tbl><w:p\b.*</w:p><w:sectPr", b"</w:tbl><w:sectPr"),
        ("word/document.xml", rb'<w:pStyle w:val="AnnexTitle"/>', b'<w:pStyle w:val="Title9"/>'),
        ("word/_rels/document.xml.rels", rb'Target="footer1.xml"', b'Target="footer9.xml"'),
    ],
    ids=["unclosed field", "missing column", "no paragraph after the table", "unknown style", "dead link"],
)
def test_the_check_sees_what_is_planted(part: str, old: bytes, new: bytes) -> None:
    assert unsound(replaced(docx_bytes(LEDGER), part, old, new)) != []


def replaced(word: bytes, part: str, old: bytes, new: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as whole, zipfile.ZipFile(packed, "w") as planted:
        for name in whole.namelist():
            content = whole.read(name)
            if name == part:
                content, times = re.subn(old, new, content, count=1, flags=re.DOTALL)
                assert times == 1
            planted.writestr(name, content)
    return packed.getvalue()


def test_a_form_without_a_note_is_sound_too() -> None:
    sheet = replace(LEDGER.sheets[0], note="")
    assert unsound(docx_bytes(replace(LEDGER, sheets=(sheet, sheet)))) == []
