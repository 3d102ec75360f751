"""Opening a shard: what a crash may leave is mended, anything else is damage and stops with a sentence.

The journal is the truth, the shard a checkpoint of it that reads quickly: what came since is read from the
journal's tail, and the shard is written anew when that has grown long. Opening may rebuild a shard that is
missing or unreadable, and drop a torn last line, which nobody was told is saved. It may do no more.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from forms.errors import Damaged
from forms.os_errors import because
from store.files import discard_leftovers
from store.shards import keeping, tables
from store.shards.contents import Contents
from store.shards.journal import JOURNAL, End, Journal, Reading, read
from store.shards.sentences import RESTORE
from store.shards.tables import FileKey, Tables, key_at

LEAST, SHARE = 1 << 16, 8
"""A shard is written anew when the journal's tail has outgrown so many bytes, and one part in ``SHARE`` of
the shard."""

Key = tuple[FileKey | None, FileKey | None]
"""Which shard and journal were read. Inodes are used again soon; a journal only grows, so its size
tells any two states apart."""


_NO_FILE = (-1, -1, -1)
_UNKNOWN: Key = (_NO_FILE, _NO_FILE)


class Snapshot(msgspec.Struct, frozen=True):
    """What was read, and from which files: it is good as long as they are the same."""

    contents: Contents
    end: End
    key: Key
    checkpoint: End
    """What the shard's file contains last."""


class Opening:
    """One opening of the folder ``dir_fd``: ``contents`` and ``end`` are what it came to.

    ``tell`` is given what was mended. ``limit``, for this process alone, is the length to believe in of a
    journal that could not be put back.
    """

    def __init__(
        self, folder: Path, dir_fd: int, name: str, tell: Callable[[str], None], limit: int | None = None
    ) -> None:
        self.journal = Journal(dir_fd, name)
        self.tables = Tables(folder, dir_fd, name)
        self.contents = Contents(name)
        self.end = End()
        self.checkpoint = End()
        self.key: Key = (None, None)
        self.rebuilt = False
        """The contents come from the journal, and the tables have not got them yet."""
        self.ready = False
        """The journal ends where ``end`` says and may be appended to."""
        self._dir_fd = dir_fd
        self._name = name
        self._tell = tell
        self._limit = limit
        self._unreadable = False

    def at_once(self) -> bool:
        """Without a lock. True when shard and journal agree; else a closer look under the lock is needed."""
        try:
            return self._agree(self.tables.end())
        except Damaged:
            return False

    def snapshot(self) -> Snapshot:
        return Snapshot(self.contents, self.end, self.key, self.checkpoint)

    def forward(self, last: Snapshot) -> bool:
        """Go on from an earlier reading by the lines that came since. False: the shard is another one, or the
        last line that was read does not stand where it stood, and all must be read anew."""
        if last.key[0] != self._find(tables.NAME):
            return False
        self.checkpoint = last.checkpoint
        try:
            return self._follow(last.end, last.contents.copy, last.key[0])
        except Damaged:
            return False

    def to_save(self, last: Snapshot | None) -> None:
        """Under the lock: go on from the last reading, or read the files.

        Raises Damaged, NewerFormat, StoreError.
        """
        if last is None or not self.forward(last):
            self.closely(mend=True)

    def closely(self, mend: bool = False, certain: bool = True) -> None:
        """Under the lock (``certain``), or past a holder that does not let go; ``mend`` what is found.

        Raises Damaged, NewerFormat, StoreError.
        """
        try:
            end = self.tables.end()
        except Damaged:
            end, self._unreadable = None, True
        if not self._unreadable and self._agree(end):
            return
        found = self._find(JOURNAL)
        self.key = (self.tables.key, found)
        reading = self._read_journal(end, found)
        self.end, self.checkpoint = reading.end, end or End()
        if end == reading.end:
            self.contents = self.tables.contents()
        else:
            self.rebuilt = True
            for entry in reading.entries:
                self.contents.replay(entry)
        if reading.torn and certain:
            self._tell(f"{self._name} 的日志末尾有一行没有写完（当时未保存成功），已略去。")
        if mend:
            self._mend(reading, end)
            self._note_key()

    def _note_key(self) -> None:
        """After writing. A damaged file still in its place is read anew each time, lest it be replaced."""
        try:
            self.key = (None if self._unreadable else self._find(tables.NAME), self._find(JOURNAL))
        except OSError:  # what was saved is saved: only that it is read anew the next time
            self.key = _UNKNOWN

    def _agree(self, end: End | None) -> bool:
        """Does the journal have the entry that the shard contains last, and whole lines after it? Then both
        are good as they are. Raises Damaged."""
        if end is None:
            return self._believed(self._find(JOURNAL)) == 0 and self._follow(
                End(), self.tables.contents, None
            )
        self.checkpoint = end
        return self._follow(end, self.tables.contents, self.tables.key)

    def _follow(self, start: End, contents: Callable[[], Contents], shard: FileKey | None) -> bool:
        """Read on from ``start``, whose ``contents`` are known. Raises Damaged."""
        journal = self._find(JOURNAL)
        size = self._believed(journal)
        if size < start.length or not self.journal.ends_at(start, start.length):
            return False
        tail = self.journal.content(start.length, size) if size > start.length else b""
        reading = read(tail, start, self._name)
        if reading.torn or reading.unfinished:
            return False
        self.contents, self.end, self.key, self.ready = contents(), reading.end, (shard, journal), True
        for entry in reading.entries:
            self.contents.replay(entry)
        return True

    def tail(self) -> int:
        """Bytes of the journal that the shard has not got."""
        return self.end.length - self.checkpoint.length

    def size(self) -> int:
        """Bytes of the shard, were it written now, about."""
        return self._shard_size() + self.tail()

    def _shard_size(self) -> int:
        found = self._find(tables.NAME)
        return found[2] if found else 0

    def _find(self, name: str) -> FileKey | None:
        return key_at(name, self._dir_fd)

    def _believed(self, journal: FileKey | None) -> int:
        """How much of the journal counts: a line that could not be taken back does not."""
        size = journal[2] if journal else 0
        limit = self.journal.counted() if self._limit is None else self._limit
        return size if limit is None else min(size, limit)

    def _read_journal(self, end: End | None, found: FileKey | None) -> Reading:
        """The whole journal, verified. Raises Damaged when the shard knows what the journal does not."""
        size = self._believed(found)
        if self._unreadable and size == 0:
            raise Damaged(f"{self._name} 的数据文件读不出来，又没有日志可供恢复；{RESTORE}。")
        reading = read(self.journal.content(0, size), End(), self._name)
        if end and end.sequence:
            known = reading.ends[end.sequence - 1] if end.sequence <= len(reading.ends) else None
            if known is None or known.hash != end.hash:
                raise Damaged(f"{self._name} 的日志与数据文件对不上，日志可能被截短或替换；{RESTORE}。")
        return reading

    def _mend(self, reading: Reading, end: End | None) -> None:
        try:
            if reading.torn:
                with contextlib.suppress(OSError):  # never acknowledged: keeping it is a courtesy
                    keeping.keep(self._dir_fd, "journal", reading.torn)
                self.journal.truncate(reading.end.length)
            elif reading.unfinished:
                self.journal.append(b"\n")
        except OSError as error:
            self._tell(f"{self._name} 的日志末尾未能整理（{because(error)}），暂时只能查看。")
        else:
            self.ready = True
        if self.rebuilt:
            self.rebuilt = False
            self._replace(end)

    def _replace(self, end: End | None) -> None:
        """The rebuilt shard for the one found, which is kept when it is damaged."""
        if not self._unreadable:
            if self.write() and end is None:
                self._tell(f"{self._name} 缺少数据文件，已据日志重建。")
            return
        try:
            kept = keeping.set_aside(self._dir_fd, tables.NAME)
        except OSError as error:
            self._tell(
                f"{self._name} 的数据文件已损坏，也未能移入 damaged（{because(error)}），暂据日志读取。"
            )
            return
        self._unreadable = False
        self._tell(f"{self._name} 的数据文件已损坏，改用日志中的内容；损坏的文件保存在 {kept}。")
        self.write()

    def finish(self, end: End) -> Snapshot:
        """The journal has the new entry: let the shard follow where the tail has grown long. Whatever fails
        is a warning."""
        self.end = end
        if self.tail() > max(LEAST, self._shard_size() // SHARE) or self._find(tables.NAME) is None:
            self.write()
        self._note_key()
        return self.snapshot()

    def write(self) -> bool:
        """Put the contents in the shard's file. Failing is a warning: the journal has them."""
        if self._unreadable:
            return False  # the damaged file could not be kept, so nothing takes its place
        discard_leftovers(self._dir_fd)
        try:
            self.tables.write(self.contents, self.end)
        except (OSError, ValueError) as error:  # a value that a hand put there, too deep to be written
            why = because(error) if isinstance(error, OSError) else "有内容层次太深"
            self._tell(
                f"{self._name} 的数据文件未能更新（{why}）；内容已在日志中，没有丢失，下次打开时补齐。"
            )
            return False
        self.checkpoint = self.end
        return True
