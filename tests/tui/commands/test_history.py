"""``history``: what was done, by whom, and back to an old version."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from store.account import account
from tests.support.commands import Run

TEXT = "赴烈士陵园祭扫，重温入党誓词，开展志愿服务活动"


@pytest.fixture
def record(run: Run, school: Path) -> str:
    added = run("add", "study", "--org", "u1-01", "--set", "time=0401", "--set", f"content={TEXT}")
    assert added.exit_code == 0, added.stderr
    return str(added.stdout.strip())


def test_each_version_is_a_paragraph(run: Run, record: str) -> None:
    result = run("history", "study")
    assert result.exit_code == 0
    head, *fields = result.stdout.splitlines()
    for part in (account(), "新建", "第1版", "教工第一党支部", "附件2 学习情况 2021年4月1日"):
        assert part in head
    assert fields == [f"    编号：{record}", "    时间：2021年4月1日", f"    学习内容：{TEXT}"]


def test_json_has_every_field(run: Run, record: str) -> None:
    (one,) = json.loads(run("history", "2", "--format", "json").stdout)
    assert one["changes"] == [
        {"field": "time", "label": "时间", "before": "", "after": "2021年4月1日"},
        {"field": "content", "label": "学习内容", "before": "", "after": TEXT},
    ]
    expected = {"id": record, "rev": 1, "org": "u1-01", "annex": "study", "deed": "created"}
    assert {name: one[name] for name in expected} == expected


def test_csv_has_a_row_a_field(run: Run, record: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("history", "study", "--format", "csv").stdout)))
    assert [(row["项目"], row["改为"]) for row in rows] == [("时间", "2021年4月1日"), ("学习内容", TEXT)]


def test_an_old_version_comes_back(run: Run, record: str) -> None:
    run("add", "guide", "--org", "u1-01", "--set", "indicator=1-1", "--set", "verdict=1")
    run("add", "guide", "--org", "u1-01", "--set", "indicator=1-1", "--set", "verdict=2")
    verdict = "guide:u1-01:1-1"
    assert "诊断结论：有力 改为 较有力" in run("history", "--id", verdict).stdout
    back = run("history", "--id", verdict, "--restore", "1")
    assert back.exit_code == 0, back.stderr
    assert back.stdout == f"{verdict}\n"
    assert "第3版" in back.stderr
    found = json.loads(run("history", "--id", verdict, "--format", "json").stdout)
    assert [one["rev"] for one in found] == [1, 2, 3]
    assert found[-1]["changes"][0]["after"] == "有力"


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        (["--restore", "1"], 2, "--id"),
        (["--id", "gone", "--restore", "1"], 3, "gone"),
        (["--since", "13月"], 2, "--since"),
        (["--org", "nobody"], 3, "nobody"),
        (["attic"], 2, "附件"),
    ],
)
def test_what_cannot_be_is_told(run: Run, record: str, line: list[str], status: int, said: str) -> None:
    result = run("history", *line)
    assert result.exit_code == status
    assert said in result.stderr
    assert result.stdout == ""


def test_a_version_that_is_not_there(run: Run, record: str) -> None:
    result = run("history", "--id", record, "--restore", "7")
    assert result.exit_code == 3
    assert "第7版" in result.stderr


def test_nothing_to_tell(run: Run, record: str) -> None:
    for line in (["ledger"], ["--id", "gone"], ["study", "--org", "u1", "--since", "+1"]):
        result = run("history", *line)
        assert result.exit_code == 0
        assert result.stdout == ""
        assert "没有符合条件的改动" in result.stderr


def test_since_is_a_real_day_whatever_today_is_said_to_be(run: Run, record: str) -> None:
    assert record in run("history", "study", "--since", "-1").stdout
    assert record in run("history", "study", "--since", "2021-04-10").stdout


def test_organisations_have_their_history_too(run: Run, school: Path) -> None:
    run("org", "set", "u1-01", "--set", "members=24")
    found = json.loads(run("history", "organisation", "--format", "json").stdout)
    assert [one["id"] for one in found] == ["u1", "u1-01", "u1-01"]
    assert found[-1]["changes"] == [{"field": "members", "label": "党员人数", "before": "", "after": "24"}]
