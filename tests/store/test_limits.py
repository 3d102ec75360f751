"""What of one unit is too much is refused: when it is saved, so that it can be read again, and when it is
read; and what was refused once is not read anew by whoever looks every second."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from forms.errors import BadInput, Damaged, NotSaved, StoreError
from store.attachments import LARGEST
from store.protocol import UNREADABLE
from store.shards import journal, limits, locks, shard
from store.shards.filestore import FileStore
from store.shards.limits import DEEPEST, is_deep, is_dense
from tests.support.changes import UNIT, change


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    store = FileStore(tmp_path, "c2021")
    store.apply(UNIT, [change("a")], "u")
    return store


def folder(store: FileStore) -> Path:
    return store.root / "c2021" / UNIT


def nested(levels: int) -> Any:
    value: Any = "x"
    for level in range(levels):
        value = [value] if level % 2 else {"k": value}
    return value


@pytest.mark.parametrize("levels", [0, 1, DEEPEST, DEEPEST + 1, 5_000])
def test_depth_is_counted_whatever_it_is(levels: int) -> None:
    assert is_deep(nested(levels)) == (levels > DEEPEST)


def test_what_is_saved_can_be_read_and_what_is_deeper_is_not_saved(store: FileStore) -> None:
    store.apply(UNIT, [change("deep", data={"x": nested(DEEPEST)})], "u")
    with pytest.raises(BadInput, match="层次太深"):
        store.apply(UNIT, [change("deeper", data={"x": nested(DEEPEST + 1)})], "u")
    again = FileStore(store.root, "c2021")
    assert [one.id for one in again.query(UNIT)] == ["a", "deep"]
    (folder(store) / "shard.json").unlink()
    assert [one.id for one in FileStore(store.root, "c2021").query(UNIT)] == ["a", "deep"]


@pytest.mark.parametrize(("what", "error"), [("LINE", BadInput), ("JOURNAL", NotSaved), ("SHARD", NotSaved)])
def test_nothing_is_saved_that_would_be_too_much_to_read(
    store: FileStore, monkeypatch: pytest.MonkeyPatch, what: str, error: type[StoreError]
) -> None:
    before = {path: path.read_bytes() for path in sorted(folder(store).iterdir()) if path.name != "lock"}
    monkeypatch.setattr(limits, what, 2_000)
    with pytest.raises(error, match="没有保存"):
        store.apply(UNIT, [change("b", data={"text": "x" * 2_000})], "u")
    assert {path: path.read_bytes() for path in before} == before
    store.apply(UNIT, [change("a", base=1, data=None)], "u")  # what makes room is saved
    assert FileStore(store.root, "c2021").query(UNIT) == []


def test_a_file_that_is_too_large_is_not_read(store: FileStore) -> None:
    kept = store.keep_file(UNIT, "jsj", b"x")
    os.truncate(folder(store) / "files" / kept, LARGEST + 1)
    with pytest.raises(StoreError, match="没有读取"):
        store.read_file(UNIT, kept)
    os.truncate(folder(store) / "journal.jsonl", limits.JOURNAL + 1)
    with pytest.raises(StoreError, match="没有读取"):
        FileStore(store.root, "c2021").query(UNIT)


def test_density_is_that_of_nothing_we_write() -> None:
    assert is_dense(b"{}," * 2_000_000)
    assert is_dense(b"0," * 3_000_000)
    assert not is_dense(b'{"id":"x","annex":"study","data":{"text":"' + "学习，".encode() * 1_000_000)
    assert not is_dense(b"{}," * 1_000)


def test_damage_is_read_once(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder(store) / "journal.jsonl"
    whole = file.read_bytes()
    file.write_bytes(b"x" + whole[1:])
    (folder(store) / "shard.json").unlink()
    read, times = journal.read, []

    def counted(*args: Any) -> Any:
        times.append(1)
        return read(*args)

    monkeypatch.setattr("store.shards.opening.read", counted)
    other = FileStore(store.root, "c2021")
    for _ in range(3):
        assert other.sequences([UNIT]) == (UNREADABLE,)
        with pytest.raises(Damaged, match="第 1 行"):
            other.query(UNIT)
    assert len(times) == 1
    file.write_bytes(whole)
    assert [one.id for one in other.query(UNIT)] == ["a"]


def test_a_holder_is_waited_for_once(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """While there is no shard every reader would like to mend it."""
    store.apply(UNIT, [change("b")], "u")
    (folder(store) / "shard.json").unlink()
    monkeypatch.setattr(shard, "PATIENCE", 0.01)
    acquire, waits = locks.acquire, []

    def noted(dir_fd: int, name: str, timeout: float, *args: Any, **more: Any) -> locks.Lock:
        waits.append(timeout)
        return acquire(dir_fd, name, timeout, *args, **more)

    monkeypatch.setattr("store.shards.shard.locks.acquire", noted)
    descriptor = os.open(folder(store), os.O_RDONLY)
    try:
        with acquire(descriptor, UNIT):
            other = FileStore(store.root, "c2021")
            for _ in range(3):
                assert [one.id for one in other.query(UNIT)] == ["a", "b"]
                other._opened[UNIT].forget()
    finally:
        os.close(descriptor)
    assert waits == [0.01, 0.0, 0.0]
