"""Each byte of a small shard and journal flipped, and each of the two cut at every length.

The check finds it; opening goes on with what was saved or stops with a sentence, and takes nothing away.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from forms.errors import StoreError
from store.integrity import check_shard
from store.protocol import Change, Document
from store.shards.filestore import FileStore
from tests.support.changes import CAMPAIGN, UNIT

BITS = (0x01, 0x20, 0x80)


def change(name: str, base: int = 0, annex: str = "study", **data: str) -> Change:
    return Change(id=name, annex=annex, org="jsj", base=base, data=data or None)


@dataclass
class Unit:
    """A store of one unit, and its files."""

    root: Path

    def __post_init__(self) -> None:
        self.folder = self.root / CAMPAIGN / UNIT
        self.shard = self.folder / "shard.json"
        self.journal = self.folder / "journal.jsonl"

    def open(self) -> FileStore:
        return FileStore(self.root, CAMPAIGN, lock_timeout=2)

    def problems(self) -> list[str]:
        return check_shard(self.folder, UNIT)

    def found(self) -> list[Document] | None:
        """What opening comes to; None when it stops with a sentence."""
        try:
            return self.open().query(UNIT)
        except StoreError as error:
            if "taizhang check" not in error.sentence and "升级" not in error.sentence:
                raise
            return None

    def damaged(self, beginning: str) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.folder / "damaged").glob(f"{beginning}-*"))]


@pytest.fixture
def unit(in_memory: Path) -> Unit:
    """Documents added, changed, deleted, in two tables."""
    unit = Unit(in_memory)
    store = unit.open()
    store.apply(UNIT, [change("a", text="祭扫"), change("b", annex="ledger", text="经验")], "u")
    store.apply(UNIT, [change("a", base=1, text="改过")], "u")
    store.apply(UNIT, [change("c", text="多余")], "u")
    store.apply(UNIT, [change("c", base=1)], "u")
    assert unit.problems() == []
    return unit


def flipped(whole: bytes, start: int = 0, bits: tuple[int, ...] = BITS) -> Iterator[bytes]:
    for place in range(start, len(whole)):
        for bit in bits:
            yield whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]


def test_a_flipped_byte_of_the_shard(unit: Unit) -> None:
    """Where the file can still be read as a shard the flip may show, until the check is run."""
    documents, whole, journal = unit.found(), unit.shard.read_bytes(), unit.journal.read_bytes()
    tables = json.loads(whole)
    rebuilt = 0
    for damage in flipped(whole):
        unit.shard.write_bytes(damage)
        assert unit.problems()
        found = unit.found()
        assert unit.journal.read_bytes() == journal
        if unit.shard.read_bytes() != damage:
            assert json.loads(unit.shard.read_bytes()) == tables
            assert found == documents
            assert unit.damaged("shard") in ([], [damage])  # one that was only behind is not kept
            rebuilt += 1
            shutil.rmtree(unit.folder / "damaged", ignore_errors=True)
    assert rebuilt > len(whole)


def test_saving_onto_a_flipped_byte_of_the_shard(unit: Unit) -> None:
    """Whatever it says, what was saved before stays in the journal, and what is saved now comes after it."""
    whole, journal = unit.shard.read_bytes(), unit.journal.read_bytes()
    saved = 0
    for damage in flipped(whole, bits=(0x01,)):
        unit.journal.write_bytes(journal)
        unit.shard.write_bytes(damage)
        store = unit.open()
        try:
            changes = [change(one.id, one.rev, one.annex, text="再改") for one in store.query(UNIT)]
            changes.append(change("d", text="新增"))
            done = store.apply(UNIT, changes, "u")
        except StoreError:
            assert unit.journal.read_bytes() == journal
            continue
        saved += 1
        assert unit.journal.read_bytes().startswith(journal)
        unit.shard.unlink()  # from now on the journal alone says what is there
        texts = {one.id: one.data["text"] for one in unit.open().query(UNIT)}
        assert texts == {"a": "改过", "b": "经验"} | {one.id: one.data["text"] for one in done if one}
        assert texts["d"] == "新增"
        assert all("版本号不连续" in problem for problem in unit.problems())
        unit.open().apply(UNIT, [change("e", text="又一条")], "u")
    assert saved > len(whole) // 2


def test_a_flipped_byte_of_the_journal(unit: Unit) -> None:
    documents, whole, shard = unit.found(), unit.journal.read_bytes(), unit.shard.read_bytes()
    stopped = 0
    for damage in flipped(whole):
        unit.journal.write_bytes(damage)
        assert unit.problems()
        found = unit.found()
        assert found in (None, documents)
        stopped += found is None
        assert unit.journal.read_bytes() == damage
        assert unit.shard.read_bytes() == shard
    assert stopped  # at its end


def test_nothing_is_added_to_a_journal_that_is_damaged_further_up(unit: Unit) -> None:
    """The shard is whole, and reads; but it could not be rebuilt, and new work would pile up on that."""
    whole = unit.journal.read_bytes()
    last = whole.rstrip(b"\n").rfind(b"\n") + 1
    for damage in flipped(whole[:last], bits=(0x01,)):
        unit.journal.write_bytes(damage + whole[last:])
        with pytest.raises(StoreError, match="日志第"):
            unit.open().apply(UNIT, [change("e", text="又一条")], "u")
        assert unit.journal.read_bytes() == damage + whole[last:]
    unit.journal.write_bytes(whole)
    unit.open().apply(UNIT, [change("e", text="又一条")], "u")


def test_a_flipped_byte_of_a_line_that_the_shard_has_not_got(unit: Unit) -> None:
    """Nothing but the journal has it, so only a line that was never finished may be left out."""
    shard, start = unit.shard.read_bytes(), unit.journal.stat().st_size
    before = unit.found()
    unit.open().apply(UNIT, [change("d", text="新增")], "u")
    whole = unit.journal.read_bytes()
    for damage in flipped(whole, start):
        unit.journal.write_bytes(damage)
        unit.shard.write_bytes(shard)
        assert unit.problems()
        found = unit.found()
        if damage.endswith(b"\n"):
            assert found is None
            assert unit.journal.read_bytes() == damage
        else:
            assert found == before
            assert unit.journal.read_bytes() == whole[:start]
            assert unit.damaged("journal") == [damage[start:]]
            shutil.rmtree(unit.folder / "damaged")


def test_the_shard_cut_at_each_length(unit: Unit) -> None:
    documents, whole = unit.found(), unit.shard.read_bytes()
    tables = json.loads(whole)
    for length in range(len(whole)):
        unit.shard.write_bytes(whole[:length])
        assert unit.problems()
        assert unit.found() == documents
        assert json.loads(unit.shard.read_bytes()) == tables
        assert unit.damaged("shard") == [whole[:length]]
        shutil.rmtree(unit.folder / "damaged")


def test_the_journal_cut_at_each_length(unit: Unit) -> None:
    """Shorter than what the shard contains: damage. A missing newline at its end is no loss."""
    documents, whole = unit.found(), unit.journal.read_bytes()
    for length in range(len(whole)):
        unit.journal.write_bytes(whole[:length])
        assert unit.problems()
        if length == len(whole) - 1:
            assert unit.found() == documents
            assert unit.journal.read_bytes() == whole
        else:
            assert unit.found() is None
            assert unit.journal.read_bytes() == whole[:length]


def test_an_unfinished_line_of_each_length(unit: Unit) -> None:
    shard, start = unit.shard.read_bytes(), unit.journal.stat().st_size
    before = unit.found()
    unit.open().apply(UNIT, [change("d", text="没有存完")], "u")
    whole = unit.journal.read_bytes()
    after = unit.found()
    for length in range(start + 1, len(whole)):
        unit.journal.write_bytes(whole[:length])
        unit.shard.write_bytes(shard)
        assert unit.problems()  # and puts it right
        unit.journal.write_bytes(whole[:length])
        unit.shard.write_bytes(shard)
        store = unit.open()
        found = store.query(UNIT)
        if length == len(whole) - 1:  # all of it is there
            assert found == after
            continue
        assert found == before
        assert any("没有写完" in told for told in store.warnings())
        assert unit.journal.read_bytes() == whole[:start]
        assert set(unit.damaged("journal")) == {whole[start:length]}
        shutil.rmtree(unit.folder / "damaged")
    assert unit.problems() == []
