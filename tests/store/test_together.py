"""Saving to several shards in one call: all or nothing, nobody waits long for it, and what a kill cuts
through is told."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forms.errors import BadInput, LockTimeout, NotSaved, Uncertain
from store import unfinished
from store.integrity import check_shard
from store.places import state_path
from store.protocol import Conflict, Moved, Store, Write
from store.shards import locks
from store.shards.filestore import FileStore
from tests.support.changes import change
from tests.support.implementations import Opener
from tests.support.queues import until_waiting
from tests.support.writers import Crew

A, B, C = "units/a", "units/b", "units/c"


def writes(number: int = 1, **seen: int) -> list[Write]:
    """One record more for each of three units."""
    return [
        Write(shard, [change(f"{shard[-1]}{number}", org=shard[-1])], seen.get(shard[-1]))
        for shard in (C, A, B)
    ]


def ids(store: Store) -> list[str]:
    return [found.id for shard in (A, B, C) for found in store.query(shard)]


def test_all_is_saved_in_one_call(store: Store, opener: Opener) -> None:
    made = store.apply_all([*writes(), Write("units/d", [])], "zhang")
    assert [[one and one.id for one in some] for some in made] == [["c1"], ["a1"], ["b1"], []]
    assert ids(opener()) == ["a1", "b1", "c1"]
    assert [store.sequence(shard) for shard in (A, B, C)] == [1, 1, 1]
    assert "units/d" not in store.shards()


def test_one_stale_change_and_nothing_is_saved(store: Store, opener: Opener) -> None:
    store.apply(B, [change("b1", org="b")], "li")
    with pytest.raises(Conflict) as caught:
        store.apply_all(writes(), "zhang")
    assert caught.value.shard == B
    assert ids(opener()) == ["b1"]
    with pytest.raises(BadInput, match="不能用"):
        store.apply_all([*writes(2), Write("units/d", [change("_x")])], "zhang")
    assert ids(opener()) == ["b1"]


def test_what_was_judged_by_an_earlier_state_is_not_saved(store: Store, opener: Opener) -> None:
    store.apply_all(writes(1, a=0, b=0), "zhang")
    with pytest.raises(Moved) as caught:
        store.apply_all(writes(2, a=1, b=0), "zhang")
    assert caught.value.shard == B
    assert caught.value.EXIT_CODE == 4
    assert ids(opener()) == ["a1", "b1", "c1"]
    store.apply_all(writes(2, a=1, b=1), "zhang")


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    (tmp_path / "store").mkdir(exist_ok=True)
    store = FileStore(tmp_path / "store", "c2021", lock_timeout=0.3)
    store.apply_all(writes(0), "u")
    return store


@pytest.fixture
def lock_of_b(files: FileStore) -> Iterator[Path]:
    """It is held."""
    folder = files.root / files.campaign / B
    descriptor = os.open(folder, os.O_RDONLY)
    with locks.acquire(descriptor, "x", 1):
        yield folder / "lock"
    os.close(descriptor)


def test_one_locked_unit_and_nothing_is_saved(files: FileStore, lock_of_b: Path) -> None:
    with pytest.raises(LockTimeout, match=r"units/b 正被.*没有保存"):
        files.apply_all(writes(), "u")
    assert ids(files) == ["a0", "b0", "c0"]


def test_who_waits_for_one_unit_keeps_nobody_from_the_others(files: FileStore) -> None:
    folder = files.root / files.campaign / B
    descriptor = os.open(folder, os.O_RDONLY)
    patient = FileStore(files.root, files.campaign, lock_timeout=60)
    with locks.acquire(descriptor, "x", 1):
        waiting = threading.Thread(target=lambda: patient.apply_all(writes(), "u"))
        waiting.start()
        until_waiting(folder / "lock")
        # it may hold the first unit for a moment more, and then waits for the held one alone
        other = FileStore(files.root, files.campaign, lock_timeout=5)
        other.apply(A, [change("other", org="a")], "v")
        assert ids(files) == ["a0", "other", "b0", "c0"]
    waiting.join()
    os.close(descriptor)
    assert ids(files) == ["a0", "other", "a1", "b0", "b1", "c0", "c1"]


def fail(monkeypatch: pytest.MonkeyPatch, call: str, shards: str) -> None:
    """Whatever asks this of these units' journals."""
    real = getattr(os, call)

    def instead(first: Any, *more: Any, **named: Any) -> Any:
        at = Path(f"/proc/self/fd/{first}").readlink()
        if at.name == "journal.jsonl" and at.parent.name in shards:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(first, *more, **named)

    monkeypatch.setattr(os, call, instead)


@pytest.mark.parametrize("shard", ["a", "b", "c"])
def test_one_disk_error_and_all_lines_are_taken_back(
    files: FileStore, monkeypatch: pytest.MonkeyPatch, shard: str
) -> None:
    before = {path: path.read_bytes() for path in files.root.rglob("*.json*")}
    fail(monkeypatch, "fsync", "")
    fail(monkeypatch, "write", shard)
    with pytest.raises(NotSaved, match=f"units/{shard} 没有保存：磁盘读写出错"):
        files.apply_all(writes(), "u")
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in files.root.rglob("*.json*")} == before
    assert ids(files) == ids(FileStore(files.root, files.campaign)) == ["a0", "b0", "c0"]
    files.apply_all(writes(), "u")
    assert [check_shard(files.root / files.campaign / one, one) for one in (A, B, C)] == [[], [], []]


def test_a_line_that_cannot_be_taken_back_is_said(files: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, "write", "c")
    fail(monkeypatch, "ftruncate", "a")
    with pytest.raises(NotSaved, match=r"units/c 没有保存.*units/a 的日志未能还原，已停止写入"):
        files.apply_all(writes(), "u")
    monkeypatch.undo()
    assert ids(FileStore(files.root, files.campaign)) == ["a0", "b0", "c0"]
    check_shard(files.root / files.campaign / A, A)
    real = os.open

    def no_mark(name: Any, flags: int, *more: Any, **named: Any) -> int:
        if "blocked.json" in str(name) and flags & os.O_CREAT:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(name, flags, *more, **named)

    monkeypatch.setattr(os, "open", no_mark)
    fail(monkeypatch, "write", "c")
    fail(monkeypatch, "ftruncate", "a")
    with pytest.raises(Uncertain, match=r"units/a：不能确定是否写入.*units/c 没有保存"):
        FileStore(files.root, files.campaign).apply_all(writes(), "u")
    monkeypatch.undo()
    assert ids(FileStore(files.root, files.campaign)) == ["a0", "b0", "c0"]


def killed_before(root: Path, shard: str, call: str) -> None:
    """Save to all three and be killed when it comes to this shard's journal."""

    def work() -> None:
        real = getattr(os, call)

        def instead(first: Any, *more: Any, **named: Any) -> Any:
            if Path(f"/proc/self/fd/{first}").readlink().parent.name == shard:
                os.kill(os.getpid(), 9)
            return real(first, *more, **named)

        setattr(os, call, instead)
        FileStore(root, "c2021").apply_all(writes(), "u")

    with Crew() as crew:
        assert crew.wait(crew.start(work)) == -9


@pytest.mark.parametrize(
    ("shard", "call", "told"),
    [
        ("a", "write", "没有写入：units/a、units/b、units/c；"),
        ("b", "write", "已写入：units/a；没有写入：units/b、units/c；"),
        ("c", "write", "已写入：units/a、units/b；没有写入：units/c；"),
        ("c", "fsync", "各单位都已写入：units/a、units/b、units/c。"),
    ],
)
def test_what_a_kill_leaves_is_told_once_unit_by_unit(
    files: FileStore, shard: str, call: str, told: str
) -> None:
    killed_before(files.root, shard, call)
    assert FileStore(files.root, "c2020").warnings() == []  # it is no concern of another campaign
    assert FileStore(files.root / "..", files.campaign).warnings() == []
    after = FileStore(files.root, files.campaign)
    (sentence,) = (one for one in after.warnings() if "程序中断了" in one)
    assert told in sentence
    assert ("再导入一次" in sentence) == ("没有写入" in sentence)
    assert after.warnings() == []
    assert FileStore(files.root, files.campaign).warnings() == []
    assert list((state_path() / unfinished.FOLDER).iterdir()) == []


def test_a_note_of_a_living_session_is_not_told(files: FileStore) -> None:
    with unfinished.noted(files.root, files.campaign, {A: 2}, "2026-01-01T00:00:00.000000+08:00"):
        assert files.warnings() == []
        assert list((state_path() / unfinished.FOLDER).iterdir())
    assert list((state_path() / unfinished.FOLDER).iterdir()) == []


def test_where_no_note_can_be_written_saving_goes_on(
    files: FileStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(unfinished, "state_path", lambda: tmp_path / "file")
    files.apply_all(writes(), "u")
    assert ids(files) == ["a0", "a1", "b0", "b1", "c0", "c1"]
    assert files.warnings() == []
