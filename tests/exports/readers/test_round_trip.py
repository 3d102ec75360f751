"""What goes out comes back: the same records, to the character, from Word, Excel and CSV; Word files also
after LibreOffice has opened and saved them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exports.options import Options
from exports.readers.files import read_file
from forms.neutral import clean
from store.backends import open_campaign
from store.campaign.campaign import Campaign
from store.campaign.findings import findings
from store.campaign.founding import create_store
from store.campaign.heads import head, set_head
from store.campaign.imports import Proposal, Verdict, accept, judge_head, judge_import
from store.campaign.organisation_entry import add_organisation
from store.campaign.organisations import organisations
from store.campaign.records import list_records, records_annex, save_record
from store.campaign.writing import write
from tests.support.exporting import export_bytes
from tests.support.findings import add_finding
from tests.support.unit import RETIRED, STUDENTS, TEACHERS, UNIT

FORMATS = ("docx", "xlsx", "csv")
HOSTILE = (
    "=1+1",
    "'=1",
    "-",
    "+甲",
    "0012",
    "110108199001011234",
    "1/2",
    "“引号”、'引号'、\"引号\"",
    "全角ＡＢ１２，。；",
    "甲\n\n乙\n  丙",
    "制表\t符\t",
    "𠮷野家🙂👩‍👩‍👧‍👦️",
    "<w:t>&amp;</w:t>]]>",
    "_x000D_ _x0041_",
    "字" * 20_000,
    "不间断\u00a0空格\u200b零宽\u2011连字符\u00ad软",
    "    前后有空格    ",
    "同上",
    "TRUE",
    "1e5",
    "#N/A",
    "\u202e倒\x1b[31m红\x07",
)
TEXT = st.sampled_from([one for one in HOSTILE if len(one) < 100]) | st.text(
    st.characters(exclude_categories=()) | st.sampled_from("'=+-@＝\t\n\r ,\"；、１1.甲_x〃"), max_size=60
)
PROPERTY = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def judged(c: Campaign, annex: str, data: bytes, name: str) -> list[Verdict]:
    """What taking a file in would do, its head among the rest."""
    reading = read_file(data, name, records_annex(c, annex), c)
    found = judge_import(c, annex, reading.proposals, incomplete=True)
    above = judge_head(c, annex, reading.head) if reading.head else None
    return [*found, above] if above else found


def exported(c: Campaign, annex: str, format: str, references: bool = True) -> bytes:
    data, problems = export_bytes(c, [annex], [UNIT], format=format, options=Options(references=references))
    assert problems == ()
    return data


def wiped(c: Campaign) -> Campaign:
    """Without records, findings and heads."""
    documents = [
        one
        for annex in ("study", "ledger", "finding", "head")
        for one in c.store.query(f"units/{UNIT}", annex)
    ]
    write(c, f"units/{UNIT}", [one.change(None) for one in documents])
    return c


def texts(c: Campaign, annex: str, printed: bool = False) -> list[tuple[str, dict[str, str]]]:
    form = records_annex(c, annex)
    shown = {column.shows for column in form.columns} if printed else set(form.by_id)
    return [
        (row.org.id, {name: text for name, text in row.texts.items() if name in shown})
        for row in list_records(c, annex, UNIT)
    ]


@pytest.fixture
def other(c: Campaign, tmp_path: Path) -> Campaign:
    """A store with the same organisations and nothing else."""
    root = tmp_path / "other"
    opened = open_campaign(root, create_store(root, 2021, "计算机学院党委"), c.clock, c.actor)
    for org in organisations(c).all[1:]:
        add_organisation(opened, {"id": org.id, "name": org.name, "level": "党支部", "order": str(org.order)})
    return opened


@PROPERTY
@given(rows=st.lists(st.tuples(st.sampled_from([UNIT, TEACHERS]), TEXT, TEXT, TEXT, TEXT), max_size=4))
@example(rows=[(TEACHERS, "甲", "同上", "同上", "同上")] * 3)
@example(rows=[(UNIT, text, text, text, text) for text in HOSTILE])
@example(
    rows=[(UNIT, "甲", "乙", "丙", "同"), (UNIT, "甲", "乙", "丙", "异"), (TEACHERS, "甲", "乙", "丙", "同")]
)
def test_study_records(c: Campaign, rows: Sequence[tuple[str, str, str, str, str]]) -> None:
    wiped(c)
    for org, time, content, organiser, participants in rows:
        raw = {"time": time, "content": content, "organiser": organiser, "participants": participants}
        save_record(c, "study", org, raw | {"hours": "2.5"}, incomplete=True)
    for format in FORMATS:
        found = judged(c, "study", exported(c, "study", format), f"表.{format}")
        # A row of which nothing is printed is blank, and blank rows are passed over.
        shown = [row for _, row in texts(c, "study", printed=True) if any(map(str.strip, row.values()))]
        assert len(found) == len(shown if format == "docx" else rows)
        assert [(one.kind, one.why, one.differences) for one in found if one.kind != "same"] == [], format


FINDING = st.tuples(
    st.sampled_from(["", "1-4", "4-2"]),
    st.text(st.sampled_from("甲乙丙，；“”𠮷🙂=1０2"), min_size=1, max_size=12).filter(
        lambda text: bool(text.strip())
    ),
)


@PROPERTY
@given(
    experience=TEXT,
    case=TEXT,
    note=TEXT,
    points=st.lists(st.tuples(st.sampled_from(["", "1-4", "4-2"]), TEXT), max_size=4),
    references=st.booleans(),
)
def test_ledgers_with_any_finding(
    c: Campaign, experience: str, case: str, note: str, points: Sequence[tuple[str, str]], references: bool
) -> None:
    wiped(c)
    save_record(c, "ledger", UNIT, {"experience": experience, "case": case, "note": note}, incomplete=True)
    for indicator, text in points:
        if clean(text).strip():
            add_finding(c, UNIT, text, indicator)
    before = findings(c, UNIT)
    for format in FORMATS:
        found = judged(c, "ledger", exported(c, "ledger", format, references), f"表.{format}")
        assert [(one.kind, one.why, one.differences) for one in found if one.kind != "same"] == [], format
        accept(c, found)
    assert findings(c, UNIT) == before


@PROPERTY
@given(
    filled=st.dictionaries(
        st.sampled_from([UNIT, TEACHERS, STUDENTS]),
        st.tuples(
            TEXT.filter(lambda text: text.strip() not in ("同上", "〃")), TEXT, st.lists(FINDING, max_size=3)
        ),
        max_size=3,
    ),
    format=st.sampled_from(FORMATS),
)
def test_into_an_empty_store_and_out_again(
    c: Campaign, other: Campaign, filled: dict[str, tuple[str, str, list[tuple[str, str]]]], format: str
) -> None:
    """Findings come with their indicators, since those are printed."""
    wiped(c), wiped(other)
    for org, (experience, note, points) in filled.items():
        raw = {"experience": f"经{experience}", "case": "案例", "note": f"注{note}"}
        save_record(c, "ledger", org, raw, incomplete=True)
        for _, (indicator, text) in enumerate(points):
            add_finding(c, org, f"问题{text}。", indicator if org == UNIT else "")
    found = judged(other, "ledger", exported(c, "ledger", format), f"表.{format}")
    assert {one.kind for one in found} <= {"new"}
    accept(other, found)
    assert texts(other, "ledger") == texts(c, "ledger")
    for org in filled:
        told = [[(one.text, one.indicator) for one in findings(store, org)] for store in (c, other)]
        assert told[0] == told[1]
    assert exported(other, "ledger", format) == exported(c, "ledger", format)
    assert {one.kind for one in judged(other, "ledger", exported(c, "ledger", format), f"表.{format}")} <= {
        "same"
    }


@pytest.mark.parametrize("format", FORMATS)
def test_study_into_an_empty_store(c: Campaign, other: Campaign, format: str) -> None:
    names = {org.id: org.name for org in organisations(c)}
    for number, text in enumerate(one for one in HOSTILE if one != "同上"):
        org = (UNIT, TEACHERS, STUDENTS, RETIRED)[number % 4]
        raw = {
            "time": f"4月{number + 1}日",
            "content": text,
            "method": text,
            "participants": f"{number}{text}",
        }
        save_record(c, "study", org, raw | {"organiser": names[org], "hours": "1.5"}, incomplete=True)
    found = judged(other, "study", exported(c, "study", format), f"表.{format}")
    assert {one.kind for one in found} == {"new"}
    accept(other, found)
    printed = format == "docx"
    assert texts(other, "study", printed) == texts(c, "study", printed)


def test_findings_keep_their_indicators_by_text_where_references_are_not_printed(c: Campaign) -> None:
    raw = {"experience": "甲", "case": "乙"}
    save_record(c, "ledger", UNIT, raw, incomplete=True)
    for text, indicator in (("专职组织员仅1名。", "1-4"), ("党员36人。", "4-2"), ("指南以外的问题。", "")):
        add_finding(c, UNIT, text, indicator)
    plain = exported(c, "ledger", "docx", references=False)
    assert "对照1-4" not in _text(plain)
    assert "对照1-4" in _text(exported(c, "ledger", "docx"))
    # Somebody takes a point off, adds one and changes the order.
    (row,) = read_file(plain, "表.docx", records_annex(c, "ledger"), c).proposals
    problems = "1.党员36人。\n2.新的问题。\n3.专职组织员仅1名。"
    (verdict,) = judge_import(
        c, "ledger", [Proposal(row.row, row.org, {**row.raw, "problems": problems})], incomplete=True
    )
    assert verdict.kind == "changed"
    accept(c, [verdict])
    told = [(one.text, one.indicator) for one in findings(c, UNIT) if one.listed]
    assert told == [("党员36人。", "4-2"), ("新的问题。", ""), ("专职组织员仅1名。", "1-4")]


def test_the_head_comes_back(c: Campaign) -> None:
    raw = {"experience": "甲", "case": "乙", "problems": "丙"}
    save_record(c, "ledger", UNIT, raw, incomplete=True)
    before = exported(c, "ledger", "docx")
    form = records_annex(c, "ledger")
    set_head(c, form, UNIT, {"reporter": "计算机学院党委（盖章）  二〇二一", "until": "2021年4月30日"})
    after = exported(c, "ledger", "docx")
    assert judged(c, "ledger", after, "表.docx")[-1].kind == "same"
    changed = judged(c, "ledger", before, "表.docx")[-1]
    assert changed.head
    assert changed.differences == {
        "reporter": ("计算机学院党委（盖章）  二〇二一", "计算机学院党委"),
        "until": ("2021年4月30日", "2021年5月7日"),
    }
    assert accept(c, [changed]) == 0, "a head is no row"
    assert head(c, form, UNIT) == {"reporter": "计算机学院党委", "until": "2021年5月7日"}


def test_the_whole_schools_document_comes_back_unit_by_unit(c: Campaign) -> None:
    """Branches of one name in several units are told apart by the group that they stand in."""
    add_organisation(c, {"id": "u2", "name": "外国语学院党总支", "level": "二级党组织", "order": "2"})
    add_organisation(c, {"id": "u2-01", "name": "教工第一党支部", "level": "党支部", "parent": "u2"})
    for org in (UNIT, TEACHERS, "u2", "u2-01"):
        raw = {"experience": f"{org}的经验", "case": "案例"}
        save_record(c, "ledger", org, raw, incomplete=True)
        add_finding(c, org, f"{org}的问题", "1-2")
        raw = {"time": "4月1日", "content": "学习党史", "participants": f"{org}全体"}
        save_record(c, "study", org, raw, incomplete=True)
    for annex in ("study", "ledger"):
        data, _ = export_bytes(c, [annex], format="docx", options=Options(merge=True, references=True))
        assert [one.kind for one in judged(c, annex, data, "表.docx")] == ["same"] * 4


def _text(data: bytes) -> str:
    import io

    import docx

    table: Any = docx.Document(io.BytesIO(data)).tables[0]
    return "\n".join(cell.text for row in table.rows for cell in row.cells)


Resaved = Callable[[dict[str, bytes]], dict[str, bytes]]


@pytest.fixture
def resaved(tmp_path: Path) -> Resaved:
    """Files as LibreOffice saves them after opening."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice (soffice) is not installed")

    def resave(files: dict[str, bytes]) -> dict[str, bytes]:
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        profile = (tmp_path / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx"]
        subprocess.run(
            [*command, "--outdir", "saved", *files],
            cwd=tmp_path, check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return {name: (tmp_path / "saved" / name).read_bytes() for name in files}

    return resave


def test_after_libreoffice_has_saved_it(c: Campaign, resaved: Resaved) -> None:
    orgs = (UNIT, TEACHERS, STUDENTS, RETIRED)
    for place, text in enumerate(HOSTILE):
        narrow = text[:1_000]  # a longer one in every column is hundreds of pages to lay out
        raw = {"time": f"4月{place + 1}日", "content": text, "organiser": narrow, "participants": narrow}
        save_record(c, "study", orgs[place % 4], raw, incomplete=True)
        if place < 4:
            raw = {"experience": HOSTILE[place * 4 + 4], "case": HOSTILE[place * 4 + 5], "note": text}
            save_record(c, "ledger", orgs[place], raw, incomplete=True)
            add_finding(c, orgs[place], HOSTILE[place * 4 + 6], "1-2")
            add_finding(c, orgs[place], "第二个问题", "")
    files = {f"{annex}.docx": exported(c, annex, "docx") for annex in ("study", "ledger")}
    for name, data in resaved(files).items():
        assert data != files[name]
        found = judged(c, name.split(".")[0], data, name)
        assert len(found) == (len(HOSTILE) if "study" in name else 4), name
        told = [(one.why, one.differences) for one in found if one.kind != "same"]
        assert told == [], name
