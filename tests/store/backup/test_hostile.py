"""Backups that somebody made to do harm are refused with a sentence, and nothing of them reaches the disk."""

from __future__ import annotations

import json
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forms.errors import NewerFormat, StoreError
from store.backup.restore import restore
from store.places import CONFIG
from tests.support.backups import refuse

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


def no_journal(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["journals"][0]["path"] = "organisations/none"


def no_list(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest.clear()


def negative(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["files"][0]["size"] = -1


@pytest.mark.parametrize(
    "edit",
    [unlisted, missing, other, shorter, twice_listed, no_root, folder_elsewhere, file_as_folder, more,
     no_journal, no_list, negative],
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


def test_a_backup_of_a_newer_program(backup: Path, tmp_path: Path) -> None:
    remake(backup, lambda manifest, files: manifest.update(format=3, more="?"))
    refuse(backup, tmp_path, NewerFormat, "升级")


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
