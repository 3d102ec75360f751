"""A store with something of everything, and its backup."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from forms.clock import SystemClock
from forms.errors import BadInput
from store.backends import open_campaign
from store.backup.create import back_up
from store.backup.restore import restore
from store.campaign.campaign import Actor, Campaign
from store.campaign.findings import add_finding
from store.campaign.founding import create_store
from store.campaign.organisation_entry import add_organisation
from store.campaign.records import delete_record, save_record

PHOTOGRAPH = b"\xff\xd8" * 4000
STUDY = {"time": "4.6", "content": "学习党史学习教育动员大会重要讲话精神并交流"}


def opened(root: Path) -> Campaign:
    return open_campaign(root, None, SystemClock(), Actor("lm"))


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
    assert back_up(root, root.with_name("backup.zip")).problems == []
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "store"))


@pytest.fixture
def backup(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy2(made.with_name("backup.zip"), tmp_path))


def contents(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with its mode."""
    return {
        str(path.relative_to(root)): (path.stat().st_mode, b"" if path.is_dir() else path.read_bytes())
        for path in [root, *sorted(root.rglob("*"))]
    }


def assert_nothing_left(folder: Path) -> None:
    assert not (folder / "new").exists()
    assert not [path for path in folder.iterdir() if "restoring" in path.name]


def refuse(
    backup: Path, tmp_path: Path, error: type[Exception] = BadInput, match: str | None = "没有恢复"
) -> None:
    with pytest.raises(error, match=match):
        restore(backup, tmp_path / "new")
    assert_nothing_left(tmp_path)
