"""One shard's folder: reading it, quickly when nothing has changed, and saving to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from forms.errors import BadInput, Damaged, LockTimeout, NotSaved, StoreError
from forms.os_errors import because
from store.files import closing, open_folder, refusing
from store.protocol import Change, Document, Entry, EntryChange
from store.shards import limits, locks, tables
from store.shards.contents import Contents
from store.shards.journal import BLOCKED, JOURNAL, End, Journal, line_of, lines
from store.shards.opening import Key, Opening, Snapshot
from store.shards.tables import FileKey, key_at

PATIENCE = 1.0
"""Seconds a reader waits for a lock before it reads past its holder: looking must not hang as saving may."""

_REMEMBERED = 16
"""Ends of earlier readings, so that who asks what has changed since one of them need not read it all."""


class Shard:
    """A folder of a store. Keeps the last reading of it; ``tell`` is given what opening mended."""

    def __init__(self, folder: Path, name: str, tell: Callable[[str], None]) -> None:
        self.folder = folder
        self.name = name
        self._tell = tell
        self._cache: Snapshot | None = None
        self._last: tuple[Key, End] | None = None
        self._ends: dict[int, End] = {}
        self._proven = End()
        """How far this process has read the journal, line by line, and found it whole."""
        self._refused: tuple[tuple[FileKey | None, ...], Damaged] | None = None
        """With which files it was damaged: whoever looks every second need not read them again."""
        self._passed: Key | None = None
        """With which files its lock's holder was not waited for any longer."""
        self._limit: int | None = None
        """How much of the journal to believe, when it could not be put back and the mark not be written."""

    def end(self, timeout: float) -> End:
        """Where its journal stands, without reading when nothing has changed. Raises as ``snapshot`` does."""
        last = self._last
        return last[1] if last and last[0] == self._key() else self.snapshot(timeout).end

    def kept(self) -> int:
        """How many documents are kept from the last reading."""
        cache = self._cache
        return len(cache.contents.rows) if cache else 0

    def forget(self) -> None:
        """Let go of the documents; that nothing has changed is still seen without reading them again."""
        self._cache = None

    def snapshot(self, timeout: float) -> Snapshot:
        """The newest acknowledged state. Raises StoreError, Damaged, NewerFormat."""
        cache = self._cache
        if cache and cache.key == self._key():
            return cache
        files = self._files()
        if self._refused and self._refused[0] == files:
            raise Damaged(self._refused[1].said, remedy=self._refused[1].remedy)
        with refusing(StoreError, f"{self.name} 打不开", "请检查文件夹权限"):
            try:
                with self._folder() as dir_fd:
                    opening = self._opening(dir_fd)
                    if not opening.at_once():
                        opening = self._closely(dir_fd, min(timeout, PATIENCE))
            except Damaged as error:
                self._refused = (files, error) if files and files == self._files() else None
                raise
            except FileNotFoundError:
                return Snapshot(Contents(self.name), {}, End(), (None, None))
        return self._remember(opening.snapshot())

    def _closely(self, dir_fd: int, wait: float) -> Opening:
        """The shard is behind, or somebody is writing: look under the lock, and mend if this account may."""
        opening = self._opening(dir_fd)
        if self._passed is not None and self._passed == self._key():
            wait = 0.0
        for shared in (False, True):
            try:
                with locks.acquire(dir_fd, self.name, wait, shared):
                    opening.closely(mend=not shared)
                return opening
            except locks.ReadOnly:
                continue
            except LockTimeout:
                self._passed = self._key()
                break
            except FileNotFoundError:
                if not shared:
                    raise
                opening.closely()  # nobody has ever written here with a lock
                return opening
        opening.closely(certain=False)
        return opening

    def journal(self, sequence: int, end: End) -> tuple[bytes, End]:
        """The journal's lines up to ``end``, from ``sequence`` or an earlier one on; and what they follow."""
        start = self._ends.get(sequence, End())
        with refusing(StoreError, f"{self.name} 打不开", "请检查文件夹权限"), self._folder() as dir_fd:
            content = Journal(dir_fd, self.name).content(start.length, end.length)
        # A whole last line whose newline is missing is one, and not everybody may put the newline there.
        return content if content.endswith(b"\n") else content + b"\n", start

    def apply(self, changes: Sequence[Change], actor: str, at: str, timeout: float) -> list[Document | None]:
        """All or nothing; the folder exists. Raises Conflict, LockTimeout, NotSaved, StoreError."""
        with (
            refusing(StoreError, f"{self.name} 没有保存", "请检查文件夹权限和磁盘"),
            self._folder() as dir_fd,
            locks.acquire(dir_fd, self.name, timeout),
        ):
            return self._apply(dir_fd, changes, actor, at)

    def _apply(self, dir_fd: int, changes: Sequence[Change], actor: str, at: str) -> list[Document | None]:
        opening = self._opening(dir_fd)
        if self._limit is not None or opening.journal.counted() is not None:
            raise StoreError(
                f"{self.name} 上次写入失败后已停止写入，本次没有保存；请管理员运行 taizhang check。"
            )
        opening.to_save(self._cache)
        if not opening.ready:
            raise StoreError(f"{self.name} 的日志末尾未能整理，本次没有保存；请检查磁盘空间和权限。")
        self._prove(opening.journal, opening.end)
        contents = opening.contents
        old = {change.id: contents.rows[change.id] for change in changes if change.id in contents.rows}
        planned, results = [], []
        for change in changes:
            step = contents.plan(change)
            contents.advance(step, actor, at)
            planned.append(step)
            results.append(contents.get(change.id))
        entry = Entry(sequence=opening.end.sequence + 1, actor=actor, at=at, changes=tuple(planned))
        line, digest = line_of(entry, opening.end.hash)
        self._check_size(line, planned, opening)
        self._append(opening.journal, line, opening.end.length)
        # From here on it is saved. What fails now is told, and put right at the next opening.
        end = End(entry.sequence, digest, opening.end.length + len(line))
        deleted = any(step.deleted or (step.rev > 1 and step.id not in old) for step in planned)
        self._proven = end
        self._remember(opening.finish(end, old, {change.id for change in changes}, deleted))
        return results

    def _prove(self, journal: Journal, end: End) -> None:
        """Read the lines that this process has not read yet: nothing is added to a journal that is damaged
        further up, since a shard could no longer be rebuilt from it. Raises Damaged."""
        start = self._proven if self._proven.length <= end.length else End()
        if start == end:
            return
        for _, read in lines(journal.content(start.length, end.length), start, self.name):
            self._proven = read

    def _check_size(self, line: bytes, planned: Sequence[EntryChange], opening: Opening) -> None:
        """Nothing is saved that could not be read again. Raises BadInput, NotSaved."""
        if len(line) > limits.LINE:
            most = limits.in_words(limits.LINE)
            raise BadInput(f"{self.name} 一次保存的内容超过 {most}，没有保存；请分几次保存或导入。")
        grows = any(not change.deleted for change in planned)
        if opening.end.length + len(line) > limits.JOURNAL or (
            grows and opening.shard_size() + len(line) > limits.SHARD
        ):
            raise NotSaved(f"{self.name} 的内容已到上限，没有保存；请管理员在新的专项工作里继续。")

    def _append(self, journal: Journal, line: bytes, length: int) -> None:
        try:
            journal.append(line)
        except OSError as error:
            reason = because(error)
            try:
                journal.truncate(length)
            except OSError:
                try:
                    journal.block(length)
                except OSError:
                    self._limit = length
                raise NotSaved(
                    f"{self.name} 没有保存：{reason}，并且日志未能还原，已停止写入；"
                    "请管理员运行 taizhang check。"
                ) from error
            raise NotSaved(f"{self.name} 没有保存：{reason}；原有内容不变，请处理后再保存一次。") from error

    def _folder(self) -> AbstractContextManager[int]:
        return closing(open_folder(self.folder))

    def _opening(self, dir_fd: int) -> Opening:
        return Opening(self.folder, dir_fd, self.name, self._tell, self._limit)

    def _key(self) -> Key | None:
        """Of its files as they are now; None while they cannot be looked at."""
        try:
            return (key_at(f"{self.folder}/{tables.NAME}"), key_at(f"{self.folder}/{JOURNAL}"))
        except OSError:
            return None

    def _files(self) -> tuple[FileKey | None, ...] | None:
        """The same, and the mark of a journal that counts in part."""
        key = self._key()
        try:
            return key and (*key, key_at(f"{self.folder}/{BLOCKED}"))
        except OSError:
            return None

    def _remember(self, snapshot: Snapshot) -> Snapshot:
        self._cache = snapshot
        self._last = (snapshot.key, snapshot.end)
        self._ends[snapshot.end.sequence] = snapshot.end
        while len(self._ends) > _REMEMBERED:
            del self._ends[next(iter(self._ends))]
        return snapshot
