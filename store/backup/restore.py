"""Making a store of a backup: in an empty place, whole or not at all.

Everything is unpacked and checked beside the place, and only then renamed into it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from forms.errors import StoreError
from store.backup.archive import Archive, open_archive
from store.backup.rights import give
from store.files import SAFE, closing, names_in, open_folder, refusing, write_all
from store.integrity import check_store
from store.places import CONFIG, StoreRoot

SPARE = 16_000_000
"""Bytes that must stay free."""


def restore(file: Path, root: Path) -> list[str]:
    """Make the store at ``root``, a folder that is empty or not there yet. Returns what is to be told: rights
    that could not be given, damage that the store had when it was backed up.

    Raises BadInput for a file that is no whole backup, StoreError for a place that is not empty or cannot be
    written; nothing is left behind then.
    """
    root = Path(os.path.realpath(root))
    _check_empty(root)
    with (
        open_archive(file) as archive,
        contextlib.ExitStack() as later,  # undone when something fails
        refusing(StoreError, f"{root} 没有恢复", "请检查权限和磁盘空间"),
    ):
        aside = _aside(root, later)
        _check_space(aside, archive.manifest.size)
        _unpack(archive, aside)
        told = _rights(archive, aside)
        StoreRoot.open(aside)
        told += check_store(aside, None, root)
        _move(aside, root)
        later.pop_all()
    return told


def _check_empty(root: Path) -> None:
    if StoreRoot.exists(root):
        raise StoreError(f"{root} 里已有台账数据，没有恢复；请用 --store 指明一个空的位置。")
    with refusing(StoreError, f"{root} 不能用来恢复", "请用 --store 指明一个空的位置"):
        found = names_in(root)
    if found:
        raise StoreError(f"{root} 里已有别的文件，没有恢复；请用 --store 指明一个空的位置。")


def _aside(root: Path, later: contextlib.ExitStack) -> Path:
    """A folder of ours to build in: beside the place, or in it where nothing may be made beside it."""
    for folder in reversed(root.parents):
        if not folder.exists():
            folder.mkdir(0o700)
            later.callback(_remove_empty, folder)
    name = f".{root.name[:60]}.restoring-{os.getpid()}-{os.urandom(4).hex()}"
    aside = root.with_name(name)
    try:
        if root.is_mount():
            raise PermissionError
        aside.mkdir(0o700)
    except OSError:
        if not root.is_dir():
            raise
        aside = root / name
        aside.mkdir(0o700)
    later.callback(shutil.rmtree, aside, ignore_errors=True)
    return aside


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _check_space(folder: Path, size: int) -> None:
    found = os.statvfs(folder)
    if size + SPARE > found.f_bavail * found.f_frsize:
        raise StoreError(f"磁盘空间不够，恢复需要 {size // 1_000_000 + 1} MB，没有恢复；请腾出空间后再试。")


def _unpack(archive: Archive, aside: Path) -> None:
    """Files one by one under names that have been checked; what is written is what the list says."""
    for folder in sorted(archive.manifest.folders, key=lambda folder: folder.path.count("/")):
        if folder.path:
            (aside / folder.path).mkdir(0o700)
    for file in archive.manifest.files:
        descriptor = os.open(aside / file.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | SAFE, 0o600)
        with closing(descriptor):
            left = file.size
            for piece in archive.content(file):
                left -= len(piece)
                write_all(descriptor, piece)
            assert left == 0
            os.fsync(descriptor)


def _rights(archive: Archive, aside: Path) -> list[str]:
    """Files first, and folders from the inside out: what has been given away may no longer be entered."""
    missing: dict[str, None] = {}
    for file in archive.manifest.files:
        with closing(os.open(aside / file.path, os.O_RDONLY | SAFE)) as descriptor:
            missing.update(dict.fromkeys(give(descriptor, file.rights)))
    for folder in sorted(archive.manifest.folders, key=lambda folder: folder.path.count("/"), reverse=True):
        with closing(open_folder(aside / folder.path)) as descriptor:
            os.fsync(descriptor)
            missing.update(dict.fromkeys(give(descriptor, folder.rights)))
    if not missing:
        return []
    return [
        f"{'、'.join(missing)}的权限没有恢复（这台机器上没有，或当前账号无权设置）；"
        "多人共用的数据请由 root 运行 taizhang access apply。"
    ]


def _move(aside: Path, root: Path) -> None:
    """Into its place: with one rename, or where that cannot be with the file last that makes it a store."""
    if aside.parent != root:
        aside.rename(root)  # an empty folder gives way, anything else does not
        _sync(root.parent)
        return
    moved: list[Path] = []
    try:
        for found in sorted(aside.iterdir(), key=lambda path: path.name == CONFIG):
            found.rename(root / found.name)
            moved.append(root / found.name)
        _sync(root)
    except OSError:
        for path in reversed(moved):
            path.rename(aside / path.name)
        raise
    aside.rmdir()


def _sync(folder: Path) -> None:
    with closing(open_folder(folder)) as descriptor:
        os.fsync(descriptor)
