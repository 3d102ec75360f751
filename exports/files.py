"""Writing an exported file: whole or not at all. One of the same name is the last export and is replaced."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from forms.errors import BadInput, NotWritten

_REASONS = {
    "PermissionError": "没有写入权限",
    "FileNotFoundError": "文件夹已不存在",
    "FileExistsError": "已有同名的临时文件",
    "IsADirectoryError": "已有同名的文件夹",
    "NotADirectoryError": "路径中有一段不是文件夹",
}
_BY_NUMBER = {28: "磁盘已满", 30: "所在磁盘只能读", 36: "文件名太长", 122: "超出磁盘配额"}


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
        raise NotWritten(f"文件夹 {folder} 建不了：{_why(error)}；请另指定一个，记录没有受影响。") from error
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
            f"文件 {path} 写不了：{_why(error)}；请换一个文件夹再导出，记录没有受影响。"
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


def _why(error: OSError) -> str:
    return _REASONS.get(type(error).__name__) or _BY_NUMBER.get(error.errno or 0, f"系统错误 {error.errno}")
