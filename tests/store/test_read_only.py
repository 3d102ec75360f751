"""A store that this account may read and not write, by another account than root."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store.shards.filestore import FileStore
from tests.support.changes import UNIT, change

NOBODY = 65534

SCRIPT = """
import os, sys
root, uid = sys.argv[1], int(sys.argv[2])
from store.protocol import Change
from store.shards.filestore import FileStore
import hashlib, json, platformdirs  # before the account changes: it may have no rights to the library
if uid:
    os.setgroups([]); os.setgid(uid); os.setuid(uid)
from forms.errors import TaizhangError
store = FileStore(root, "c2021", lock_timeout=1)
try:
    print(",".join(found.id for found in store.query("units/jsj")))
    print(len(list(store.history("units/jsj"))), store.warnings())
except TaizhangError as error:
    print(error.EXIT_CODE, error)
try:
    store.apply("units/jsj", [Change(id="n", annex="study", org="jsj", base=0, data={})], "u")
except TaizhangError as error:
    print(error.EXIT_CODE, error)
else:
    print("saved")
"""


def as_another(root: Path) -> list[str]:
    """What another account finds: ids, history and warnings, and what saving comes to."""
    uid = NOBODY if os.geteuid() == 0 else 0
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(root), str(uid)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def root(public_folder: Path) -> Path:
    """Two saves."""
    root = public_folder / "store"
    root.mkdir(mode=0o755)
    store = FileStore(root, "c2021")
    store.apply(UNIT, [change("a")], "u")
    store.apply(UNIT, [change("b")], "u")
    return root


def open_up(root: Path, folders: int = 0o555, files: int = 0o444) -> None:
    for path in [root, *root.rglob("*")]:
        path.chmod(folders if path.is_dir() else files)


def test_reads_and_refuses_to_save(root: Path) -> None:
    open_up(root)
    ids, history, saving = as_another(root)
    assert ids == "a,b"
    assert history == "2 []"
    assert saving.startswith("5 ")
    assert "没有权限" in saving


def test_tail_of_the_journal_is_read_in_memory(root: Path) -> None:
    shard = root / "c2021" / UNIT / "shard.json"
    old = shard.read_bytes()
    FileStore(root, "c2021").apply(UNIT, [change("c")], "u")
    shard.write_bytes(old)
    open_up(root)
    ids, history, _ = as_another(root)
    assert (ids, history) == ("a,b,c", "3 []")
    assert shard.read_bytes() == old


@pytest.mark.parametrize("lock", ["there", "missing"])
def test_torn_line_and_missing_newline_are_read_past(root: Path, lock: str) -> None:
    folder = root / "c2021" / UNIT
    if lock == "missing":
        (folder / "lock").unlink()
    journal = folder / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"torn')
    open_up(root)
    ids, history, _ = as_another(root)
    assert ids == "a,b"
    assert history.startswith("2 [")
    assert "没有写完" in history
    journal.chmod(0o644)
    journal.write_bytes(whole[:-1])
    ids, history, _ = as_another(root)
    assert (ids, history) == ("a,b", "2 []")


def test_unreadable_shard_is_read_from_the_journal(root: Path) -> None:
    shard = root / "c2021" / UNIT / "shard.json"
    shard.write_bytes(b"damage")
    open_up(root)
    assert as_another(root)[0] == "a,b"
    assert shard.read_bytes() == b"damage"


@pytest.mark.parametrize("what", ["folder", "shard.json", "journal.jsonl"])
def test_what_may_not_be_read_is_a_sentence(root: Path, what: str) -> None:
    open_up(root)
    path = root / "c2021" / UNIT
    (path if what == "folder" else path / what).chmod(0)
    (first, saving) = as_another(root)
    for said in (first, saving):
        assert said.startswith("5 ")
        assert "没有权限" in said
