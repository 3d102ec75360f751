"""A backup is the store as it was, whole, and it is nobody else's to read."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from forms.clock import SHANGHAI, SystemClock
from forms.errors import BadInput, NotWritten, StoreError, Uncertain
from store.backup.aside import new_file
from store.backup.create import ENDING, STEM, back_up
from store.backup.proof import prove
from store.backup.restore import restore
from store.backup.rotation import back_up_into
from store.integrity import check_store
from tests.support.backups import PHOTOGRAPH, contents, only_files, opened
from tests.support.changes import change


def test_a_restored_store_is_the_same_to_the_byte(root: Path, backup: Path, tmp_path: Path) -> None:
    assert restore(backup, tmp_path / "new").told == []
    assert contents(tmp_path / "new") == contents(root)
    assert check_store(tmp_path / "new") == []


def test_work_goes_on_in_a_restored_store(backup: Path, tmp_path: Path) -> None:
    restore(backup, tmp_path / "new")
    c = opened(tmp_path / "new")
    c.store.apply("units/u1", [change("x", org="u1")], "lm")
    assert check_store(tmp_path / "new") == []


def test_a_backup_is_a_plain_zip_that_only_its_owner_reads(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(backup) as found:
        assert found.testzip() is None
        listed = json.loads(found.read("manifest.json"))["files"]
        assert {file["path"] for file in listed} | {"manifest.json"} == set(found.namelist())


def test_drafts_and_files_of_a_save_under_way_are_none_of_it(root: Path, tmp_path: Path) -> None:
    (root / "organisations" / ".shard.json.1-2.tmp").write_text("half")
    (root / ".taizhang-begun").touch()
    made = back_up(root, tmp_path / "b.zip")
    assert made.problems == []
    assert not [name for name in zipfile.ZipFile(made.path).namelist() if "/." in name or name[0] == "."]


def test_what_is_not_the_programs_is_left_out_and_told(root: Path, tmp_path: Path) -> None:
    unit = next(root.glob("*/units/u1"))
    (root / "导出").mkdir()
    (unit / "notes.txt").write_text("x")
    (unit / "files" / "link").symlink_to("/etc/passwd")
    (unit / "files" / "twice").hardlink_to(unit / "files" / sha256(PHOTOGRAPH).hexdigest())
    (unit.parent / "甲").mkdir()
    made = back_up(root, tmp_path / "b.zip")
    told = "\n".join(made.problems)
    for name in ("导出", "notes.txt", "files/link", "files/twice", "units/甲"):
        assert name in told
    names = zipfile.ZipFile(made.path).namelist()
    assert not [name for name in names if "notes" in name or "link" in name or "twice" in name]
    restore(made.path, tmp_path / "new")


def test_damage_is_told_and_backed_up_as_it_is(root: Path, tmp_path: Path) -> None:
    journal = next(root.glob("*/units/fl/journal.jsonl"))
    journal.write_bytes(journal.read_bytes().replace(b"study", b"studi", 1))
    made = back_up(root, tmp_path / "b.zip")
    (problem,) = made.problems
    assert "units/fl" in problem
    told = restore(made.path, tmp_path / "new").told
    assert any("units/fl" in sentence for sentence in told)
    assert contents(tmp_path / "new") == contents(root)


def test_of_a_shard_that_has_stopped_writing_what_counts_is_copied(root: Path, tmp_path: Path) -> None:
    unit = next(root.glob("*/units/u1"))
    whole = (unit / "journal.jsonl").read_bytes()
    (unit / "journal.jsonl").write_bytes(whole + b"half a line")
    (unit / "blocked.json").write_text(json.dumps({"length": len(whole)}))
    made = back_up(root, tmp_path / "b.zip")
    assert restore(made.path, tmp_path / "new").told == []
    opened(tmp_path / "new").store.apply("units/u1", [change("x", org="u1")], "lm")


def test_a_target_that_will_not_do(root: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("an older backup")
    for target, refusal in (
        (there, BadInput),
        (root / "b.zip", BadInput),
        (tmp_path / "no" / "b.zip", NotWritten),
        (there / "b.zip", NotWritten),
        (tmp_path / "a\0b", BadInput),
    ):
        with pytest.raises(refusal):
            back_up(root, target)
    assert there.read_text() == "an older backup"
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput):
        back_up(root, dangling)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("call", ["write", "fsync", "link"])
def test_a_disk_that_refuses_leaves_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    if call == "write":
        monkeypatch.setattr(zipfile.ZipFile, "writestr", refuse)
    else:
        monkeypatch.setattr(os, call, refuse)
    if call == "link":
        back_up(root, tmp_path / "b.zip")  # a file system without links
        assert list(tmp_path.glob("*.zip")) == [tmp_path / "b.zip"]
        return
    with pytest.raises(NotWritten, match="磁盘已满"):
        back_up(root, tmp_path / "b.zip")
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_what_was_written_is_read_back(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def spoil(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().name.endswith(".tmp"):
            os.pwrite(descriptor, b"XXXX", 300)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", spoil)
    with pytest.raises(NotWritten, match="不一致"):
        back_up(root, tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_disk_that_does_not_say_whether_it_lasts(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is there under its name, and nothing older went for it."""
    older = back_up_into(root, tmp_path / "row", keep=1).path
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", only_files(os.fsync, after=tmp_path / "b.zip"))
        with pytest.raises(Uncertain, match=r"taizhang backup --verify .*b\.zip"):
            back_up(root, tmp_path / "b.zip")
        with pytest.raises(Uncertain, match="taizhang backup --verify"):
            back_up_into(root, tmp_path / "row", keep=1)
    assert prove(tmp_path / "b.zip").complete
    assert older.exists()
    assert len(list((tmp_path / "row").iterdir())) == 2
    assert len(back_up_into(root, tmp_path / "row", keep=1).removed) == 2


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        back_up(tmp_path, tmp_path / "b.zip")


@pytest.mark.parametrize("year", [1970, 1979, 2108, 9999])
def test_a_clock_that_no_zip_can_be_dated_by(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime(year, 1, 2, 3, 4, 5, tzinfo=SHANGHAI))
    made = back_up(root, tmp_path / "b.zip")
    assert json.loads(zipfile.ZipFile(made.path).read("manifest.json"))["made_at"].startswith(str(year))
    assert restore(made.path, tmp_path / "new").told == []
    dated = back_up_into(root, tmp_path / "row", keep=1)
    assert dated.path.name == f"台账-{year}0102-030405.zip"
    assert contents(tmp_path / "new") == contents(root)


def test_a_store_that_a_link_leads_to(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    back_up(tmp_path / "link", tmp_path / "b.zip")
    assert restore(tmp_path / "b.zip", tmp_path / "new").told == []
    with pytest.raises(BadInput):
        back_up(tmp_path / "link", root / "b.zip")


def test_what_a_killed_backup_left_is_gone_at_the_next(root: Path, tmp_path: Path) -> None:
    dead = [tmp_path / f".taizhang-backup.{number}-0123abcd.tmp" for number in (1, 4321)]
    for path in dead:
        path.write_bytes(b"half")
    (tmp_path / ".taizhang-proving-77-0123abcd" / "deep").mkdir(parents=True)
    with new_file(tmp_path, STEM, ENDING) as (alive, _):
        first = back_up(root, tmp_path / "b.zip")
        made = back_up_into(root, tmp_path, keep=3)
        assert {path.name for path in tmp_path.iterdir()} == {"store", "b.zip", made.path.name, alive.name}
    assert len(first.notes) == len(dead)
    assert made.notes == []
