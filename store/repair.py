"""``taizhang check --repair``: what can be put right without losing anything is, and nothing is deleted.

The journal is the truth. A shard that does not say what its journal comes to is moved into ``damaged/`` and
made anew; a line that was never finished goes there too. A journal that is itself damaged, or knows less than
its shard, is left as it is: only a backup can help then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forms.errors import Damaged, LockTimeout, NewerFormat, StoreError
from forms.os_errors import because
from store.files import discard_leftovers, is_there, open_folder
from store.integrity import ShardCheck, check_shard, shard_folders
from store.permissions import tighten
from store.places import StoreRoot
from store.protocol import Repairs
from store.shards import keeping, locks, tables
from store.shards.contents import Contents, differ
from store.shards.journal import End, Journal, Reading, read
from store.shards.opening import Opening
from store.shards.storage import ShardStorage
from store.shards.tables import Tables


def repair_store(root: Path) -> Repairs:
    """Put right what can be. Raises StoreError when there is no store."""
    place = StoreRoot.open(root)
    repairs = Repairs()
    for name, folder in shard_folders(place, [], root):
        repair_shard(folder, name, repairs)
    done, failed = tighten(place.path)
    repairs.done += done
    repairs.failed += failed
    return repairs


def repair_shard(folder: Path, name: str, repairs: Repairs) -> None:
    """One folder of a store. What a check does not find fault with is not touched."""
    problems = check_shard(folder, name, goes_on=repairs.done)
    if not problems:
        return
    try:
        dir_fd = open_folder(folder)
    except OSError as error:
        repairs.failed.append(f"{name} 打不开：{because(error)}；请检查文件夹权限。")
        return
    try:
        with locks.acquire(dir_fd, name, doing="修复"):
            _Repair(folder, dir_fd, name, repairs).run()
    except LockTimeout as error:
        repairs.failed.append(error.sentence)
    except (StoreError, NewerFormat) as error:
        repairs.failed.append(error.sentence)
    except OSError as error:
        repairs.failed.append(f"{name} 未能修复：{because(error)}；请检查磁盘和权限。")
    finally:
        os.close(dir_fd)


class _Repair:
    """Of one folder, under its lock."""

    def __init__(self, folder: Path, dir_fd: int, name: str, repairs: Repairs) -> None:
        self._folder = folder
        self._dir_fd = dir_fd
        self._name = name
        self._repairs = repairs
        self._journal = Journal(dir_fd, name)

    def run(self) -> None:
        """Raises StoreError, NewerFormat, OSError."""
        try:
            reading = read(self._journal.content(), End(), self._name)
            replayed = Contents(self._name)
            for entry in reading.entries:
                replayed.replay(entry)
        except Damaged:
            return
        if self._knows_more(reading, replayed):
            return
        self._finish_journal(reading)
        if not self._is_right():
            self._rebuild(reading)

    def _finish_journal(self, reading: Reading) -> None:
        if reading.torn:
            kept = keeping.keep(self._dir_fd, "journal", reading.torn)
            self._journal.truncate(reading.end.length)
            self._say(f"日志末尾没有写完的一行已移入 {kept}")
        elif reading.unfinished:
            self._journal.append(b"\n")
            self._say("日志末尾缺的换行已补上")

    def _is_right(self) -> bool:
        check = ShardCheck(self._folder, self._dir_fd, self._name)
        try:
            return check.run(may_write=True) == check.gaps
        except (OSError, StoreError):  # a link, a folder, anything but a file
            return False

    def _rebuild(self, reading: Reading) -> None:
        discard_leftovers(self._dir_fd)
        kept = ""
        if is_there(tables.NAME, self._dir_fd):
            kept = keeping.set_aside(self._dir_fd, tables.NAME)
        elif not reading.entries:
            return
        told: list[str] = []
        Opening(self._folder, self._dir_fd, self._name, told.append).closely(mend=True)
        where = f"，原来的文件在 {kept}" if kept else ""
        if is_there(tables.NAME, self._dir_fd) or not reading.entries:
            self._say(f"数据文件已据日志重建{where}")
        else:
            self._repairs.failed += told

    def _knows_more(self, reading: Reading, replayed: Contents) -> bool:
        """Does the shard hold what its journal does not? Then the journal was cut short or replaced, and to
        go by it would lose something."""
        end = self._shards_end()
        if end and end.sequence < len(reading.ends) + 1 and end == [End(), *reading.ends][end.sequence]:
            return False
        newest = {name: row.raw["rev"] for name, row in replayed.rows.items()} | replayed.deleted
        for row in self._rows():
            name, rev = row.get("id"), row.get("rev")
            if not isinstance(name, str) or type(rev) is not int:
                continue
            kept = replayed.rows.get(name)
            known = newest.get(name, 0)
            if rev > known or (rev == known and kept and "annex" in row and differ(kept.raw, row)):
                return True
        return False

    def _shards_end(self) -> End | None:
        """Which entry the shard says it contains last. None where it does not say."""
        try:
            return Tables(self._folder, self._dir_fd, self._name).end()
        except NewerFormat:
            raise
        except StoreError:
            return None

    def _rows(self) -> Iterator[dict[str, Any]]:
        """Documents and marks of deletion, as far as the file can be read."""
        try:
            found = ShardStorage(self._folder / tables.NAME, self._dir_fd).read() or {}
        except StoreError:
            return
        for table in found.values():
            yield from table.values()

    def _say(self, what: str) -> None:
        self._repairs.done.append(f"{self._name} 的{what}。")
