"""``add``: the checks of the screens, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.commands import Run

CONTENT = "赴烈士陵园祭扫，重温入党誓词，开展志愿服务活动"


def _list(run: Run, annex: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run("list", annex, "--format", "json").stdout)
    return rows


def test_fields_go_by_id_or_by_name(run: Run, school: Path) -> None:
    result = run(
        "add",
        "2",
        "--org",
        "教工第一党支部",
        "--set",
        "时间=jt",
        "--set",
        f"学习内容＝{CONTENT}",
        "--set",
        "学时=２。５",
    )
    assert result.exit_code == 0, result.stderr
    (row,) = _list(run, "study")
    assert row["time"] == "2021年4月10日"
    assert row["content"] == CONTENT
    assert row["hours"] == "2.5"


def test_a_value_may_hold_an_equals_sign(run: Run, school: Path) -> None:
    text = f"{CONTENT}，a=b＝c"
    run("add", "study", "--org", "u1", "--set", "time=0401", "--set", f"content={text}")
    assert _list(run, "study")[0]["content"] == text


def test_a_field_that_stands_twice_is_refused(run: Run, school: Path) -> None:
    result = run("add", "study", "--org", "u1", "--set", "time=0401", "--set", "time=0402")
    assert result.exit_code == 2
    assert "两次" in result.stderr


def test_what_is_missing_may_stay_open(run: Run, school: Path) -> None:
    result = run("add", "study", "--org", "u1", "--set", "method=党课", "--incomplete")
    assert result.exit_code == 0
    assert "未完成" in result.stderr
    assert _list(run, "study")[0]["state"] == "未完成"


def test_a_soft_remark_wants_a_reason(run: Run, school: Path) -> None:
    line = ["add", "study", "--org", "u1", "--set", "time=0401", "--set", "content=太短"]
    refused = run(*line)
    assert refused.exit_code == 3
    assert "--force" in refused.stderr
    assert "学习内容" in refused.stderr
    assert run(*line, "--force", " ").exit_code == 2
    forced = run(*line, "--force", "原件如此")
    assert forced.exit_code == 0
    assert "学习内容" in forced.stderr
    shard = next(school.glob("*/units/u1/shard.json")).read_text(encoding="utf-8")
    assert "原件如此" in shard


def test_open_is_what_is_missing_not_what_is_unusual(run: Run, school: Path) -> None:
    line = ["add", "study", "--org", "u1", "--set", "content=太短", "--incomplete"]
    refused = run(*line, "--set", "time=0401")
    assert refused.exit_code == 3
    assert "--force" in refused.stderr
    assert run(*line).exit_code == 0
    assert [row["state"] for row in _list(run, "study")] == ["未完成"]


def test_bytes_of_another_encoding_are_refused_instead_of_lost(run: Run, school: Path) -> None:
    typed = "党课".encode("gbk").decode("utf-8", "surrogateescape")
    for line in (["add", "study", "--org", "u1", "--incomplete"], ["org", "set", "u1"]):
        result = run(*line, "--set", f"method={typed}")
        assert result.exit_code == 3
        assert "UTF-8" in result.stderr
        assert "method" in result.stderr
    assert _list(run, "study") == []


def test_a_reason_does_not_excuse_what_is_missing(run: Run, school: Path) -> None:
    result = run("add", "study", "--org", "u1", "--set", "content=太短", "--force", "原件如此")
    assert result.exit_code == 3
    assert "时间" in result.stderr


def test_the_ledger_takes_findings_as_text(run: Run, school: Path) -> None:
    text = "1.专职组织员仅1名，专职专用落实不够。（对照1-4）2.食堂党员示范岗作用不明显。"
    result = run("add", "ledger", "--org", "u1", "--set", f"problems={text}", "--incomplete")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "ledger:u1\n"
    assert (
        _list(run, "ledger")[0]["problems"]
        == "1.专职组织员仅1名，专职专用落实不够。\n2.食堂党员示范岗作用不明显。"
    )
    places = {row["indicator"]: row["findings"] for row in _list(run, "guide")}
    assert places == {"1-4": ["专职组织员仅1名，专职专用落实不够。"], "": ["食堂党员示范岗作用不明显。"]}


def test_a_ledger_row_is_changed_only_when_asked(run: Run, school: Path) -> None:
    first = ["add", "ledger", "--org", "u1", "--set", "note=第一次", "--incomplete"]
    assert run(*first).exit_code == 0
    again = ["add", "ledger", "--org", "u1", "--set", "case=案例", "--incomplete"]
    assert run(*again).exit_code == 4
    assert run(*again, "--update").exit_code == 0
    (row,) = _list(run, "ledger")
    assert (row["note"], row["case"], row["rev"]) == ("第一次", "案例", 2)


def test_one_indicator_takes_verdict_measures_and_findings_at_once(run: Run, school: Path) -> None:
    result = run(
        *("add", "guide", "--org", "u1", "--set", "indicator=3-1", "--set", "verdict=2"),
        *("--set", "measure.leaders-party-lectures=1", "--set", "period.leaders-party-lectures=本学期"),
        *("--set", "measure.leaders-ideology-classes=0"),
        *("--set", "finding=第一个问题", "--set", "finding=第二个问题"),
    )
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "guide:u1:3-1\n"
    assert "思想政治理论课" in result.stderr
    (row,) = _list(run, "guide")
    assert row["findings"] == ["第一个问题", "第二个问题"]
    assert "本学期" in row["measures"]
    again = run("add", "guide", "--org", "u1", "--set", "indicator=3-1", "--set", "finding=第二个问题")
    assert again.exit_code == 0
    assert _list(run, "guide")[0]["findings"] == ["第一个问题", "第二个问题"]


def test_a_verdict_that_falls_short_without_a_finding_is_saved_and_told(run: Run, school: Path) -> None:
    result = run("add", "guide", "--org", "u1", "--set", "指标=1-1", "--set", "诊断结论=3")
    assert result.exit_code == 0
    assert "存在问题" in result.stderr
    assert _list(run, "guide")[0]["verdict"] == "不够到位"


def test_a_verdict_by_its_word_and_an_indicator_as_it_is_printed(run: Run, school: Path) -> None:
    line = ["add", "guide", "--org", "u1"]
    for indicator, verdict in (("4（2）", "不够到位"), ("４－３", "３")):
        result = run(*line, "--set", f"indicator={indicator}", "--set", f"verdict={verdict}")
        assert result.exit_code == 0, result.stderr
    words = {row["indicator"]: row["verdict"] for row in _list(run, "guide") if row["org"] == "u1"}
    assert words["4-2"] == words["4-3"]
    assert run(*line, "--set", "indicator=4-2", "--set", "verdict=有力").exit_code == 3


def test_a_submission_by_code_or_by_word(run: Run, school: Path) -> None:
    base = ["add", "schedule", "--org", "u1", "--set", "deliverable=research-report"]
    result = run(*base, "--set", "state=submitted", "--set", "date=0402", "--set", "note=已盖章")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "schedule:u1:research-report\n"
    row = _list(run, "schedule")[0]
    assert (row["state"], row["words"], row["date"]) == ("late", "迟报 2 天", "2021-04-02")
    assert run(*base, "--set", "状态=免报").exit_code == 0
    assert _list(run, "schedule")[0]["state"] == "exempt"
    assert _list(run, "schedule")[0]["note"] == "已盖章"
    assert run(*base, "--set", "状态=已报送", "--set", "date=0401").exit_code == 0
    future = run(*base, "--set", "state=submitted", "--set", "date=2021-04-11")
    assert future.exit_code == 3
    assert run(*base, "--set", "state=extended").exit_code == 3


def test_titles_are_told_apart(run: Run, school: Path) -> None:
    run("org", "set", "u1", "--set", "titles=标杆院系（省级，第一批）、样板支部（校级，第二批）")
    base = [
        "add",
        "schedule",
        "--org",
        "u1",
        "--set",
        "deliverable=feature-cases",
        "--set",
        "state=submitted",
    ]
    unclear = run(*base)
    assert unclear.exit_code == 3
    assert "标杆院系（省级，第一批）" in unclear.stderr
    assert run(*base, "--set", "title=标杆院系").exit_code == 0


def test_two_people_in_one_record_meet_a_conflict(run: Run, school: Path) -> None:
    run("add", "ledger", "--org", "u1", "--set", "note=甲", "--incomplete")
    result = run("add", "ledger", "--org", "u1", "--set", "note=乙", "--incomplete")
    assert result.exit_code == 4
    assert _list(run, "ledger")[0]["note"] == "甲"


def test_evidence_is_given_by_ids(run: Run, school: Path) -> None:
    study = ("add", "study", "--org", "计算机学院党委", "--set", f"content={CONTENT}", "--set")
    first, second = (run(*study, f"time={time}").stdout.strip() for time in ("0401", "0408"))
    guide = ("add", "guide", "--org", "计算机学院党委", "--set", "indicator=1-1")
    added = run(*guide, "--set", f"evidence={first}，{second}")
    assert added.exit_code == 0, added.stderr
    rows = [row for row in _list(run, "guide") if row["indicator"] == "1-1" and row["evidence"]]
    assert [len(row["evidence"]) for row in rows] == [2]
    refused = run(*guide, "--set", "佐证=nobody")
    assert refused.exit_code == 3
    assert "nobody" in refused.stderr
    assert run(*guide, "--set", "evidence=").exit_code == 0
    assert not [row for row in _list(run, "guide") if row["indicator"] == "1-1" and row["evidence"]]


def test_what_may_be_there_already_wants_a_reason(run: Run, school: Path) -> None:
    said = ["add", "study", "--org", "u1", "--set", "time=0401", "--set", f"content={CONTENT}"]
    assert run(*said).exit_code == 0
    again = run(*said)
    assert again.exit_code == 3
    assert "已有相同的一条" in again.stderr
    assert "--force" in again.stderr
    assert run(*said, "--force", "上午下午各一场").exit_code == 0
    assert len(_list(run, "study")) == 2
