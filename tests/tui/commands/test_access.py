"""Commands on a store with members: who may do what, in sentences and with status 6."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.commands import Become, Run
from tests.support.members import give_members

RECORD = ("add", "study", "--set", "time=0401", "--set", f"content={'学习党史' * 6}")


def test_a_branch_works_on_itself_without_saying_so(run: Run, become: Become) -> None:
    become("branch")
    assert run(*RECORD).exit_code == 0
    rows = json.loads(run("list", "study", "--format", "json").stdout)
    assert [row["org"] for row in rows] == ["jsj-01"]
    assert [row["id"] for row in json.loads(run("org", "list", "--format", "json").stdout)] == ["jsj-01"]


@pytest.mark.parametrize("kind", ["json", "csv", "docx"])
def test_a_branch_exports_every_annex_of_its_own(run: Run, become: Become, tmp_path: Path, kind: str) -> None:
    become("branch")
    done = run("export", "--format", kind, "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.stderr
    names = [Path(line).name for line in done.stdout.splitlines()]
    assert len(names) == 4
    assert all("教工第一党支部" in name for name in names)


def test_several_branches_are_exported_one_by_one(run: Run, become: Become, tmp_path: Path) -> None:
    become("two")
    done = run("export", "study", "--format", "csv", "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("list", "study", "--org", "jx"),
        ("list", "study", "--org", "jsj"),
        (*RECORD, "--org", "jsj"),
        ("org", "add", "--set", "name=新党支部", "--set", "parent=jsj"),
        ("org", "remove", "jsj-01"),
        ("config", "set", "theme", "dark", "--for-store"),
        ("init", "--year", "2026", "--unit", "计算机学院党委"),
        ("access", "plan"),
    ],
)
def test_the_rest_is_refused(run: Run, become: Become, words: tuple[str, ...]) -> None:
    become("branch")
    done = run(*words)
    assert done.exit_code == 6, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("错误：")
    assert done.stderr.count("\n") == 1


def test_a_stranger_is_refused_everything(run: Run, become: Become) -> None:
    become("stranger")
    for words in (("due",), ("list", "study"), RECORD, ("org", "list")):
        done = run(*words)
        assert (done.exit_code, "members.toml" in done.stderr) == (6, True), done.stderr


def test_a_members_file_that_others_can_write_lets_nobody_in(run: Run, become: Become, members: Path) -> None:
    become("office")
    (members / "members.toml").chmod(0o664)
    done = run("due")
    assert (done.exit_code, "chmod go-w" in done.stderr) == (6, True)


def test_a_broken_members_file_is_told(run: Run, become: Become, members: Path) -> None:
    become("office")
    give_members(members, "[[members]]\nrole = 'boss'\naccount = 'x'\n")
    done = run("due")
    assert (done.exit_code, "members.toml" in done.stderr) == (3, True)


def test_a_rehearsal_is_for_looking(run: Run, become: Become) -> None:
    become("office")
    done = run(*RECORD, "--org", "jsj", "--today", "2021-04-10")
    assert (done.exit_code, "--today" in done.stderr) == (6, True)


def test_without_members_there_is_nothing_to_plan(run: Run, school: Path) -> None:
    for word in ("plan", "check"):
        done = run("access", word, "--store", str(school))
        assert (done.exit_code, "members.toml" in done.stderr) == (2, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may apply")
def test_only_root_applies(run: Run, members: Path) -> None:
    assert run("access", "apply").exit_code == 6


def test_check_names_what_the_system_does_not_know(run: Run, members: Path) -> None:
    """Accounts of the test's file are none of this machine; the groups are not there either."""
    done = run("access", "check")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert "系统里没有组 tz-jsj。" in lines
    assert any("没有账号 branch" in line for line in lines)
    assert any("没有党组织 gone" in line for line in lines)
    assert len(lines) == len(set(lines))


def test_plan_prints_commands_and_changes_nothing(run: Run, members: Path) -> None:
    before = {path: path.stat().st_mode for path in members.rglob("*")}
    done = run("access", "plan")
    assert done.exit_code == 0
    assert "groupadd tz-jsj" in done.stdout.splitlines()
    words = {line.split()[0] for line in done.stdout.splitlines()}
    # Of the accounts that the file names, some systems have one: it goes into the group of all.
    assert words - {"gpasswd"} == {"groupadd", "chown", "chmod", "setfacl", "mkdir", "touch", "sed"}
    assert {path: path.stat().st_mode for path in members.rglob("*")} == before
