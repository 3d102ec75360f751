"""Files that people hand in: kept once, under their digest, and checked."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from forms.errors import Damaged, NotSaved
from store.attachments import check_files, keep, read
from store.protocol import Store
from tests.support.changes import UNIT


def test_a_kept_file_comes_back(store: Store) -> None:
    digest = store.keep_file(UNIT, "jsj", "内容".encode())
    assert digest == sha256("内容".encode()).hexdigest()
    assert store.read_file(UNIT, digest) == "内容".encode()
    assert store.keep_file(UNIT, "jsj", "内容".encode()) == digest


@pytest.fixture
def shard(tmp_path: Path) -> Path:
    folder = tmp_path / "jsj"
    folder.mkdir()
    return folder


def test_it_is_kept_once_and_nobody_else_may_write_it(shard: Path) -> None:
    before = os.umask(0)
    try:
        digest = keep(shard, b"one")
        keep(shard, b"one")
    finally:
        os.umask(before)
    assert [path.name for path in (shard / "files").iterdir()] == [digest]
    assert not stat.S_IMODE((shard / "files" / digest).stat().st_mode) & 0o007
    assert not stat.S_IMODE((shard / "files").stat().st_mode) & 0o007


def test_one_that_was_spoilt_is_written_anew(shard: Path) -> None:
    digest = keep(shard, b"one")
    (shard / "files" / digest).write_bytes(b"two")
    with pytest.raises(Damaged, match="已损坏"):
        read(shard, digest)
    keep(shard, b"one")
    assert read(shard, digest) == b"one"


@pytest.mark.parametrize("digest", ["../shard.json", "", "a" * 63, "A" * 64])
def test_only_digests_are_names(shard: Path, digest: str) -> None:
    with pytest.raises(Damaged):
        read(shard, digest)


def test_what_is_gone_or_a_link_is_told(shard: Path) -> None:
    digest = keep(shard, b"one")
    path = shard / "files" / digest
    path.unlink()
    with pytest.raises(Damaged, match="不在了"):
        read(shard, digest)
    path.symlink_to(shard / "elsewhere")
    assert len(check_files(shard, "units/jsj")) == 1


def test_check_names_each_file_that_is_not_as_it_was(shard: Path) -> None:
    digest = keep(shard, b"one")
    assert check_files(shard, "units/jsj") == []
    (shard / "files" / digest).write_bytes(b"two")
    (shard / "files" / "notes.txt").write_text("x")
    problems = check_files(shard, "units/jsj")
    assert len(problems) == 2
    assert any(digest in problem and "备份" in problem for problem in problems)


def test_a_disk_that_refuses_leaves_nothing(shard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(NotSaved, match="磁盘已满"):
        keep(shard, b"one")
    assert list(shard.rglob("*.tmp")) == []
