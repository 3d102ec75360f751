"""Two people at one record, one of them on the command line: exit 4, and what both wrote is printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from store.protocol import Document, Write
from store.shards.filestore import FileStore
from tests.support.commands import Run

ROW = ("add", "ledger", "--org", "u1", "--incomplete", "--update", "--set")


def test_what_both_changed_is_printed_and_the_others_stays(
    run: Run, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*ROW, "note=原来的话").exit_code == 0
    apply_all = FileStore.apply_all

    def overtaken(store: FileStore, writes: Sequence[Write], actor: str) -> list[list[Document | None]]:
        monkeypatch.setattr(FileStore, "apply_all", apply_all)
        shard, (change, *_) = writes[0].shard, writes[0].changes
        now = store.get(shard, change.id)
        assert now is not None
        theirs = msgspec.structs.replace(change, data={**now.data, "note": "对方\x1b的话"})
        store.apply(shard, [theirs], "wang")
        return apply_all(store, writes, actor)

    monkeypatch.setattr(FileStore, "apply_all", overtaken)
    result = run(*ROW, "note=我的话")
    assert result.exit_code == 4
    assert "wang" in result.stderr
    assert "备注：原来“原来的话”；对方“对方�的话”；我的“我的话”" in result.stderr
    assert "对方" in run("list", "ledger", "--org", "u1", "--format", "csv").stdout
