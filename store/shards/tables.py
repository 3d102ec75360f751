"""A shard's documents in TinyDB's tables: a table per annex, ``_meta`` for where the journal stood, and
``_deleted`` for the last revisions of deleted documents; and what TinyDB reads and writes through: a
whole file, replaced atomically, one write per operation.

The database object is made anew for every operation, under the lock: one that lives longer hands out old
rows.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document as TableRow
from tinydb.table import Table

from forms.errors import Damaged, StoreError
from store.files import check_size, closing, open_file, read_all, refusing, replace_at, replace_file
from store.shards import codec, limits
from store.shards.codec import undisturbed
from store.shards.contents import Contents
from store.shards.journal import FORMAT, End
from store.shards.rows import Raw, Row, Rows
from store.shards.sentences import CHECK, damaged_table, newer

NAME = "shard.json"
META = "_meta"
DELETED = "_deleted"

AllTables = dict[str, dict[str, Any]]
"""By name, each with its rows by number."""

FileKey = tuple[int, int, int]
"""Inode, time of change, size."""


class ShardStorage(Storage):
    """A TinyDB storage on one JSON file: ``TinyDB(path, storage=ShardStorage)``.

    Every write is a new file put in the old one's place, so a reader or a crash meets the old contents or the
    new, never half of them. It does not lock: processes that change one file hold a lock around the whole
    operation. ``dir_fd`` is the file's folder, for callers who have checked and opened it already.
    """

    def __init__(self, path: str | Path, dir_fd: int | None = None) -> None:
        self._path = Path(path)
        self._dir_fd = dir_fd
        self.stat: os.stat_result | None = None
        """Of the file as it was last read; None when there was none."""

    def read(self) -> AllTables | None:
        """All tables, or None when there is no file. Raises Damaged, StoreError."""
        name = self._path if self._dir_fd is None else self._path.name
        self.stat = None
        with refusing(StoreError, f"{self._path} 读不出来", "请检查文件权限"):
            try:
                descriptor = open_file(name, os.O_RDONLY, self._dir_fd)
            except FileNotFoundError:
                return None
        with closing(descriptor), refusing(StoreError, f"{self._path} 读不出来"):
            self.stat = os.fstat(descriptor)
            check_size(descriptor, str(self._path), limits.SHARD)
            data = read_all(descriptor)
        try:
            with undisturbed():
                tables = None if limits.is_dense(data) else codec.decode(data)
        except ValueError:
            raise Damaged(f"{self._path} 已损坏，不是完整的 JSON", remedy=CHECK) from None
        if not _are_tables(tables):
            raise Damaged(f"{self._path} 的结构不对，不是台账数据文件", remedy=CHECK)
        return tables

    def write(self, data: AllTables) -> None:
        """Replace the file, durably. Raises OSError; the old file is untouched then."""
        encoded = codec.encode(data)
        if self._dir_fd is None:
            replace_at(self._path, encoded)
        else:
            replace_file(self._path.name, encoded, self._dir_fd)

    def close(self) -> None:
        """Nothing is held open between operations."""


class OneWrite(ShardStorage):
    """Gathers all that one operation does to its tables, and writes it once, at ``commit``.

    TinyDB writes its file at every insert and update; an operation of ours may touch several tables and must
    reach the disk whole.
    """

    tables: AllTables | None = None
    _known = False

    def read(self) -> AllTables | None:
        if not self._known:
            self.tables = super().read()
            self._known = True
        return self.tables

    def write(self, data: AllTables) -> None:
        self.tables, self._known = data, True

    def commit(self) -> None:
        """Write what the operation came to. Raises OSError."""
        super().write(self.tables or {})


def _are_tables(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_table(table) for table in value.values())


def _is_table(value: Any) -> bool:
    """Rows by numbers; looked at all at once, since there may be thousands."""
    if not isinstance(value, dict):
        return False
    numbers = "".join(value)
    return not value or (
        numbers.isascii()
        and numbers.isdecimal()
        and "" not in value
        and set(map(type, value.values())) == {dict}
    )


class _Meta(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    sequence: int
    """Of the last entry it contains; it is the shard's generation, too: each one is written once."""
    hash: str
    length: int
    next: int


class _AsTheyLie(Table):
    """A table read without copying: number and row as the storage has them; none is ever changed in place."""

    @staticmethod
    def document_class(row: Raw, place: int) -> tuple[int, Raw]:  # type: ignore[override]
        return place, row


class Tables:
    """One reading, and perhaps one writing, of a shard's file."""

    def __init__(self, folder: Path, dir_fd: int, name: str) -> None:
        self._storage = OneWrite(folder / NAME, dir_fd)
        self._db = TinyDB(storage=lambda: self._storage)
        self._name = name
        self.next = 1
        """The number of the next new document, as the file says, once ``end`` has been read."""

    @property
    def key(self) -> FileKey | None:
        """Which file was read."""
        return key_of(self._storage.stat)

    def names(self) -> set[str]:
        """Of all tables, ours too."""
        return self._db.tables()

    def all(self) -> AllTables:
        """As they were read or written."""
        return self._storage.tables or {}

    def end(self) -> End | None:
        """The entry the shard contains last, or None when there is no shard.

        Raises Damaged when the file is no shard of ours, NewerFormat, StoreError.
        """
        names = self._db.tables()
        if not names:
            return None
        rows = self._db.table(META).all()
        found = rows[0] if len(rows) == 1 and rows[0].doc_id == 1 else {}
        format_ = found.get("format")
        if type(format_) is int and format_ > FORMAT:
            raise newer(self._name)
        try:
            meta = msgspec.convert(dict(found), _Meta)
        except msgspec.ValidationError:
            meta = None
        if meta is None or meta.format != FORMAT:
            raise damaged_table(self._name, "缺少自身说明")
        self.next = meta.next
        return End(meta.sequence, meta.hash, meta.length)

    @undisturbed()
    def contents(self) -> Contents:
        """All documents, unconverted. Raises Damaged when two have one id, or one has none."""
        contents = Contents(self._name)
        rows: list[Row] = []
        for table in self._db.tables():
            if table == META:
                continue
            if table == DELETED:
                self._read_deleted(contents)
                continue
            rows += [Row(place, table, raw) for place, raw in _AsTheyLie(self._db.storage, table)]
        rows.sort(key=lambda row: row.place)
        by_id: dict[str, Row] = {}
        for row in rows:
            document_id = row.raw.get("id")
            if not isinstance(document_id, str) or document_id in by_id:
                raise damaged_table(self._name, f"中第 {row.place} 条记录没有编号或编号重复")
            by_id[document_id] = row
        contents.rows = Rows(by_id)
        contents.next_place = max(self.next, rows[-1].place + 1 if rows else 1)
        return contents

    def _read_deleted(self, contents: Contents) -> None:
        for row in self._db.table(DELETED):
            document_id, revision = row.get("id"), row.get("rev")
            if not isinstance(document_id, str) or type(revision) is not int:
                raise damaged_table(self._name, "中删除标记的格式不对")
            contents.deleted[document_id] = revision

    @undisturbed()
    def write(self, contents: Contents, end: End) -> None:
        """Start over with these documents, note where the journal stands, and write the file once,
        atomically. Raises OSError; ValueError for what is too deep to be written."""
        self._storage.write({META: {}})  # first in the file: who looks into it sees what it is
        rows: dict[str, list[TableRow]] = {}
        for row in contents.rows.values():
            rows.setdefault(row.annex, []).append(TableRow(row.raw, row.place))
        for annex, own in rows.items():
            self._db.table(annex).insert_multiple(own)
        meta = _Meta(FORMAT, end.sequence, end.hash, end.length, contents.next_place)
        self._db.table(META).insert(TableRow(msgspec.to_builtins(meta), 1))
        if contents.deleted:
            items = contents.deleted.items()
            self._db.table(DELETED).insert_multiple({"id": key, "rev": rev} for key, rev in items)
        self._storage.commit()


def key_of(found: os.stat_result | None) -> FileKey | None:
    """Which file that is; None for none."""
    return (found.st_ino, found.st_mtime_ns, found.st_size) if found else None


def key_at(name: str, dir_fd: int | None = None) -> FileKey | None:
    """The same of a file by its name; a link is not followed. Raises OSError."""
    try:
        return key_of(os.stat(name, dir_fd=dir_fd, follow_symlinks=False))
    except FileNotFoundError:
        return None
