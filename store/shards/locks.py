"""The lock of a shard: ``flock`` on a permanent file, over read-check-write, never while a form is open."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import time
from threading import Event, Thread
from threading import Lock as Mutex

from forms.clock import SystemClock
from forms.errors import LockTimeout, StoreError
from forms.os_errors import because
from store.account import account
from store.files import open_file, share

NAME = "lock"
TIMEOUT = 10.0
"""Seconds, where nothing else is said."""

_HOLDER = re.compile(r"(\d{1,10}) ([\w.@-]{1,64}) (\d{2}:\d{2}:\d{2})\n")
"""What a holder writes about itself. Others can write to the file too, so nothing else of it is shown."""


_STOOD = re.compile(r"(\d{1,15}) ([0-9a-f]{64})\n")
"""What whoever saved last leaves in it: where the journal stood then."""

Stood = tuple[int, str]
"""Sequence and hash of a journal's last line."""


class ReadOnly(StoreError):
    """The lock file cannot be written to by this account."""


class Lock:
    """A held lock, a context manager. ``shared`` ones let readers in and keep writers out."""

    def __init__(self, descriptor: int, shared: bool, stood: Stood | None = None) -> None:
        self._descriptor = descriptor
        self.shared = shared
        self.stood = stood
        """Where the journal stood after the last save; None where nobody has said. Not fsynced: it may
        be behind, and is never ahead of what was saved."""

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *exception: object) -> None:
        if not self.shared:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, 0)
                if self.stood:
                    os.pwrite(self._descriptor, f"{self.stood[0]} {self.stood[1]}\n".encode(), 0)
        # A process forked meanwhile shares the descriptor, and with it a lock that is only closed.
        with contextlib.suppress(OSError):  # what was done under it is done
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        with contextlib.suppress(OSError):
            os.close(self._descriptor)


def acquire(
    dir_fd: int, shard: str, timeout: float | None = None, shared: bool = False, *, doing: str = "保存"
) -> Lock:
    """Wait for the lock of the folder ``dir_fd``.

    Raises LockTimeout, which says who holds it; ReadOnly when an exclusive lock may not be taken by this
    account; FileNotFoundError when a shared one is wanted and there is no lock file.
    """
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    timeout = TIMEOUT if timeout is None else timeout
    limit = time.monotonic() + timeout
    while True:
        descriptor = _open(dir_fd, shard, shared)
        try:
            if not _take(descriptor, kind) and not _queue(descriptor, kind, limit):
                who = _holder(descriptor)
                error = LockTimeout(
                    f"{shard} 正被{who}占用，等了 {timeout:.3g} 秒仍未释放，没有{doing}；请稍后再试。"
                )
                error.who = who
                raise error
            if _still_there(descriptor, dir_fd):
                stood = _stood(descriptor)
                if not shared:
                    _sign(descriptor)
                return Lock(descriptor, shared, stood)
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _open(dir_fd: int, shard: str, shared: bool) -> int:
    try:
        if shared:
            return open_file(NAME, os.O_RDONLY, dir_fd)
        try:
            return open_file(NAME, os.O_RDWR, dir_fd)
        except FileNotFoundError:
            descriptor = open_file(NAME, os.O_RDWR | os.O_CREAT, dir_fd)
            share(descriptor, dir_fd)
            return descriptor
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ReadOnly(f"{shard} 不可写（{because(error)}），没有保存；请检查文件夹权限或磁盘。") from error


def _take(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _queue(descriptor: int, kind: int, limit: float) -> bool:
    """Wait in the kernel's queue, where who came first is next. False when ``limit`` has passed.

    Looking again and again would let the quickest in first, and some wait for seconds while others save. A
    call that waits cannot be given up, so a thread makes it, and lets go of what it gets too late.
    """
    if time.monotonic() >= limit:
        return False
    own = os.dup(descriptor)
    came, deciding = Event(), Mutex()
    given_up = False

    def wait() -> None:
        try:
            fcntl.flock(own, kind)
            with deciding:
                if given_up:
                    fcntl.flock(own, fcntl.LOCK_UN)
                else:
                    came.set()
        except OSError:
            pass  # it stays with the timeout
        finally:
            os.close(own)

    try:
        Thread(target=wait, daemon=True).start()
    except RuntimeError:  # this account may have no more threads
        os.close(own)
        return _look_again(descriptor, kind, limit)
    try:
        came.wait(max(0.0, limit - time.monotonic()))
    finally:
        with deciding:
            given_up = not came.is_set()
    return not given_up


def _look_again(descriptor: int, kind: int, limit: float) -> bool:
    while not _take(descriptor, kind):
        if time.monotonic() >= limit:
            return False
        time.sleep(0.005)
    return True


def _still_there(descriptor: int, dir_fd: int) -> bool:
    """Somebody may have removed the file while we waited: a lock on that file would exclude nobody."""
    mine = os.fstat(descriptor)
    try:
        found = os.stat(NAME, dir_fd=dir_fd, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return (found.st_dev, found.st_ino) == (mine.st_dev, mine.st_ino)


def _sign(descriptor: int) -> None:
    """Say who holds it. For the sentence of those who wait only, so a full disk does not matter."""
    with contextlib.suppress(OSError):
        text = f"{os.getpid()} {account()} {SystemClock().now():%H:%M:%S}\n"
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, text.encode(), 0)


def _stood(descriptor: int) -> Stood | None:
    with contextlib.suppress(OSError):
        found = _STOOD.fullmatch(os.pread(descriptor, 200, 0).decode("utf-8", "replace"))
        return (int(found[1]), found[2]) if found else None
    return None


def _holder(descriptor: int) -> str:
    with contextlib.suppress(OSError):
        found = _HOLDER.fullmatch(os.pread(descriptor, 200, 0).decode("utf-8", "replace"))
        if found:
            return f"账号 {found[2]}（进程 {found[1]}，{found[3]} 起）"
    return LockTimeout.who
