"""Making a store of a backup: in an empty place, whole or not at all.

Everything is unpacked and checked beside the place, and only then renamed into it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from forms.errors import BadInput, StoreError, TaizhangError, Uncertain
from forms.os_errors import because
from store.access.members_shape import Members, parse
from store.backup.archive import Archive, open_archive
from store.backup.aside import new_folder, stem_of, sweep
from store.backup.rights import Given, Known, give
from store.files import SAFE, closing, content_of, names_in, open_folder, refusing, sync, write_all
from store.integrity import check_store
from store.kernel import sync_disk
from store.places import CONFIG, MEMBERS, StoreRoot

SPARE = 16_000_000
"""Bytes that must stay free."""


@dataclass
class Restored:
    """What is to be told of a store that was restored, a sentence each."""

    told: list[str] = field(default_factory=list)
    """Rights that could not be given, damage that the store had when it was backed up."""
    missing: list[str] = field(default_factory=list)
    """What of the school was not in the backup."""
    notes: list[str] = field(default_factory=list)
    """What is no fault: leftovers that went."""


def restore(file: Path, root: Path) -> Restored:
    """Make the store at ``root``, a folder that is empty or not there yet.

    Raises BadInput for a file that is no whole backup, StoreError for a place that is not empty or cannot be
    written; nothing is left behind then. Uncertain where the store is in its place and may not last.
    """
    root = Path(os.path.realpath(root))
    stem = stem_of(root.name, "restoring")
    restored = Restored(notes=[f"上次中断的恢复留下的 {path} 已清除。" for path in _sweep(root, stem)])
    _check_empty(root)
    with (
        _sentences(),
        open_archive(file) as archive,
        refusing(StoreError, f"{root} 没有恢复", "请检查权限和磁盘空间"),
    ):
        with contextlib.ExitStack() as later:  # what is in its place by then stays
            aside = _aside(root, stem, later)
            check_space(aside, archive.manifest.size, "恢复")
            unpack(archive, aside)
            restored.told += _rights(archive, aside)
            StoreRoot.open(aside)
            restored.told += check_store(aside, None, root)
            with closing(open_folder(aside)) as descriptor:
                sync_disk(descriptor)
            _move(aside, root)
        restored.missing += missing_from(archive)
    return restored


def missing_from(archive: Archive) -> list[str]:
    """What its list says is not in a backup, a sentence each."""
    made = archive.manifest.made_at
    return [f"备份里没有 {one.path}（{made} 备份时：{one.why}）。" for one in archive.manifest.named]


@contextlib.contextmanager
def _sentences() -> Iterator[None]:
    """What is wrong with a backup, and that therefore nothing was restored."""
    try:
        yield
    except BadInput as error:
        if not error.remedy:
            raise
        raise BadInput(f"{error.said}，没有恢复", remedy=error.remedy) from error


def _sweep(root: Path, stem: str) -> list[Path]:
    """What killed restores left: beside the place, and in it where it is a disk of its own."""
    return sweep(root.parent, stem) + sweep(root, stem)


def _check_empty(root: Path) -> None:
    if StoreRoot.exists(root):
        raise StoreError(f"{root} 里已有台账数据，没有恢复；请用 --store 指明一个空的位置。")
    with refusing(StoreError, f"{root} 不能用来恢复", "请用 --store 指明一个空的位置"):
        found = names_in(root)
    if found:
        raise StoreError(f"{root} 里已有别的文件，没有恢复；请用 --store 指明一个空的位置。")


def _aside(root: Path, stem: str, later: contextlib.ExitStack) -> Path:
    """A folder of ours to build in: beside the place, or in it where nothing may be made beside it."""
    for folder in reversed(root.parents):
        if not folder.exists():
            folder.mkdir(0o700)
            later.callback(_remove_empty, folder)
    try:
        if root.is_mount():
            raise PermissionError
        return later.enter_context(new_folder(root.parent, stem))
    except OSError:
        if not root.is_dir():
            raise
        return later.enter_context(new_folder(root, stem))


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def check_space(folder: Path, size: int, doing: str) -> None:
    """Raises StoreError where so many bytes would leave too few."""
    found = os.statvfs(folder)
    if size + SPARE > found.f_bavail * found.f_frsize:
        raise StoreError(
            f"磁盘空间不够，{doing}需要 {size // 1_000_000 + 1} MB，没有{doing}；请腾出空间后再试。"
        )


def unpack(archive: Archive, aside: Path) -> None:
    """Files one by one under names that have been checked; what is written is what the list says. Raises
    BadInput, OSError."""
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


def _rights(archive: Archive, aside: Path) -> list[str]:
    """Files first, and folders from the inside out: what has been given away may no longer be entered."""
    given = Given({}, {})
    known = _known(archive, aside) if os.geteuid() == 0 else None
    for file in archive.manifest.files:
        with closing(os.open(aside / file.path, os.O_RDONLY | SAFE)) as descriptor:
            give(descriptor, file.rights, given, known)
    for folder in sorted(archive.manifest.folders, key=lambda folder: folder.path.count("/"), reverse=True):
        with closing(open_folder(aside / folder.path)) as descriptor:
            give(descriptor, folder.rights, given, known)
    return given.sentences


def _known(archive: Archive, aside: Path) -> Known:
    """By the members' file of the backup itself; without one that can be read, nobody but root."""
    units = {parts[2] for folder in archive.manifest.folders if len(parts := folder.path.split("/")) == 3}
    try:
        return Known(parse(content_of(aside / MEMBERS)), units)
    except (OSError, TaizhangError):
        return Known(Members())


def _move(aside: Path, root: Path) -> None:
    """Into its place: with one rename, or where that cannot be with the file last that makes it a store."""
    if aside.parent != root:
        aside.rename(root)  # an empty folder gives way, anything else does not
        try:
            sync(root.parent)
        except OSError as error:
            raise Uncertain(f"恢复到 {root}", because(error), f"taizhang check --store {root}") from error
        return
    moved: list[Path] = []
    try:
        for found in sorted(aside.iterdir(), key=lambda path: path.name == CONFIG):
            found.rename(root / found.name)
            moved.append(root / found.name)
        sync(root)
    except OSError:
        for path in reversed(moved):
            path.rename(aside / path.name)
        raise
    aside.rmdir()
