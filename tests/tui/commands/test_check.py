"""``check``, of everything; and ``check --repair``."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from store.access import roles
from store.found import CODES
from store.protocol import Change
from store.shards.filestore import FileStore
from tests.support.commands import Run
from tests.support.members import give_members

RECORD = ["--set", "time=0401", "--set", "content=赴烈士陵园祭扫，重温入党誓词，开展志愿服务活动"]


@pytest.fixture
def shard(run: Run, school: Path) -> Path:
    assert run("add", "study", "--org", "u1", *RECORD).exit_code == 0
    return next(school.glob("*/units/u1/shard.json"))


def test_a_damaged_shard_is_found_and_repaired_and_kept(run: Run, shard: Path) -> None:
    whole = shard.read_bytes()
    edited = whole.replace("赴烈士".encode(), "赴列士".encode())
    shard.write_bytes(edited)
    found = run("check")
    assert found.exit_code == 5
    assert found.stdout.startswith("损坏：")
    assert "check --repair" in found.stdout
    assert shard.read_bytes() == edited
    repaired = run("check", "--repair")
    assert repaired.exit_code == 0, repaired.output
    assert "已修复" in repaired.stdout
    assert "damaged/" in repaired.stdout
    assert shard.read_bytes() == whole
    (kept,) = (shard.parent / "damaged").iterdir()
    assert kept.read_bytes() == edited
    again = run("check", "--repair")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "没有可修复的" in again.stderr


def test_a_damaged_journal_is_left_and_told(run: Run, shard: Path) -> None:
    journal = shard.with_name("journal.jsonl")
    damaged = journal.read_bytes().replace("赴烈士".encode(), "赴列士".encode())
    journal.write_bytes(damaged)
    for line in (["check"], ["check", "--repair"]):
        result = run(*line)
        assert result.exit_code == 5
        assert "从备份恢复" in result.stdout
        assert "运行 taizhang check 查看" not in result.stdout
    assert journal.read_bytes() == damaged


def test_references_and_permissions_are_checked(run: Run, school: Path, shard: Path) -> None:
    store = FileStore(school, shard.parents[2].name)
    store.apply("units/u1", [Change(id="x", annex="study", org="gone", base=0, data={})], "hand")
    (school / "organisations").chmod(0o757)
    result = run("check")
    assert result.exit_code == 1
    rights, reference = result.stdout.splitlines()
    assert rights.startswith("权限有变：")
    assert "chmod -R o-w" in rights
    assert reference.startswith("内容有误：")
    assert "不存在的党组织“gone”" in reference
    repaired = run("check", "--repair")
    assert repaired.exit_code == 1  # no repair makes up an organisation
    assert repaired.stdout.splitlines()[-1] == reference
    assert run("check").stdout.splitlines() == [reference]


def test_every_campaign_is_checked_unless_one_is_named(run: Run, school: Path, shard: Path) -> None:
    assert run("init", "--year", "2022", "--unit", "计算机学院党委").exit_code == 0
    assert run("check").exit_code == 0
    first = shard.parents[2].name
    content = json.loads(shard.read_bytes())
    (place,) = content["study"]
    content["study"][place]["data"]["hours"] = "很多"
    shard.write_text(json.dumps(content), encoding="utf-8")
    assert "学时" in run("check").stdout
    assert "学时" in run("check", "--campaign", first).stdout
    assert run("check", "--campaign", "none").exit_code == 2


def test_files_that_were_attached_and_never_saved_are_cleared_and_counted(
    run: Run, school: Path, shard: Path
) -> None:
    digest = FileStore(school, shard.parents[2].name).keep_file("units/u1", "u1", b"x" * 3000)
    os.utime(shard.parent / "files" / digest, (0, 0))
    found = run("check")
    assert (found.exit_code, found.stdout) == (0, "")
    assert "提示：" in found.stderr
    assert "清理了1个放入后超过7天没有保存的附件文件，共2 KB" in found.stderr
    assert list((shard.parent / "files").iterdir()) == []


def test_one_bad_pack_does_not_keep_the_others_from_being_checked(
    run: Run, school: Path, shard: Path
) -> None:
    first = shard.parents[2].name
    assert run("init", "--year", "2020", "--unit", "计算机学院党委").exit_code == 0
    (second,) = {path.parent.name for path in school.glob("*/pack")} - {first}
    (school / second / "pack" / "pack.toml").write_text("format = ")
    store = FileStore(school, first)
    store.apply("units/u1", [Change(id="x", annex="study", org="gone", base=0, data={})], "hand")
    found = run("check")
    assert found.exit_code == 5, found.stderr
    assert f"{second} 的工作模板：pack.toml" in found.stdout
    assert "不存在的党组织“gone”" in found.stdout


def test_a_member_checks_what_is_theirs_and_repairs_nothing(
    run: Run, school: Path, shard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        run("org", "add", "--set", "id=fl", "--set", "name=外国语学院", "--set", "level=unit").exit_code == 0
    )
    assert run("add", "study", "--org", "fl", *RECORD).exit_code == 0
    give_members(school, '[[members]]\naccount = "li"\nrole = "unit"\norganisations = ["fl"]\n')
    shard.write_bytes(b"{}")
    monkeypatch.delenv("TAIZHANG_TODAY")
    monkeypatch.setattr(roles, "identity", lambda: roles.Identity(54321, "li", frozenset()))
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "看得到的部分" in result.stderr
    assert run("check", "--repair").exit_code == 6
    assert shard.read_bytes() == b"{}"


def test_a_shard_behind_its_journal_is_brought_up_without_a_word(run: Run, shard: Path) -> None:
    old = shard.read_bytes()
    assert run("add", "ledger", "--org", "u1", "--set", "experience=经验", "--incomplete").exit_code == 0
    assert shard.read_bytes() == old  # the journal has it
    checked = run("check")
    assert (checked.exit_code, checked.stdout) == (0, ""), checked.output
    assert "经验" in shard.read_text(encoding="utf-8")


def test_what_is_tidied_is_told_and_is_no_alarm(run: Run, shard: Path) -> None:
    shard.unlink()
    tidied = run("check")
    assert (tidied.exit_code, tidied.stdout.startswith("已整理：")) == (0, True), tidied.output
    assert shard.exists()
    assert run("check").stdout == ""


STATES = {
    "ok": ("正常", 0, ()),
    "tidied": ("已整理", 0, ("behind", "unfinished")),
    "content": ("内容有误", 1, ("reference",)),
    "rights": ("权限有变", 1, ("rights",)),
    "damaged": ("损坏", 5, ("journal",)),
}


@pytest.mark.parametrize("state", STATES)
def test_programs_are_told_apart_what_was_found(run: Run, school: Path, shard: Path, state: str) -> None:
    journal = shard.with_name("journal.jsonl")
    if state == "tidied":
        journal.write_bytes(journal.read_bytes()[:-1])
        shard.unlink()
    elif state == "content":
        store = FileStore(school, shard.parents[2].name)
        store.apply("units/u1", [Change(id="x", annex="study", org="gone", base=0, data={})], "hand")
    elif state == "rights":
        (school / "organisations").chmod(0o757)
    elif state == "damaged":
        journal.write_bytes(b"x" + journal.read_bytes()[1:])
    word, status, codes = STATES[state]
    done = run("check", "--format", "json")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["state"], said["word"]) == (status, state, word), done.output
    assert set(codes) <= {one["code"] for one in said["found"]}
    assert {one["state"] for one in said["found"]} == ({state} if state != "ok" else set())
    assert said["repaired"] == []
    assert done.stderr.splitlines()[-1].startswith(f"{word}：")


def test_every_code_is_documented() -> None:
    handbook = Path("README.zh-CN.md").read_text(encoding="utf-8")
    assert [code for code in CODES if f"`{code}`" not in handbook] == []


def test_a_journal_is_held_against_a_backup(run: Run, school: Path, shard: Path, tmp_path: Path) -> None:
    backup = str(tmp_path / "b.zip")
    assert run("backup", backup).exit_code == 0
    assert run("add", "study", "--org", "u1", *RECORD, "--force", "再录一次").exit_code == 0
    assert run("check", "--against", backup).exit_code == 0
    (shard.parent / "journal.jsonl").unlink()
    shard.unlink()
    assert run("check").exit_code == 5  # the lock says where the journal stood
    (shard.parent / "lock").unlink()
    assert run("check").exit_code == 0  # nothing is left to tell by
    found = run("check", "--against", backup)
    assert found.exit_code == 5
    assert "units/u1" in found.stdout
    assert run("check", "--against", str(tmp_path / "none.zip")).exit_code == 3
