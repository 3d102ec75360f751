"""Writing an exported file: whole or not at all. One of the same name is the last export and is replaced."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from forms.errors import BadInput, NotWritten
from forms.os_errors import because
from store.own_files import gated

PRIVATE = 0o600
"""Mode of a file that is its maker's alone; a folder made for such ones is, too."""
SHARED = 0o666
"""Of one that others may have, as the account's umask says."""


def ready_folder(folder: Path, mode: int = PRIVATE) -> Path:
    """The folder, made when only its last part is missing, for files of this mode; one that is there stays as
    it is. Raises BadInput, NotWritten."""
    folder = folder.expanduser()
    try:
        if folder.is_dir():
            return folder
        if folder.exists():
            raise BadInput(f"{folder} 是一个文件，不是文件夹；请另指定一个文件夹。")
        if not folder.absolute().parent.is_dir():
            raise BadInput(f"没有文件夹 {folder.parent}，所以 {folder.name} 也建不了；请先建好或另指定一个。")
        folder.mkdir(mode | (mode & 0o444) >> 2, exist_ok=True)
    except ValueError as error:  # a NUL in the name
        raise BadInput("文件夹名里有不能用的字符，请另指定一个。") from error
    except OSError as error:
        raise NotWritten(
            f"文件夹 {folder} 建不了：{because(error)}；请另指定一个，记录没有受影响。"
        ) from error
    return folder


def write_file(path: Path, content: bytes, mode: int = PRIVATE) -> Path:
    """Write through a temporary file beside it, so that nobody ever opens half of it. Raises NotWritten."""
    temporary = f".taizhang-{os.getpid()}-{path.name[-40:]}.tmp"
    try:
        # Behind the gate the folder is no link, whatever it was a moment ago.
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | (os.O_NOFOLLOW if gated() else 0))
        try:
            _replace(path.name, temporary, content, folder, mode)
        finally:
            os.close(folder)
    except OSError as error:
        raise NotWritten(
            f"文件 {path} 写不了：{because(error)}；请换一个文件夹再导出，记录没有受影响。"
        ) from error
    return path


def _replace(name: str, temporary: str, content: bytes, folder: int, mode: int) -> None:
    try:
        with os.fdopen(_new(temporary, folder, mode), "wb") as file:
            file.write(content)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
        raise


def _new(name: str, folder: int, mode: int) -> int:
    """Never through a link that somebody may have laid; what a killed export left behind is replaced."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        return os.open(name, flags, mode, dir_fd=folder)
    except FileExistsError:
        os.unlink(name, dir_fd=folder)
        return os.open(name, flags, mode, dir_fd=folder)
