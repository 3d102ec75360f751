"""``import`` of Word, Excel and CSV: what would happen is shown, all is taken or nothing."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Run
from tests.support.hostile_files import FILES
from tests.support.made_files import LEDGER, STUDY, ledger, p, sheet, tbl, tr, word

UNIT, BRANCH = "计算机学院党委", "教工第一党支部"
EXPERIENCE, CASE = "经验" * 50, "案例" * 60
PROBLEMS = "1.专职组织员仅1名且兼任教学秘书，专职专用落实不够，发展党员材料审核积压较多。（对照1-4）"
ROW = ("1", UNIT, EXPERIENCE, CASE, PROBLEMS, "")


def save(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def rows(run: Run, annex: str = "ledger") -> list[Any]:
    found: list[Any] = json.loads(run("list", annex, "--format", "json").stdout)
    return [one for one in found if one.get("rev")] if annex == "ledger" else found


def test_a_filled_form_goes_in_once(run: Run, school: Path, tmp_path: Path) -> None:
    file = save(tmp_path, "台账.docx", word(p("截止时间：2021年4月30日"), tbl(tr(*LEDGER), tr(*ROW))))
    dry = run("import", "ledger", file, "--dry-run")
    assert dry.exit_code == 0, dry.stderr
    assert "新增1行；表头修改" in dry.stderr
    assert "没有写入任何内容" in dry.stderr
    header, first, head = dry.stdout.splitlines()
    assert header.split() == ["位置", "结果", "党组织", "栏目", "已存", "改为、说明"]
    assert first.split()[1:3] == ["新增", UNIT]
    assert head.split()[1:] == ["修改", UNIT, "截止时间", "2021年5月7日", "2021年4月30日"]
    assert rows(run) == []
    taken = run("import", "ledger", file)
    assert taken.exit_code == 0, taken.stderr
    assert taken.stdout == ""
    assert "已导入：新增1行；表头修改" in taken.stderr
    again = run("import", "ledger", file, "--dry-run")
    assert "相同1行；没有写入" in again.stderr
    assert again.stdout == "", "rows that stay the same are not listed"


def test_json_has_every_row_and_every_field(run: Run, school: Path, tmp_path: Path) -> None:
    assert run("import", "ledger", save(tmp_path, "a.docx", ledger(tr(*ROW)))).exit_code == 0
    changed = (*ROW[:3], "另一个" + CASE, ROW[4].replace("积压较多", "积压"), "新备注")
    file = save(tmp_path, "b.docx", ledger(tr(*changed), tr("2", "数学学院党委", "甲", "乙", "丙", "")))
    result = run("import", "ledger", file, "--dry-run", "--format", "json")
    assert result.exit_code == 3
    first, second = json.loads(result.stdout)
    assert (first["kind"], first["org"], first["org_name"]) == ("changed", "u1", UNIT)
    assert [one["field"] for one in first["changes"]] == ["case", "problems", "note"]
    assert first["changes"][0] == {
        "field": "case", "label": "典型案例", "stored": CASE, "proposed": "另一个" + CASE,
    }  # fmt: skip
    assert first["changes"][1]["stored"].endswith("（对照1-4）")
    assert (second["kind"], second["org"], second["org_name"]) == ("refused", "", "数学学院党委")
    assert "没有党组织“数学学院党委”" in second["refused"]["organisation"]


def test_one_bad_row_and_nothing_is_taken(run: Run, school: Path, tmp_path: Path) -> None:
    good = ("4月1日", "学" * 30, "党课", UNIT, "全体")
    bad = ("13月40日", "学" * 30, "党课", UNIT, "全体")
    file = save(tmp_path, "学习.docx", word(tbl(tr(*STUDY), tr(*good), tr(*bad))))
    result = run("import", "study", file, "--org", "u1")
    assert result.exit_code == 3
    assert "学习.docx 表格第3行：" in result.stderr
    assert "新增1行，有问题1行" in result.stderr
    assert rows(run, "study") == []


def test_what_lacks_something_is_taken_as_incomplete_on_request(
    run: Run, school: Path, tmp_path: Path
) -> None:
    file = save(tmp_path, "台账.xlsx", sheet(LEDGER, ("1", BRANCH, EXPERIENCE, "", "", "")))
    refused = run("import", "ledger", file)
    assert refused.exit_code == 3
    assert "典型案例" in refused.stderr
    taken = run("import", "ledger", file, "--incomplete")
    assert taken.exit_code == 0, taken.stderr
    assert [row["state"] for row in rows(run)] == ["未完成"]


def test_several_files_are_one_import(run: Run, school: Path, tmp_path: Path) -> None:
    first = save(tmp_path, "一.docx", ledger(tr(*ROW)))
    second = save(tmp_path, "二.xlsx", sheet(LEDGER, ("1", BRANCH, *ROW[2:4], "问题" * 30, ""), ROW))
    clash = save(tmp_path, "三.docx", ledger(tr(*ROW[:3], "别的" + CASE, *ROW[4:])))
    refused = run("import", "ledger", first, second, clash)
    assert refused.exit_code == 3
    assert "三.docx 表格第2行：与文件中前面的一行是同一条记录" in refused.stderr
    assert rows(run) == []
    taken = run("import", "ledger", first, second)
    assert taken.exit_code == 0, taken.stderr
    assert "2个文件 已导入：新增2行，相同1行" in taken.stderr
    assert len(rows(run)) == 2


def test_a_unit_is_written_at_once(run: Run, school: Path, tmp_path: Path) -> None:
    """All rows and the head in one entry of its journal."""
    journal = next(school.glob("*/pack")).parent / "units" / "u1" / "journal.jsonl"
    before = len(journal.read_text(encoding="utf-8").splitlines()) if journal.exists() else 0
    other = ("2", BRANCH, *ROW[2:4], "问题" * 30, "")
    form = word(p("截止时间：2021年4月30日"), tbl(tr(*LEDGER), tr(*ROW), tr(*other)))
    assert run("import", "ledger", save(tmp_path, "台账.docx", form)).exit_code == 0
    assert len(journal.read_text(encoding="utf-8").splitlines()) == before + 1


def test_guesses_are_told(run: Run, school: Path, tmp_path: Path) -> None:
    head = ("存在的问题", "责任人", *LEDGER[1:4], "备注")
    row = (PROBLEMS, "张三", "计算机学院", EXPERIENCE, CASE, "")
    file = save(tmp_path, "手工.docx", ledger(tr(*row), head=tr(*head)))
    result = run("import", "ledger", file, "--dry-run", "--format", "json")
    assert "“责任人”一列没有读入" in result.stderr
    assert "“存在的问题”一列读作“存在问题”" in result.stderr
    (told,) = json.loads(result.stdout)
    assert told["guessed"] == {"organisation": f"“计算机学院”读作“{UNIT}”"}


def test_standard_input_and_files_are_read_to_their_end_or_refused(
    run: Run, school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ledger(tr(*ROW))
    monkeypatch.setattr("tui.commands.files.LIMIT", len(data))
    file = save(tmp_path, "台账.docx", data)
    for name in ("-", file):
        taken = run("import", "ledger", name, "--dry-run", input=data)
        assert taken.exit_code == 0, taken.stderr
    monkeypatch.setattr("tui.commands.files.LIMIT", len(data) - 1)
    for name in ("-", file, "/proc/self/maps"):  # which does not say how long it is
        monkeypatch.setattr("tui.commands.files.LIMIT", min(len(data) - 1, 100))
        refused = run("import", "ledger", name, input=data)
        assert (refused.exit_code, refused.stdout) == (3, "")
        assert "请分成几个文件导入" in refused.stderr
    assert rows(run) == []


def test_mistakes_beyond_those_that_are_told_are_counted(
    run: Run, school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.commands.import_file.ROWS_TOLD", 2)
    wrong = [(str(number), f"无此党支部{number}", *ROW[2:]) for number in range(5)]
    refused = run("import", "ledger", save(tmp_path, "台账.docx", ledger(*(tr(*one) for one in wrong))))
    assert refused.exit_code == 3
    assert "还有3种问题没有列出；用 --dry-run --format json 看全部。" in refused.stderr


def test_standard_input_takes_any_format(run: Run, school: Path) -> None:
    for data in (ledger(tr(*ROW)), sheet(LEDGER, ROW)):
        result = run("import", "ledger", "-", "--dry-run", input=data)
        assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize(
    "name", ["old.doc", "macros.docm", "empty.docx", "text.docx", "billion-laughs.docx", "path-up.docx"]
)
def test_a_hostile_file_is_a_sentence_and_status_3(run: Run, school: Path, tmp_path: Path, name: str) -> None:
    made, sentence = FILES[name]
    result = run("import", "ledger", save(tmp_path, name, made()))
    assert result.exit_code == 3
    assert sentence in result.stderr
    assert name in result.stderr


def test_export_as_a_workbook(run: Run, school: Path, tmp_path: Path) -> None:
    assert run("import", "ledger", save(tmp_path, "a.docx", ledger(tr(*ROW)))).exit_code == 0
    out = tmp_path / "out"
    result = run("export", "study", "ledger", "--format", "xlsx", "--out", str(out))
    assert result.exit_code == 0, result.stderr
    (path,) = result.stdout.splitlines()
    assert Path(path).name == f"{UNIT}-附件2、4.xlsx"
    again = run("import", "ledger", path, "--dry-run")
    assert "相同1行" in again.stderr


def test_references_are_printed_on_request_or_by_setting(run: Run, school: Path, tmp_path: Path) -> None:
    assert run("import", "ledger", save(tmp_path, "a.docx", ledger(tr(*ROW)))).exit_code == 0

    def printed(*flags: str) -> bool:
        data = run("export", "ledger", "--format", "docx", "--out", "-", *flags).stdout_bytes
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "（对照1-4）" in archive.read("word/document.xml").decode()

    assert [printed(), printed("--references")] == [False, True]
    assert run("config", "set", "references", "true").exit_code == 0
    assert [printed(), printed("--no-references")] == [True, False]


def test_the_same_mistake_in_many_rows_is_told_once(run: Run, school: Path, tmp_path: Path) -> None:
    rows = "".join(f"4月{day}日,学习《中国共产党简史》第一章\n" for day in range(1, 8))
    file = tmp_path / "a.csv"
    file.write_text(f"时间,学习内容,开展单位\n{rows.replace('章', '章,')}", encoding="utf-8")
    told = run("import", "study", str(file)).stderr
    assert told.count("没有写明党组织") == 1
    assert "第2行、第3行、第4行、第5行、第6行等7行：" in told
