"""What is done and only not certain to last is neither said to be done nor to have failed: the third answer,
with how to find out. Whatever fails before is a failure, and nothing of it stays."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from forms.errors import NotSaved, StoreError, Uncertain
from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.shift import shift_years
from store import attachments
from store.access.steps import make_folder, require_members
from store.backends import backend_at
from store.drafts import DraftBox
from store.file_backend import FileBackend
from store.files import Unsynced, replace_at
from store.places import CONFIG, StoreRoot, store_config
from store.settings import load_settings, set_setting

PACK = load_pack(shipped_packs()[SHIPPED])
LATER = shift_years(PACK, PACK.year + 1)


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))


@pytest.fixture
def backend(tmp_path: Path) -> FileBackend:
    made = backend_at(tmp_path / "store")
    assert isinstance(made, FileBackend)
    made.create(PACK)
    (made.root / "units").mkdir()
    return made


@contextmanager
def broken_fsync(folders: bool) -> Iterator[None]:
    """Of folders, or of files."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode) == folders:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        yield


Deed = tuple[Callable[[FileBackend], object], Callable[[FileBackend], bool], str]
"""What is done, whether it is done, and the command that is named."""
DEEDS: dict[str, Deed] = {
    "a person's setting": (
        lambda backend: set_setting("theme", "dark"),
        lambda backend: load_settings(None, {}).get("theme") == "dark",
        "taizhang config list",
    ),
    "a store's setting": (
        lambda backend: set_setting("theme", "dark", backend),
        lambda backend: backend.settings() == {"theme": "dark"},
        "taizhang config list",
    ),
    "a pack": (
        lambda backend: backend.replace_pack(_changed()),
        lambda backend: backend.pack(PACK.id) == _changed(),
        "taizhang pack update",
    ),
    "that members are required": (
        lambda backend: require_members().run(backend.root),
        lambda backend: store_config(backend.root).get("members") == "required",
        "taizhang access check",
    ),
    "a campaign": (
        lambda backend: backend.create(LATER),
        lambda backend: backend.pack(LATER.id) == LATER,
        "taizhang check",
    ),
    "a folder of access": (
        lambda backend: make_folder("units/x").run(backend.root),
        lambda backend: (backend.root / "units" / "x").is_dir(),
        "taizhang access check",
    ),
}


def _changed() -> Any:
    first, *rest = PACK.annexes
    return msgspec.structs.replace(PACK, annexes=(msgspec.structs.replace(first, title="改过的标题"), *rest))


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_done_and_not_certain(backend: FileBackend, deed: Deed) -> None:
    do, is_done, command = deed
    with broken_fsync(folders=True), pytest.raises(Uncertain) as caught:
        do(backend)
    assert caught.value.EXIT_CODE == 7
    sentence = caught.value.sentence
    assert f"不能确定是否写入（磁盘读写出错），请运行 {command} 核对" in sentence
    assert "没有" not in sentence
    assert is_done(backend) or command == "taizhang pack update"  # which is asked again


@pytest.mark.parametrize("deed", list(DEEDS.values())[:4], ids=list(DEEDS)[:4])
def test_not_done(backend: FileBackend, deed: Deed) -> None:
    do, is_done, _ = deed
    before = {path: path.read_bytes() for path in backend.root.rglob("*") if path.is_file()}
    with broken_fsync(folders=False), pytest.raises(StoreError) as caught:
        do(backend)
    assert caught.value.EXIT_CODE == 5
    assert not is_done(backend)
    assert {path: path.read_bytes() for path in backend.root.rglob("*") if path.is_file()} == before


def test_an_attachment_that_may_not_last_is_no_kept_one(tmp_path: Path) -> None:
    (tmp_path / attachments.FOLDER).mkdir()
    for _ in range(2):  # it lies there by now, and that is still no proof
        with broken_fsync(folders=True), pytest.raises(Uncertain, match="请运行 taizhang check 核对"):
            attachments.keep(tmp_path, b"x")
    with broken_fsync(folders=False), pytest.raises(NotSaved, match="附件没有存入"):
        attachments.keep(tmp_path, b"y")
    assert attachments.read(tmp_path, attachments.keep(tmp_path, b"x")) == b"x"
    assert len(list((tmp_path / attachments.FOLDER).iterdir())) == 1


def test_a_new_store_that_may_not_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "store"
    real = os.fsync
    made: list[str] = []

    def fsync(descriptor: int) -> None:
        if (root / CONFIG).exists():
            made.append("")
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(Uncertain, match=f"{CONFIG}：不能确定是否写入"):
        StoreRoot.create(root)
    monkeypatch.undo()
    assert StoreRoot.open(root).campaigns() == []  # it is there, and whole


def test_a_draft_that_may_not_last(tmp_path: Path) -> None:
    draft = DraftBox(tmp_path / "drafts").begin({})
    draft.write({"a": "1"})
    with broken_fsync(folders=True), pytest.raises(Uncertain, match="草稿：不能确定是否写入"):
        draft.write({"a": "2"})
    draft.write({"a": "3"})  # it is still this session's
    draft.close()
    (offer,) = DraftBox(tmp_path / "drafts").offers()
    assert offer.values == {"a": "3"}


def test_a_replaced_file_says_which_of_the_two_it_is(tmp_path: Path) -> None:
    with broken_fsync(folders=True), pytest.raises(Unsynced, match="Input/output error"):
        replace_at(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_bytes() == b"new"
