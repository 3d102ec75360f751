"""Writing an exported file: whole or not at all. One of the same name is the last export and is replaced."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from forms.errors import BadInput, NotWritten
from store.files import because


def ready_folder(folder: Path) -> Path:
    """The folder, made when only its last part is missing. Raises BadInput, NotWritten."""
    folder = folder.expanduser()
    try:
        if folder.is_dir():
            return folder
        if folder.exists():
            raise BadInput(f"{folder} 是一个文件，不是文件夹；请另指定一个文件夹。")
        if not folder.absolute().parent.is_dir():
            raise BadInput(f"没有文件夹 {folder.parent}，所以 {folder.name} 也建不了；请先建好或另指定一个。")
        folder.mkdir(exist_ok=True)
    except ValueError as error:  # a NUL in the name
        raise BadInput("文件夹名里有不能用的字符，请另指定一个。") from error
    except OSError as error:
        raise NotWritten(
            f"文件夹 {folder} 建不了：{because(error)}；请另指定一个，记录没有受影响。"
        ) from error
    return folder


def write_file(path: Path, content: bytes) -> Path:
    """Write through a temporary file beside it, so that nobody ever opens half of it. Raises NotWritten."""
    temporary = path.with_name(f".taizhang-{os.getpid()}-{path.name[-40:]}.tmp")
    try:
        _write_new(temporary, content)
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise NotWritten(
            f"文件 {path} 写不了：{because(error)}；请换一个文件夹再导出，记录没有受影响。"
        ) from error
    return path


def _write_new(path: Path, content: bytes) -> None:
    """Never through a link that somebody may have laid; what a killed export left behind is replaced."""
    try:
        file = path.open("xb")
    except FileExistsError:
        path.unlink()
        file = path.open("xb")
    with file:
        file.write(content)
