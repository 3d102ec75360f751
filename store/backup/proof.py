"""Proving a backup: it is restored into a temporary place, and what lies there then is compared with the
list, which was written while the store itself was read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from forms.errors import BadInput, StoreError
from store.backup.archive import Archive, Manifest, broken, last_lines, open_archive
from store.backup.aside import new_folder, sweep
from store.backup.restore import check_space, unpack
from store.files import closing, open_file, refusing
from store.integrity import check_store
from store.places import CONFIG, StoreRoot
from store.shards.chain import Chain, pieces
from store.shards.journal import JOURNAL
from store.shards.sentences import CHECK

STEM = ".taizhang-proving"
"""Of temporary places: one that a killed process left is gone at the next."""


def prove(file: Path, written: Manifest | None = None) -> Manifest:
    """Restore the backup beside itself, or where temporary files go, and compare; its list. ``written`` is
    what the list must be.

    Raises BadInput for what is no backup or not whole, NewerFormat; StoreError where it cannot be tried.
    """
    with open_archive(file) as archive, refusing(StoreError, "备份没有核对", "请检查磁盘空间和权限"):
        if written is not None and archive.manifest != written:
            raise broken()
        with _place(file, archive.manifest.size) as place:
            unpack(archive, place)
            try:
                StoreRoot.open(place)
            except StoreError:
                raise BadInput(f"备份里的 {CONFIG} 不在或不能用", remedy="请换一份备份") from None
            _compare(archive, place)
            if archive.manifest.complete:  # what lacks something, or holds damage, says so itself
                _check(place)
        return archive.manifest


@contextmanager
def _place(file: Path, size: int) -> Iterator[Path]:
    folders = [file.absolute().parent, Path(tempfile.gettempdir())]
    for folder in folders:
        sweep(folder, STEM)
    for folder in folders:
        try:
            check_space(folder, size, "核对")
            if not os.access(folder, os.W_OK):
                continue
        except StoreError:
            if folder is folders[-1]:
                raise
            continue
        with new_folder(folder, STEM) as place:
            yield place
        return
    raise StoreError(f"{folders[0]} 和 {folders[1]} 都不能写，没有地方核对备份；请设好 TMPDIR 再试。")


def _compare(archive: Archive, place: Path) -> None:
    """Nothing more and nothing less than the list says, to the byte; journals end with the very lines."""
    files = {file.path: file for file in archive.manifest.files}
    folders = {folder.path for folder in archive.manifest.folders}
    for path, kinds, names in os.walk(place):
        here = os.path.relpath(path, place)
        prefix = "" if here == "." else f"{here}/"
        folders -= {prefix.rstrip("/")}
        for name in names:
            file = files.pop(prefix + name, None)
            if file is None or _digest(place / file.path) != (file.size, file.sha256):
                raise broken()
        if any(f"{prefix}{name}" not in folders for name in kinds):
            raise broken()
    if files or folders:
        raise broken()
    for last in last_lines(archive):
        chain = Chain(last.path)
        with closing(open_file(place / last.path / JOURNAL, os.O_RDONLY)) as journal:
            for piece in pieces(journal, os.fstat(journal).st_size):
                chain.feed(piece)
        chain.finish()
        if chain.end != last.end:
            raise broken()


def _check(place: Path) -> None:
    """A shard that says otherwise than its journal is copied as faithfully as any, and is no good store: it
    must not be what the older backups go for. Raises StoreError."""
    wrong = [one for one in check_store(place) if one.code in ("mismatch", "shard")]
    if wrong:
        more = f"（共{len(wrong)}处）" if len(wrong) > 1 else ""
        raise StoreError(f"备份的数据文件与日志不一致{more}：{wrong[0].rstrip('。')}", remedy=CHECK)


def _digest(path: Path) -> tuple[int, str]:
    digest, size = sha256(), 0
    with closing(open_file(path, os.O_RDONLY)) as file:
        for piece in pieces(file, os.fstat(file).st_size):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
