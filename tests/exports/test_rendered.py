"""The forms as LibreOffice prints them: every cell's text is on the paper, the right way up."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from exports.forms_data import printed_form
from exports.printed import Group, PrintedForm
from exports.word import docx_bytes
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import set_measure, set_verdict
from store.campaign.records import save_record
from tests.support.exporting import asked
from tests.support.findings import add_finding
from tests.support.printed_forms import CASE, EXPERIENCE, LEDGER_BLANK
from tests.support.unit import STUDENTS, TEACHERS, UNIT

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice (soffice) or poppler-utils (pdftotext) is not installed",
)


def _rendered(forms: dict[str, PrintedForm], folder: Path) -> dict[str, list[str]]:
    """The text of each page, in the order it was drawn: cell by cell. White space is left out."""
    for name, form in forms.items():
        (folder / f"{name}.docx").write_bytes(docx_bytes(form))
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    sources = [f"{name}.docx" for name in forms]
    subprocess.run([*command, *sources], cwd=folder, check=True, capture_output=True, timeout=180)
    pages = {}
    for name in forms:
        text = subprocess.run(
            ["pdftotext", "-raw", f"{name}.pdf", "-"], cwd=folder, check=True, capture_output=True, timeout=60
        ).stdout.decode()
        pages[name] = [_bare(page) for page in text.split("\f") if page.strip()]
    return pages


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _texts(form: PrintedForm) -> list[str]:
    """Everything that must be on the paper, a paragraph each."""
    found = []
    for sheet in form.sheets:
        found += [
            sheet.mark,
            sheet.title,
            *sheet.head,
            sheet.note,
            *(column.title for column in sheet.columns),
        ]
        for line in sheet.body:
            cells = (line.text,) if isinstance(line, Group) else line.cells
            found += [paragraph for cell in cells for paragraph in cell.split("\n")]
    return [_bare(text) for text in found if text.strip()]


def _on_paper(text: str, pages: list[str]) -> bool:
    """A paragraph that flows over a page is there in two parts."""
    whole = "".join(pages)
    return text in whole or any(
        text[:cut] in one and text[cut:] in other
        for one, other in pairwise(pages)
        for cut in range(1, len(text))
    )


@pytest.fixture
def campaign_forms(c: Campaign) -> dict[str, PrintedForm]:
    def form(name: str, org: str = UNIT) -> PrintedForm:
        annex = c.pack.annex(name)
        assert annex is not None
        return printed_form(asked(c, annex, org))

    forms = {"schedule": form("schedule"), "guide": form("guide"), "study-blank": form("study")}
    for number in range(1, 31):
        raw = {
            "time": f"04{number:02}",
            "content": f"学习篇目之{number}，研讨“双融入”",
            "method": "党课、主题党日",
        }
        save_record(c, "study", TEACHERS if number % 2 else UNIT, raw, incomplete=True)
    for org in (UNIT, TEACHERS, STUDENTS):
        save_record(
            c, "ledger", org, {"experience": EXPERIENCE * 9, "case": CASE * 3, "note": org}, incomplete=True
        )
        add_finding(c, org, "专职组织员仅1名且兼任教学秘书，专职专用落实不够。", "1-4")
        add_finding(c, org, "𠮷字与①②③，10%—20%。")
    set_verdict(c, UNIT, "1-4", "3")
    set_measure(c, UNIT, "1-4", "full-time-organisers", "1")
    return {**forms, "study": form("study"), "diagnosis": form("guide"), "ledger": form("ledger")}


def test_every_cell_is_on_the_paper(campaign_forms: dict[str, PrintedForm], tmp_path: Path) -> None:
    forms = {**campaign_forms, "ledger-blank": LEDGER_BLANK}
    folder = tmp_path / "rendered"
    folder.mkdir()
    rendered = _rendered(forms, folder)
    for name, form in forms.items():
        missing = [text for text in _texts(form) if not _on_paper(text, rendered[name])]
        assert missing == [], name

    # The header stands on every page, and the page number beneath it.
    header = "".join(column.title for column in forms["ledger"].sheets[0].columns)
    assert len(rendered["ledger"]) > 2
    for number, page in enumerate(rendered["ledger"], 1):
        assert header in page
        assert f"—{number}—" in page

    # A blank form is one page, a row of the schedule never needs a second.
    assert [len(rendered[name]) for name in ("ledger-blank", "study-blank", "schedule")] == [1, 1, 1]

    for name, size in (("ledger", "841.89 x 595.304"), ("schedule", "595.304 x 841.89")):
        told = subprocess.run(
            ["pdfinfo", f"{name}.pdf"], cwd=folder, capture_output=True, check=True
        ).stdout.decode()
        width, height = re.findall(r"Page size: +([\d.]+) x ([\d.]+)", told)[0]
        expected = [float(number) for number in size.split(" x ")]
        assert [float(width), float(height)] == pytest.approx(expected, abs=1)
