"""``taizhang due``: the right things in the right order, and quickly."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import Run


def test_json_rows_have_the_promised_keys(run: Run, school: Path) -> None:
    rows = json.loads(run("due", "--format", "json").stdout)
    assert list(rows[0]) == ["org", "org_name", "deliverable", "title", "due", "days_left", "state"]
    assert rows[0] == {
        "org": "u1",
        "org_name": "计算机学院党委",
        "deliverable": "research-report",
        "title": "“再学习、再调研、再落实”调研报告",
        "due": "2021-03-31",
        "days_left": -10,
        "state": "overdue",
    }
    assert [row["days_left"] for row in rows] == sorted(row["days_left"] for row in rows)
    assert {row["deliverable"] for row in rows} == {
        "research-report",
        "study-summary",
        "diagnosis-ledger",
        "stage-report",
        "typical-deeds",
        "final-report",
    }


def test_a_table_says_it_in_words(run: Run, school: Path) -> None:
    lines = run("due").stdout.splitlines()
    assert lines[0].split() == ["期限", "倒计时", "党组织", "报送材料", "状态", "进度"]
    assert "逾期10天" in lines[1]
    assert "逾期10天" in lines[1]
    assert "逾期未报" in lines[1]
    assert lines[1].count("10") == 1


def test_csv_has_the_same_rows(run: Run, school: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("due", "--format", "csv").stdout)))
    assert [row["期限"] for row in rows][:2] == ["2021-03-31", "2021-05-07"]


def test_within_leaves_out_what_is_far_off_and_keeps_what_is_overdue(run: Run, school: Path) -> None:
    rows = json.loads(run("due", "--within", "27", "--format", "json").stdout)
    assert [row["due"] for row in rows] == ["2021-03-31", "2021-05-07", "2021-05-07"]
    rows = json.loads(run("due", "--within", "0", "--format", "json").stdout)
    assert [row["due"] for row in rows] == ["2021-03-31"]


def test_fail_overdue_answers_with_the_status(run: Run, school: Path) -> None:
    assert run("due", "--fail-overdue").exit_code == 1
    assert run("--today", "2021-03-31", "due", "--fail-overdue").exit_code == 0
    told = run(
        "add", "schedule", "--org", "u1", "--set", "deliverable=research-report", "--set", "state=免报"
    )
    assert told.exit_code == 0, told.stderr
    assert run("due", "--fail-overdue").exit_code == 0


def test_the_last_day_is_not_overdue_and_the_next_one_is(run: Run, school: Path) -> None:
    for today, state in (("2021-03-31", "not-begun"), ("2021-04-01", "overdue")):
        rows = json.loads(run("due", "--today", today, "--format", "json").stdout)
        assert rows[0]["state"] == state


def test_without_a_named_organisation_the_setting_counts(
    run: Run, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("org", "add", "--set", "id=fl", "--set", "name=外国语学院党总支", "--set", "level=党总支")
    everything = json.loads(run("due", "--format", "json").stdout)
    assert {row["org"] for row in everything} == {"u1", "fl"}
    assert run("config", "set", "org", "fl").exit_code == 0
    mine = json.loads(run("due", "--format", "json").stdout)
    assert {row["org"] for row in mine} == {"fl"}
    named = json.loads(run("due", "--org", "计算机学院党委", "--format", "json").stdout)
    assert {row["org"] for row in named} == {"u1"}


def test_nothing_pending_is_said_on_stderr_alone(run: Run, school: Path) -> None:
    result = run("due", "--org", "u1-01")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "没有待办" in result.stderr
    assert json.loads(run("due", "--org", "u1-01", "--format", "json").stdout) == []


LIGHT = [["due"], ["list", "study"], ["org", "list"], ["config", "list"], ["--help"]]


@pytest.mark.parametrize("line", LIGHT, ids=" ".join)
def test_no_screens_and_no_word_are_loaded(school: Path, line: list[str]) -> None:
    """Seen from outside, in a process of its own."""
    script = (
        "import sys; from tui.commands.main import PROGRAM\n"
        "try: PROGRAM.main(sys.argv[1:])\n"
        "finally: print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, *line], capture_output=True, text=True, env=os.environ, check=True
    )
    loaded = set(eval(result.stderr.splitlines()[-1]))
    heavy = {"textual", "rich", "docx", "lxml", "ulid", "tomli_w", "asyncio", "csv", "unittest"}
    assert loaded & heavy == set()
    assert ("tinydb" in loaded) == (line != ["--help"])
