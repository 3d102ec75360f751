"""However large and however empty what people hand in may be: a backup of it is made, and restored, in little
memory."""

from __future__ import annotations

import tracemalloc
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from store.backup import archive, create
from store.backup.create import back_up
from store.backup.proof import prove
from store.backup.restore import restore
from store.backup.rotation import back_up_into
from store.campaign.founding import create_store
from tests.support.backups import contents, opened
from tests.support.changes import change

BITMAP = 26_000_000
"""Bytes of a white A4 page at 300 dpi."""
LITTLE = 15_000_000
"""Bytes of memory that a backup may take, whatever is in it."""


def test_two_white_pages_are_backed_up_and_restored_in_little_memory(root: Path, tmp_path: Path) -> None:
    c = opened(root)
    for extra in (b"", b"\xff"):
        c.store.keep_file("units/u1", "u1", b"\xff" * BITMAP + extra)
    tracemalloc.start()
    made = back_up(root, tmp_path / "b.zip")
    assert restore(made.path, tmp_path / "new").told == []
    back_up_into(root, tmp_path / "row", keep=1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made.problems + made.unread == []
    assert peak < LITTLE
    assert contents(tmp_path / "new") == contents(root)


def test_attachments_are_stored_as_they_are(root: Path, tmp_path: Path) -> None:
    back_up(root, tmp_path / "b.zip")
    for info in zipfile.ZipFile(tmp_path / "b.zip").infolist():
        packed = zipfile.ZIP_STORED if "/files/" in info.filename else zipfile.ZIP_DEFLATED
        assert info.compress_type == packed, info.filename


@pytest.mark.parametrize("content", [b"\0", b'{"a":1}', bytes(range(256)) * 80], ids=["0", "json", "block"])
def test_what_packs_too_well_is_never_taken_for_a_trap(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    """One unit's file must not keep the school's backup from being restored."""
    monkeypatch.setattr(archive, "RATIO_FROM", 1_000_000)
    (root / "organisations" / "damaged").mkdir()
    for size in (3_000_000, *[create.SMALL] * 40):
        whole = (content * (size // len(content) + 1))[:size]
        name = sha256(whole + bytes(len(list((root / "organisations" / "damaged").iterdir())))).hexdigest()
        (root / "organisations" / "damaged" / name).write_bytes(whole)
    made = back_up(root, tmp_path / "b.zip")
    restore(made.path, tmp_path / "new")
    prove(made.path)
    assert contents(tmp_path / "new") == contents(root)


def test_a_long_line_that_packs_too_well(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "RATIO_FROM", 1_000_000)
    c = opened(root)
    c.store.apply("units/u1", [change("long", org="u1", data={"content": "一" * 1_000_000})], "lm")
    made = back_up(root, tmp_path / "b.zip")
    assert restore(made.path, tmp_path / "new").told == []


def test_one_units_many_files_leave_room_for_the_others(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(create, "MOST", 20)
    create_store(root, 2022, "学校")  # its pack comes after the crowded unit
    files = next(root.glob("*/units/u1")) / "files"
    for number in range(40):
        (files / f"{number:064x}").write_bytes(b"x")
    made = back_up(root, tmp_path / "b.zip")
    files_, damaged = made.unread  # what was once set aside counts, too
    assert "units/u1/files" in files_
    assert "units/u1/damaged" in damaged
    assert "太多" in files_
    assert restore(made.path, tmp_path / "new").missing != []
    listed = zipfile.ZipFile(made.path).getinfo(archive.NAME).file_size
    monkeypatch.setattr(archive, "LIST_LIMIT", listed * 6 // 5)
    monkeypatch.setattr(create, "MOST", 1_000)
    assert any("太多" in sentence for sentence in back_up(root, tmp_path / "c.zip").unread)
