"""A store comes back whole, in an empty place, or nothing is left of the attempt."""

from __future__ import annotations

import errno
import grp
import json
import os
import random
import signal
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forms.errors import BadInput, NewerFormat, StoreError
from store.backup import restore, restoring
from store.backup.rights import Rights, give, rights_of
from store.integrity import check_store
from store.places import CONFIG, StoreRoot
from tests.faults.writers import Crew
from tests.store.backup.conftest import contents


def assert_nothing_left(folder: Path) -> None:
    assert not (folder / "new").exists()
    assert not [path for path in folder.iterdir() if "restoring" in path.name]


def refuse(
    backup: Path, tmp_path: Path, error: type[Exception] = BadInput, match: str | None = "没有恢复"
) -> None:
    with pytest.raises(error, match=match):
        restore(backup, tmp_path / "new")
    assert_nothing_left(tmp_path)


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
    assert restore(backup, place) == []
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
    calls = {"write_all": 3, "give": 5, "check_store": 1, "_sync": 1}
    for name, at in calls.items():
        if where == "within":
            monkeypatch.setattr(Path, "is_mount", lambda path: True)
        count = iter(range(1, 1000))
        real = getattr(restoring, name)

        def fail(*arguments: Any, real: Any = real, count: Any = count, at: int = at) -> Any:
            if next(count) == at:
                raise OSError(errno.ENOSPC, "full")
            return real(*arguments)

        if name == "_sync" and where == "beside":
            continue  # the store is in its place then
        monkeypatch.setattr(restoring, name, fail)
        with pytest.raises(StoreError, match="磁盘已满"):
            restore(backup, place)
        monkeypatch.undo()
        assert not StoreRoot.exists(place)
        assert list(tmp_path.rglob("*restoring*")) == []
        assert (list(place.iterdir()) if where == "within" else list(tmp_path.glob("x"))) == []


def test_no_room(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restoring, "SPARE", 1 << 60)
    refuse(backup, tmp_path, StoreError, "空间不够")


def test_killed_at_any_moment_there_is_a_whole_store_or_none(backup: Path, tmp_path: Path) -> None:
    whole = 0
    begun = time.monotonic()
    restore(backup, tmp_path / "timed")
    usual = time.monotonic() - begun
    for turn in range(12):
        place = tmp_path / f"new{turn}"
        with Crew() as crew:
            child = crew.start(lambda place=place: restore(backup, place))  # type: ignore[misc]
            time.sleep(random.uniform(0, 1.5 * usual))
            os.kill(child, signal.SIGKILL)
        if place.exists():
            assert check_store(place) == []
            whole += 1
    assert whole < 12


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


def test_a_backup_of_a_newer_program(backup: Path, tmp_path: Path) -> None:
    remake(backup, lambda manifest, files: manifest.update(format=2, more="?"))
    refuse(backup, tmp_path, NewerFormat, "升级")


# Files made to do harm

Edit = Callable[[dict[str, Any], dict[str, bytes]], None]


def remake(backup: Path, edit: Edit, entries: Callable[[zipfile.ZipFile], None] | None = None) -> None:
    """The same backup with another list and other files, well formed."""
    with zipfile.ZipFile(backup) as found:
        files = {name: found.read(name) for name in found.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    edit(manifest, files)
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
        made.writestr("manifest.json", json.dumps(manifest))
        if entries:
            entries(made)


def add(path: str, content: bytes = b"harm") -> Edit:
    """A file more, with everything the list should say of it."""

    def edit(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
        from hashlib import sha256

        rights = manifest["files"][0]["rights"]
        files[path] = content
        digest = sha256(content).hexdigest()
        manifest["files"].append({"path": path, "size": len(content), "sha256": digest, "rights": rights})

    return edit


@pytest.mark.parametrize(
    "path",
    ["../harm", "/tmp/harm", "x/../../harm", "organisations/../harm", "organisations/files/../../../harm",
     "./taizhang.toml", "organisations//lock", "organisations/harm", "harm", "pack/harm", "organisations",
     "c2021/units/u1/shard.json", "c\\..\\harm", "organisations/files/.hidden", "organisations/files/a\nb",
     "organisations/files/" + "x" * 300, "organisations/files/a/b/c/d/e/f", "organisations/files/x"],
    ids=lambda path: path[:40],
)  # fmt: skip
def test_names_that_lead_elsewhere(backup: Path, tmp_path: Path, path: str) -> None:
    remake(backup, add(path))
    refuse(backup, tmp_path)
    assert not list(tmp_path.rglob("harm"))
    assert not Path("/tmp/harm").exists()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFDIR])
def test_links_and_devices(backup: Path, tmp_path: Path, kind: int) -> None:
    def entry(made: zipfile.ZipFile) -> None:
        info = made.getinfo(CONFIG)
        info.external_attr = (kind | 0o777) << 16

    remake(backup, lambda manifest, files: None, entry)
    refuse(backup, tmp_path)


def nothing(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    pass


def unlisted(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    files["organisations/blocked.json"] = b"{}"


def missing(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    del files["organisations/shard.json"]


def other(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    files["organisations/shard.json"] = files["organisations/shard.json"].replace(b"u1", b"u2")


def shorter(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    files["organisations/journal.jsonl"] = b"".join(
        files["organisations/journal.jsonl"].splitlines(keepends=True)[:1]
    )


def twice_listed(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["files"].append(manifest["files"][0])


def no_root(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["folders"] = [folder for folder in manifest["folders"] if folder["path"]]


def folder_elsewhere(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["folders"].append({"path": "../x", "rights": manifest["folders"][0]["rights"]})


def file_as_folder(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    add("organisations/files")(manifest, files)


def more(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["command"] = "rm -rf /"


def no_list(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest.clear()


def negative(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["files"][0]["size"] = -1


@pytest.mark.parametrize(
    "edit",
    [unlisted, missing, other, shorter, twice_listed, no_root, folder_elsewhere, file_as_folder, more,
     no_list, negative],
)  # fmt: skip
def test_a_list_that_does_not_agree(backup: Path, tmp_path: Path, edit: Edit) -> None:
    remake(backup, edit)
    refuse(backup, tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name(backup: Path, tmp_path: Path) -> None:
    remake(backup, nothing, lambda made: made.writestr("taizhang.toml", b"format = 1"))
    refuse(backup, tmp_path)


def test_a_bomb(backup: Path, tmp_path: Path) -> None:
    remake(backup, add("organisations/blocked.json", b"\0" * 60_000_000))
    assert backup.stat().st_size < 200_000
    refuse(backup, tmp_path)


def test_a_bomb_that_hides_its_size(backup: Path, tmp_path: Path) -> None:
    remake(backup, add("organisations/blocked.json", b"\0" * 60_000_000))
    data = backup.read_bytes()
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"organisations/blocked.json"))
    small = bytearray(data)
    small[at + 24 : at + 28] = struct.pack("<I", 100)
    backup.write_bytes(small)
    refuse(backup, tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packed_as_we_never_pack(backup: Path, tmp_path: Path, method: int) -> None:
    def entry(made: zipfile.ZipFile) -> None:
        made.writestr("organisations/blocked.json", b"{}", method)

    remake(backup, nothing, entry)
    refuse(backup, tmp_path)


def test_no_store_within(backup: Path, tmp_path: Path) -> None:
    def edit(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
        del files[CONFIG]
        manifest["files"] = [file for file in manifest["files"] if file["path"] != CONFIG]

    remake(backup, edit)
    refuse(backup, tmp_path, StoreError, CONFIG)


# Permissions


def test_modes_are_kept_and_never_widened(backup: Path, tmp_path: Path) -> None:
    def edit(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
        for entry in (*manifest["folders"], *manifest["files"]):
            entry["rights"]["mode"] = 0o7777
            entry["rights"]["access"] = [["o", "", 7]]

    remake(backup, edit)
    restore(backup, tmp_path / "new")
    for path in [tmp_path / "new", *(tmp_path / "new").rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert not mode & (stat.S_IWOTH | stat.S_ISUID | stat.S_ISVTX)
        assert path.is_dir() or not mode & 0o2111


def test_a_group_that_is_not_here_leaves_its_rights_to_nobody(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.touch(0o600)
    descriptor = os.open(path, os.O_RDONLY)
    missing = give(descriptor, Rights(mode=0o660, owner="nobody-here", group="nobody-here"))
    assert "组 nobody-here" in missing
    assert stat.S_IMODE(os.fstat(descriptor).st_mode) == 0o600
    os.close(descriptor)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to give files to a group")
def test_groups_and_access_lists_are_kept(root: Path, tmp_path: Path) -> None:
    from store.access import access_lists
    from store.backup import back_up

    group = next(found.gr_name for found in grp.getgrall() if found.gr_gid > 1)
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
    made = back_up(root, tmp_path / "rights.zip")
    assert restore(made.path, tmp_path / "new") == []
    again = next((tmp_path / "new").glob("*/units/u1"))
    descriptor = os.open(again, os.O_RDONLY)
    assert rights_of(descriptor) == wanted
    os.close(descriptor)
    assert (again / "shard.json").group() == group
    assert wanted.access
    assert wanted.default
