"""``check --repair``: a shard is made anew from its journal, nothing is deleted, and what only a backup can
help is left as it is."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from forms.errors import StoreError
from store.file_backend import FileBackend
from store.integrity import check_shard, repair_shard, repair_store
from store.permissions import check_permissions
from store.places import StoreRoot
from store.protocol import Repairs
from store.shards.filestore import FileStore
from tests.support.changes import UNIT, change

pytestmark = pytest.mark.usefixtures("written_at_once")


class Folder:
    """One shard's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / "c2021" / UNIT
        self.shard = self.path / "shard.json"
        self.journal = self.path / "journal.jsonl"

    def open(self) -> FileStore:
        return FileStore(self.root, "c2021", lock_timeout=2)

    def repair(self) -> Repairs:
        repairs = Repairs()
        repair_shard(self.path, UNIT, repairs)
        return repairs

    def problems(self) -> list[str]:
        return check_shard(self.path, UNIT)

    def kept(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.path / "damaged").glob("*"))]

    def rewrite(self, edit: Any) -> bytes:
        """Change the shard as an editor would; returns what lies there now."""
        tables = json.loads(self.shard.read_bytes())
        edit(tables)
        self.shard.write_text(json.dumps(tables))
        return self.shard.read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    store = folder.open()
    store.apply(UNIT, [change("a"), change("x")], "u")
    store.apply(UNIT, [change("a", base=1, data={"n": 1})], "u")
    store.apply(UNIT, [change("x", base=1, data=None)], "u")
    return folder


def test_a_whole_shard_is_left_alone(folder: Folder) -> None:
    before = {path: (path.stat().st_ino, path.read_bytes()) for path in folder.path.iterdir()}
    assert folder.repair() == Repairs()
    assert {path: (path.stat().st_ino, path.read_bytes()) for path in folder.path.iterdir()} == before


def test_every_flipped_byte_of_a_shard_is_put_right_and_kept(folder: Folder) -> None:
    whole = folder.shard.read_bytes()
    damaged = set()
    for place in range(0, len(whole), 4):
        flipped = whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :]
        folder.shard.write_bytes(flipped)
        damaged.add(flipped)
        repairs = folder.repair()
        assert repairs.failed == []
        assert "damaged/shard-" in repairs.done[-1]
        assert folder.shard.read_bytes() == whole, place
    assert folder.problems() == []
    assert damaged <= set(folder.kept())


def test_a_flipped_byte_of_a_journal_is_left_to_a_backup(folder: Folder) -> None:
    whole, shard = folder.journal.read_bytes(), folder.shard.read_bytes()
    for place in range(0, len(whole), 7):
        flipped = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        folder.journal.write_bytes(flipped)
        assert folder.repair() == Repairs()
        assert any("从备份恢复" in problem for problem in folder.problems())
        assert (folder.journal.read_bytes(), folder.shard.read_bytes()) == (flipped, shard)
    assert not (folder.path / "damaged").exists()


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_a_journal_that_was_cut_short_does_not_take_the_shard_with_it(folder: Folder, lines: int) -> None:
    shard = folder.shard.read_bytes()
    short = b"".join(folder.journal.read_bytes().splitlines(keepends=True)[:lines])
    folder.journal.write_bytes(short)
    assert folder.repair() == Repairs()
    assert (folder.journal.read_bytes(), folder.shard.read_bytes()) == (short, shard)
    assert any("从备份恢复" in problem for problem in folder.problems())


def test_a_journal_of_another_history_does_not_take_the_shard_with_it(folder: Folder, tmp_path: Path) -> None:
    other = Folder(tmp_path / "other")
    other.root.mkdir()
    for text in "123":
        other.open().apply(UNIT, [change(f"b{text}")], "u")
    folder.journal.write_bytes(other.journal.read_bytes())
    shard = folder.shard.read_bytes()
    assert folder.repair() == Repairs()
    assert folder.shard.read_bytes() == shard


def test_what_an_editor_wrote_into_a_shard_is_kept_aside(folder: Folder) -> None:
    def edit(tables: Any) -> None:
        tables["study"]["1"]["data"] = {"n": 2}
        tables["study"]["9"] = {"id": "hand", "annex": "study", "org": "jsj", "rev": 5, "data": {}}

    edited = folder.rewrite(edit)
    (done,) = folder.repair().done
    assert "据日志重建" in done
    found = folder.open().query(UNIT)
    assert [(document.id, document.data) for document in found] == [("a", {"n": 1})]
    assert folder.kept() == [edited]


def test_a_journal_that_stops_in_a_line_is_finished(folder: Folder) -> None:
    whole = folder.journal.read_bytes()
    folder.journal.write_bytes(whole + b'{"format":1,"seq')
    assert "日志末尾" in folder.repair().done[0]
    assert folder.journal.read_bytes() == whole
    assert folder.kept() == [b'{"format":1,"seq']
    folder.journal.write_bytes(whole[:-1])
    folder.repair()
    assert folder.journal.read_bytes() == whole
    assert folder.problems() == []


@pytest.mark.parametrize("how", ["missing", "empty", "link", "two links", "folder"])
def test_a_shard_that_is_no_file_of_ours(folder: Folder, tmp_path: Path, how: str) -> None:
    whole = folder.shard.read_bytes()
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    folder.shard.unlink()
    if how == "empty":
        folder.shard.touch()
    elif how == "link":
        folder.shard.symlink_to(secret)
    elif how == "two links":
        folder.shard.hardlink_to(secret)
    elif how == "folder":
        folder.shard.mkdir()
    repairs = folder.repair()
    assert repairs.failed == []
    assert repairs.done
    assert folder.shard.read_bytes() == whole
    assert secret.read_bytes() == b"secret"
    assert folder.problems() == []
    assert how == "missing" or len(list((folder.path / "damaged").iterdir())) == 1


def test_a_shard_behind_its_journal_is_brought_up(folder: Folder) -> None:
    old = folder.shard.read_bytes()
    folder.open().apply(UNIT, [change("b")], "u")
    new = folder.shard.read_bytes()
    folder.shard.write_bytes(old)
    assert folder.repair().done == []  # that is how a shard may be
    assert folder.problems() == []
    assert folder.shard.read_bytes() == new
    assert folder.kept() == []  # nothing was wrong with it


def test_a_shard_that_stopped_writing_goes_on(folder: Folder) -> None:
    whole = folder.journal.read_bytes()
    folder.journal.write_bytes(whole + b"half a li")
    (folder.path / "blocked.json").write_text(json.dumps({"length": len(whole)}))
    with pytest.raises(StoreError, match="taizhang check"):
        folder.open().apply(UNIT, [change("c")], "u")
    assert "可以继续使用" in folder.repair().done[0]
    folder.open().apply(UNIT, [change("c")], "u")
    assert folder.problems() == []
    assert folder.kept() == [b"half a li"]


def test_a_newer_format_is_not_touched(folder: Folder) -> None:
    newer = folder.rewrite(lambda tables: tables["_meta"]["1"].update(format=2))
    assert "升级" in folder.repair().failed[0]
    assert folder.shard.read_bytes() == newer


def test_a_held_lock_is_told(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.shards import locks

    folder.shard.write_bytes(b"{")
    monkeypatch.setattr(locks, "TIMEOUT", 0.1)
    holder = os.open(folder.path, os.O_RDONLY)
    with locks.acquire(holder, UNIT):
        assert "没有检查" in folder.repair().failed[0]
    os.close(holder)
    assert folder.shard.read_bytes() == b"{"


def test_the_whole_store_and_its_permissions(tmp_path: Path) -> None:
    root = StoreRoot.create(tmp_path / "store").path
    folder = Folder(root)
    (root / "c2021" / "pack").mkdir(parents=True)
    (root / "c2021" / "pack" / "pack.toml").touch()
    folder.open().apply(UNIT, [change("a")], "u")
    for name in ("c2022", "damaged"):  # neither is a campaign
        (root / name).mkdir()
    assert repair_store(root) == Repairs()
    whole = folder.shard.read_bytes()
    folder.shard.write_bytes(b"{}")
    folder.journal.chmod(0o666)
    folder.path.chmod(0o770)
    assert len(check_permissions(FileBackend(root))) == 3
    repairs = repair_store(root)
    assert repairs.failed == []
    assert len([done for done in repairs.done if "写权限" in done]) == 2
    assert folder.shard.read_bytes() == whole
    assert check_permissions(FileBackend(root)) == []


def test_links_and_devices_in_a_store_are_found(tmp_path: Path) -> None:
    root = StoreRoot.create(tmp_path / "store").path
    (root / "organisations" / "link").symlink_to(tmp_path)
    os.mkfifo(root / "organisations" / "pipe")
    assert len(check_permissions(FileBackend(root))) == 2
    assert repair_store(root) == Repairs()


@pytest.mark.parametrize(("mode", "umask", "expected"), [(0o700, 0o002, 0o750), (0o2770, 0o077, 0o2770)])
def test_what_is_kept_aside_is_open_to_those_who_work_here_and_to_no_others(
    folder: Folder, mode: int, umask: int, expected: int
) -> None:
    folder.path.chmod(mode)
    folder.shard.write_bytes(b"{")
    before = os.umask(umask)
    try:
        folder.repair()
    finally:
        os.umask(before)
    assert (folder.path / "damaged").stat().st_mode & 0o7777 == expected
