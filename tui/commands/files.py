"""Files that a command is given: read whole, or refused in one sentence."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from forms.errors import BadInput, NotAllowed
from forms.os_errors import because
from store.own_files import gated

LIMIT = 50_000_000
"""Bytes; a table of 10,000 rows has three million."""


def read_bytes(name: str) -> bytes:
    """The content of a regular file, or of standard input for ``-``. Raises BadInput naming the file;
    NotAllowed behind the gate, where commands name no files."""
    if name == "-":
        data = sys.stdin.buffer.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise BadInput(f"标准输入的内容超过 {LIMIT // 1_000_000} MB，没有读入；请分成几个文件导入。")
        return data
    if gated():
        raise NotAllowed("这里的命令不能打开文件，没有读入；请写 -，从标准输入传进来。")
    path = Path(name).expanduser()
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            state = os.fstat(handle)
            if not stat.S_ISREG(state.st_mode):
                raise BadInput(f"{name} 不是普通文件，请指定一个文件。")
            if state.st_size > LIMIT:
                raise BadInput(f"{name} 太大（{state.st_size // 1_000_000} MB），请分成几个文件导入。")
            data = file.read(LIMIT + 1)  # it may have grown, or not have said how long it is
            if len(data) > LIMIT:
                raise BadInput(f"{name} 超过 {LIMIT // 1_000_000} MB，没有读入；请分成几个文件导入。")
            return data
    except OSError as error:
        raise BadInput(f"{name} 读不了：{because(error)}。") from error
    except ValueError as error:  # a NUL in the name
        raise BadInput("文件名里有不能用的字符，请改名后再试。") from error
