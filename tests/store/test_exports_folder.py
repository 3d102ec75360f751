"""A person's exports: nobody else's to see, and not kept for ever."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from forms.errors import BadInput, NotWritten
from store.exports_folder import clean, ready

DAY = 86400


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir(0o755)
    monkeypatch.setenv("HOME", str(folder))
    return folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_made_for_its_owner_alone(home: Path) -> None:
    before = os.umask(0)
    try:
        assert mode(ready(home / "台账导出")) == 0o700
    finally:
        os.umask(before)
    assert mode(home) == 0o755


def test_one_that_is_there_is_closed_to_others(home: Path) -> None:
    folder = home / "out"
    folder.mkdir()
    folder.chmod(0o2775)
    assert mode(ready(folder)) & 0o077 == 0


@pytest.mark.parametrize("place", [".", "..", "../.."])
def test_home_and_what_holds_it_is_no_exports_folder(home: Path, place: str) -> None:
    home.chmod(0o755)
    home.parent.chmod(0o755)
    before = [mode(path) for path in (home, home.parent)]
    with pytest.raises(BadInput, match="另设一个"):
        ready(Path(os.path.normpath(home / place)) if place != "../.." else Path("/"))
    assert [mode(path) for path in (home, home.parent)] == before


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to give folders away")
def test_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o777)
    os.chown(folder, 4321, -1)
    with pytest.raises(BadInput, match="不属于当前账号"):
        ready(folder)
    folder.chmod(0o700)
    assert ready(folder) == folder  # nobody can look into it


def test_what_is_no_folder(home: Path, tmp_path: Path) -> None:
    (home / "file").touch()
    (home / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(BadInput, match="不是文件夹"):
            ready(home / name)
    with pytest.raises(BadInput, match="没有文件夹"):
        ready(home / "none" / "out")
    with pytest.raises(NotWritten, match="太长"):
        ready(home / ("名" * 200))


OURS = [
    "计算机学院党委-附件4诊断情况工作台账.docx",
    "计算机学院党委-附件2学习情况汇总表.csv",
    "u1-附件3诊断情况.json",
    ".taizhang-4242-附件4诊断情况工作台账.docx.tmp",
]
OTHERS = [
    "会议通知.docx",
    "计算机学院党委-附件4诊断情况工作台账.docx.bak",
    "附件4诊断情况工作台账.doc",
    "-附件.docx",
    ".bashrc",
    "authorized_keys",
]


def test_only_old_files_of_the_program_go(home: Path) -> None:
    folder = ready(home / "out")
    now = time.time()
    for name in OURS + OTHERS:
        (folder / name).touch()
        os.utime(folder / name, (now - 31 * DAY, now - 31 * DAY))
    fresh = folder / "机械学院党委-附件4诊断情况工作台账.docx"
    fresh.touch()
    os.utime(fresh, (now - 29 * DAY, now - 29 * DAY))
    (folder / "旧-附件4诊断情况工作台账.docx").mkdir()
    assert clean(folder, 30, now) == len(OURS)
    left = {path.name for path in folder.iterdir()}
    assert left == {*OTHERS, fresh.name, "旧-附件4诊断情况工作台账.docx"}


def test_nothing_goes_when_all_is_kept_or_nothing_is_there(home: Path) -> None:
    folder = ready(home / "out")
    (folder / OURS[0]).touch()
    os.utime(folder / OURS[0], (0, 0))
    assert clean(folder, 0) == 0
    assert clean(home / "none", 30) == 0
    assert (folder / OURS[0]).exists()


def test_a_link_is_not_followed(home: Path, tmp_path: Path) -> None:
    folder = ready(home / "out")
    target = tmp_path / "target"
    target.touch()
    os.utime(target, (0, 0))
    (folder / OURS[0]).symlink_to(target)
    assert clean(folder, 30) == 0
    (home / "link").symlink_to(folder)
    assert clean(home / "link", 30) == 0
    assert target.exists()
