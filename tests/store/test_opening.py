"""The opening rules: what a crash may leave is mended and told, anything else stops with a sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from forms.errors import Damaged, NewerFormat, StoreError
from store.integrity import check_shard
from store.shards.filestore import FileStore
from tests.support.changes import UNIT, change

pytestmark = pytest.mark.usefixtures("written_at_once")


class Folder:
    """A store of one shard, and its files in hand."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / "c2021" / UNIT
        self.shard = self.path / "shard.json"
        self.journal = self.path / "journal.jsonl"

    def open(self) -> FileStore:
        return FileStore(self.root, "c2021", lock_timeout=2)

    def ids(self) -> list[str]:
        return [document.id for document in self.open().query(UNIT)]

    def kept(self, beginning: str) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.path / "damaged").glob(f"{beginning}-*"))]

    def problems(self) -> list[str]:
        return check_shard(self.path, UNIT)

    def rewrite(self, edit: Any) -> None:
        """Change the shard as some other program would."""
        tables = json.loads(self.shard.read_bytes())
        edit(tables)
        self.shard.write_text(json.dumps(tables))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Three saves: a, b, then a changed."""
    folder = Folder(tmp_path)
    store = folder.open()
    store.apply(UNIT, [change("a")], "u")
    store.apply(UNIT, [change("b", annex="ledger")], "u")
    store.apply(UNIT, [change("a", base=1, data={"text": "改过"})], "u")
    assert folder.problems() == []
    return folder


def check_whole(folder: Folder) -> None:
    """The three saves are there, and a fourth can be made by any handle."""
    found = {document.id: (document.rev, document.data["text"]) for document in folder.open().query(UNIT)}
    assert found == {"a": (2, "改过"), "b": (1, "赴烈士陵园祭扫")}
    store = folder.open()
    store.apply(UNIT, [change("c")], "u")
    assert folder.ids() == ["a", "b", "c"]
    assert folder.problems() == []


def test_shard_behind_is_brought_up(folder: Folder) -> None:
    old = folder.shard.read_bytes()
    folder.open().apply(UNIT, [change("b", base=1, annex="ledger", data=None)], "u")
    folder.shard.write_bytes(old)
    store = folder.open()
    assert [document.id for document in store.query(UNIT)] == ["a"]
    assert store.warnings() == []  # the journal's tail has the rest, as it may
    assert folder.shard.read_bytes() == old
    assert folder.problems() == []
    assert folder.shard.read_bytes() != old  # brought up by the check
    assert json.loads(folder.shard.read_bytes()).keys() == {"_meta", "study", "_deleted"}


@pytest.mark.parametrize("first", ["read", "save"])
def test_missing_shard_is_rebuilt(folder: Folder, first: str) -> None:
    folder.shard.unlink()
    if first == "read":
        assert folder.ids() == ["a", "b"]
    check_whole(folder)


@pytest.mark.parametrize("first", ["read", "save"])
@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"null", b'{"_meta":{}}', b'{"_meta":[]}', b'{"study":{"x":{}}}',
               b'{"study":{"1":[]}}', b"\xff\xfe", b"[" * 100_000, b'{"_meta":{"1":{"format":1}}}'],
    ids=range(11),
)  # fmt: skip
def test_unreadable_shard_is_kept_and_rebuilt(folder: Folder, damage: bytes, first: str) -> None:
    folder.shard.write_bytes(damage)
    if first == "read":
        store = folder.open()
        store.query(UNIT)
        assert any("damaged" in told for told in store.warnings())
    check_whole(folder)
    assert folder.kept("shard") == [damage]


def test_torn_last_line_is_dropped_and_told(folder: Folder) -> None:
    whole, shard = folder.journal.read_bytes(), folder.shard.read_bytes()
    lock = (folder.path / "lock").read_bytes()
    folder.open().apply(UNIT, [change("new", data={"text": "没存上"})], "u")
    (folder.path / "lock").write_bytes(lock)  # nobody was told that it is saved
    line = folder.journal.read_bytes()[len(whole) :]
    for length in range(1, len(line) - 1, 11):
        folder.journal.write_bytes(whole + line[:length])
        folder.shard.write_bytes(shard)
        (tidied,) = folder.problems()
        assert (tidied.code, tidied.state) == ("unfinished", "tidied")
        assert folder.problems() == []
        folder.journal.write_bytes(whole + line[:length])
        store = folder.open()
        assert [document.id for document in store.query(UNIT)] == ["a", "b"]
        (told,) = store.warnings()
        assert "没有写完" in told
        assert folder.journal.read_bytes() == whole
        assert folder.kept("journal")[-1]
    check_whole(folder)


def test_torn_line_is_dropped_by_a_save_too(folder: Folder) -> None:
    with folder.journal.open("ab") as journal:
        journal.write(b'{"format":1,"sequence":4,"act')
    check_whole(folder)


def test_whole_line_without_its_newline_counts(folder: Folder) -> None:
    """Only a crash between two writes leaves it, and it is what was to be saved, to the byte."""
    folder.journal.write_bytes(folder.journal.read_bytes()[:-1])
    assert len(folder.problems()) == 1
    assert len(list(folder.open().history(UNIT))) == 3
    check_whole(folder)


def test_torn_line_that_the_shard_contains_is_damage(folder: Folder) -> None:
    folder.journal.write_bytes(folder.journal.read_bytes()[:-20])
    with pytest.raises(Damaged, match="taizhang check"):
        folder.open().query(UNIT)
    with pytest.raises(Damaged):
        folder.open().apply(UNIT, [change("c")], "u")
    assert folder.problems()


def test_lost_lines_are_damage(folder: Folder) -> None:
    lines = folder.journal.read_bytes().splitlines(keepends=True)
    for left in (lines[:2], lines[:1], [], lines[1:], [lines[0], lines[2]], [*lines, lines[2]]):
        folder.journal.write_bytes(b"".join(left))
        with pytest.raises(Damaged):
            folder.open().query(UNIT)
        assert folder.problems()
    folder.journal.unlink()
    with pytest.raises(Damaged):
        folder.open().get(UNIT, "a")


def test_another_shards_journal_is_damage(folder: Folder, tmp_path: Path) -> None:
    other = Folder(tmp_path / "other")
    other.root.mkdir()
    for number in range(4):
        other.open().apply(UNIT, [change(f"x{number}")], "u")
    shutil.copy(other.journal, folder.journal)
    with pytest.raises(Damaged):
        folder.open().query(UNIT)


def test_garbage_with_a_newline_is_damage(folder: Folder) -> None:
    with folder.journal.open("ab") as journal:
        journal.write(b'{"sequence":4}\n')
    with pytest.raises(Damaged, match="第 4 行"):
        folder.open().query(UNIT)


def test_damage_in_the_middle_is_found_by_the_check_and_by_history(folder: Folder) -> None:
    whole = folder.journal.read_bytes()
    folder.journal.write_bytes(whole.replace("赴烈士".encode(), "赴列士".encode(), 1))
    assert folder.ids() == ["a", "b"]  # the shard and the chain's end are sound: work goes on
    with pytest.raises(Damaged, match="第 1 行"):
        list(folder.open().history(UNIT))
    assert any("第 1 行" in problem for problem in folder.problems())


def test_newer_format_is_neither_read_nor_written(folder: Folder) -> None:
    folder.rewrite(lambda tables: tables["_meta"]["1"].update(format=2, more="?"))
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    for use in (folder.ids, lambda: folder.open().apply(UNIT, [change("c")], "u")):
        with pytest.raises(NewerFormat, match="升级"):
            use()
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == before


def test_newer_journal_under_an_unreadable_shard(folder: Folder) -> None:
    from hashlib import sha256

    body = b'{"format":2,"what":"ever"'
    folder.journal.write_bytes(body + b',"hash":"' + sha256(body).hexdigest().encode() + b'"}\n')
    folder.shard.write_bytes(b"something newer")
    with pytest.raises(NewerFormat):
        folder.ids()
    assert folder.shard.read_bytes() == b"something newer"


def test_text_written_straight_into_a_shard_is_passed_on(folder: Folder) -> None:
    def edit(tables: Any) -> None:
        tables["study"]["1"]["data"] = {"text": "\x1b[2J\u202e\ud800", "more": [1]}

    folder.rewrite(edit)
    found = folder.open().get(UNIT, "a")
    assert found is not None
    assert found.data == {"text": "\x1b[2J\u202e\ud800", "more": [1]}
    folder.open().apply(UNIT, [change("c")], "u")
    assert folder.ids() == ["a", "b", "c"]
    problems = folder.problems()
    assert any(" a " in problem for problem in problems)
    assert not any(" b " in problem for problem in problems)


@pytest.mark.parametrize(
    "wrong",
    [{"rev": "2"}, {"rev": True}, {"data": []}, {"data": None}, {"more": 1}, {"annex": "ledger"}, {"org": 7},
     {"forced": {"x": 1}}, {"state": "half"}],
    ids=str,
)  # fmt: skip
def test_wrong_structure_is_damage_and_only_of_its_table(folder: Folder, wrong: dict[str, Any]) -> None:
    folder.rewrite(lambda tables: tables["study"]["1"].update(wrong))
    store = folder.open()
    for use in (
        lambda: store.query(UNIT, "study"),
        lambda: store.get(UNIT, "a"),
        lambda: store.apply(UNIT, [change("a", base=2)], "u"),
    ):
        with pytest.raises(Damaged, match="taizhang check"):
            use()
    assert [document.id for document in store.query(UNIT, "ledger")] == ["b"]
    assert folder.problems()


@pytest.mark.parametrize("id", [None, "b", 7, []], ids=repr)
def test_ids_missing_or_double_are_damage(folder: Folder, id: Any) -> None:
    folder.rewrite(lambda tables: tables["study"]["1"].update(id=id))
    with pytest.raises(Damaged):
        folder.open().query(UNIT)


def test_leftover_temporary_files_go(folder: Folder) -> None:
    left = folder.path / ".shard.json.123-abcd.tmp"
    left.write_text("half")
    folder.open().apply(UNIT, [change("c")], "u")
    assert not left.exists()


def test_planted_files_are_not_followed(folder: Folder, tmp_path: Path) -> None:
    import os

    secret = tmp_path / "secret"
    secret.write_bytes(folder.shard.read_bytes())
    for name in ("shard.json", "journal.jsonl", "lock"):
        path = folder.path / name
        aside = path.rename(tmp_path / "aside")
        for plant in (path.symlink_to, path.hardlink_to):
            plant(secret)
            with pytest.raises(StoreError):
                folder.open().apply(UNIT, [change("c")], "u")
            path.unlink()
        os.mkfifo(path)
        with pytest.raises(StoreError, match="普通文件"):
            folder.open().apply(UNIT, [change("c")], "u")
        path.unlink()
        path.mkdir()
        with pytest.raises(StoreError):
            folder.open().apply(UNIT, [change("c")], "u")
        path.rmdir()
        aside.rename(path)
    assert secret.read_bytes() == folder.shard.read_bytes()
    check_whole(folder)


def test_planted_folder_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    moved = folder.path.rename(tmp_path / "elsewhere")
    folder.path.symlink_to(moved)
    with pytest.raises(StoreError):
        folder.ids()
    with pytest.raises(StoreError):
        folder.open().apply(UNIT, [change("c")], "u")


def test_planted_damaged_folder_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder.path / "damaged").symlink_to(elsewhere)
    folder.shard.write_bytes(b"damage")
    store = folder.open()
    assert [document.id for document in store.query(UNIT)] == ["a", "b"]
    assert store.warnings()
    store.apply(UNIT, [change("c")], "u")
    store.apply(UNIT, [change("d")], "u")
    assert folder.ids() == ["a", "b", "c", "d"]
    assert folder.shard.read_bytes() == b"damage"  # what cannot be kept is not replaced
    assert list(elsewhere.iterdir()) == []


def test_document_written_by_hand_with_the_least_it_needs(folder: Folder) -> None:
    least = {"id": "hand", "annex": "study", "org": "jsj", "rev": 5, "data": {"text": "手写"}}
    folder.rewrite(lambda tables: tables["study"].update({"40": least}))
    store = folder.open()
    found = store.get(UNIT, "hand")
    assert found is not None
    assert (found.rev, found.data) == (5, {"text": "手写"})
    store.apply(UNIT, [change("hand", base=5), change("c")], "u")
    assert folder.ids() == ["a", "b", "hand", "c"]
    assert any("hand" in problem for problem in folder.problems())


def test_marks_of_deleted_documents_follow_them(folder: Folder) -> None:
    for fresh in (False, True):
        store = folder.open()
        store.apply(UNIT, [change("x")], "u")
        found = store.get(UNIT, "x")
        assert found is not None
        store = folder.open() if fresh else store
        store.apply(UNIT, [change("x", base=found.rev, data=None)], "u")
        assert folder.problems() == []
        store.apply(UNIT, [change("x")], "u")
        assert folder.problems() == []
        store.apply(UNIT, [change("x", base=found.rev + 2, data=None)], "u")
        assert folder.problems() == []
