"""The journal of a shard: one line of JSON per ``apply``, appended and fsynced before anything else.

Each line ends with its own SHA-256 and holds the line before's, so the lines form a chain: accidents and
clumsy edits are found. Somebody who recomputes every hash is not.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from forms.errors import Damaged, StoreError, TaizhangError
from store.files import (
    check_size,
    closing,
    content_of,
    open_file,
    read_all,
    refusing,
    replace_file,
    share,
    write_all,
)
from store.protocol import Entry, EntryChange
from store.shards import codec, limits
from store.shards.sentences import CHECK, newer

JOURNAL = "journal.jsonl"
BLOCKED = "blocked.json"
"""The mark of a journal that could not be put back after a failed write: read-only until checked."""
_ALL = 1 << 62
_NOT_FOR_ME = (errno.EACCES, errno.EPERM, errno.ELOOP)
_MARK_SIZE = 4096
"""Bytes that it may have; what is larger is no mark of ours."""
FORMAT = 1
"""Of journals and shards alike."""

START = "0" * 64
"""What stands for the hash of the line before the first."""

_MARK = b',"hash":"'
_SEAL = len(_MARK) + 64 + len(b'"}')
"""Bytes that close a line, all after what the hash is taken of."""


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    format: int
    sequence: int
    actor: str
    at: str
    changes: tuple[EntryChange, ...]
    before: str
    hash: str


_decoder = msgspec.json.Decoder(_Line)


class End(msgspec.Struct, frozen=True):
    """Where a journal stands after an entry: what a shard remembers of the entry it contains last."""

    sequence: int = 0
    hash: str = START
    length: int = 0
    """In bytes, up to and with the entry's newline."""


@dataclass(slots=True)
class Reading:
    """A journal read and verified from one end to another."""

    entries: list[Entry] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    """One for each entry."""
    end: End = field(default_factory=End)
    torn: bytes = b""
    """A last line that is not whole: never acknowledged, unless a shard holds it."""
    unfinished: bool = False
    """The last line is whole and only its newline is missing."""


def line_of(entry: Entry, before: str) -> tuple[bytes, str]:
    """The entry as a line, and its hash."""
    from hashlib import sha256  # brings in OpenSSL: not for whoever finds nothing new

    body = codec.encode({"format": FORMAT, **msgspec.to_builtins(entry), "before": before})[:-1]
    digest = sha256(body).hexdigest()
    return b"".join((body, _MARK, digest.encode(), b'"}\n')), digest


def read_line(line: bytes, end: End, name: str) -> tuple[Entry, End]:
    """Verify one line, without its newline, that must follow ``end``. Raises Damaged, NewerFormat."""
    from hashlib import sha256  # brings in OpenSSL: not for whoever finds nothing new

    def damaged(what: str) -> TaizhangError:
        if _is_newer(line):
            return newer(name)
        number = end.sequence + 1
        return Damaged(f"{name} 的日志第 {number} 行{what}，没有继续读取", remedy=CHECK)

    if len(line) > limits.LINE:
        raise _too_long(len(line), end, name)
    digest = line[-66:-2].decode("ascii", "replace")
    if line[-_SEAL:-66] != _MARK or line[-2:] != b'"}':
        raise damaged("不完整或被改动过")
    if sha256(line[:-_SEAL]).hexdigest() != digest:
        raise damaged("与它的校验值不符")
    try:
        found = _parse(line)
    except (ValueError, msgspec.ValidationError):
        raise damaged("格式不对") from None
    if found.format != FORMAT:
        raise damaged("格式不对")
    nested = (one for change in found.changes for one in change.set.values() if type(one) in (dict, list))
    if any(map(limits.is_deep, nested)):
        raise damaged("的内容层次太深")
    if found.before != end.hash:
        raise damaged("与上一行接不上")
    if found.sequence != end.sequence + 1:
        raise damaged("的序号不连续")
    entry = Entry(sequence=found.sequence, actor=found.actor, at=found.at, changes=found.changes)
    return entry, End(found.sequence, digest, end.length + len(line) + 1)


def _too_long(size: int, end: End, name: str) -> Damaged:
    what = f"有 {limits.in_words(size)}，超过 {limits.in_words(limits.LINE)}"
    return Damaged(f"{name} 的日志第 {end.sequence + 1} 行{what}，没有继续读取", remedy=CHECK)


def _is_newer(line: bytes) -> bool:
    """A newer program may write lines that look like damage to this one."""
    try:
        found = codec.decode(line)
    except ValueError:
        return False
    format_ = found.get("format") if isinstance(found, dict) else None
    return type(format_) is int and format_ > FORMAT


def _parse(line: bytes) -> _Line:
    try:
        try:
            return _decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return msgspec.convert(codec.decode(line), _Line)
    except RecursionError:
        raise ValueError("JSON is nested too deeply") from None


def lines(data: bytes, end: End, name: str) -> Iterator[tuple[Entry, End]]:
    """Entries of whole lines that follow ``end``. Raises Damaged at the first that does not verify."""
    start = 0
    while (stop := data.find(b"\n", start)) >= 0:
        if stop - start > limits.LINE:
            raise _too_long(stop - start, end, name)
        entry, end = read_line(data[start:stop], end, name)
        yield entry, end
        start = stop + 1


def read(data: bytes, end: End, name: str) -> Reading:
    """All entries after ``end``, and what lies behind the last whole line. Raises Damaged, NewerFormat."""
    reading = Reading(end=end)
    for entry, after in lines(data, end, name):
        reading.entries.append(entry)
        reading.ends.append(after)
        reading.end = after
    rest = data[data.rfind(b"\n") + 1 :]
    if not rest:
        return reading
    try:
        entry, after = read_line(rest, reading.end, name)
    except Damaged:
        if len(rest) > limits.LINE:  # no save was ever as long
            raise
        reading.torn = rest
    else:
        reading.entries.append(entry)
        reading.ends.append(after)
        reading.end, reading.unfinished = after, True
    return reading


class Journal:
    """The journal of one folder, which the caller has opened as ``dir_fd`` and, to append, locked."""

    def __init__(self, dir_fd: int, name: str) -> None:
        self._dir_fd = dir_fd
        self._name = name
        """Of the shard, for sentences."""

    def content(self, start: int = 0, stop: int | None = None) -> bytes:
        """Empty when there is no journal yet. Raises StoreError, also for one that is too large."""
        with refusing(StoreError, f"{self._name} 的日志读不出来", "请检查文件权限"):
            try:
                descriptor = open_file(JOURNAL, os.O_RDONLY, self._dir_fd)
            except FileNotFoundError:
                return b""
        with closing(descriptor), refusing(StoreError, f"{self._name} 的日志读不出来"):
            check_size(descriptor, f"{self._name} 的日志", limits.JOURNAL)
            data = read_all(descriptor, start, stop)
        if limits.is_dense(data):
            raise StoreError(f"{self._name} 的日志不像台账写的，没有读取；请从备份恢复。")
        return data

    def ends_at(self, end: End, size: int) -> bool:
        """Is the journal, now ``size`` long, exactly what ``end`` says? Looks at its last line only."""
        if size != end.length or not size:
            return size == end.length and end == End()
        line = self._last_line(size)
        # Its sequence, too: a shard that misremembers it would have the next line misnumbered.
        beginning, ending = f'{{"format":{FORMAT},"sequence":{end.sequence},', f'{end.hash}"}}\n'
        return line.startswith(beginning.encode()) and line.endswith(ending.encode())

    def _last_line(self, size: int) -> bytes:
        """With its newline. Most lines are short, that of an import may be long; one that is too long is
        not looked at to its beginning."""
        step = 4096
        while True:
            start = max(0, size - step)
            data = self.content(start, size)
            newline = data.rfind(b"\n", 0, -1)
            if newline >= 0 or start == 0 or len(data) > limits.LINE:
                return data[newline + 1 :]
            step *= 8

    def append(self, line: bytes) -> None:
        """Make the line durable. Raises OSError; some of it may have been written then."""
        flags = os.O_WRONLY | os.O_APPEND
        try:
            descriptor = open_file(JOURNAL, flags, self._dir_fd)
            new = False
        except FileNotFoundError:
            descriptor = open_file(JOURNAL, flags | os.O_CREAT | os.O_EXCL, self._dir_fd)
            new = True
        with closing(descriptor):
            if new:
                share(descriptor, self._dir_fd)
            write_all(descriptor, line)
            os.fsync(descriptor)
        if new:
            os.fsync(self._dir_fd)

    def truncate(self, length: int) -> None:
        """Back to a length, durably. Raises OSError.

        On a descriptor of its own: one whose fsync failed is not trusted again.
        """
        try:
            descriptor = open_file(JOURNAL, os.O_WRONLY, self._dir_fd)
        except FileNotFoundError:
            return
        with closing(descriptor):
            os.ftruncate(descriptor, length)
            os.fsync(descriptor)

    def counted(self) -> int | None:
        """How much of it counts, or None when all does. A mark that may not be read, or that cannot be
        understood, stops all writing too. Raises OSError where this process or the disk cannot look just
        now: nobody has stopped then."""
        try:
            found = codec.decode(content_of(BLOCKED, self._dir_fd, _MARK_SIZE))
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno not in _NOT_FOR_ME:
                raise
            return _ALL
        except (StoreError, ValueError):
            return _ALL
        counted = found.get("length") if isinstance(found, dict) else None
        return counted if type(counted) is int and counted >= 0 else _ALL

    def block(self, counted: int) -> None:
        """Nothing is written any more until the shard is checked; so much of the journal counts. Raises
        OSError."""
        replace_file(BLOCKED, codec.encode({"length": counted}), self._dir_fd)

    def spoil(self, counted: int) -> None:
        """Where neither taking back nor the mark could be made durable: nobody takes what lies behind for
        saved as long as the system runs. The last line is broken, and a mark set that may not reach the
        disk."""
        with contextlib.suppress(OSError, StoreError), closing(self._opened(os.O_WRONLY)) as descriptor:
            size = os.fstat(descriptor).st_size
            if size > counted:
                os.pwrite(descriptor, b"  ", size - 2)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with (
            contextlib.suppress(OSError, StoreError),
            closing(open_file(BLOCKED, flags, self._dir_fd)) as descriptor,
        ):
            share(descriptor, self._dir_fd)
            write_all(descriptor, codec.encode({"length": counted}))

    def _opened(self, flags: int) -> int:
        return open_file(JOURNAL, flags, self._dir_fd)

    def unblock(self) -> None:
        """Raises OSError."""
        os.unlink(BLOCKED, dir_fd=self._dir_fd)
        os.fsync(self._dir_fd)
