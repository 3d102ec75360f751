"""Exporting one form and all of them: where they are, and what is said when something is in the way."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import exports.batch
from exports.batch import export_form
from exports.jobs import Made
from exports.printed import Row
from exports.renderers.registry import RENDERERS
from exports.word import docx_bytes
from forms.errors import BadInput, Damaged, NotWritten, TaizhangError, WrongUsage
from store.campaign.campaign import Campaign
from store.campaign.organisation_entry import add_organisation
from store.campaign.records import save_record
from store.campaign.writing import write
from store.protocol import Change
from tests.support.exporting import export_all, export_bytes
from tests.support.printed_forms import LEDGER
from tests.support.unit import STUDENTS, TEACHERS, UNIT
from tests.support.wordxml import rows


def spoil(c: Campaign, org: str) -> str:
    """A study record whose content a hand has turned into a number; its id."""
    saved = save_record(c, "study", org, {"time": "0401", "content": "一日"}, incomplete=True)
    write(c, "units/u1", [Change(id=saved.id, annex="study", org=org, base=1, data={"content": 7})])
    return saved.id


def test_one_form_where_it_was_asked_for(c: Campaign, tmp_path: Path) -> None:
    path = export_form(c, "ledger", UNIT, "docx", tmp_path / "台账导出").paths[0]
    assert path == tmp_path / "台账导出" / "计算机学院党委-附件4诊断情况工作台账.docx"
    assert rows(path.read_bytes())[0][1] == "党组织名称"
    assert export_form(c, "4", UNIT, "csv", tmp_path).paths[0].suffix == ".csv"


def test_the_last_export_of_the_same_name_is_replaced(c: Campaign, tmp_path: Path) -> None:
    first = export_form(c, "study", UNIT, "csv", tmp_path).paths[0]
    before = first.read_bytes()
    save_record(c, "study", UNIT, {"time": "0401", "content": "一日"}, incomplete=True)
    assert export_form(c, "study", UNIT, "csv", tmp_path).paths[0] == first
    assert first.read_bytes() != before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [first.name]


def test_all_annexes_of_all_units_unless_some_are_named(c: Campaign, tmp_path: Path) -> None:
    add_organisation(c, {"规范简称": "数学学院党委", "层级": "二级党组织", "序号": "9"})
    outcome = export_all(c, out=tmp_path)
    assert [path.name for path in outcome.paths] == [
        f"{name}-附件{title}.docx"
        for name in ("计算机学院党委", "数学学院党委")
        for title in ("1推进时间表", "2学习情况汇总表", "3诊断工作指南", "4诊断情况工作台账")
    ]
    assert all(path.is_file() for path in outcome.paths)
    some = export_all(c, ["2", "ledger"], ["教工第一党支部", STUDENTS, TEACHERS], format="json", out=tmp_path)
    assert [path.name for path in some.paths] == [
        f"{name}-附件{title}.json"
        for name in ("教工第一党支部", "2019级本科生党支部")
        for title in ("2学习情况汇总表", "4诊断情况工作台账")
    ]


def test_progress_counts_every_file(c: Campaign, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    export_all(c, ["study", "ledger"], [UNIT], out=tmp_path, progress=lambda *one: told.append(one))
    assert [(done, total) for done, total, _ in told] == [(1, 2), (2, 2)]
    assert told[1][2] == "计算机学院党委-附件4诊断情况工作台账.docx"


def test_one_bad_record_is_named_and_stops_nothing(c: Campaign, tmp_path: Path) -> None:
    document_id = spoil(c, STUDENTS)
    outcome = export_all(c, format="csv", out=tmp_path)
    assert len(outcome.paths) == 4
    (sentence,) = outcome.sentences
    for part in ("2019级本科生党支部", "附件2", document_id, "学习内容"):
        assert part in sentence


@pytest.mark.parametrize("worth_it", [99, 2], ids=["one core", "all cores"])
def test_a_form_that_cannot_be_written_down_is_named_and_the_others_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worth_it: int
) -> None:
    monkeypatch.setattr(exports.batch, "WORTH_IT", worth_it)
    good = LEDGER
    bad = replace(LEDGER, sheets=(replace(LEDGER.sheets[0], body=(Row(("one cell",)),)),))
    made = [
        Made(f"{place}.docx", "甲党委", "附件4", form, render=docx_bytes)
        for place, form in enumerate((good, bad, good))
    ]
    written = list(exports.batch.write_all(tmp_path, made, 3))
    assert [name for name, _ in written] == ["0.docx", "", "2.docx"]
    (problem,) = written[1][1]
    assert problem.sentence().startswith("甲党委，附件4：有记录的内容不合规则（ValueError）")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.docx", "2.docx"]


@pytest.mark.usefixtures("on_disk")
def test_a_unit_that_cannot_be_read_is_named_and_the_others_are_written(
    c: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.shards.filestore import FileStore

    other = add_organisation(c, {"规范简称": "数学学院党委", "层级": "二级党组织", "序号": "9"})
    real = FileStore.query

    def query(store: FileStore, shard: str, *more: Any, **named: Any) -> Any:
        if shard == f"units/{other.id}":
            raise Damaged("数学学院党委的数据损坏，请运行 taizhang check。")
        return real(store, shard, *more, **named)

    monkeypatch.setattr(FileStore, "query", query)
    outcome = export_all(c, ["study", "ledger"], out=tmp_path)
    assert len(outcome.paths) == 2
    assert [sentence[:10] for sentence in outcome.sentences] == ["数学学院党委，附件2", "数学学院党委，附件4"]
    with pytest.raises(Damaged):
        export_all(c, ["study"], [other.id], out=tmp_path)


@pytest.mark.parametrize("format", RENDERERS)
def test_many_files_on_all_cores_are_the_same_as_on_one(
    c: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    everyone = [org.id for org in c_orgs(c)]
    alone = export_all(c, orgs=everyone, format=format, out=tmp_path / "alone")
    monkeypatch.setattr(exports.batch, "WORTH_IT", 2)
    monkeypatch.setattr(exports.batch, "CHUNK", 3)
    shared = export_all(c, orgs=everyone, format=format, out=tmp_path / "shared")
    assert alone.problems == shared.problems == ()
    assert [path.name for path in shared.paths] == [path.name for path in alone.paths]
    for one, other in zip(alone.paths, shared.paths, strict=True):
        assert one.read_bytes() == other.read_bytes()


def c_orgs(c: Campaign) -> Any:
    from store.campaign.organisations import organisations

    return organisations(c).all


def test_branches_of_the_same_name_do_not_overwrite_each_other(c: Campaign, tmp_path: Path) -> None:
    unit = add_organisation(c, {"规范简称": "数学学院党委", "层级": "二级党组织"})
    twin = add_organisation(c, {"规范简称": "教工第一党支部", "层级": "党支部", "上级": unit.id})
    outcome = export_all(c, ["study"], [TEACHERS, twin.id], out=tmp_path)
    assert [path.name.split("-附件")[0] for path in outcome.paths] == [
        "计算机学院党委-教工第一党支部",
        "数学学院党委-教工第一党支部",
    ]


def test_to_standard_output_goes_the_file_or_a_zip(c: Campaign) -> None:
    data, problems = export_bytes(c, ["ledger"], [UNIT])
    assert rows(data)[0][0] == "序号"
    assert problems == ()
    data, _ = export_bytes(c, ["study", "ledger"], [UNIT], format="csv")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == [
            "计算机学院党委-附件2学习情况汇总表.csv",
            "计算机学院党委-附件4诊断情况工作台账.csv",
        ]
        assert archive.read(archive.namelist()[0]).startswith(b"\xef\xbb\xbf")
    assert export_bytes(c, ["study", "ledger"], [UNIT], format="csv")[0] == data


@pytest.mark.parametrize(
    ("arguments", "kind", "sentence"),
    [
        ({"annexes": ["5"]}, WrongUsage, "没有附件“5”；可用：schedule（附件1）"),
        ({"format": "pdf"}, WrongUsage, "不能导出为“pdf”；可用：docx、xlsx、csv、json"),
        ({"orgs": ["../x"]}, BadInput, "没有党组织“../x”"),
    ],
)
def test_what_is_not_there_is_said_before_anything_is_written(
    c: Campaign, tmp_path: Path, arguments: dict[str, Any], kind: type[TaizhangError], sentence: str
) -> None:
    with pytest.raises(kind) as refusal:
        export_all(c, out=tmp_path / "new", **arguments)
    assert sentence in refusal.value.sentence
    assert not (tmp_path / "new").exists()


def test_a_folder_whose_parent_is_missing_is_not_made(c: Campaign, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有文件夹"):
        export_form(c, "study", UNIT, "docx", tmp_path / "a" / "b").paths[0]
    with pytest.raises(BadInput, match="没有文件夹"):
        export_all(c, out=tmp_path / "a" / "b")
    assert not (tmp_path / "a").exists()


def test_a_file_in_the_place_of_the_folder(c: Campaign, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    with pytest.raises(BadInput, match="是一个文件"):
        export_form(c, "study", UNIT, "docx", tmp_path / "x").paths[0]
    assert (tmp_path / "x").read_text() == "mine"


def test_a_file_that_cannot_be_written_is_a_sentence_and_keeps_what_was_there(
    c: Campaign, tmp_path: Path
) -> None:
    path = export_form(c, "study", UNIT, "csv", tmp_path).paths[0]
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("mine")
    with pytest.raises(NotWritten, match="记录没有受影响") as refusal:
        export_form(c, "study", UNIT, "csv", tmp_path).paths[0]
    assert refusal.value.EXIT_CODE == 5
    assert (path / "inside").read_text() == "mine"
    assert [left.name for left in tmp_path.iterdir() if left.name.startswith(".")] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from exports import files
    from exports.files import write_file

    monkeypatch.setattr(files, "_new", lambda name, folder, mode: os.open("/dev/full", os.O_WRONLY))
    with pytest.raises(NotWritten, match="磁盘已满"):
        write_file(tmp_path / "x.docx", b"x" * 100_000)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(c: Campaign, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(NotWritten, match="没有权限"):
        export_form(c, "study", UNIT, "docx", folder).paths[0]


def test_files_are_their_makers_alone(c: Campaign, tmp_path: Path) -> None:
    for _ in range(2):  # a replaced one, too
        path = export_form(c, "study", UNIT, "docx", tmp_path).paths[0]
        assert path.stat().st_mode & 0o777 == 0o600
        path.chmod(0o644)
