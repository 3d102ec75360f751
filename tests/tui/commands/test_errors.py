"""Bad input and bad stores: one sentence, a status, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import Run
from tui.commands.main import PROGRAM

HOSTILE = "甲\x1b]0;坏\x07\x1b[2J\x9b31m\u202e乙\x85丙\ud800丁\x00戊"
FORBIDDEN = ["\x1b", "\x07", "\x9b", "\u202e", "\x85", "\x00", "\ud800"]

COMMANDS_THAT_OPEN = [
    ["due"],
    ["list", "study"],
    ["org", "list"],
    ["add", "study", "--org", "u1", "--set", "time=0401"],
    ["export", "--format", "csv", "--out", "out"],
    ["import", "study", "file.csv"],
    ["check"],
]


@pytest.mark.parametrize("line", COMMANDS_THAT_OPEN, ids=" ".join)
def test_a_missing_store(run: Run, line: list[str], tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_text("时间\n", encoding="utf-8")
    result = run("--store", str(tmp_path / "nowhere"), *line)
    assert result.exit_code == 5
    assert "taizhang init" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("line", COMMANDS_THAT_OPEN, ids=" ".join)
def test_a_store_of_a_newer_program(run: Run, school: Path, line: list[str]) -> None:
    config = school / "taizhang.toml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("format = 1", "format = 99"), encoding="utf-8"
    )
    before = {path: path.stat().st_mtime_ns for path in school.rglob("*")}
    result = run(*line)
    assert result.exit_code == 5
    assert "更新版本" in result.stderr
    assert {path: path.stat().st_mtime_ns for path in school.rglob("*")} == before


@pytest.mark.skipif(
    os.geteuid() == 0 and not Path("/usr/bin/setpriv").exists(), reason="root writes anywhere"
)
def test_a_read_only_store(school: Path, tmp_path: Path) -> None:
    """By another account, since root may write whatever the mode says."""
    for path in [tmp_path, *tmp_path.parents[:3], *school.rglob("*"), school]:
        path.chmod(path.stat().st_mode | 0o555 if path.is_dir() else 0o644)
    environment = {**os.environ, "HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"}
    command = ["add", "study", "--org", "u1", "--set", "time=0401", "--incomplete"]
    other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    if not other:
        for path in [*school.rglob("*"), school]:
            path.chmod(path.stat().st_mode & ~0o222)
    script = (
        f"import sys; sys.path.insert(0, {str(Path.cwd())!r}); from tui.commands.main import main; main()"
    )
    result = subprocess.run(
        [*other, sys.executable, "-c", script, *command],
        env=environment,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
    )
    if "ModuleNotFoundError" in result.stderr or "Permission denied" in result.stderr:
        pytest.skip("the other account cannot read the program")
    assert result.returncode == 5, result.stderr
    assert "权限" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_organisation_id_that_leads_elsewhere(run: Run, school: Path) -> None:
    for name in ("../x", "..", "/etc", "a/b", ".hidden", "甲", "x" * 100):
        result = run("org", "add", "--set", "name=某党支部", "--set", f"id={name}")
        assert result.exit_code == 3, name
        assert "编号" in result.stderr
        assert run("add", "study", "--org", name, "--set", "time=0401").exit_code == 3
    assert {path.name for path in school.parent.iterdir()} <= {"store", "home"}


def test_every_wrong_field_is_named(run: Run, school: Path) -> None:
    result = run("add", "study", "--org", "u1", "--set", "method=党课")
    assert result.exit_code == 3
    assert "时间" in result.stderr
    assert "学习内容" in result.stderr
    assert "--incomplete" in result.stderr
    result = run("add", "study", "--org", "u1", "--set", "time=2021-02-30", "--set", "content=学习")
    assert result.exit_code == 3
    assert "时间" in result.stderr
    assert run("list", "study", "--format", "json").stdout.strip() == "[]"


def test_what_is_unknown_is_listed(run: Run, school: Path) -> None:
    for line, known in [
        (["list", "5"], "ledger"),
        (["add", "study", "--org", "u1", "--set", "wann=0401"], "participants"),
        (["add", "study", "--org", "谁", "--set", "time=0401"], "u1-01"),
        (["add", "study", "--set", "time=0401"], "--org"),
        (["add", "study", "--org", "u1", "--set", "time"], "项=值"),
        (["add", "study", "--org", "u1"], "--set"),
        (["add", "guide", "--org", "u1", "--set", "indicator=9-9", "--set", "verdict=1"], "5-4"),
        (["add", "guide", "--org", "u1", "--set", "indicator=1-1", "--set", "verdict=7"], "不够到位"),
        (["add", "guide", "--org", "u1", "--set", "indicator=1-4", "--set", "measure.x=1"], "专职组织员"),
        (["add", "guide", "--org", "u1", "--set", "verdict=1"], "indicator"),
        (["add", "guide", "--org", "u1", "--set", "wann=1"], "finding"),
        (["add", "guide", "--org", "u1", "--set", "period.x=本学期", "--set", "finding=某个问题"], "measure"),
        (
            ["add", "schedule", "--org", "u1", "--set", "deliverable=x", "--set", "state=submitted"],
            "final-report",
        ),
        (["add", "schedule", "--org", "u1", "--set", "deliverable=final-report"], "state"),
        (["add", "schedule", "--org", "u1", "--set", "wann=1"], "deliverable"),
        (["config", "set", "colour", "red"], "theme"),
        (["config", "set", "theme", "red"], "light"),
        (["config", "get", "colour"], "theme"),
        (["--campaign", "x", "due"], "xuexi-zhenduan-jianshe-2021"),
        (["import", "guide", "x.csv"], "附件3"),
        (["export", "--format", "json", "--raw", "--out", "x"], "csv"),
        (["org", "set", "u1", "--set", "colour=red"], "规范简称"),
        (["init", "--year", "3021", "--unit", "某党委"], "年"),
    ]:
        result = run(*line)
        assert result.exit_code in (2, 3), (line, result.output)
        assert known in result.stderr, (line, result.stderr)
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1, result.stderr


def test_an_impossible_number_is_refused_and_a_broken_norm_is_not(run: Run, school: Path) -> None:
    base = ["add", "guide", "--org", "u1", "--set", "indicator=4-2"]
    for value in ("-1", "很多", "nan"):
        result = run(*base, "--set", f"measure.largest-branch={value}")
        assert result.exit_code == 3, value
    result = run(*base, "--set", "measure.largest-branch=５３")
    assert result.exit_code == 0
    assert "53" in result.stderr
    assert "50" in result.stderr
    assert result.stdout == "guide:u1:4-2\n"


def test_hostile_text_comes_out_neutral_everywhere(run: Run, school: Path, tmp_path: Path) -> None:
    """Through the program, and written straight into a shard."""
    import json

    text = HOSTILE.replace("\x00", "")
    added = run(
        "add", "study", "--org", "u1", "--set", "time=0401", "--set", f"content={text}", "--force", text
    )
    assert added.exit_code == 0, added.stderr
    found = run("add", "guide", "--org", "u1", "--set", "indicator=1-1", "--set", f"finding={text}")
    assert found.exit_code == 0, found.stderr
    shard = next(school.glob("*/units/u1/shard.json"))
    journal = shard.with_name("journal.jsonl")
    content = json.loads(shard.read_text(encoding="utf-8"))
    (place,) = content["study"]
    content["study"][place]["data"]["content"] = HOSTILE
    content["study"][place]["data"]["organiser"] = 7
    shard.write_text(json.dumps(content), encoding="utf-8")
    assert journal.exists()
    out = str(tmp_path / "out")
    for line in (
        *([*listing, "--format", layout] for layout in ("table", "json", "csv") for listing in _LISTINGS),
        ["export", "--format", "csv", "--out", out],
        ["export", "study", "--format", "json", "--out", "-"],
        ["export", "study", "--raw", "--format", "csv", "--out", "-"],
        ["check"],
        ["list", text],
        ["add", "study", "--org", text, "--set", f"{text}={text}"],
        ["import", "study", f"/nowhere/{text}"],
        ["export", "study", "--format", "csv", "--out", f"/nowhere/{text}"],
        ["--store", f"/nowhere/{text}", "due"],
        ["--campaign", text, "due"],
        [text],
        ["due", f"--{text}"],
        ["config", "set", "org", text],
    ):
        result = run(*line)
        assert result.exit_code != 70, (line, result.output)
        for character in FORBIDDEN:
            assert character not in result.stdout, (line, result.stdout)
            assert character not in result.stderr, (line, result.stderr)


_LISTINGS = (["list", "study"], ["list", "guide"], ["list", "ledger"], ["org", "list"], ["due"])


def test_an_export_names_what_is_wrong_and_ends_with_3(run: Run, school: Path, tmp_path: Path) -> None:
    import json

    added = run(
        "add", "study", "--org", "u1", "--set", "time=0401", "--set", "content=短", "--force", "就这些"
    )
    assert added.exit_code == 0, added.stderr
    shard = next(school.glob("*/units/u1/shard.json"))
    content = json.loads(shard.read_text(encoding="utf-8"))
    (place,) = content["study"]
    content["study"][place]["data"]["time"] = {"不": "对"}
    shard.write_text(json.dumps(content), encoding="utf-8")
    result = run("export", "--format", "csv", "--out", str(tmp_path / "out"))
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 4
    assert "时间" in result.stderr
    assert "计算机学院党委" in result.stderr
    assert content["study"][place]["id"] in result.stderr


def test_export_into_a_folder_that_cannot_be(run: Run, school: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file", tmp_path / "no" / "such" / "folder", tmp_path / "file" / "x"):
        result = run("export", "--format", "csv", "--out", str(out))
        assert result.exit_code in (3, 5)
        assert str(out.name) in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("field", ["case", "experience"])
def test_a_very_long_text_is_kept_whole(run: Run, school: Path, field: str) -> None:
    import json

    text = "案" * 20_000
    result = run("add", "ledger", "--org", "u1", "--set", f"{field}={text}", "--incomplete")
    assert result.exit_code == 0, result.stderr
    (row,) = json.loads(run("list", "ledger", "--format", "json").stdout)
    assert row[field] == text
    assert row["state"] == "未完成"
    assert max(map(len, run("list", "ledger").stdout.splitlines())) < 400


def test_what_opening_has_mended_is_told_on_stderr(run: Run, school: Path) -> None:
    run("add", "study", "--org", "u1", "--set", "time=0401", "--incomplete")
    shard = next(school.glob("*/units/u1/shard.json"))
    shard.write_bytes(shard.read_bytes()[:40])
    result = run("list", "study", "--format", "csv")
    assert result.exit_code == 0
    assert "2021年4月1日" in result.stdout
    assert "提示：" in result.stderr
    assert "提示：" not in run("list", "study").stderr


def test_without_a_terminal_the_screens_are_refused(run: Run, school: Path) -> None:
    result = run()
    assert result.exit_code == 2
    assert "终端" in result.stderr


def test_members_make_a_rehearsal_read_only(run: Run, school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    members = school / "members.toml"
    members.write_text("")
    members.chmod(0o644)
    line = ["add", "study", "--org", "u1", "--set", "time=0401", "--incomplete"]
    assert run("due").exit_code == 0
    for written in (line, ["config", "set", "theme", "dark", "--for-store"], ["org", "remove", "u1-01"]):
        refused = run(*written)
        assert refused.exit_code == 6, written
        assert "--today" in refused.stderr
    monkeypatch.delenv("TAIZHANG_TODAY")
    assert run(*line).exit_code == 0
    members.chmod(0o664)
    assert run("due").exit_code == 6


def test_the_program_has_one_entry_point() -> None:
    import tomllib

    scripts = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts == {"taizhang": "tui.commands.main:main"}
    assert PROGRAM.name == "taizhang"


def test_an_organisation_that_nobody_typed_is_said_to_be_of_the_settings(run: Run, school: Path) -> None:
    assert run("config", "set", "org", "u77").exit_code == 0
    for line in (["due"], ["list", "ledger"]):
        result = run(*line)
        assert result.exit_code == 3
        assert "设置项 org" in result.stderr
        assert "taizhang config set org" in result.stderr
    typed = run("list", "ledger", "--org", "u78")
    assert (typed.exit_code, "设置项" in typed.stderr) == (3, False)
