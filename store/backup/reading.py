"""A shard as a backup reads it: what its files were at one moment, whatever is saved or broken meanwhile.

The lock is held only for as long as it takes to open the files: a journal only grows, and a shard's file is
never changed but replaced, so what is open stays as it was. Somebody who does not let go of the lock is read
past; then only whole lines of the journal count.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from forms.errors import LockTimeout, StoreError
from forms.os_errors import because
from store.files import closing, open_file
from store.shards import locks, tables
from store.shards.chain import HOLES, Chain, has_holes, pieces
from store.shards.journal import JOURNAL, End, Journal

STRANGE = "不是普通文件，或另有硬链接"
_START = b'{"_meta":{"1":'
_META = 1000
"""Bytes at a shard's beginning that hold what it says of itself."""


@dataclass
class Source:
    """An opened shard. Descriptors are None for files that are not there or cannot be read."""

    journal: int | None = None
    size: int = 0
    """Bytes of the journal that count."""
    shard: int | None = None
    shard_size: int = 0
    unread: dict[str, str] = field(default_factory=dict)
    """Names of files that are there and cannot be read, and why."""
    held: str = ""
    """Why it was read without its lock, to follow its name; empty: it was not."""


@contextmanager
def opened(dir_fd: int, path: str, wait: float, past: bool) -> Iterator[Source | None]:
    """The shard in the folder ``dir_fd``, for as long as it is copied. Its lock is waited for so many
    seconds; who holds it longer is read ``past``, or else it is None."""
    source = Source()
    with contextlib.ExitStack() as stack:
        held: contextlib.AbstractContextManager[object] = contextlib.nullcontext()
        try:
            held = locks.acquire(dir_fd, path, wait, shared=True, doing="备份")
        except FileNotFoundError:
            pass  # nobody has saved yet, and the shard is opened before the journal, which is ahead of it
        except LockTimeout as error:
            if not past:
                yield None
                return
            source.held = f"一直被{error.who}占用"
        except (OSError, StoreError):  # a link or a pipe in its place
            source.held = f"的 {locks.NAME} 打不开，{STRANGE}"
        with held:
            source.shard, source.shard_size = _open(dir_fd, tables.NAME, stack, source)
            source.journal, source.size = _open(dir_fd, JOURNAL, stack, source)
            with contextlib.suppress(StoreError):  # no mark of ours
                counted = Journal(dir_fd, path).counted()
                source.size = source.size if counted is None else min(source.size, counted)
        if source.held and source.journal is not None:
            source.size = _whole(source.journal, source.size, path)
        yield source


@contextmanager
def opened_plain(name: str, dir_fd: int) -> Iterator[tuple[int, int]]:
    """A regular file with one link, and its size. Raises FileNotFoundError, StoreError: the reason alone."""
    try:
        descriptor = open_file(name, os.O_RDONLY, dir_fd)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError(because(error)) from error
    except StoreError as error:
        raise StoreError(STRANGE) from error
    with closing(descriptor):
        yield descriptor, os.fstat(descriptor).st_size


def _open(dir_fd: int, name: str, stack: contextlib.ExitStack, source: Source) -> tuple[int | None, int]:
    try:
        descriptor, size = stack.enter_context(opened_plain(name, dir_fd))
    except FileNotFoundError:
        return None, 0
    except StoreError as error:
        source.unread[name] = error.said
        return None, 0
    if has_holes(descriptor, size):
        source.unread[name] = HOLES
        return None, 0
    return descriptor, size


def _whole(journal: int, size: int, path: str) -> int:
    """How much of a journal that may be written to just now are whole lines; all of it where one is damaged,
    since what comes after it is kept as it is."""
    chain = Chain(path)
    try:
        for piece in pieces(journal, size):
            chain.feed(piece)
    except StoreError:
        return size  # told when it is copied
    return size if chain.problem else chain.end.length


def shards_end(shard: int | None) -> End | None:
    """The line of the journal that a shard's file says it contains last, without reading the file. None where
    it does not begin as ours do."""
    if shard is None:
        return None
    try:
        head = os.pread(shard, _META, 0)
        if not head.startswith(_START):
            return None
        meta, _ = json.JSONDecoder().raw_decode(head[len(_START) :].decode("utf-8", "replace"))
        return End(int(meta["sequence"]), str(meta["hash"]), int(meta["length"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None
