"""Saving in files: what a failing disk, a held lock or missing rights lead to."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from forms.errors import Damaged, LockTimeout, NotSaved, StoreError, Uncertain
from store.integrity import check_shard
from store.shards.filestore import FileStore
from store.shards.tables import ShardStorage
from tests.support.changes import UNIT, change
from tests.support.queues import until_waiting

pytestmark = pytest.mark.usefixtures("written_at_once")

Failing = Callable[..., None]


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    store = FileStore(tmp_path, "c2021", lock_timeout=0.3)
    store.apply(UNIT, [change("a")], "u")
    return store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "c2021" / UNIT


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Make a call fail for files of a name, from now on or so many times."""

    def fail(call: str, name: str, number: int = errno.EIO, times: int = 1000) -> None:
        real = getattr(os, call)
        left = [times]

        def instead(first: Any, *more: Any, **named: Any) -> Any:
            at = Path(f"/proc/self/fd/{first}").readlink() if isinstance(first, int) else str(first)
            if name in Path(at).name and left[0]:
                left[0] -= 1
                raise OSError(number, os.strerror(number))
            return real(first, *more, **named)

        monkeypatch.setattr(os, call, instead)

    return fail


def again(store: FileStore) -> FileStore:
    return FileStore(store.root, store.campaign, lock_timeout=0.3)


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_journal_fails_and_nothing_stays(store: FileStore, path: Path, failing: Failing, call: str) -> None:
    before = {file.name: file.read_bytes() for file in path.iterdir()}
    failing(call, "journal.jsonl", errno.ENOSPC, times=1)
    with pytest.raises(NotSaved, match="磁盘已满"):
        store.apply(UNIT, [change("b")], "u")
    assert {file.name: file.read_bytes() for file in path.iterdir()} == before
    for handle in (store, again(store)):
        assert [found.id for found in handle.query(UNIT)] == ["a"]
    store.apply(UNIT, [change("b")], "u")
    assert [found.id for found in again(store).query(UNIT)] == ["a", "b"]
    assert check_shard(path, UNIT) == []


def test_too_many_open_files_is_no_shard_that_has_stopped(
    store: FileStore, failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing("open", "blocked.json", errno.EMFILE)
    with pytest.raises(StoreError, match="打开的文件太多") as caught:
        store.apply(UNIT, [change("b")], "u")
    assert "已停止写入" not in caught.value.sentence
    with pytest.raises(StoreError, match="打开的文件太多"):
        again(store).query(UNIT)
    monkeypatch.undo()
    store.apply(UNIT, [change("b")], "u")
    assert [found.id for found in again(store).query(UNIT)] == ["a", "b"]


def test_short_writes_are_continued(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data)[:7]))
    store.apply(UNIT, [change("b")], "u")
    monkeypatch.undo()
    assert [found.id for found in again(store).query(UNIT)] == ["a", "b"]


def test_journal_that_cannot_be_put_back_blocks_the_shard(
    store: FileStore, path: Path, failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing("fsync", "journal.jsonl")
    failing("ftruncate", "journal.jsonl")
    with pytest.raises(NotSaved, match="taizhang check"):
        store.apply(UNIT, [change("b")], "u")
    monkeypatch.undo()
    # the line lies in the journal whole, yet it was not acknowledged and does not count
    for handle in (store, again(store)):
        assert [found.id for found in handle.query(UNIT)] == ["a"]
        with pytest.raises(StoreError, match="taizhang check"):
            handle.apply(UNIT, [change("c")], "u")
    assert len(check_shard(path, UNIT)) == 1  # told, and let go on
    assert list((path / "damaged").iterdir())
    store.apply(UNIT, [change("c")], "u")
    assert [found.id for found in again(store).query(UNIT)] == ["a", "c"]
    assert check_shard(path, UNIT) == []


@pytest.mark.parametrize("also", [(), ("open",), ("open", "pwrite")], ids=["unsynced", "broken", "nothing"])
def test_save_that_nothing_can_take_back_for_sure_is_the_third_answer(
    store: FileStore, path: Path, failing: Failing, monkeypatch: pytest.MonkeyPatch, also: tuple[str, ...]
) -> None:
    """It does not come back to life, as long as the disk takes anything at all."""
    for call in ("fsync", "ftruncate"):
        failing(call, "journal.jsonl")
    failing("fsync", "blocked.json")
    if "pwrite" in also:
        failing("pwrite", "journal.jsonl")
    if "open" in also:
        real = os.open

        def no_mark(name: Any, flags: int, *more: Any, **named: Any) -> int:
            if "blocked.json" in str(name) and flags & os.O_CREAT:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return real(name, flags, *more, **named)

        monkeypatch.setattr(os, "open", no_mark)
    with pytest.raises(Uncertain, match=r"不能确定是否写入.*请运行 taizhang check 核对") as caught:
        store.apply(UNIT, [change("b")], "u")
    assert caught.value.EXIT_CODE == 7
    monkeypatch.undo()
    for handle in (store,) if "pwrite" in also else (store, again(store)):
        assert [found.id for found in handle.query(UNIT)] == ["a"]
    with pytest.raises(StoreError, match="已停止写入"):  # whoever met it once saves no more here
        store.apply(UNIT, [change("c")], "u")
    check_shard(path, UNIT)
    assert [found.id for found in again(store).query(UNIT)] == (["a", "b"] if "pwrite" in also else ["a"])


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_shard_fails_and_the_save_stands(
    store: FileStore, path: Path, failing: Failing, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    old = (path / "shard.json").read_bytes()
    failing(call, ".shard.json", errno.ENOSPC)
    (made,) = store.apply(UNIT, [change("b")], "u")
    assert made is not None
    (told,) = store.warnings()
    assert "没有丢失" in told
    assert (path / "shard.json").read_bytes() == old
    assert not list(path.glob(".*"))
    assert [found.id for found in again(store).query(UNIT)] == ["a", "b"]  # others read the tail in memory
    store.apply(UNIT, [change("c")], "u")
    monkeypatch.undo()
    assert [found.id for found in again(store).query(UNIT)] == ["a", "b", "c"]
    assert check_shard(path, UNIT) == []


def test_journal_is_synced_before_the_shard_is_replaced(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    for call in ("fsync", "replace"):
        real = getattr(os, call)

        def noted(first: Any, *more: Any, call: str = call, real: Any = real, **named: Any) -> Any:
            at = Path(f"/proc/self/fd/{first}").readlink() if isinstance(first, int) else str(first)
            steps.append(f"{call} {Path(at).name.partition('.json')[0]}")
            return real(first, *more, **named)

        monkeypatch.setattr(os, call, noted)
    store.apply(UNIT, [change("b")], "u")
    assert steps == ["fsync journal", "fsync .shard", "replace .shard", "fsync jsj"]


def test_waiting_ends_and_says_who_holds_it(store: FileStore, path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c",
         "import os, sys, time\nfrom store.shards import locks\n"
         "with locks.acquire(os.open(sys.argv[1], os.O_RDONLY), 'x'):\n"
         "    print(flush=True)\n    time.sleep(60)", str(path)],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        begun = time.monotonic()
        with pytest.raises(LockTimeout, match=f"进程 {holder.pid}") as caught:
            store.apply(UNIT, [change("b")], "u")
        assert time.monotonic() - begun >= 0.3
        assert caught.value.EXIT_CODE == 4
        # who only looks goes on looking
        assert [found.id for found in again(store).query(UNIT)] == ["a"]
    finally:
        holder.kill()
        holder.wait()
    store.apply(UNIT, [change("b")], "u")


def test_lock_of_a_killed_holder_is_free_and_names_nobody(store: FileStore, path: Path) -> None:
    (path / "lock").write_text("999 \x1b[2Jroot 10:00:00\n")
    import fcntl

    with (path / "lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        with pytest.raises(LockTimeout) as caught:
            store.apply(UNIT, [change("b")], "u")
    assert "\x1b" not in str(caught.value)
    store.apply(UNIT, [change("b")], "u")


def test_removed_lock_file_does_not_let_two_in(store: FileStore, path: Path) -> None:
    from store.shards import locks

    folder = os.open(path, os.O_RDONLY)
    first = locks.acquire(folder, "x", 1)
    entered: list[int] = []

    def second() -> None:
        with locks.acquire(folder, "x", 5):
            entered.append(1)
            time.sleep(0.2)
            entered.append(2)

    waiting = threading.Thread(target=second)
    waiting.start()
    until_waiting(path / "lock")
    (path / "lock").unlink()
    first.__exit__()
    time.sleep(0.05)
    with locks.acquire(folder, "x", 5):
        assert entered in ([], [1, 2])
    waiting.join()
    os.close(folder)


def test_missing_store_is_not_created_by_saving(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "gone", "c2021")
    assert store.query(UNIT) == []
    with pytest.raises(StoreError, match="taizhang init"):
        store.apply(UNIT, [change("a")], "u")
    assert not (tmp_path / "gone").exists()


def test_new_files_follow_a_shared_folder_at_any_umask(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    old = os.umask(0o077)
    try:
        store = FileStore(tmp_path, "c2021")
        store.apply(UNIT, [change("a")], "u")
        store.apply(UNIT, [change("b")], "u")
    finally:
        os.umask(old)
    folder = tmp_path / "c2021" / UNIT
    assert stat.S_IMODE(folder.stat().st_mode) == 0o2770
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o660, file


def test_replacing_keeps_owner_group_and_mode(store: FileStore, path: Path) -> None:
    shard = path / "shard.json"
    shard.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(shard, 1234, 2345)
    before = shard.stat()
    store.apply(UNIT, [change("b")], "u")
    after = shard.stat()
    assert after.st_ino != before.st_ino or after.st_mtime_ns != before.st_mtime_ns
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_stock_tinydb_reads_and_writes_with_the_storage_alone(tmp_path: Path) -> None:
    path = tmp_path / "alone.json"
    with TinyDB(path, storage=ShardStorage) as database:
        assert database.all() == []
        assert not path.exists()
        database.table("study").insert({"text": "学习"})
        database.table("study").update({"text": "改"})
        database.insert({"x": 1})
    with TinyDB(path) as stock:  # TinyDB's own storage reads the same file
        assert stock.table("study").all() == [{"text": "改"}]
    with TinyDB(path, storage=ShardStorage) as database:
        assert database.all() == [{"x": 1}]


def test_storage_reports_a_failed_write_and_leaves_the_file(tmp_path: Path, failing: Failing) -> None:
    path = tmp_path / "alone.json"
    database = TinyDB(path, storage=ShardStorage)
    database.insert({"x": 1})
    before = path.read_bytes()
    failing("fsync", "alone.json")
    with pytest.raises(OSError, match="Input/output error"):
        database.insert({"x": 2})
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["alone.json"]


def test_storage_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    path = tmp_path / "alone.json"
    for damage in (b"{", b"[]", b'{"a":[]}', b"\xff"):
        path.write_bytes(damage)
        with pytest.raises(Damaged, match="alone"):
            TinyDB(path, storage=ShardStorage).all()


def test_shard_is_what_stock_tinydb_understands(store: FileStore, path: Path) -> None:
    with TinyDB(path / "shard.json") as stock:
        assert [row["id"] for row in stock.table("study")] == ["a"]
        assert stock.tables() == {"study", "_meta"}


def test_documents_of_many_shards_are_not_all_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.shards import filestore

    monkeypatch.setattr(filestore, "KEPT", 10)
    store = FileStore(tmp_path, "c2021")
    for number in range(6):
        store.apply(f"units/u{number}", [change() for _ in range(4)], "u")
    reads: list[str] = []
    real = ShardStorage.read

    def noted(self: ShardStorage) -> Any:
        reads.append("read")
        return real(self)

    for number in range(6):
        assert len(store.query(f"units/u{number}")) == 4
    monkeypatch.setattr(ShardStorage, "read", noted)
    for number in range(6):  # whether anything has changed is known without reading
        assert store.changes_since(f"units/u{number}", 1) == []
    assert reads == []
    assert len(store.query("units/u5")) == 4
    assert reads == []
    assert len(store.query("units/u0")) == 4
    assert reads == ["read"]
