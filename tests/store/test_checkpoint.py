"""The shard is a checkpoint of the journal: a save appends a line, and who has read before reads on from
there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from store.integrity import check_shard
from store.shards import opening
from store.shards.filestore import FileStore
from store.shards.journal import Journal
from store.shards.tables import ShardStorage
from tests.support.changes import CAMPAIGN, UNIT, change

Reads = list[tuple[str, int]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One unit with a hundred documents."""
    FileStore(tmp_path, CAMPAIGN).apply(UNIT, [change(f"d{number}") for number in range(100)], "u")
    return tmp_path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Each reading of a shard, and of a journal with its bytes."""
    found: Reads = []
    read, content = ShardStorage.read, Journal.content

    def read_shard(self: ShardStorage) -> Any:
        found.append(("shard", 0))
        return read(self)

    def read_journal(self: Journal, start: int = 0, stop: int | None = None) -> bytes:
        data = content(self, start, stop)
        found.append(("journal", len(data)))
        return data

    monkeypatch.setattr(ShardStorage, "read", read_shard)
    monkeypatch.setattr(Journal, "content", read_journal)
    return found


def folder(root: Path) -> Path:
    return root / CAMPAIGN / UNIT


def ids(store: FileStore) -> list[str]:
    return [document.id for document in store.query(UNIT)]


def test_a_save_appends_its_line_and_leaves_the_shard_as_it_is(root: Path) -> None:
    shard, journal = folder(root) / "shard.json", folder(root) / "journal.jsonl"
    before, grown, found = FileStore(root, CAMPAIGN), journal.stat().st_size, shard.stat()
    assert len(ids(before)) == 100
    FileStore(root, CAMPAIGN).apply(UNIT, [change("new"), change("d7", base=1, data=None)], "u")
    assert shard.stat() == found
    assert journal.stat().st_size < grown + 2_000
    for store in (before, FileStore(root, CAMPAIGN)):
        assert ids(store)[-1] == "new"
        assert "d7" not in ids(store)
        assert store.warnings() == []
    assert check_shard(folder(root), UNIT) == []
    assert shard.stat() != found


def test_who_has_read_before_reads_the_new_line(root: Path, reads: Reads) -> None:
    store, other = FileStore(root, CAMPAIGN), FileStore(root, CAMPAIGN)
    assert len(ids(store)) == len(ids(other)) == 100
    other.apply(UNIT, [change("first")], "u")
    ids(store)
    other.apply(UNIT, [change("second")], "u")
    size = (folder(root) / "journal.jsonl").stat().st_size
    reads.clear()
    assert ids(store)[-1] == "second"
    assert "shard" not in [what for what, _ in reads]
    assert sum(count for _, count in reads) < 5_000 < size  # the line, and the one before it
    store.apply(UNIT, [change("third")], "u")
    reads.clear()
    assert other.sequence(UNIT) == 4
    assert ids(other)[-1] == "third"
    assert "shard" not in [what for what, _ in reads]


def test_lines_are_counted_without_documents_that_were_let_go_of(root: Path, reads: Reads) -> None:
    store = FileStore(root, CAMPAIGN)
    ids(store)
    store._opened[UNIT].forget()
    FileStore(root, CAMPAIGN).apply(UNIT, [change("new")], "u")
    reads.clear()
    assert store.sequence(UNIT) == 2
    assert "shard" not in [what for what, _ in reads]
    assert ids(store)[-1] == "new"


def test_a_tail_that_has_outgrown_its_share_goes_into_the_shard(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shard, store = folder(root) / "shard.json", FileStore(root, CAMPAIGN)
    monkeypatch.setattr(opening, "LEAST", 1_000)
    written = set()
    for number in range(40):
        store.apply(UNIT, [change(f"n{number}")], "u")
        written.add(shard.stat().st_ino)
    assert 2 < len(written) < 20
    share = max(opening.LEAST, shard.stat().st_size // opening.SHARE)
    meta = json.loads(shard.read_bytes())["_meta"]["1"]
    assert (folder(root) / "journal.jsonl").stat().st_size - meta["length"] <= share
    assert len(ids(FileStore(root, CAMPAIGN))) == 140


def test_leaving_writes_the_shard_where_nobody_saves(root: Path) -> None:
    shard, store = folder(root) / "shard.json", FileStore(root, CAMPAIGN)
    store.apply(UNIT, [change("new")], "u")
    before = shard.read_bytes()
    with store._opened[UNIT].saving(0):
        FileStore(root, CAMPAIGN).settle()
        store.settle()
    assert shard.read_bytes() == before
    store.settle()
    with TinyDB(shard, storage=ShardStorage) as db:  # plain TinyDB reads it
        assert len(db.table("study")) == 101
    settled = shard.stat()
    store.settle()
    assert shard.stat() == settled


def restored(root: Path) -> None:
    """An older state of both files."""
    kept = root / "kept"
    shutil.copytree(kept, folder(root), dirs_exist_ok=True)


def replaced(root: Path) -> None:
    """The same shard, and a journal in which other lines follow, as long as those that were read."""
    journal = folder(root) / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0])
    FileStore(root, CAMPAIGN).apply(UNIT, [change("two")], "u")
    FileStore(root, CAMPAIGN).apply(UNIT, [change("not")], "u")


def edited(root: Path) -> None:
    """The shard as a hand left it: what was read of it counts no more."""
    shard = folder(root) / "shard.json"
    tables = json.loads(shard.read_bytes())
    tables["study"]["1"]["id"] = "by hand"
    (folder(root) / "other").write_text(json.dumps(tables, separators=(",", ":")))
    (folder(root) / "other").rename(shard)


@pytest.mark.parametrize("happens", [restored, replaced, edited])
def test_what_no_longer_stands_where_it_stood_is_read_anew(
    root: Path, happens: Callable[[Path], None]
) -> None:
    store = FileStore(root, CAMPAIGN)
    shutil.copytree(folder(root), root / "kept")
    store.apply(UNIT, [change("one")], "u")
    assert len(ids(store)) == 101
    happens(root)
    assert ids(store) == ids(FileStore(root, CAMPAIGN))
    assert ("by hand" in ids(store)) == (happens is edited)
    assert ("one" in ids(store)) == (happens is edited)
    assert ("not" in ids(store)) == (happens is replaced)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.sampled_from(["save", "read", "leave"]))))
def test_handles_that_save_by_turns_see_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int, str]]
) -> None:
    """Whoever saves, and whenever the shard happens to be written."""
    root = tmp_path_factory.mktemp("turns")
    handles = [FileStore(root, CAMPAIGN) for _ in range(3)]
    known: dict[str, int] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LEAST", 700)
        for number, (who, which, does) in enumerate(steps):
            handle, name = handles[who], f"d{which}"
            if does == "leave":
                handle.settle()
            elif does == "save":
                base = known.get(name, 0)
                (made,) = handle.apply(UNIT, [change(name, base=base, data={"n": number})], "u")
                assert made is not None
                known[name] = made.rev
            assert {one.id: one.rev for one in handle.query(UNIT)} == known
    if known:
        assert check_shard(folder(root), UNIT) == []
    shutil.rmtree(root)


@pytest.mark.parametrize("cut", ["a line", "half a line", "both files", "the journal's tail and the shard"])
def test_a_journal_that_was_cut_behind_the_checkpoint_is_found(root: Path, cut: str) -> None:
    """The shard has not got the lines that are gone: where the journal stood is known from the last save."""
    shard, journal = folder(root) / "shard.json", folder(root) / "journal.jsonl"
    store = FileStore(root, CAMPAIGN)
    store.apply(UNIT, [change("one")], "u")
    store.apply(UNIT, [change("two")], "u")
    whole = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(whole[:-1]) + (whole[-1][:50] if cut == "half a line" else b""))
    if cut != "a line" and cut != "half a line":
        shard.unlink()
    if cut == "both files":
        journal.unlink()
    assert [one.code for one in check_shard(folder(root), UNIT) if one.state == "damaged"] == ["mismatch"]
    assert [one.code for one in check_shard(folder(root), UNIT) if one.state == "damaged"] == ["mismatch"]


def test_a_killed_holder_leaves_no_false_alarm(root: Path) -> None:
    FileStore(root, CAMPAIGN).apply(UNIT, [change("one")], "u")
    (folder(root) / "lock").write_text("123 root 08:00:00\n")
    assert check_shard(folder(root), UNIT) == []
