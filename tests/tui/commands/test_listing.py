"""``list``, and the three layouts that all listings share."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from tests.support.commands import Run
from tui.commands import output
from tui.commands.cells import cells, pad, shorten, wrap

RECORD = ["--set", "time=0401", "--set", "content=赴烈士陵园祭扫，重温入党誓词，开展志愿服务活动"]


def test_a_record_is_listed_in_every_layout(run: Run, school: Path) -> None:
    added = run("add", "study", "--org", "u1-01", *RECORD, "--set", "method=主题党日、现场教学")
    assert added.exit_code == 0, added.stderr
    (row,) = json.loads(run("list", "2", "--format", "json").stdout)
    assert row["id"] == added.stdout.strip()
    assert row["rev"] == 1
    assert row["org"] == "u1-01"
    assert row["org_name"] == "教工第一党支部"
    assert row["time"] == "2021年4月1日"
    assert row["method"] == "主题党日、现场教学"
    (line,) = csv.DictReader(io.StringIO(run("list", "study", "--format", "csv").stdout))
    assert line["学习内容"] == row["content"]
    assert line["编号"] == row["id"]
    head, body = run("list", "study").stdout.splitlines()
    assert head.split()[:3] == ["党组织", "时间", "学习内容"]
    assert cells(head[: head.index("时间")]) == cells(body[: body.index("2021年")])


def test_an_organisation_has_those_below_it(run: Run, school: Path) -> None:
    run("add", "study", "--org", "u1-01", *RECORD)
    assert len(json.loads(run("list", "study", "--org", "u1", "--format", "json").stdout)) == 1
    run("org", "add", "--set", "id=fl", "--set", "name=外国语学院党总支", "--set", "level=党总支")
    empty = run("list", "study", "--org", "fl")
    assert empty.stdout == ""
    assert "还没有内容" in empty.stderr


def test_the_diagnosis_of_a_named_organisation_has_every_indicator(run: Run, school: Path) -> None:
    assert run("list", "guide").stdout == ""
    run(
        "add",
        "guide",
        "--org",
        "u1",
        "--set",
        "indicator=1-4",
        "--set",
        "verdict=3",
        "--set",
        "finding=某问题",
    )
    run("add", "guide", "--org", "u1", "--set", "finding=指南以外的一个问题")
    rows = json.loads(run("list", "guide", "--org", "u1", "--format", "json").stdout)
    assert len(rows) == 28
    assert rows[3]["verdict"] == "不够到位"
    assert rows[3]["findings"] == ["某问题"]
    assert rows[4]["verdict"] == "未诊断"
    assert rows[27]["short"] == "指南以外"
    assert len(json.loads(run("list", "guide", "--format", "json").stdout)) == 2


def test_annex_1_lists_what_is_owed_and_how_it_stands(run: Run, school: Path) -> None:
    rows = json.loads(run("list", "schedule", "--format", "json").stdout)
    assert rows[0]["deliverable"] == "research-report"
    assert rows[0]["words"] == "逾期未报 10 天"


def test_a_record_that_a_hand_has_spoilt_is_listed_and_told(run: Run, school: Path) -> None:
    run("add", "study", "--org", "u1", *RECORD)
    shard = next(school.glob("*/units/u1/shard.json"))
    content = json.loads(shard.read_text(encoding="utf-8"))
    (place,) = content["study"]
    content["study"][place]["data"]["hours"] = "很多"
    shard.write_text(json.dumps(content), encoding="utf-8")
    listed = run("list", "study", "--format", "json")
    assert json.loads(listed.stdout)[0]["hours"] == "很多"
    assert "学时" in listed.stderr
    checked = run("check")
    assert checked.exit_code == 5  # it is not what the journal says, either
    assert "内容有误：附件2" in checked.stdout
    assert "学时" in checked.stdout


def test_a_whole_store_passes_its_check(run: Run, school: Path) -> None:
    result = run("check")
    assert result.exit_code == 0, result.stdout
    assert result.stdout == ""
    assert "完好" in result.stderr


def test_a_torn_shard_and_journal_are_found(run: Run, school: Path) -> None:
    run("add", "study", "--org", "u1", *RECORD)
    shard = next(school.glob("*/units/u1/shard.json"))
    shard.write_bytes(shard.read_bytes()[:-20])
    journal = shard.with_name("journal.jsonl")
    journal.write_bytes(b"x" + journal.read_bytes()[1:])
    result = run("check")
    assert result.exit_code == 5
    assert "u1" in result.stdout
    assert run("list", "study").exit_code == 5


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("党", 2),
        ("ａ", 2),
        ("é", 1),
        ("e\u0301", 1),
        ("“”—…", 4),
        ("𠮷", 2),
        ("😀", 2),
        ("a\u200db", 2),
    ],
)
def test_widths_are_terminal_cells(text: str, width: int) -> None:
    assert cells(text) == width
    assert cells(pad(text, 10)) == 10


@pytest.mark.parametrize("width", [8, 9, 10, 11, 40])
def test_shortened_text_fits_and_says_so(width: int) -> None:
    for text in ("党" * 30, "ab党" * 20, "x" * 50):
        short = shorten(text, width)
        assert cells(short) <= width
        assert short.endswith("...")
    assert shorten("党党党党", 8) == "党党党党"


def test_wrapping_never_splits_a_word_of_ascii_or_begins_a_line_with_a_full_stop() -> None:
    text = "用 taizhang config set org 设定本人所在党组织，然后运行 taizhang due --within 7 看看。"
    for width in range(16, 60):
        lines = wrap(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(cells(line) <= width + 2 for line in lines)
        assert not any(line.startswith(("，", "。")) for line in lines)
        assert not any("taizhan" in line and "taizhang" not in line for line in lines)


def test_a_table_on_a_terminal_fits_its_width(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    columns = {str(number): "栏目" for number in range(5)}
    output.put("table", columns, [dict.fromkeys(columns, "很长的内容" * 10)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all(cells(line) <= 80 for line in lines)


def test_a_narrow_terminal_loses_optional_columns_before_firm_ones_shrink(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    columns = {"day": "期限", "name": "名称", "note": "备注"}
    rows = [{"day": "2021年3月29日—4月2日", "name": "很长的名称" * 4, "note": "备注内容" * 5}]
    shown = {}
    for width in (120, 60, 50):
        monkeypatch.setenv("COLUMNS", str(width))
        output.put("table", columns, rows, firm=("day",), optional=("note",))
        shown[width] = capsys.readouterr().out.splitlines()
        assert all(cells(line) <= width for line in shown[width])
        assert "2021年3月29日—4月2日" in shown[width][1]
    assert "..." not in "".join(shown[120])
    assert "备注" in shown[60][0]
    assert "备注" not in shown[50][0]


def test_a_filter_lists_only_such_records(run: Run, school: Path) -> None:
    run("add", "study", "--org", "u1-01", *RECORD)
    lacking = run("add", "study", "--org", "u1-01", "--set", "time=0402", "--incomplete").stdout.strip()
    (row,) = json.loads(run("list", "study", "--filter", "incomplete", "--format", "json").stdout)
    assert (row["id"], row["state"], row["forced"]) == (lacking, "未完成", {})
    assert json.loads(run("list", "study", "--filter", "有问题", "--format", "json").stdout) == []
    assert len(json.loads(run("list", "study", "--filter", "我录入的", "--format", "json").stdout)) == 2
    organisations = json.loads(run("list", "ledger", "--filter", "incomplete", "--format", "json").stdout)
    assert [(row["org"], row["state"]) for row in organisations] == [("u1", "未填报"), ("u1-01", "未填报")]


def test_reasons_are_listed_for_the_office(run: Run, school: Path) -> None:
    short = ["--set", "time=0401", "--set", "content=学习党史"]
    run("add", "study", "--org", "u1-01", *short, "--force", "情况属实")
    (row,) = json.loads(run("list", "study", "--filter", "forced", "--format", "json").stdout)
    assert row["forced"] == {"content": "情况属实"}
    assert "学习内容：情况属实" in run("list", "study", "--filter", "有说明的").stdout
    (line,) = csv.DictReader(io.StringIO(run("list", "study", "--format", "csv").stdout))
    assert line["说明"] == "学习内容：情况属实"


def test_a_filter_that_is_none_or_has_no_rows_here(run: Run, school: Path) -> None:
    unknown = run("list", "study", "--filter", "open")
    assert unknown.exit_code == 2
    assert "forced（有说明的）" in unknown.stderr
    assert run("list", "guide", "--filter", "mine").exit_code == 2
    none = run("list", "study", "--filter", "forced")
    assert none.exit_code == 0
    assert "没有这样的记录" in none.stderr
