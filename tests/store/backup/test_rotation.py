"""A row of dated backups: each is proven before it counts, and nothing goes that another complete one does
not stand for."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forms.clock import SHANGHAI, SystemClock
from forms.errors import BadInput, NotWritten, StoreError
from store.backup import proof, rotation
from store.backup.create import back_up
from store.backup.proof import prove
from store.backup.restore import restore
from store.backup.rotation import back_up_into
from store.protocol import Backup
from store.shards import locks
from tests.support.backups import contents, opened
from tests.support.changes import change

NIGHT = datetime(2021, 4, 10, 3, 15, tzinfo=SHANGHAI)


class Nights:
    """One backup after another, a day apart unless the clock is set."""

    def __init__(self, root: Path, row: Path, keep: int | None, patch: pytest.MonkeyPatch) -> None:
        self.root, self.row, self.keep, self.at = root, row, keep, NIGHT
        patch.setattr(SystemClock, "now", lambda _: self.at)

    def one(self) -> Backup:
        self.at += timedelta(days=1)
        return back_up_into(self.root, self.row, self.keep, patience=0.05)

    @property
    def names(self) -> set[str]:
        return {path.name for path in self.row.iterdir()}


@pytest.fixture
def nights(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nights:
    return Nights(root, tmp_path / "row", 3, monkeypatch)


def test_the_last_ones_stay_each_a_whole_store(nights: Nights, tmp_path: Path) -> None:
    made = [nights.one() for _ in range(5)]
    assert made[0].path.name == "台账-20210411-031500.zip"
    assert nights.names == {one.path.name for one in made[-3:]}
    assert [one.removed for one in made] == [[], [], [], [made[0].path], [made[1].path]]
    assert nights.row.stat().st_mode & 0o777 == 0o700
    assert made[-1].path.stat().st_mode & 0o777 == 0o600
    assert restore(made[-1].path, tmp_path / "new").told == []
    assert contents(tmp_path / "new") == contents(nights.root)


def test_one_alone_may_be_kept_or_all(nights: Nights) -> None:
    nights.keep = None
    made = [nights.one() for _ in range(4)]
    assert len(nights.names) == 4
    nights.keep = 1
    last = nights.one()
    assert nights.names == {last.path.name}
    assert last.removed == [one.path for one in made]


def test_order_is_by_number_whatever_the_clock_says(nights: Nights) -> None:
    first, second = nights.one(), nights.one()
    nights.at -= timedelta(days=400)
    third, fourth = nights.one(), nights.one()
    assert fourth.removed == [first.path]
    assert nights.names == {one.path.name for one in (second, third, fourth)}
    again = back_up_into(nights.root, nights.row, 3)  # within the same second
    assert again.path.name == fourth.path.name.replace(".zip", "-2.zip")


def test_two_stores_at_the_same_second_share_a_folder(nights: Nights, tmp_path: Path) -> None:
    other = shutil.copytree(nights.root, tmp_path / "other")
    nights.keep = 1
    for _ in range(2):
        first = nights.one()
        second = back_up_into(other, nights.row, 1)
        assert nights.names == {first.path.name, second.path.name}
    assert first.path != second.path


def test_nothing_of_somebody_else_goes(nights: Nights, tmp_path: Path) -> None:
    nights.keep = 1
    first = nights.one()
    copy = nights.row / "台账-20200101-000000.zip"
    shutil.copy(first.path, copy)
    by_hand = back_up(nights.root, nights.row / "台账-20200102-000000.zip").path
    broken = nights.row / "台账-20200103-000000.zip"
    broken.write_bytes(first.path.read_bytes()[:-100])
    (nights.row / "台账-20200104-000000.zip").mkdir()
    (nights.row / "notes.txt").touch()
    other = tmp_path / "other"
    shutil.copytree(nights.root, other)
    nights.at += timedelta(days=1)
    theirs = back_up_into(other, nights.row, 1)
    assert theirs.removed == []
    before = nights.names
    last = nights.one()
    assert last.removed == [first.path]
    assert nights.names == before - {first.path.name} | {last.path.name}
    assert {copy, by_hand, broken, theirs.path} <= set(nights.row.iterdir())
    assert any(broken.name in note for note in last.notes)


def test_one_that_is_not_complete_replaces_none(nights: Nights) -> None:
    """A missing unit, one that is damaged; complete ones go on counting, and the incomplete go with the ones
    they were made among."""
    nights.keep = 2
    good = [nights.one(), nights.one()]
    journal = next(nights.root.glob("*/units/fl/journal.jsonl"))
    whole = journal.read_bytes()
    journal.unlink()
    journal.symlink_to("/etc/passwd")
    partial = nights.one()
    assert partial.unread != []
    journal.unlink()
    journal.write_bytes(whole.replace(b"study", b"studi", 1))
    damaged = nights.one()
    assert damaged.problems != []
    attachment = next(nights.root.glob("*/units/u1/files/*"))
    kept = attachment.read_bytes()
    journal.write_bytes(whole)
    attachment.write_bytes(b"spoilt")
    spoilt = nights.one()
    for one in (partial, damaged, spoilt):
        assert one.removed == []
        assert any("没有删除" in note for note in one.notes)
    assert {one.path.name for one in (*good, partial, damaged, spoilt)} == nights.names
    attachment.write_bytes(kept)
    first = nights.one()
    assert first.removed == [good[0].path]
    assert any(partial.path.name in note for note in first.notes)
    second = nights.one()
    assert set(second.removed) == {good[1].path, *(one.path for one in (partial, damaged, spoilt))}


@pytest.mark.parametrize("how", ["shortened", "rewritten", "gone"])
def test_a_journal_that_does_not_go_on_from_the_last_backup_replaces_none(nights: Nights, how: str) -> None:
    """Whoever cuts history short waits in vain for the good backups to go."""
    nights.keep = 1
    first = nights.one()
    unit = next(nights.root.glob("*/units/fl"))
    journal = unit / "journal.jsonl"
    if how == "shortened":
        journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
        (unit / "shard.json").unlink()
    else:
        (unit / "shard.json").unlink()
        journal.unlink()
        if how == "rewritten":
            for number in range(9):
                opened(nights.root).store.apply("units/fl", [change(f"n{number}", org="fl")], "lm")
    for _ in range(2):  # and not only once
        later = nights.one()
        assert later.removed == []
        assert any("units/fl" in problem and "上次备份" in problem for problem in later.problems)
    assert first.path.exists()


def test_a_shard_that_knows_more_than_its_journal_replaces_none(nights: Nights) -> None:
    nights.keep = 1
    unit = next(nights.root.glob("*/units/fl"))
    journal = unit / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    assert any("对不上" in problem for problem in nights.one().problems)


def test_one_held_by_its_lock_is_complete(nights: Nights) -> None:
    nights.keep = 1
    first = nights.one()
    unit = os.open(next(nights.root.glob("*/units/fl")), os.O_RDONLY)
    with locks.acquire(unit, "units/fl"):
        second = nights.one()
    os.close(unit)
    assert second.unread != []
    assert second.removed == [first.path]


def test_what_cannot_be_proven_does_not_count(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    first = nights.one()
    nights.keep = 1
    real = proof.unpack

    def spoil(archive: object, place: Path) -> None:
        real(archive, place)  # type: ignore[arg-type]
        os.truncate(place / "taizhang.toml", 1)

    with monkeypatch.context() as patch:
        patch.setattr(proof, "unpack", spoil)
        with pytest.raises(NotWritten):
            nights.one()
        assert nights.names == {first.path.name}
    with monkeypatch.context() as patch:
        patch.setattr("store.backup.restore.SPARE", 1 << 60)
        with pytest.raises(NotWritten, match="没有核对"):
            nights.one()
    assert first.path.exists()
    (left,) = [path for path in nights.row.iterdir() if "未核对" in path.name]
    prove(left)
    nights.one()
    assert left.exists()


@pytest.mark.parametrize("call", ["write", "fsync", "link"])
def test_a_disk_that_refuses_costs_no_older_one(
    nights: Nights, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    nights.keep = 1
    first = nights.one()

    def refuse(*arguments: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        if call == "write":
            patch.setattr("zipfile.ZipFile.writestr", refuse)
        elif call == "link":
            patch.setattr(rotation, "put", refuse)
        else:
            patch.setattr(os, "fsync", refuse)
        with pytest.raises(NotWritten, match="磁盘已满"):
            nights.one()
    assert nights.names == {first.path.name}


def test_one_that_cannot_be_removed_is_told(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    nights.keep = 1
    first = nights.one()
    real = os.unlink

    def refuse(path: object, *, dir_fd: int | None = None) -> None:
        if path == first.path.name:
            raise PermissionError(errno.EACCES, "no")
        real(path, dir_fd=dir_fd)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "unlink", refuse)
    second = nights.one()
    assert second.removed == []
    assert any(first.path.name in problem for problem in second.problems)


def test_folders_that_will_not_do(nights: Nights, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder, refusal in (
        (tmp_path / "file", BadInput),
        (tmp_path / "no" / "row", BadInput),
        (nights.root / "row", BadInput),
        (tmp_path / "a\0b", BadInput),
    ):
        with pytest.raises(refusal):
            back_up_into(nights.root, folder, 3)
    assert not (nights.root / "row").exists()


def test_a_folder_that_a_link_leads_to(nights: Nights, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    nights.row.symlink_to(tmp_path / "disk")
    nights.keep = 1
    first, second = nights.one(), nights.one()
    assert second.removed == [first.path]
    (tmp_path / "inside").symlink_to(nights.root / "organisations")
    with pytest.raises(BadInput):
        back_up_into(nights.root, tmp_path / "inside" / "row", 1)


def test_a_folder_that_cannot_be_looked_into(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(errno.EACCES, "no")

    nights.one()
    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(NotWritten, match="没有权限"):
        back_up_into(nights.root, nights.row, 1)


def test_a_folder_that_others_write_in_is_told(nights: Nights) -> None:
    nights.row.mkdir()
    nights.row.chmod(0o777)
    assert any("chmod go-w" in note for note in nights.one().notes)
    assert nights.row.stat().st_mode & 0o777 == 0o777  # an existing folder is its owner's to arrange


def test_a_shard_that_says_otherwise_than_its_journal_replaces_no_older_backup(nights: Nights) -> None:
    nights.keep = 1
    good = nights.one()
    shard = next(nights.root.glob("*/units/u1/shard.json"))
    shard.write_bytes(shard.read_bytes().replace(b'"org":"u1"', b'"org":"u9"', 1))
    with pytest.raises(NotWritten, match="不计入保留份数：备份的数据文件与日志不一致"):
        nights.one()
    assert good.path.exists()
    with pytest.raises(StoreError, match="数据文件与日志不一致"):
        prove(next(path for path in nights.row.iterdir() if path != good.path))
