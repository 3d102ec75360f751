"""What TinyDB reads and writes through: a whole file, replaced atomically, and one write per operation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tinydb.middlewares import Middleware
from tinydb.storages import Storage

from forms.errors import Damaged, StoreError
from forms.os_errors import because
from store.files import open_file, read_all, replace_file
from store.shards import codec
from store.shards.collecting import undisturbed
from store.shards.sentences import CHECK

Tables = dict[str, dict[str, Any]]


class ShardStorage(Storage):
    """A TinyDB storage on one JSON file: ``TinyDB(path, storage=ShardStorage)``.

    Every write is a new file put in the old one's place, so a reader or a crash meets the old contents or the
    new, never half of them. It does not lock: processes that change one file hold a lock around the whole
    operation. ``dir_fd`` is the file's folder, for callers who have checked and opened it already.
    """

    def __init__(self, path: str | Path, dir_fd: int | None = None, mode: int = 0o660) -> None:
        self._path = Path(path)
        self._dir_fd = dir_fd
        self._mode = mode
        self.stat: os.stat_result | None = None
        """Of the file as it was last read; None when there was none."""

    def read(self) -> Tables | None:
        """All tables, or None when there is no file. Raises Damaged, StoreError."""
        name = self._path if self._dir_fd is None else self._path.name
        self.stat = None
        try:
            descriptor = open_file(name, os.O_RDONLY, self._dir_fd)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self._path} 读不出来：{because(error)}；请检查文件权限。") from error
        try:
            self.stat = os.fstat(descriptor)
            data = read_all(descriptor)
        except OSError as error:
            raise StoreError(f"{self._path} 读不出来：{because(error)}。") from error
        finally:
            os.close(descriptor)
        try:
            with undisturbed():
                tables = codec.decode(data)
        except ValueError:
            raise Damaged(f"{self._path} 已损坏，不是完整的 JSON", remedy=CHECK) from None
        if not _are_tables(tables):
            raise Damaged(f"{self._path} 的结构不对，不是台账数据文件", remedy=CHECK)
        return tables  # type: ignore[no-any-return]

    def write(self, data: Tables) -> None:
        """Replace the file, durably. Raises OSError; the old file is untouched then."""
        encoded = codec.encode(data)
        if self._dir_fd is not None:
            replace_file(self._path.name, encoded, self._dir_fd, self._mode)
            return
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            replace_file(self._path.name, encoded, folder, self._mode)
        finally:
            os.close(folder)

    def close(self) -> None:
        """Nothing is held open between operations."""


class OneWrite(Middleware):
    """Gathers all that one operation does to its tables, and writes it once, at ``commit``.

    TinyDB writes its file at every insert and update; an operation of ours may touch several tables and must
    reach the disk whole.
    """

    tables: Tables | None = None
    _known = False

    def read(self) -> Tables | None:
        if not self._known:
            self.tables = self.storage.read()
            self._known = True
        return self.tables

    def write(self, data: Tables) -> None:
        self.tables, self._known = data, True

    def start_from(self, tables: Tables) -> None:
        """Go on from tables that an earlier operation left, known to be what the file holds. They stay as
        they are: TinyDB puts new tables in the place of those it changes."""
        self.tables, self._known = dict(tables), True

    def commit(self) -> None:
        """Write what the operation came to. Raises OSError."""
        self.storage.write(self.tables or {})

    def close(self) -> None:
        self.storage.close()


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
