"""``export`` and ``import``: files out, files in, and back again unchanged."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from tests.support.commands import Run

CONTENT = "赴烈士陵园祭扫，重温入党誓词，开展志愿服务活动"


@pytest.fixture
def records(run: Run, school: Path) -> Path:
    for org, day in (("u1", "0401"), ("u1-01", "0402")):
        added = run("add", "study", "--org", org, "--set", f"time={day}", "--set", f"content={CONTENT}")
        assert added.exit_code == 0, added.stderr
    return school


def test_every_annex_of_every_unit(run: Run, records: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("export", "--format", "docx", "--out", str(out))
    assert result.exit_code == 0, result.stderr
    assert [Path(line).name for line in result.stdout.splitlines()] == [
        "计算机学院党委-附件1推进时间表.docx",
        "计算机学院党委-附件2学习情况汇总表.docx",
        "计算机学院党委-附件3诊断工作指南.docx",
        "计算机学院党委-附件4诊断情况工作台账.docx",
    ]
    assert all(Path(line).is_file() for line in result.stdout.splitlines())
    assert "4/4" in result.stderr


def test_some_annexes_by_id_or_number(run: Run, records: Path, tmp_path: Path) -> None:
    result = run("export", "2", "ledger", "--format", "json", "--out", str(tmp_path / "out"))
    assert len(result.stdout.splitlines()) == 2


def test_only_leaves_out_those_below(run: Run, records: Path, tmp_path: Path) -> None:
    whole = run("export", "study", "--format", "csv", "--out", "-").stdout_bytes.decode("utf-8-sig")
    assert whole.count(CONTENT) == 2
    own = run("export", "study", "--org", "u1", "--only", "--format", "csv", "--out", "-").stdout_bytes
    assert own.decode("utf-8-sig").count(CONTENT) == 1
    each = run("export", "study", "--only", "--format", "csv", "--out", str(tmp_path / "out"))
    assert len(each.stdout.splitlines()) == 2


def test_a_named_branch_alone(run: Run, records: Path, tmp_path: Path) -> None:
    result = run(
        "export", "study", "--org", "教工第一党支部", "--format", "csv", "--out", str(tmp_path / "out")
    )
    (path,) = result.stdout.splitlines()
    assert "教工第一党支部" in Path(path).name


def test_several_files_to_standard_output_are_a_zip(run: Run, records: Path) -> None:
    result = run("export", "--format", "csv", "--out", "-")
    assert result.exit_code == 0, result.stderr
    with zipfile.ZipFile(io.BytesIO(result.stdout_bytes)) as archive:
        assert len(archive.namelist()) == 4


def test_what_goes_out_is_its_makers_alone_unless_told(run: Run, records: Path, tmp_path: Path) -> None:
    def modes(name: str, *more: str) -> tuple[int, set[int]]:
        result = run("export", "study", "ledger", "--format", "csv", "--out", str(tmp_path / name), *more)
        assert result.exit_code == 0, result.stderr
        folder = tmp_path / name
        return stat.S_IMODE(folder.stat().st_mode), {
            stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()
        }

    before = os.umask(0o002)
    try:
        assert modes("own") == (0o700, {0o600})
        (tmp_path / "there").mkdir(0o755)
        assert modes("there") == (0o755, {0o600})  # a folder that is there is as somebody made it
        assert modes("shared", "--shared") == (0o775, {0o664})
        assert modes("shared") == (0o775, {0o600})
    finally:
        os.umask(before)
    refused = run("export", "study", "--format", "csv", "--out", "-", "--shared")
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_raw_has_id_and_revision(run: Run, records: Path) -> None:
    text = run("export", "study", "--raw", "--format", "csv", "--out", "-").stdout_bytes.decode("utf-8-sig")
    assert text.splitlines()[0].endswith("id,rev")


def test_what_went_out_comes_in_as_the_same(run: Run, records: Path, tmp_path: Path) -> None:
    result = run("export", "study", "--format", "csv", "--out", str(tmp_path / "out"))
    (path,) = result.stdout.splitlines()
    again = run("import", "study", path, "--dry-run")
    assert again.exit_code == 0, again.stderr
    assert "相同2行" in again.stderr
    file = Path(path)
    changed = (
        file.read_bytes().decode("utf-8-sig").replace("教工第一党支部,2021年4月2日", "教工第一党支部,4.3")
    )
    file.write_text(changed, encoding="utf-8")
    dry = run("import", "study", path, "--dry-run")
    assert "新增1行" in dry.stderr
    assert len(json.loads(run("list", "study", "--format", "json").stdout)) == 2
    taken = run("import", "study", path)
    assert taken.exit_code == 0, taken.stderr
    assert len(json.loads(run("list", "study", "--format", "json").stdout)) == 3


HEAD = "时间,学习内容,开展单位\n"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "空"),
        ("甲,乙\n1,2\n", "甲"),
        ("时间,学习内容\n0401,内容\n", "开展单位"),
        (f"{HEAD}0401\n", "第2行"),
        (f"{HEAD}2021-02-30,{CONTENT},某支部\n", "第2行"),
        (f"{HEAD}0401,{CONTENT},某支部,多,了\n", "第2行"),
        (f"党组织,{HEAD}不存在的支部,0401,{CONTENT},某支部\n", "不存在的支部"),
    ],
)
def test_a_bad_file_is_refused_whole_and_the_place_named(
    run: Run, school: Path, tmp_path: Path, content: str, named: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content.encode("gb18030"))
    result = run("import", "study", str(file), "--org", "u1")
    assert result.exit_code == 3
    assert named in result.stderr
    assert "bad.csv" in result.stderr
    assert json.loads(run("list", "study", "--format", "json").stdout) == []


def test_bytes_of_no_encoding_are_refused(run: Run, school: Path, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(b"\xff\xfe\x00\x01\x80")
    result = run("import", "study", str(file), "--org", "u1")
    assert result.exit_code == 3
    assert "bad.csv" in result.stderr


def test_a_file_of_mistakes_does_not_flood_the_screen(run: Run, school: Path, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    rows = [f"13月40日,{CONTENT}之第{number}项,某支部\n" for number in range(500)]
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    result = run("import", "study", str(file), "--org", "u1")
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) < 30
    assert "有问题500行" in result.stderr


def test_ten_thousand_rows(run: Run, school: Path, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    rows = [f"4月{number % 9 + 1}日,{CONTENT}之第{number}项,某支部\n" for number in range(10_000)]
    file.write_text(HEAD + "".join(rows), encoding="utf-8-sig")
    result = run("import", "study", str(file), "--org", "u1")
    assert result.exit_code == 0, result.stderr
    assert "新增10000行" in result.stderr
    assert "相同10000行" in run("import", "study", str(file), "--org", "u1", "--dry-run").stderr


def test_csv_in_gb18030_comes_back_whole(run: Run, school: Path, tmp_path: Path) -> None:
    content = "学习“党史”𠮷〇㎡喆 • 共四项内容，人人参加，个个发言"
    assert (
        run("add", "study", "--org", "u1", "--set", "time=0406", "--set", f"content={content}").exit_code == 0
    )
    out = tmp_path / "out"
    done = run(
        "export", "study", "--org", "u1", "--format", "csv", "--encoding", "gb18030", "--out", str(out)
    )
    assert done.exit_code == 0
    file = Path(done.stdout.strip())
    assert content in file.read_bytes().decode("gb18030")
    again = run("import", "study", str(file), "--org", "u1")
    assert again.exit_code == 0
    assert "相同1行" in again.stderr
    assert run("export", "--format", "docx", "--encoding", "gb18030", "--out", str(out)).exit_code == 2
