"""Files that were attached and never saved go after a week; what any version names stays for ever."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from store.attachments import FOLDER
from store.integrity import check_shard
from store.shards import locks
from store.shards.filestore import FileStore
from store.unsaved_files import collect
from tests.support.changes import UNIT, change

WEEK = 7 * 86400


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path, "c2021")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "c2021" / UNIT


def kept(store: FileStore, folder: Path, data: bytes, days: float = 8) -> str:
    digest = store.keep_file(UNIT, "jsj", data)
    age(folder / FOLDER / digest, days)
    return digest


def age(path: Path, days: float) -> None:
    then = time.time() - days * 86400
    os.utime(path, (then, then))


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / FOLDER).iterdir()}


def test_what_no_version_names_goes_after_a_week_and_is_counted(store: FileStore, folder: Path) -> None:
    named, once, never, fresh = (
        kept(store, folder, data, days)
        for data, days in ((b"named", 400), (b"once", 400), (b"never" * 1000, 7.1), (b"fresh", 6.9))
    )
    left = folder / FOLDER / f".{never}.1-a.tmp"
    left.write_bytes(b"half")
    age(left, 8)
    store.apply(UNIT, [change("a", data={"attachments": [{"sha256": named}, {"sha256": once}]})], "u")
    store.apply(UNIT, [change("a", base=1, data={"attachments": [{"sha256": named}]})], "u")
    assert collect(folder, UNIT) == f"{UNIT} 里清理了2个放入后超过7天没有保存的附件文件，共4 KB。"
    assert names(folder) == {named, once, fresh}  # an old version may be brought back
    assert collect(folder, UNIT) == ""
    store.apply(UNIT, [change("a", base=2, data=None)], "u")
    assert collect(folder, UNIT) == ""
    assert names(folder) == {named, once, fresh}


def test_attaching_it_again_or_holding_it_begins_the_week_anew(store: FileStore, folder: Path) -> None:
    again, held = kept(store, folder, b"again"), kept(store, folder, b"held")
    store.keep_file(UNIT, "jsj", b"again")
    assert store.hold_file(UNIT, held)
    assert collect(folder, UNIT) == ""
    assert names(folder) == {again, held}
    assert not store.hold_file(UNIT, "0" * 64)
    assert not store.hold_file(UNIT, "../x")
    assert not store.hold_file("units/none", held)


@pytest.mark.parametrize("damage", ["torn", "cut", "edited", "blocked"])
def test_where_not_all_versions_can_be_told_nothing_goes(store: FileStore, folder: Path, damage: str) -> None:
    digest = kept(store, folder, b"x")
    store.apply(UNIT, [change("a"), change("b")], "u")
    journal = folder / "journal.jsonl"
    whole = journal.read_bytes()
    if damage == "blocked":
        (folder / "blocked.json").write_text(f'{{"length":{len(whole)}}}')
    else:
        edited = whole.replace(b'"u"', b'"v"', 1)
        broken = {"torn": whole + b'{"format"', "cut": whole[:-20], "edited": edited}
        journal.write_bytes(broken[damage])
    assert collect(folder, UNIT) == ""
    assert names(folder) == {digest}


def test_a_shard_that_knows_more_than_its_journal_is_asked_too(store: FileStore, folder: Path) -> None:
    digest = kept(store, folder, b"x")
    store.apply(UNIT, [change("a", data={"sha256": digest})], "u")
    (folder / "journal.jsonl").write_bytes(b"")  # shortened, which the check finds
    assert check_shard(folder, UNIT) != []
    assert collect(folder, UNIT) == ""
    assert names(folder) == {digest}


def test_nobody_is_waited_for(store: FileStore, folder: Path) -> None:
    digest = kept(store, folder, b"x")
    store.apply(UNIT, [change("a")], "u")
    descriptor = os.open(folder, os.O_RDONLY)
    with locks.acquire(descriptor, "x", 1):
        assert collect(folder, UNIT) == ""
    os.close(descriptor)
    assert names(folder) == {digest}
    assert "清理了1个" in collect(folder, UNIT)
    assert collect(folder.parent / "none", UNIT) == ""
