"""An annex that a pack adds in TOML has its commands without a line of code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.commands import Run
from tests.support.meeting_annex import with_meetings

TOPIC = "2021年第5次党政联席会议"
CONTENT = "研究2021年度教师引进计划和实验室安全整改安排，同意报学校审批"


@pytest.fixture
def meetings(school: Path, tmp_path: Path) -> Path:
    (pack,) = school.glob("*/pack")
    added = with_meetings(tmp_path)
    shutil.rmtree(pack)
    shutil.copytree(added, pack)
    return school


def test_it_is_filled_listed_exported_and_taken_in(run: Run, meetings: Path, tmp_path: Path) -> None:
    fields = ["--set", "time=0406", "--set", f"会议名称={TOPIC}", "--set", f"content={CONTENT}"]
    added = run("add", "meetings", "--org", "u1", *fields)
    assert added.exit_code == 0, added.stderr
    (row,) = json.loads(run("list", "5", "--format", "json").stdout)
    assert (row["time"], row["topic"], row["content"]) == ("2021年4月6日", TOPIC, CONTENT)
    assert TOPIC in run("list", "meetings").stdout
    for kind in ("docx", "csv", "json"):
        result = run("export", "meetings", "--format", kind, "--out", str(tmp_path / "out"))
        assert result.exit_code == 0, result.stderr
        assert Path(result.stdout.strip()).name == f"计算机学院党委-附件5会议记录.{kind}"
    file = next((tmp_path / "out").glob("*.csv"))
    again = run("import", "meetings", str(file), "--dry-run")
    assert "相同1行" in again.stderr
    refused = run("add", "meetings", "--org", "u1", "--set", "time=0406")
    assert refused.exit_code == 3
    assert "会议名称" in refused.stderr
    assert "meetings" in run("list", "9").stderr
