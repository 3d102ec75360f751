"""Files that a person picks: which may be opened, and their bytes. On the person's own machine, and in a
session with a shell, any that the account can read; behind the gate those in the two folders that the person
brings files to and fetches them from, whatever else the account can read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from forms.errors import BadInput, NotAllowed
from forms.neutral import one_line
from forms.os_errors import because
from store.beneath import is_plain, open_beneath, open_file_beneath, place
from store.own_files import gated
from store.settings import Settings

UPLOADS = "上传"
"""Beside the exports folder, as the file port shows the two."""


@dataclass(frozen=True)
class Entry:
    """A folder, or a file."""

    path: Path
    folder: bool
    changed: float = 0
    size: int = 0


def person_files(settings: Settings) -> PersonFiles:
    """For whoever runs this process."""
    if gated():
        exports = Path(str(settings.get("exports"))).expanduser()
        return GatedFiles(exports, exports.with_name(UPLOADS))
    return OwnFiles(Path(str(settings.get("imports"))).expanduser())


@dataclass(frozen=True)
class OwnFiles:
    """Whatever the account can read."""

    start: Path
    """The folder that is shown first."""

    def above(self, folder: Path) -> Path | None:
        """The folder that holds this one, when it may be looked at."""
        return folder.parent if folder.parent != folder else None

    def entries(self, folder: Path) -> Iterator[Entry]:
        """What may be opened there, in any order. Raises OSError, ValueError, NotAllowed."""
        with os.scandir(folder) as found:
            for one in found:
                try:
                    if one.is_dir():
                        yield Entry(folder / one.name, folder=True)
                    elif one.is_file():
                        state = one.stat()
                        yield Entry(folder / one.name, False, state.st_mtime, state.st_size)
                except OSError:
                    continue

    def is_file(self, path: Path) -> bool:
        """Can it be read?"""
        try:
            return path.is_file()
        except (OSError, ValueError):
            return False

    def read(self, path: Path, most: int, too_large: str) -> bytes:
        """The bytes, all from one opening. Raises BadInput, with the sentence ``too_large`` for more than
        ``most``; NotAllowed."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise BadInput(f"{one_line(str(path))} 不是普通文件，没有读入；请选一个文件。")
                return _at_most(file.read(most + 1), most, too_large)
        except OSError as error:
            raise _unreadable(path, because(error)) from error
        except ValueError as error:  # a NUL in the name
            raise BadInput("文件名里有不能用的字符，请改名后再试。") from error


@dataclass(frozen=True)
class GatedFiles:
    """What lies beneath two folders. No link is followed there, and a file has no other name: whoever brings
    files may bring links, too."""

    exports: Path
    uploads: Path

    @property
    def start(self) -> Path:
        """Where files are brought to; without it, the one folder there is."""
        return self.uploads if _is_folder(self.uploads) else self.exports

    def above(self, folder: Path) -> Path | None:
        """Give the folder that holds this one, within the two."""
        if folder in self._folders:
            return folder.parent
        return folder.parent if self._beneath(folder) else None

    def entries(self, folder: Path) -> Iterator[Entry]:
        """List what may be opened there, links left out."""
        if folder == self.exports.parent:
            yield from (Entry(one, folder=True) for one in self._folders if _is_folder(one))
            return
        with self._opened(folder, os.O_RDONLY | os.O_DIRECTORY) as descriptor:
            for name in os.listdir(descriptor):  # noqa: PTH208
                try:
                    found = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                except OSError:
                    continue
                if stat.S_ISDIR(found.st_mode):
                    yield Entry(folder / name, folder=True)
                elif is_plain(found):
                    yield Entry(folder / name, False, found.st_mtime, found.st_size)

    def is_file(self, path: Path) -> bool:
        """Tell whether it can be read."""
        try:
            with self._opened(path, None):
                return True
        except (OSError, ValueError, NotAllowed):
            return False

    def read(self, path: Path, most: int, too_large: str) -> bytes:
        """Read a plain file beneath the two folders."""
        name = one_line(path.name)
        try:
            with self._opened(path, None) as descriptor, os.fdopen(descriptor, "rb", closefd=False) as file:
                return _at_most(file.read(most + 1), most, too_large)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENXIO, errno.EMLINK):
                raise NotAllowed(
                    f"“{name}”是链接、管道之类，或另有硬链接，没有读入；{self._remedy}"
                ) from error
            raise _unreadable(path, because(error)) from error
        except ValueError as error:  # a NUL in the name
            raise BadInput("文件名里有不能用的字符，请改名后再试。") from error

    @property
    def _folders(self) -> tuple[Path, Path]:
        return self.uploads, self.exports

    @property
    def _remedy(self) -> str:
        return f"请把文件传到“{UPLOADS}”文件夹（{one_line(str(self.uploads))}）再选。"

    def _beneath(self, path: Path) -> tuple[Path, str] | None:
        """Which of the two, and the way from there; None for neither."""
        for folder in self._folders:
            if path.is_relative_to(folder):
                return folder, str(path.relative_to(folder))
        return None

    @contextmanager
    def _opened(self, path: Path, flags: int | None) -> Iterator[int]:
        """``flags`` None: a plain file, to be read."""
        found = self._beneath(path)
        if found is None:
            raise NotAllowed(
                f"这里只能打开“{UPLOADS}”和“{one_line(self.exports.name)}”两个文件夹里的文件；{self._remedy}"
            )
        with place(found[0]) as folder:
            way = found[1]
            descriptor = open_file_beneath(folder, way) if flags is None else open_beneath(folder, way, flags)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


PersonFiles = OwnFiles | GatedFiles


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _at_most(data: bytes, most: int, too_large: str) -> bytes:
    if len(data) > most:
        raise BadInput(too_large)
    return data


def _unreadable(path: Path, why: str) -> BadInput:
    return BadInput(f"{one_line(str(path))} 读不了：{why}。")
