"""One shard's folder: reading it, quickly when nothing has changed, and saving to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import msgspec

from forms.errors import Damaged, LockTimeout, StoreError
from store.files import closing, open_folder, refusing
from store.shards import locks, tables
from store.shards.contents import Contents
from store.shards.journal import BLOCKED, JOURNAL, End, Journal, lines
from store.shards.opening import Key, Opening, Snapshot
from store.shards.saving import Saving
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
        self._last: Snapshot | None = None
        """The same, without its documents."""
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
        if last and last.key == self._key():
            return last.end
        if last and self._cache is None:  # its documents were let go of: nor are they needed to count lines
            with suppress(StoreError, OSError), self._folder() as dir_fd:
                opening = self._opening(dir_fd)
                if opening.forward(last):
                    return self._note(opening.snapshot()).end
        return self.snapshot(timeout).end

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
                    if not (cache and opening.forward(cache)) and not opening.at_once():
                        opening = self._closely(dir_fd, min(timeout, PATIENCE))
            except Damaged as error:
                self._refused = (files, error) if files and files == self._files() else None
                raise
            except FileNotFoundError:
                return Snapshot(Contents(self.name), End(), (None, None), End())
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

    @contextmanager
    def saving(self, timeout: float) -> Iterator[Saving]:
        """Nobody else saves to it meanwhile; the folder exists. Raises LockTimeout, StoreError, Damaged."""
        with (
            refusing(StoreError, f"{self.name} 没有保存", "请检查文件夹权限和磁盘"),
            self._folder() as dir_fd,
            locks.acquire(dir_fd, self.name, timeout) as lock,
        ):
            saving = Saving(self, self._opening(dir_fd))
            yield saving
            if saving.saved is not None:
                lock.stood = (saving.saved.sequence, saving.saved.hash)

    def settle(self) -> None:
        """Write the file that opens quickly, if the journal has grown on and the lock is free now."""
        cache = self._cache
        if cache is None or cache.end == cache.checkpoint:
            return
        with suppress(StoreError, LockTimeout), self.saving(0.0) as saving:
            saving.settle()

    def warm(self, timeout: float) -> None:
        """Read and prove what there is before the lock is asked for, so that it is held for the news alone.
        Raises as ``snapshot`` does."""
        if self._cache and self._proven.length:
            return
        self.snapshot(timeout)
        with refusing(StoreError, f"{self.name} 打不开", "请检查文件夹权限"):
            try:
                with self._folder() as dir_fd:
                    last = self._last
                    self.prove(Journal(dir_fd, self.name), last.end if last else End())
            except FileNotFoundError:
                return

    def last(self) -> Snapshot | None:
        """The last reading, where its documents are still kept."""
        return self._cache

    def stopped(self) -> bool:
        """Could this process neither finish nor take back an earlier save?"""
        return self._limit is not None

    def stop(self, length: int) -> None:
        """Believe in so much of the journal and save no more."""
        self._limit = length

    def saved(self, snapshot: Snapshot) -> None:
        """Take note of what one's own save came to."""
        self._proven = snapshot.end
        self._remember(snapshot)

    def prove(self, journal: Journal, end: End) -> None:
        """Read the lines that this process has not read yet: nothing is added to a journal that is damaged
        further up, since a shard could no longer be rebuilt from it. Raises Damaged."""
        start = self._proven if self._proven.length <= end.length else End()
        if start == end:
            return
        for _, read in lines(journal.content(start.length, end.length), start, self.name):
            self._proven = read

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
        return self._note(snapshot)

    def _note(self, snapshot: Snapshot) -> Snapshot:
        self._last = msgspec.structs.replace(snapshot, contents=Contents(self.name))
        self._ends[snapshot.end.sequence] = snapshot.end
        while len(self._ends) > _REMEMBERED:
            del self._ends[next(iter(self._ends))]
        return snapshot
