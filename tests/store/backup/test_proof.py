"""A backup is proven by restoring it, and whatever is not as its list says is found."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from forms.errors import BadInput, StoreError
from store.backup import proof
from store.backup.proof import prove
from store.backup.restore import restore
from tests.support.backups import as_once, contents


def test_a_whole_one_leaves_nothing_behind(backup: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert prove(backup).complete
    as_once(backup)
    assert prove(backup).format == 1
    assert sorted(tmp_path.iterdir()) == before


def test_one_of_the_first_version_is_restored_the_same(root: Path, backup: Path, tmp_path: Path) -> None:
    as_once(backup)
    restored = restore(backup, tmp_path / "new")
    assert (restored.told, restored.missing) == ([], [])
    assert contents(tmp_path / "new") == contents(root)


def test_every_flipped_byte_of_its_files_is_found(backup: Path, tmp_path: Path) -> None:
    data = backup.read_bytes()
    found = 0
    for place in range(0, len(data), 401):
        backup.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        try:
            prove(backup)
        except BadInput:
            found += 1
    assert found > len(data) // 401 * 3 // 4  # the others are dates
    assert [path.name for path in tmp_path.iterdir()] == [backup.name]


@pytest.mark.parametrize("how", ["other", "shorter", "more", "less", "folder"])
def test_what_came_out_otherwise_is_found(backup: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Whatever the fault in restoring."""
    real = proof.unpack

    def spoil(archive: object, place: Path) -> None:
        real(archive, place)  # type: ignore[arg-type]
        path = next(place.glob("*/units/u1/journal.jsonl"))
        if how == "other":
            path.write_bytes(path.read_bytes().replace(b"study", b"studi"))
        elif how == "shorter":
            path.write_bytes(path.read_bytes()[:-1])
        elif how == "more":
            path.with_name("more").touch()
        elif how == "folder":
            path.with_name("more").mkdir()
        else:
            path.unlink()

    monkeypatch.setattr(proof, "unpack", spoil)
    with pytest.raises(BadInput):
        prove(backup)


def test_where_there_is_no_room_beside_it_another_place_does(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere, tried = tmp_path / "elsewhere", []
    elsewhere.mkdir()
    monkeypatch.setattr(proof.tempfile, "gettempdir", lambda: str(elsewhere))

    def check(folder: Path, size: int, doing: str) -> None:
        tried.append(folder)
        if folder == tmp_path:
            raise StoreError("空间不够")

    monkeypatch.setattr(proof, "check_space", check)
    prove(backup)
    assert tried == [tmp_path, elsewhere]
    monkeypatch.setattr(proof.tempfile, "gettempdir", lambda: str(tmp_path))
    with pytest.raises(StoreError, match="空间不够"):
        prove(backup)


def test_a_disk_that_fills_up_meanwhile_proves_nothing(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(proof, "unpack", full)
    with pytest.raises(StoreError, match="没有核对：磁盘已满"):
        prove(backup)
    assert [path.name for path in tmp_path.iterdir()] == [backup.name]
