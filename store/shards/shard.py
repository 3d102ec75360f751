"""One shard's folder: opening it, mending what a crash may leave, reading, and saving.

The journal is the truth and the shard a copy of it that reads quickly. What opening may do by itself: rebuild a
shard that is behind, missing or unreadable, and drop a torn last line that nobody was told is saved. Anything else
is damage, which stops with a sentence.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from forms.errors import Damaged, LockTimeout, NotSaved, StoreError
from store.protocol import Change, Document, Entry
from store.shards import blocked, keeping, locks, tables
from store.shards.contents import Contents
from store.shards.files import because, discard_leftovers, open_folder
from store.shards.journal import NAME as JOURNAL
from store.shards.journal import End, Journal, line_of, read
from store.shards.tables import Tables, key_of

Key = tuple[tuple[int, int, int] | None, tuple[int, int, int] | None]

PATIENCE = 1.0
"""Seconds a reader waits for a lock before it reads past its holder: looking must not hang like saving may."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read, and from which files: it is good as long as they are the same."""

    contents: Contents
    end: End
    key: Key


class Shard:
    """A folder of a store. Keeps the last reading of it; ``tell`` is given what opening mended."""

    def __init__(self, folder: Path, name: str, tell: Callable[[str], None]) -> None:
        self.folder = folder
        self.name = name
        self._tell = tell
        self._cache: Snapshot | None = None
        self._marks: dict[int, End] = {}
        self._stopped: int | None = None
        """The length to believe in, when a journal could not be put back and the mark not be written."""

    # Reading

    def snapshot(self, timeout: float) -> Snapshot:
        """The newest acknowledged state. Raises StoreError, Damaged, NewerFormat."""
        cache = self._cache
        if cache and cache.key == self._key():
            return cache
        try:
            folder = open_folder(self.folder)
        except FileNotFoundError:
            return Snapshot(Contents(self.name), End(), (None, None))
        except OSError as error:
            raise StoreError(f"{self.name} 打不开：{because(error)}；请检查文件夹权限。") from error
        try:
            opened = _Opening(self, folder).at_once() or self._patiently(folder, timeout)
            return self._remember(opened.snapshot())
        finally:
            os.close(folder)

    def _patiently(self, folder: int, timeout: float) -> _Opening:
        """Behind its journal, or somebody is writing: look again under the lock, and mend if this account may."""
        wait = min(timeout, PATIENCE)
        try:
            with locks.acquire(folder, self.name, wait):
                return _Opening(self, folder).thoroughly(mend=True)
        except locks.ReadOnly:
            pass
        except LockTimeout:
            return _Opening(self, folder).thoroughly(certain=False)
        try:
            with locks.acquire(folder, self.name, wait, shared=True):
                return _Opening(self, folder).thoroughly()
        except FileNotFoundError:
            return _Opening(self, folder).thoroughly()
        except (locks.ReadOnly, LockTimeout):
            return _Opening(self, folder).thoroughly(certain=False)

    def _key(self) -> Key:
        """Which files are there now. Inodes are used again soon; the journal only grows, so its size tells apart."""
        return (self._stat(tables.NAME), self._stat(JOURNAL))

    def _stat(self, name: str) -> tuple[int, int, int] | None:
        try:
            return key_of(os.stat(f"{self.folder}/{name}", follow_symlinks=False))
        except OSError:
            return None

    def _remember(self, snapshot: Snapshot) -> Snapshot:
        self._cache = snapshot
        marks = self._marks
        marks[snapshot.end.sequence] = snapshot.end
        while len(marks) > 16:
            del marks[next(iter(marks))]
        return snapshot

    def journal_since(self, sequence: int, end: End) -> tuple[bytes, End]:
        """The journal's bytes after an entry at or before ``sequence``, up to ``end``, and that entry's end."""
        start = self._marks.get(sequence, End())
        try:
            folder = open_folder(self.folder)
        except OSError as error:
            raise StoreError(f"{self.name} 打不开：{because(error)}；请检查文件夹权限。") from error
        try:
            return Journal(folder, self.name).content(start.length, end.length), start
        finally:
            os.close(folder)

    # Saving

    def apply(self, changes: Sequence[Change], actor: str, at: str, timeout: float) -> list[Document | None]:
        """All or nothing; the folder exists. Raises Conflict, LockTimeout, NotSaved, StoreError."""
        try:
            folder = open_folder(self.folder)
        except OSError as error:
            raise StoreError(f"{self.name} 打不开：{because(error)}，没有保存；请检查文件夹权限。") from error
        try:
            with locks.acquire(folder, self.name, timeout):
                return self._apply_locked(folder, changes, actor, at)
        finally:
            os.close(folder)

    def _apply_locked(
        self, folder: int, changes: Sequence[Change], actor: str, at: str
    ) -> list[Document | None]:
        if self._stopped is not None or blocked.length(folder) is not None:
            raise StoreError(f"{self.name} 上次写入失败后已停止写入，本次没有保存；请管理员运行 taizhang check。")
        opened = _Opening(self, folder).thoroughly(mend=True)
        contents = opened.contents
        old = {change.id: contents.rows[change.id] for change in changes if change.id in contents.rows}
        planned, results = [], []
        for change in changes:
            step = contents.plan(change)
            contents.advance(step, actor, at)
            planned.append(step)
            results.append(contents.get(change.id))
        entry = Entry(sequence=opened.end.sequence + 1, actor=actor, at=at, changes=tuple(planned))
        line, digest = line_of(entry, opened.end.hash)
        self._append(folder, line, opened.end.length)
        # From here on it is saved; whatever fails now is told, and mended at the next opening.
        opened.end = End(entry.sequence, digest, opened.end.length + len(line))
        deleted = any(step.deleted or (step.rev > 1 and step.id not in old) for step in planned)
        if opened.rebuilt:
            opened.tables.put_all(contents)
        else:
            opened.tables.put(old, contents, {change.id for change in changes})
        opened.write(deleted or opened.rebuilt)
        self._remember(Snapshot(contents, opened.end, self._key()))
        return results

    def _append(self, folder: int, line: bytes, length: int) -> None:
        journal = Journal(folder, self.name)
        try:
            journal.append(line)
        except OSError as error:
            reason = because(error)
            try:
                journal.truncate(length)
            except OSError:
                self._stop(folder, length)
                raise NotSaved(
                    f"{self.name} 没有保存：{reason}，并且日志未能还原，已停止写入；请管理员运行 taizhang check。"
                ) from error
            raise NotSaved(f"{self.name} 没有保存：{reason}；原有内容不变，请处理后再保存一次。") from error

    def _stop(self, folder: int, length: int) -> None:
        try:
            blocked.put(folder, length)
        except OSError:
            self._stopped = length


class _Opening:
    """One opening of a shard. ``end`` and ``contents`` are what it came to."""

    def __init__(self, shard: Shard, folder: int) -> None:
        self._shard = shard
        self._name = shard.name
        self._folder = folder
        self._journal = Journal(folder, shard.name)
        self.tables = Tables(shard.folder, folder, shard.name)
        self.contents = Contents(shard.name)
        self.end = End()
        self.rebuilt = False
        self._unreadable = False
        self._key: Key = (None, None)

    def snapshot(self) -> Snapshot:
        return Snapshot(self.contents, self.end, self._key)

    def at_once(self) -> _Opening | None:
        """Without a lock: good when shard and journal agree, None when a closer look is needed."""
        try:
            end = self.tables.end()
        except Damaged:
            return None
        key = self._journal_key()
        if not self._journal.ends_at(end or End(), self._believed(key)):
            return None
        if end:
            self.contents, self.end = self.tables.contents(), end
        self._key = (self.tables.key, key)
        return self

    def thoroughly(self, mend: bool = False, certain: bool = True) -> _Opening:
        """Under the lock (``certain``), or past a holder that does not let go. ``mend``: put right what it finds."""
        if mend:
            discard_leftovers(self._folder)
        try:
            end = self.tables.end()
        except Damaged:
            end, self._unreadable = None, True
        key = self._journal_key()
        if not self._unreadable and self._journal.ends_at(end or End(), self._believed(key)):
            if end:
                self.contents, self.end = self.tables.contents(), end
            self._key = (self.tables.key, key)
            return self
        self._rebuild(end, self._believed(key), mend, certain)
        self._key = (self._shard._stat(tables.NAME), self._shard._stat(JOURNAL))
        return self

    def _journal_key(self) -> tuple[int, int, int] | None:
        try:
            return key_of(os.stat(JOURNAL, dir_fd=self._folder, follow_symlinks=False))
        except FileNotFoundError:
            return None

    def _believed(self, key: tuple[int, int, int] | None) -> int:
        """The length of the journal that counts: a line that could not be taken back does not."""
        size = key[2] if key else 0
        limit = self._shard._stopped
        if limit is None:
            limit = blocked.length(self._folder)
        return size if limit is None else min(size, limit)

    def _rebuild(self, end: End | None, size: int, mend: bool, certain: bool) -> None:
        """Make the contents from the journal. Raises Damaged when the shard knows what the journal does not."""
        if self._unreadable and size == 0:
            raise Damaged(
                f"{self._name} 的数据文件读不出来，又没有日志可供恢复；请从备份恢复，或运行 taizhang check。"
            )
        reading = read(self._journal.content(0, size), End(), self._name)
        known = {0: End()} | {found.sequence: found for found in reading.ends}
        if end and (end.sequence not in known or known[end.sequence].hash != end.hash):
            raise Damaged(
                f"{self._name} 的日志与数据文件对不上，日志可能被截短或替换；请从备份恢复，或运行 taizhang check。"
            )
        for entry in reading.entries:
            self.contents.replay(entry)
        self.end, self.rebuilt = reading.end, True
        if reading.torn and certain:
            self._tell(f"{self._name} 的日志末尾有一行没有写完（当时未保存成功），已略去。")
        if not mend:
            return
        if reading.torn:
            self._drop(reading.torn)
        elif reading.unfinished:
            self._finish()
        if self._unreadable:
            self._set_aside()
        elif not reading.torn or end is None or end.sequence != self.end.sequence:
            self._tell(f"{self._name} 的数据文件落后于日志，已据日志补齐。")
        self.tables.put_all(self.contents)
        self.write(deleted=True)

    def _drop(self, torn: bytes) -> None:
        try:
            keeping.keep(self._folder, "journal", torn)
        except OSError:
            pass  # it was never acknowledged; keeping it is a courtesy
        try:
            self._journal.truncate(self.end.length)
        except OSError as error:
            raise StoreError(f"{self._name} 的日志未能整理：{because(error)}；请检查磁盘。") from error

    def _finish(self) -> None:
        try:
            self._journal.append(b"\n")
        except OSError as error:
            raise StoreError(f"{self._name} 的日志未能整理：{because(error)}；请检查磁盘。") from error

    def _set_aside(self) -> None:
        try:
            kept = keeping.set_aside(self._folder, tables.NAME)
        except OSError as error:
            self._tell(f"{self._name} 的数据文件已损坏，也未能移入 damaged（{because(error)}），暂据日志读取。")
            self._unreadable = True
        else:
            self._unreadable = False
            self._tell(f"{self._name} 的数据文件已损坏，已据日志重建；损坏的文件保存在 {kept}。")

    def write(self, deleted: bool) -> None:
        """Put the contents in the shard's file; failing is a warning, for the journal has them."""
        if self._unreadable:
            return
        try:
            self.tables.commit(self.contents, self.end, deleted)
        except OSError as error:
            self._tell(
                f"{self._name} 的数据文件未能更新（{because(error)}）；内容已在日志中，没有丢失，下次打开时补齐。"
            )

    def _tell(self, sentence: str) -> None:
        with contextlib.suppress(Exception):
            self._shard._tell(sentence)
