"""A store with something of everything, and its backup."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.backup.create import back_up
from store.campaign.founding import create_store
from store.campaign.organisation_entry import add_organisation
from store.campaign.records import delete_record, save_record
from store.integrity import check_store
from tests.support.backups import PHOTOGRAPH, opened
from tests.support.findings import add_finding

STUDY = {"time": "4.6", "content": "学习党史学习教育动员大会重要讲话精神并交流"}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store, made once: two units, records, a deleted one, an attachment, something set aside; beside it
    its backup."""
    root = tmp_path_factory.mktemp("made") / "store"
    create_store(root, 2021, "计算机学院党委")
    c = opened(root)
    add_organisation(c, {"id": "fl", "name": "外国语学院党总支", "level": "unit"})
    for org in ("u1", "fl"):
        save_record(c, "study", org, STUDY)
        delete_record(c, save_record(c, "study", org, STUDY))
        add_finding(c, org, "落实不够。（对照1-1）")
    unit = root / c.id / "units" / "u1"
    c.store.keep_file("units/u1", "u1", PHOTOGRAPH)
    (unit / "damaged").mkdir()
    (unit / "damaged" / "shard-2021.json").write_bytes(b"{")
    assert [one.state for one in check_store(root)] == []  # writes all shards
    assert back_up(root, root.with_name("backup.zip")).problems == []
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "store"))


@pytest.fixture
def backup(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy2(made.with_name("backup.zip"), tmp_path))
