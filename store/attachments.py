"""Files that people hand in (photographs, scans): kept as they are in a shard's ``files/``, each named by its
SHA-256, so that the same file is kept once and a spoilt one is noticed.

A file is on disk before any document names it, and is never changed afterwards. One that no document names
(the save after it failed, or never came) does no harm, and goes after a week (``store.unsaved_files``).
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from forms.errors import Damaged, NotSaved, StoreError
from forms.os_errors import because
from store.files import (
    check_size,
    closing,
    content_of,
    is_there,
    make_folder,
    open_file,
    open_folder,
    refusing,
    replace_file,
    sync_names,
)
from store.found import Found

FOLDER = "files"
LARGEST = 50_000_000
"""Bytes of one file."""
_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)


def is_digest(text: object) -> bool:
    """May this name a kept file?"""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def _digest(data: bytes) -> str:
    from hashlib import sha256  # brings in OpenSSL: not for a list of names

    return sha256(data).hexdigest()


def keep(shard: Path, data: bytes) -> str:
    """Write the file durably; its digest. Raises NotSaved, and nothing half-written is left; Uncertain."""
    digest = _digest(data)
    folder = shard / FOLDER
    with refusing(NotSaved, f"附件没有存入 {folder}", "请检查权限和磁盘，再存一次", unsure=f"附件 {digest}"):
        make_folder(folder)
        with closing(open_folder(folder)) as dir_fd:
            if _digest_of(digest, dir_fd) != digest:
                replace_file(digest, data, dir_fd)
            else:
                sync_names(dir_fd)  # whoever put it there may have failed at that
                with contextlib.suppress(OSError):
                    os.utime(digest, dir_fd=dir_fd, follow_symlinks=False)
    return digest


def hold(shard: Path, digest: str) -> bool:
    """Is the file there? It counts as just attached then. Under the shard's lock, where nobody clears."""
    if not is_digest(digest):
        return False
    with contextlib.suppress(OSError), closing(open_folder(shard / FOLDER)) as dir_fd:
        found = is_there(digest, dir_fd)
        with contextlib.suppress(OSError):  # somebody else's that this account may not touch
            os.utime(digest, dir_fd=dir_fd, follow_symlinks=False)
        return found
    return False


def read(shard: Path, digest: str) -> bytes:
    """The file of this digest. Raises Damaged when it is not there or not what it was, StoreError."""
    if not is_digest(digest):
        raise Damaged(f"附件编号“{digest[:20]}”不是台账会用的；请运行 taizhang check 查看。")
    path = shard / FOLDER / digest
    with refusing(StoreError, f"附件文件 {path} 读不出来", "请检查文件权限"):
        try:
            with closing(open_folder(path.parent)) as dir_fd:
                data = content_of(digest, dir_fd, LARGEST)
        except FileNotFoundError:
            raise Damaged(f"附件文件 {path} 不在了；请从备份恢复。") from None
    if _digest(data) != digest:
        raise Damaged(f"附件文件 {path} 的内容已损坏；请从备份恢复。")
    return data


def check_files(shard: Path, name: str) -> list[Found]:
    """What is wrong with the kept files of a shard, a sentence each."""
    try:
        dir_fd = open_folder(shard / FOLDER)
    except FileNotFoundError:
        return []
    except OSError as error:
        return [Found(f"{name}/{FOLDER} 打不开：{because(error)}；请检查文件夹权限。")]
    problems = []
    with closing(dir_fd):
        for file in sorted(os.listdir(dir_fd)):  # noqa: PTH208
            if file.startswith(".") and file.endswith(".tmp"):
                continue
            place = f"{name}/{FOLDER}/{file}"
            if not is_digest(file):
                problems.append(Found(f"{place} 不是台账建立的；请管理员检查后移走。", "foreign"))
                continue
            try:
                with refusing(StoreError, f"{place} 读不出来", "请检查文件权限"):
                    if _digest_of(file, dir_fd) != file:
                        problems.append(Found(f"{place} 的内容已损坏；请从备份恢复。", "attachment"))
            except StoreError as error:
                said = error.sentence if place in error.sentence else f"{place}：{error.sentence}"
                problems.append(Found(said))
    return problems


def _digest_of(name: str, dir_fd: int) -> str:
    """Of the file as it is, read piece by piece; empty when there is none."""
    from hashlib import file_digest

    try:
        with os.fdopen(open_file(name, os.O_RDONLY, dir_fd), "rb") as file:
            check_size(file.fileno(), name, LARGEST)
            return file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
