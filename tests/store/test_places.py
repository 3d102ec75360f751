"""Where a store is, what makes a folder one, and a person's own folders."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from forms.errors import BadInput, Damaged, NewerFormat, StoreError
from store import places
from store.integrity import check_store
from store.places import StoreRoot
from store.shards.filestore import FileStore
from tests.support.changes import UNIT, change


def test_created_store_opens(tmp_path: Path) -> None:
    path = tmp_path / "new" / "store"
    created = StoreRoot.create(path)
    assert StoreRoot.exists(path)
    assert StoreRoot.open(path).campaigns() == []
    assert sorted(entry.name for entry in path.iterdir()) == ["organisations", "taizhang.toml"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o700  # mine alone
    pack = created.pack_folder("xuexi-2021")
    assert pack == path / "xuexi-2021" / "pack"
    pack.mkdir(parents=True)
    assert created.campaigns() == []
    (pack / "pack.toml").touch()
    assert created.campaigns() == ["xuexi-2021"]
    assert check_store(path) == []


def test_an_empty_folder_becomes_a_store_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.mkdir(mode=0o755)
    StoreRoot.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o755
    StoreRoot.open(path)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(StoreError, match="已有别的文件"):
        StoreRoot.create(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.docx"]
    with pytest.raises(StoreError, match="没有台账数据"):
        StoreRoot.open(tmp_path)


def test_a_store_is_not_created_twice(tmp_path: Path) -> None:
    StoreRoot.create(tmp_path / "s")
    FileStore(tmp_path / "s", "c2021").apply(UNIT, [change("a")], "u")
    with pytest.raises(StoreError, match="已经有"):
        StoreRoot.create(tmp_path / "s")
    assert FileStore(tmp_path / "s", "c2021").get(UNIT, "a")


def test_creation_cut_short_can_be_made_again(tmp_path: Path) -> None:
    """Ends the process at each call that changes the disk, in turn."""
    script = (
        "import os, sys\nfrom pathlib import Path\nimport tomli_w\nfrom store.places import StoreRoot\n"
        "left = int(sys.argv[2])\n"
        "def hook(event, args):\n"
        "    global left\n"
        "    if event in ('os.mkdir', 'os.rename', 'os.remove') or event == 'open' and args[2] & 64:\n"
        "        left -= 1\n"
        "        if left < 0: os._exit(9)\n"
        "sys.addaudithook(hook)\nStoreRoot.create(Path(sys.argv[1]))\nos._exit(0)"
    )
    for step in range(20):
        path = tmp_path / str(step) / "store"
        done = subprocess.run([sys.executable, "-c", script, str(path), str(step)], check=False)
        if done.returncode == 0:
            break
        assert done.returncode == 9
        if StoreRoot.exists(path):
            StoreRoot.open(path)
        else:
            StoreRoot.create(path)
        assert StoreRoot.open(path).campaigns() == []
    assert step >= 4


def test_creation_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(places, "write_toml", full)
    with pytest.raises(StoreError, match="磁盘已满"):
        StoreRoot.create(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, said in (("none", "没有找到"), ("none/below", "没有找到"), ("file", "不是文件夹")):
        with pytest.raises(StoreError, match=said):
            StoreRoot.open(tmp_path / path)
    with pytest.raises(StoreError, match="不是文件夹"):
        StoreRoot.create(tmp_path / "file")
    with pytest.raises(StoreError):
        StoreRoot.create(tmp_path / "file" / "below")
    with pytest.raises(StoreError):
        check_store(tmp_path / "none")


@pytest.mark.parametrize(
    ("config", "error", "said"),
    [
        (b"format = 2", NewerFormat, "升级"),
        (b"format = 2\nunknown = [1]", NewerFormat, "升级"),
        (b"", Damaged, "format"),
        (b'format = "1"', Damaged, "format"),
        (b"format = true", Damaged, "format"),
        (b"format = 1\nx = ", Damaged, "第2行"),
        (b"\xff\xfe", Damaged, "UTF-8"),
    ],
)
def test_a_config_that_cannot_be(tmp_path: Path, config: bytes, error: type[Exception], said: str) -> None:
    (tmp_path / "taizhang.toml").write_bytes(config)
    with pytest.raises(error, match=said):
        StoreRoot.open(tmp_path)


@pytest.mark.parametrize("campaign", ["", "..", "../x", "a/b", "organisations", "党委", ".hidden", "a\n"])
def test_campaigns_have_folder_names(tmp_path: Path, campaign: str) -> None:
    with pytest.raises(BadInput):
        StoreRoot.create(tmp_path / "s").pack_folder(campaign)
    with pytest.raises(BadInput):
        FileStore(tmp_path / "s", campaign)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become an account without rights")
def test_no_rights_is_a_sentence(public_folder: Path) -> None:
    StoreRoot.create(public_folder / "s")
    (public_folder / "locked").mkdir(mode=0o555)
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom store.places import StoreRoot\n"
        "from forms.errors import StoreError\nos.setuid(65534)\nbase = Path(sys.argv[1])\n"
        "for use in (lambda: StoreRoot.open(base / 's'), lambda: StoreRoot.create(base / 'locked' / 'x')):\n"
        "    try: use()\n    except StoreError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(public_folder)], capture_output=True, text=True, check=True
    )
    first, second = done.stdout.splitlines()
    assert "无权读取" in first
    assert "没有权限" in second


def test_a_persons_folders_are_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    assert places.default_store_path() == tmp_path / "data" / "taizhang" / "store"
    assert not (tmp_path / "data").exists()
    (tmp_path / "state" / "taizhang").mkdir(parents=True, mode=0o755)
    for folder in (places.state_folder(),):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with pytest.raises(StoreError, match="个人文件夹"):
        places.state_folder()


def test_check_names_every_shard_that_is_not_whole(tmp_path: Path) -> None:
    root = tmp_path / "s"
    place = StoreRoot.create(root)
    pack = place.pack_folder("c2021")
    pack.mkdir(parents=True)
    (pack / "pack.toml").touch()
    store = FileStore(root, "c2021")
    for shard in ("organisations", "units/a", "units/b", "office/a"):
        store.apply(shard, [change("x")], "u")
    (root / "c2021" / "units" / "empty").mkdir()
    assert check_store(root) == []
    (root / "organisations" / "shard.json").write_bytes(b"damage")
    (root / "c2021" / "units" / "b" / "journal.jsonl").write_bytes(b"damage\n")
    (root / "c2021" / "office" / "a" / "shard.json").unlink()
    (root / "c2021" / "units" / ".odd").mkdir()
    problems = check_store(root)
    for name in ("organisations", "c2021/units/b", "c2021/office/a", ".odd"):
        assert any(name in problem for problem in problems)
    assert not any("units/a" in problem for problem in problems)
    assert (root / "organisations" / "shard.json").read_bytes() == b"damage"  # looked at, not mended
