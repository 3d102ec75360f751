"""An annex that a pack adds in TOML has its Word form, its CSV and its way back without a line of code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from exports.batch import export_form
from exports.readers.csv_reader import csv_reading
from forms.loading import load_pack
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.imports import judge_import
from store.campaign.records import records_annex, save_record
from tests.support.meeting_annex import with_meetings
from tests.support.unit import STUDENTS, UNIT
from tests.support.wordxml import body, paragraph_text, rows


def _with_meetings(c: Campaign, folder: Path) -> tuple[Campaign, RecordsAnnex]:
    c = replace(c, pack=load_pack(with_meetings(folder)))
    return c, records_annex(c, "meetings")


def test_word_csv_and_back(c: Campaign, tmp_path: Path) -> None:
    c, annex = _with_meetings(c, tmp_path)
    raw = {
        "time": "0409",
        "topic": "第5次党政联席会议",
        "content": "=议题\n决定",
        "present": "班子成员（9人）",
    }
    save_record(c, "meetings", STUDENTS, raw, incomplete=True)

    word = export_form(c, "meetings", UNIT, "docx", tmp_path).paths[0]
    assert word.name == "计算机学院党委-附件5会议记录.docx"
    texts = [paragraph_text(paragraph) for paragraph in body(word.read_bytes()).findall("{*}p")]
    assert texts[:3] == ["附件5", "", "计算机学院党委会议记录"]
    assert rows(word.read_bytes()) == [
        ["时间", "会议名称", "会议内容", "参加人员"],
        ["2021年4月9日", "第5次党政联席会议", "=议题\n决定", "班子成员（9人）"],
    ]

    table = export_form(c, "5", UNIT, "csv", tmp_path).paths[0]
    (proposal,) = csv_reading(table.read_bytes(), annex, c).proposals
    assert proposal.org == STUDENTS
    assert judge_import(c, "meetings", [proposal], incomplete=True)[0].kind == "same"


def test_the_blank_form_of_it(c: Campaign, tmp_path: Path) -> None:
    c, _ = _with_meetings(c, tmp_path)
    found = rows(export_form(c, "meetings", UNIT, "docx", tmp_path).paths[0].read_bytes())
    assert len(found) > 5
    assert set(found[1]) == {""}
