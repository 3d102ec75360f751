"""What root restores of a backup is laid out as it was: nobody has less or more than before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.access.plan import make_plan
from store.backup.create import back_up
from store.backup.restore import restore
from store.file_backend import FileBackend
from tests.support.accounts import why_not
from tests.support.users import RECORD, Server

pytestmark = pytest.mark.skipif(bool(why_not("setfacl")), reason=why_not("setfacl"))


def test_a_restored_store_has_nothing_to_apply(server: Server, tmp_path: Path) -> None:
    assert server.program("a2", *RECORD, "--org", "jsj").returncode == 0
    made = back_up(server.root, tmp_path / "b.zip")
    assert made.problems + made.unread == []
    new = server.root.with_name("restored")
    try:
        restored = restore(made.path, new)
        assert (restored.told, restored.missing) == ([], [])
        assert make_plan(FileBackend(new)).sentences == []
        for path in server.root.rglob("*"):
            found, was = (new / path.relative_to(server.root)).stat(), path.stat()
            assert (found.st_uid, found.st_gid, found.st_mode) == (was.st_uid, was.st_gid, was.st_mode), path
    finally:
        shutil.rmtree(new, ignore_errors=True)
