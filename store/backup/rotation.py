"""A row of dated backups in one folder: each is proven by restoring it before it gets its name, and old ones
go once a new complete one is there.

Which files are of the row is told by themselves: a list that names the file, the store, and a number that
counts on whatever the clock says. A file under another name, of another store, or made in another way is
nobody's to remove.
"""

from __future__ import annotations

import itertools
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from forms.clock import SystemClock
from forms.errors import BadInput, NotWritten, StoreError, TaizhangError
from forms.os_errors import because
from store.backup.archive import Dated, Manifest, open_archive
from store.backup.aside import new_file
from store.backup.create import ENDING, STEM, check_place, put, sweep_unfinished, write, writing
from store.backup.proof import prove
from store.files import closing, open_folder
from store.places import StoreRoot
from store.protocol import Backup
from store.shards import locks
from store.shards.journal import End

_NAME = re.compile(r"(台账-\d{8}-\d{6})(-\d+)?\.zip")
_UNPROVEN = "（未核对）"


@dataclass(frozen=True)
class _Earlier:
    """One of the row."""

    name: str
    number: int
    complete: bool
    ends: dict[str, End]
    """Where the journals stood."""
    inode: int


def back_up_into(root: Path, folder: Path, keep: int | None, patience: float = locks.TIMEOUT) -> Backup:
    """Make a dated backup of the store at ``root`` in ``folder``, which is made when its last part is
    missing; prove it; then, if it is complete, remove all but the last ``keep`` complete ones of this row,
    and incomplete ones from before those. ``None`` keeps all.

    Raises StoreError, BadInput for a folder that will not do, NotWritten.
    """
    StoreRoot.open(root)
    folder = folder.absolute()
    check_place(root, folder)
    _make(folder)
    store = os.path.realpath(root)
    notes = sweep_unfinished(folder)
    with writing(folder):
        if folder.stat().st_mode & 0o022:
            notes.append(f"{folder} 别的账号能写，里面的备份可能被换掉；请运行 chmod go-w {folder}。")
        earlier, strange = _row(folder, store)
    newest = max((one for one in earlier if one.complete), key=lambda one: one.number, default=None)
    number = max((one.number for one in earlier), default=0) + 1
    now = SystemClock().now()
    dated = Dated(name=f"台账-{now.year:04}{now:%m%d-%H%M%S}", store=store, number=number)
    with writing(folder / dated.name), new_file(folder, STEM, ENDING) as (temporary, descriptor):
        written = write(root, descriptor, patience, dated, newest.ends if newest else None)
        try:
            prove(temporary, written.manifest)
        except StoreError as error:
            unproven = _put(temporary, folder, dated.name + _UNPROVEN)
            raise NotWritten(f"备份写在 {unproven}，但没有核对，不计入保留份数：{error.said}") from error
        target = _put(temporary, folder, dated.name)
    backup = written.result(target)
    backup.notes += notes + strange
    if keep is not None:
        _rotate(folder, keep, earlier, written.manifest, backup)
    return backup


def _make(folder: Path) -> None:
    try:
        if not folder.parent.is_dir():
            raise BadInput(f"没有文件夹 {folder.parent}，所以 {folder.name} 也建不了；请先建好或另指定一个。")
        folder.mkdir(0o700, exist_ok=True)
    except FileExistsError:
        raise BadInput(f"{folder} 不是文件夹，没有备份；请写一个放备份的文件夹。") from None
    except OSError as error:
        raise NotWritten(f"文件夹 {folder} 用不了：{because(error)}；请另指定一个。") from error


def _put(temporary: Path, folder: Path, name: str) -> Path:
    """Under that name, or with a number where there is one already. Raises OSError."""
    for number in itertools.count(1):
        target = folder / (f"{name}-{number}.zip" if number > 1 else f"{name}.zip")
        with suppress(FileExistsError):
            put(temporary, target)
            return target
    raise AssertionError("numbers do not end")


def _row(folder: Path, store: str) -> tuple[list[_Earlier], list[str]]:
    """What this row has so far; and what is named like it and does not count, a sentence each."""
    row: list[_Earlier] = []
    notes: list[str] = []
    for path in sorted(folder.iterdir()):
        name = _NAME.fullmatch(path.name)
        if name is None:
            continue
        try:
            found = path.lstat()
            if not stat.S_ISREG(found.st_mode):
                continue
            with open_archive(path) as archive:
                manifest = archive.manifest
        except (OSError, TaizhangError):
            notes.append(f"{path} 读不懂或已损坏，不计入保留份数，也没有删除；请核对后处理。")
            continue
        dated = manifest.dated
        if dated is None or dated.name != name[1] or dated.store != store:
            continue
        ends = {last.path: last.end for last in manifest.journals}
        row.append(_Earlier(path.name, dated.number, manifest.complete, ends, found.st_ino))
    incomplete = [one.name for one in row if not one.complete]
    if incomplete:
        notes.append(
            f"{folder} 里有{len(incomplete)}份不完整的备份，不计入保留份数：{'、'.join(incomplete)}。"
        )
    return row, notes


def _rotate(folder: Path, keep: int, earlier: list[_Earlier], new: Manifest, backup: Backup) -> None:
    complete = sorted((one for one in earlier if one.complete), key=lambda one: one.number)
    if not new.complete:
        if len(complete) >= keep:
            backup.notes.append("这份备份不完整，较早的备份一份也没有删除。")
        return
    kept = complete[max(0, len(complete) + 1 - keep) :]
    oldest = min((one.number for one in kept), default=1 << 62)
    with closing(open_folder(os.path.realpath(folder))) as descriptor:
        for one in sorted(earlier, key=lambda one: one.number):
            if one.number >= oldest or one in kept:
                continue
            path = folder / one.name
            try:
                if os.stat(one.name, dir_fd=descriptor, follow_symlinks=False).st_ino != one.inode:
                    continue
                os.unlink(one.name, dir_fd=descriptor)
                backup.removed.append(path)
            except FileNotFoundError:
                continue
            except OSError as error:
                backup.problems.append(f"较早的备份 {path} 没有删除：{because(error)}；请管理员处理。")
