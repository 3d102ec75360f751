"""A store comes back whole, in an empty place, or nothing is left of the attempt."""

from __future__ import annotations

import errno
import grp
import os
import signal
import stat
from pathlib import Path
from typing import Any

import pytest

from forms.errors import BadInput, StoreError, Uncertain
from store.backup import restore as restore_module
from store.backup.aside import new_folder
from store.backup.restore import restore
from store.backup.rights import Given, Rights, give, rights_of
from store.integrity import check_store
from store.places import StoreRoot
from tests.support.backups import assert_nothing_left, contents, only_files, refuse
from tests.support.counting import counted
from tests.support.members import give_members
from tests.support.writers import Crew

# Places


@pytest.mark.parametrize("how", ["missing", "empty", "deep", "mount", "link"])
def test_empty_places(
    root: Path, backup: Path, tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a" / "b" / "new" if how == "deep" else tmp_path / "new"
    if how in ("empty", "mount"):
        place.mkdir(0o755)
    if how == "link":
        (tmp_path / "real").mkdir()
        place.symlink_to(tmp_path / "real")
    monkeypatch.setattr(Path, "is_mount", lambda path: how == "mount")
    assert restore(backup, place).told == []
    found, was = contents(place), contents(root)
    if how in ("mount", "link"):
        del found["."], was["."]
    assert found == was


@pytest.mark.parametrize("how", ["store", "file", "other files", "hidden file"])
def test_other_places_are_refused_and_untouched(root: Path, backup: Path, tmp_path: Path, how: str) -> None:
    place = root if how == "store" else tmp_path / "place"
    if how == "file":
        place.write_text("x")
    elif how != "store":
        place.mkdir()
        (place / (".x" if how == "hidden file" else "x")).touch()
    before = contents(place)
    with pytest.raises(StoreError, match="--store"):
        restore(backup, place)
    assert contents(place) == before


@pytest.mark.parametrize("where", ["beside", "within"])
def test_a_disk_that_refuses_leaves_nothing(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    place = tmp_path / "x" / "new"
    if where == "within":
        place.mkdir(parents=True)
    calls = {"write_all": 3, "give": 5, "check_store": 1, "sync_disk": 1, "sync": 1}
    for name, at in calls.items():
        if where == "within":
            monkeypatch.setattr(Path, "is_mount", lambda path: True)
        count = iter(range(1, 1000))
        real = getattr(restore_module, name)

        def fail(*arguments: Any, real: Any = real, count: Any = count, at: int = at) -> Any:
            if next(count) == at:
                raise OSError(errno.ENOSPC, "full")
            return real(*arguments)

        if name == "sync" and where == "beside":
            continue  # the store is in its place then
        monkeypatch.setattr(restore_module, name, fail)
        with pytest.raises(StoreError, match="磁盘已满"):
            restore(backup, place)
        monkeypatch.undo()
        assert not StoreRoot.exists(place)
        assert list(tmp_path.rglob("*restoring*")) == []
        assert (list(place.iterdir()) if where == "within" else list(tmp_path.glob("x"))) == []


def test_a_disk_that_does_not_say_whether_it_lasts(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third answer, with the command that tells; what is there stays."""
    monkeypatch.setattr(os, "fsync", only_files(os.fsync, after=tmp_path / "new"))
    with pytest.raises(Uncertain, match="taizhang check --store"):
        restore(backup, tmp_path / "new")
    monkeypatch.undo()
    assert check_store(tmp_path / "new") == []


def test_no_room(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore_module, "SPARE", 1 << 60)
    refuse(backup, tmp_path, StoreError, "空间不够")


def test_killed_at_any_moment_there_is_a_whole_store_or_none(backup: Path, tmp_path: Path) -> None:
    whole, calls = 0, 0

    def count(number: int) -> None:
        nonlocal calls
        calls = number

    counted(lambda: restore(backup, tmp_path / "counted"), count)
    for turn in range(12):
        place, last = tmp_path / f"new{turn}", calls * (turn + 1) // 12 - 1

        def kill(number: int, last: int = last) -> None:
            if number == last:
                os.kill(os.getpid(), signal.SIGKILL)

        with Crew() as crew:
            child = crew.start(lambda place=place, kill=kill: counted(lambda: restore(backup, place), kill))  # type: ignore[misc]
            crew.wait(child)
        if place.exists():
            assert check_store(place) == []
            whole += 1
        else:
            restore(backup, place)
        assert not list(tmp_path.glob(f".{place.name}.restoring-*"))
    assert whole < 12


@pytest.mark.parametrize("where", ["beside", "within"])
def test_what_a_killed_restore_left_is_gone_at_the_next(
    root: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Not what one that is under way is building, nor anybody else's."""
    place = tmp_path / "new"
    if where == "within":
        place.mkdir()
        monkeypatch.setattr(Path, "is_mount", lambda path: path == place)
    folder = place if where == "within" else tmp_path
    dead = folder / ".new.restoring-4321-0123abcd"
    (dead / "organisations").mkdir(parents=True)
    (tmp_path / ".other.restoring-4321-0123abcd").mkdir()
    with new_folder(tmp_path, ".new.restoring") as alive:
        restored = restore(backup, place)
        assert alive.is_dir()
    assert not dead.exists()
    assert (tmp_path / ".other.restoring-4321-0123abcd").is_dir()
    assert any(str(dead) in note for note in restored.notes)
    assert restored.told == []
    assert check_store(place) == []


# Files that are no backup


def test_every_truncation_is_refused(backup: Path, tmp_path: Path) -> None:
    data = backup.read_bytes()
    cut = tmp_path / "cut.zip"
    for length in [*range(0, len(data), 701), len(data) - 1]:
        cut.write_bytes(data[:length])
        refuse(cut, tmp_path)


def test_a_flipped_byte_is_refused_or_harmless(root: Path, backup: Path, tmp_path: Path) -> None:
    data = backup.read_bytes()
    was = contents(root)
    for place in range(0, len(data), 307):
        backup.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        try:
            restore(backup, tmp_path / "new")
        except BadInput:
            assert_nothing_left(tmp_path)
            continue
        assert contents(tmp_path / "new") == was  # a date in the directory
        (tmp_path / "new").rename(tmp_path / f"harmless{place}")


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 1000, b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    refuse(tmp_path / "b.zip", tmp_path)


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("none", "pipe", ".", "a\0b"):
        refuse(tmp_path / name, tmp_path, match=None)


# Permissions


def test_a_group_that_is_not_here_leaves_its_rights_to_nobody(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.touch(0o600)
    descriptor = os.open(path, os.O_RDONLY)
    given = Given({}, {})
    give(descriptor, Rights(mode=0o660, owner="nobody-here", group="nobody-here"), given)
    assert "组 nobody-here" in given.lacking
    assert stat.S_IMODE(os.fstat(descriptor).st_mode) == 0o600
    os.close(descriptor)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to give files to a group")
def test_groups_and_access_lists_are_kept(root: Path, tmp_path: Path) -> None:
    from store.access import access_lists
    from store.backup.create import back_up

    group = next(found.gr_name for found in grp.getgrall() if found.gr_gid > 2)
    unit = next(root.glob("*/units/u1"))
    for path in (unit, unit / "shard.json"):
        os.chown(path, -1, grp.getgrnam(group).gr_gid)
        path.chmod(0o2770 if path.is_dir() else 0o660)
    given = {("u", ""): 7, ("g", ""): 7, ("g", "daemon"): 5, ("m", ""): 7, ("o", ""): 0}
    descriptor = os.open(unit, os.O_RDONLY)
    access_lists.put(descriptor, given)
    access_lists.put(descriptor, given, access_lists.DEFAULT)
    wanted = rights_of(descriptor)
    os.close(descriptor)
    known = "".join(f'[[members]]\ngroup = "{name}"\nrole = "office"\n' for name in (group, "daemon"))
    give_members(root, known)
    made = back_up(root, tmp_path / "rights.zip")
    assert restore(made.path, tmp_path / "new").told == []
    again = next((tmp_path / "new").glob("*/units/u1"))
    descriptor = os.open(again, os.O_RDONLY)
    assert rights_of(descriptor) == wanted
    os.close(descriptor)
    assert (again / "shard.json").group() == group
    assert wanted.access
    assert wanted.default
