"""Opening and replacing files in folders that other accounts may write to as well.

Nothing here follows a symbolic link, blocks on a pipe that somebody planted, or leaves a half-written file.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from forms.errors import StoreError, TaizhangError, Uncertain
from forms.os_errors import because

SAFE = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
"""O_NONBLOCK so that a planted FIFO cannot hang the program before it has been looked at."""

_ACCESS_LIST = "system.posix_acl_access"


def open_folder(path: str | Path, dir_fd: int | None = None) -> int:
    """A descriptor of a folder that is no symbolic link. Raises OSError."""
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=dir_fd)


def open_file(name: str | Path, flags: int, dir_fd: int | None = None) -> int:
    """A descriptor of a regular file with one link.

    A second hard link would make one unit's file another unit's as well. Raises OSError, or StoreError when
    the name is something else than such a file.
    """
    mode = no_wider(0o660, dir_fd) if flags & os.O_CREAT and dir_fd is not None else 0o660
    descriptor = os.open(name, flags | SAFE, mode, dir_fd=dir_fd)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        os.close(descriptor)
        what = "有多个硬链接" if stat.S_ISREG(found.st_mode) else "不是普通文件"
        raise StoreError(f"{name} {what}，为安全起见没有使用；请管理员检查后移走它。")
    return descriptor


@contextlib.contextmanager
def closing(descriptor: int) -> Iterator[int]:
    """An open file or folder, closed afterwards whatever happens."""
    try:
        yield descriptor
    finally:
        os.close(descriptor)


class Unsynced(OSError):
    """What was to be done is done; only whether it survives a power cut the disk would not say."""


def sync_names(dir_fd: int) -> None:
    """What was just done to the names in an open folder is durable afterwards. Raises Unsynced."""
    try:
        os.fsync(dir_fd)
    except OSError as error:
        raise Unsynced(*error.args) from error


@contextlib.contextmanager
def refusing(
    kind: type[TaizhangError], what: str, remedy: str = "", *, unsure: str = "", look: str = "taizhang check"
) -> Iterator[None]:
    """What the system refuses within is refused in one sentence: what it was, the reason, what helps.

    What was done all the same, and is not certain to last, is Uncertain: ``unsure`` says what that is, and
    the command ``look`` shows it.
    """
    try:
        yield
    except Unsynced as error:
        raise Uncertain(unsure or what, because(error), look) from error
    except OSError as error:
        raise kind(f"{what}：{because(error)}{'；' if remedy else ''}{remedy}。") from error


def content_of(name: str | Path, dir_fd: int | None = None, most: int | None = None) -> bytes:
    """The whole of a file that ``open_file`` opens; raises as that does, and StoreError for one of more than
    ``most`` bytes."""
    with closing(open_file(name, os.O_RDONLY, dir_fd)) as descriptor:
        if most is not None:
            check_size(descriptor, str(name), most)
        return read_all(descriptor)


def check_size(descriptor: int, called: str, most: int) -> int:
    """Bytes of an open file. Raises StoreError for more than ``most``: a file may say that it has any number,
    and have next to nothing on the disk."""
    size = os.fstat(descriptor).st_size
    if size > most:
        raise StoreError(
            f"{called} 有 {size >> 20} MB，超过 {most >> 20} MB，没有读取；请管理员检查后移走它。"
        )
    return size


def names_in(folder: Path) -> list[str]:
    """Of what is in a folder, in order; none where there is no folder. Raises OSError."""
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except FileNotFoundError:
        return []


def sync(folder: str | Path) -> None:
    """The same of a folder by its path. Raises OSError, Unsynced."""
    with closing(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)) as descriptor:
        sync_names(descriptor)


def is_there(name: str, dir_fd: int) -> bool:
    """Is there anything of this name in a folder? A link is not followed. Raises OSError."""
    try:
        os.stat(name, dir_fd=dir_fd, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def read_all(descriptor: int, start: int = 0, end: int | None = None) -> bytes:
    """The bytes from ``start`` to ``end``, or to the end of the file."""
    end = os.fstat(descriptor).st_size if end is None else end
    parts: list[bytes] = []
    while start < end:
        part = os.pread(descriptor, end - start, start)
        if not part:
            break
        parts.append(part)
        start += len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def write_all(descriptor: int, data: bytes) -> None:
    """Write everything: a full disk or a signal may cut one call short."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def replace_file(name: str, data: bytes, dir_fd: int, mode: int = 0o660) -> None:
    """Put ``data`` in the place of a file, whole or not at all, and durably.

    The new file keeps the old one's owner, group, mode and access list where this account may set them:
    replacing must not lock a colleague out. Raises OSError; the temporary file is gone then. Unsynced where
    the new file is there and may not last.
    """
    temporary = f".{name}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | SAFE
    descriptor = os.open(temporary, flags, no_wider(mode, dir_fd), dir_fd=dir_fd)
    try:
        with closing(descriptor):
            write_all(descriptor, data)
            _resemble(descriptor, name, dir_fd, mode)
            os.fsync(descriptor)
        os.replace(temporary, name, src_dir_fd=dir_fd, dst_dir_fd=dir_fd)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary, dir_fd=dir_fd)
        raise
    sync_names(dir_fd)


def replace_at(path: Path, data: bytes, mode: int = 0o660) -> None:
    """The same of a file by its path. Raises OSError."""
    with closing(os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)) as folder:
        replace_file(path.name, data, folder, mode)


def _resemble(descriptor: int, name: str, dir_fd: int, mode: int) -> None:
    """Give the new file the old one's owner, group, mode and access list; a first file follows its folder."""
    new = os.fstat(descriptor)
    try:
        old = os.stat(name, dir_fd=dir_fd, follow_symlinks=False)
    except FileNotFoundError:
        share(descriptor, dir_fd, mode)
        return
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with contextlib.suppress(OSError):
            os.fchown(descriptor, -1, old.st_gid)
        if os.geteuid() == 0:
            with contextlib.suppress(OSError):
                os.fchown(descriptor, old.st_uid, old.st_gid)
    if stat.S_ISREG(old.st_mode) and stat.S_IMODE(old.st_mode) != stat.S_IMODE(new.st_mode):
        with contextlib.suppress(OSError):
            os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
    with contextlib.suppress(OSError, AttributeError):  # no such attribute, or no such call on this system
        access = os.getxattr(f"/proc/self/fd/{dir_fd}/{name}", _ACCESS_LIST, follow_symlinks=False)
        os.setxattr(descriptor, _ACCESS_LIST, access)


def share(descriptor: int, dir_fd: int, mode: int = 0o660) -> None:
    """In a folder that a group works in, a new file is the group's too, whatever this session's umask."""
    if mode & 0o060 and _is_shared(dir_fd):
        with contextlib.suppress(OSError):
            os.fchmod(descriptor, mode)


def no_wider(mode: int, dir_fd: int) -> int:
    """Where the group may not write to the folder, a new file in it is not the group's to write either: a
    person's own store stays their own, whatever this session's umask."""
    return mode if os.fstat(dir_fd).st_mode & stat.S_IWGRP else mode & ~0o022


def _is_shared(dir_fd: int) -> bool:
    mode = os.fstat(dir_fd).st_mode
    return bool(mode & stat.S_ISGID and mode & stat.S_IWGRP)


def make_folder(path: Path, mode: int = 0o770) -> None:
    """Make one folder, durably; nothing happens when it is there. Raises OSError."""
    with closing(os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)) as parent:
        try:
            path.mkdir(no_wider(mode, parent))
        except FileExistsError:
            return
        if mode & 0o070 and _is_shared(parent):
            path.chmod(stat.S_ISGID | mode)
        try:
            os.fsync(parent)
        except OSError:
            with contextlib.suppress(OSError):  # or the next one would find it there and take it for durable
                path.rmdir()
            raise


def discard_leftovers(dir_fd: int) -> None:
    """Remove temporary files that a killed process left. Only under the lock, where nobody else has one."""
    for name in os.listdir(dir_fd):
        if name.startswith(".") and name.endswith(".tmp"):
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=dir_fd)
