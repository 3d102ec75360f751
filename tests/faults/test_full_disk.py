"""A file system that is full."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.errors import NotSaved, StoreError
from store.drafts import DraftBox
from store.integrity import check_shard
from store.places import StoreRoot
from store.protocol import Change
from store.shards.filestore import FileStore
from tests.support.changes import CAMPAIGN, UNIT
from tests.support.full_disk import fill


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """64 kB that can be filled."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", str(path)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    yield path
    subprocess.run(["umount", str(path)], check=True)


def save(store: FileStore, name: str, text: str = "") -> None:
    store.apply(UNIT, [Change(id=name, annex="study", org="jsj", base=0, data={"text": text})], "u")


def ids(root: Path) -> list[str]:
    return [document.id for document in FileStore(root, CAMPAIGN).query(UNIT)]


@pytest.mark.usefixtures("written_at_once")
def test_saving_until_full_loses_nothing(disk: Path) -> None:
    store = FileStore(disk, CAMPAIGN)
    saved: list[str] = []
    told: list[str] = []
    refusal = ""
    for number in range(500):
        try:
            save(store, f"d{number}", "学习" * 100)
        except NotSaved as error:
            refusal = str(error)
            break
        saved.append(f"d{number}")
        told += store.warnings()
    assert "磁盘已满" in refusal
    assert saved
    assert told  # before the journal the shard, which needs its space twice, did not fit any more
    assert all("日志" in sentence for sentence in told)
    assert [document.id for document in store.query(UNIT)] == saved == ids(disk)
    assert not list((disk / CAMPAIGN / UNIT).glob(".*.tmp"))


def test_saving_goes_on_when_there_is_space_again(disk: Path) -> None:
    store = FileStore(disk, CAMPAIGN)
    save(store, "a")
    ballast = fill(disk)
    with pytest.raises(NotSaved):
        save(store, "b", "长" * 4000)
    assert ids(disk) == ["a"]
    ballast.unlink()
    save(store, "b", "长" * 4000)
    assert ids(disk) == ["a", "b"]
    assert check_shard(disk / CAMPAIGN / UNIT, UNIT) == []


def test_new_unit_on_a_full_disk(disk: Path) -> None:
    fill(disk)
    store = FileStore(disk, CAMPAIGN)
    with pytest.raises(StoreError):
        save(store, "a")
    assert ids(disk) == []


def test_damage_met_on_a_full_disk(disk: Path) -> None:
    """Mending needs space: until there is some, what the journal says is shown all the same."""
    save(FileStore(disk, CAMPAIGN), "a")
    folder = disk / CAMPAIGN / UNIT
    (folder / "shard.json").write_bytes(b"damage")
    with (folder / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"torn')
    ballast = fill(disk)
    assert ids(disk) == ["a"]
    ballast.unlink()
    assert ids(disk) == ["a"]
    assert check_shard(folder, UNIT) == []


def test_creating_a_store_on_a_full_disk(disk: Path) -> None:
    path = disk / "store"
    ballast = fill(disk)
    with pytest.raises(StoreError, match="磁盘已满"):
        StoreRoot.create(path)
    ballast.unlink()
    StoreRoot.create(path)
    StoreRoot.open(path)


def test_drafts_on_a_full_disk(disk: Path) -> None:
    box = DraftBox(disk / "drafts")
    draft = box.begin({"annex": "study"})
    draft.write({"text": "短"})
    fill(disk)
    with pytest.raises(StoreError, match="磁盘已满"):
        draft.write({"text": "长" * 9000})
    draft.close()
    (offer,) = box.offers()
    assert offer.values == {"text": "短"}
