"""What one unit's files are, or who holds them, costs the others nothing: the unit is named, the rest is
saved, and whoever restores is told again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.errors import StoreError
from store.backup import create, reading
from store.backup.archive import open_archive
from store.backup.create import back_up
from store.backup.proof import prove
from store.backup.restore import restore
from store.protocol import Backup
from store.shards import chain, locks
from tests.support.backups import PHOTOGRAPH, opened
from tests.support.changes import change

FULL = 40_000_000_000
"""Bytes that no disk here is to be filled with."""


def link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def twice(path: Path) -> None:
    path.with_name("notes").hardlink_to(path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def sparse(path: Path) -> None:
    os.truncate(path, FULL)


def nest(folder: Path) -> None:
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


def backed_up(root: Path, tmp_path: Path) -> tuple[Backup, list[str]]:
    """The backup, with what its list says is missing; the other unit is in it whatever has become of one."""
    made = back_up(root, tmp_path / "b.zip", patience=0.05)
    prove(made.path)
    restored = restore(made.path, tmp_path / "new")
    with open_archive(made.path) as found:
        missing = [one.path for one in found.manifest.missing]
    assert len(restored.missing) == len(missing)
    for path in missing:
        assert any(path in sentence for sentence in made.unread)
        assert any(path in sentence for sentence in restored.missing)
    whole = (root / "organisations" / "journal.jsonl").read_bytes()
    assert (tmp_path / "new" / "organisations" / "journal.jsonl").read_bytes() == whole
    other = opened(tmp_path / "new").store
    assert other.query("units/fl") == opened(root).store.query("units/fl")
    return made, missing


@pytest.mark.parametrize("harm", [link, pipe, twice, folder, sparse])
@pytest.mark.parametrize("name", ["journal.jsonl", "shard.json", "attachment", "lock"])
def test_a_file_that_is_none_of_ours(
    root: Path, tmp_path: Path, name: str, harm: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = next(root.glob("*/units/u1"))
    (attachment,) = (unit / "files").iterdir()
    before = opened(root).store.query("units/u1")
    monkeypatch.setattr(create, "LARGEST", len(PHOTOGRAPH))
    harm(attachment if name == "attachment" else unit / name)
    made, missing = backed_up(root, tmp_path)
    assert made.size < 1_000_000
    said = "\n".join(made.unread)
    if (name, harm) == ("lock", sparse):  # it has no contents
        assert (missing, said) == ([], "")
    elif name == "lock":
        assert missing == []
        assert "没有等它" in said
    else:
        where = {"journal.jsonl": unit, "attachment": attachment}.get(name, unit / name)
        assert missing == [str(where.relative_to(root))]
    if name != "journal.jsonl":
        assert opened(tmp_path / "new").store.query("units/u1") == before


@pytest.mark.parametrize("harm", [link, pipe])
def test_a_unit_that_is_no_folder(root: Path, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    unit = next(root.glob("*/units/u1"))
    unit.rename(tmp_path / "elsewhere")
    unit.touch()
    harm(unit)
    _, missing = backed_up(root, tmp_path)
    assert missing == [str(unit.relative_to(root))]


def test_folders_within_folders_and_names_that_are_no_text(root: Path, tmp_path: Path) -> None:
    unit = next(root.glob("*/units/u1"))
    for number in range(15):
        (unit / f"strange{number:02}").touch()
    (unit / "files" / os.fsdecode(b"\xff\xfe")).touch()
    try:
        nest(unit / "files")
        made, missing = backed_up(root, tmp_path)
    finally:
        subprocess.run(["rm", "-rf", unit / "files" / "d"], check=True)  # deeper than Python goes
    assert missing == []
    told = "\n".join(made.problems)
    assert "files/d/d/d/d/d" in told
    assert "strange09" in told
    assert "strange14" not in told
    assert "还有" in told


def test_a_lock_that_is_never_let_go_of(root: Path, tmp_path: Path) -> None:
    """All locks together are waited for once; then what is whole of the journal is read."""
    opened(root).store.apply("units/u1", [change("x", org="u1")], "lm")
    journals = [next(root.glob("*/units/u1")), next(root.glob("*/units/fl")), root / "organisations"]
    before = opened(root).store.query("units/u1")
    with (journals[0] / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"format":1,"half')
    held = []
    for path in journals:
        descriptor = os.open(path, os.O_RDONLY)
        held.append(locks.acquire(descriptor, path.name))
        os.close(descriptor)
    made, missing = backed_up_held(root, tmp_path)
    for lock in held:
        lock.__exit__()
    assert missing == []
    assert len(made.unread) == 3
    assert "units/u1" in made.unread[1]
    assert f"进程 {os.getpid()}" in made.unread[1]
    assert opened(tmp_path / "new").store.query("units/u1") == before


def backed_up_held(root: Path, tmp_path: Path) -> tuple[Backup, list[str]]:
    made = back_up(root, tmp_path / "b.zip", patience=0.05)
    with open_archive(made.path) as found:
        missing = [one.path for one in found.manifest.missing]
        assert found.manifest.complete
    assert restore(made.path, tmp_path / "new").told == []
    return made, missing


def test_a_lock_that_is_let_go_of_meanwhile_is_no_matter(root: Path, tmp_path: Path) -> None:
    unit = os.open(next(root.glob("*/units/fl")), os.O_RDONLY)
    lock = locks.acquire(unit, "units/fl")
    real, asked = locks.acquire, []

    def acquire(*arguments: object, **named: object) -> object:
        asked.append(str(arguments[1]))
        if asked.count(asked[-1]) == 2:
            lock.__exit__()
        return real(*arguments, **named)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locks, "acquire", acquire)
        made = back_up(root, tmp_path / "b.zip")
    os.close(unit)
    assert made.unread == []
    assert asked[-1] == "organisations"
    assert "units/fl" in asked[-2]


@pytest.mark.parametrize("name", ["journal.jsonl", "shard.json", "attachment"])
def test_a_disk_that_cannot_read_a_file(
    root: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = next(root.glob("*/units/u1"))
    (attachment,) = (unit / "files").iterdir()
    bad = (attachment if name == "attachment" else unit / name).stat().st_ino
    real = chain.pieces

    def pieces(descriptor: int, size: int) -> object:
        if os.fstat(descriptor).st_ino == bad:
            yield os.pread(descriptor, 100, 0)
            raise StoreError("磁盘读写出错")
        yield from real(descriptor, size)

    monkeypatch.setattr(create, "pieces", pieces)
    monkeypatch.setattr(reading, "pieces", pieces)
    made = back_up(root, tmp_path / "b.zip")
    monkeypatch.undo()
    (said,) = made.unread
    assert "磁盘读写出错" in said
    prove(made.path)
    restored = restore(made.path, tmp_path / "new")
    assert len(restored.missing) == 1
    assert opened(tmp_path / "new").store.query("units/fl")


def test_a_folder_that_is_swapped_for_a_link_meanwhile(root: Path, tmp_path: Path) -> None:
    unit = next(root.glob("*/units/u1"))
    (unit / "files" / "inner").mkdir()
    secret = tmp_path / "secret"
    (secret / "inner").mkdir(parents=True)
    (secret / "inner" / "key").write_text("secret")
    real = os.listdir

    def listdir(where: object = ".") -> object:
        found = real(where)  # type: ignore[call-overload]
        if "inner" in found and not (unit / "files").is_symlink():
            (unit / "files").rename(unit / "old")
            (unit / "files").symlink_to(secret)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "listdir", listdir)
        made = back_up(root, tmp_path / "b.zip")
    with open_archive(made.path) as found:
        assert not [file.path for file in found.manifest.files if "key" in file.path]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_unit_that_may_not_be_read(root: Path, tmp_path: Path) -> None:
    unit = next(root.glob("*/units/u1"))
    unit.chmod(0)
    try:
        _, missing = backed_up(root, tmp_path)
    finally:
        unit.chmod(0o700)
    assert missing == [str(unit.relative_to(root))]
