"""Files that were attached and that no document ever named: whoever attached them gave up, or their session
died. They are kept for a week, as a draft may still name them; then they go."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path

from forms.errors import LockTimeout, StoreError
from store.attachments import FOLDER, is_digest
from store.files import closing, content_of, open_folder, refusing
from store.shards import locks, tables
from store.shards.journal import BLOCKED, End, Journal, read

DAYS = 7
_DAY = 86400
_DIGEST = re.compile(rb"[0-9a-f]{64}")


def collect(folder: Path, name: str) -> str:
    """Remove those of one shard that have lain there for ``DAYS`` days; how many that were, in a sentence;
    empty: none. Nothing is removed where the journal is not whole, where somebody is saving, or by an account
    that may not: it can wait."""
    with contextlib.suppress(OSError, StoreError, LockTimeout):
        with refusing(StoreError, f"{name} 打不开"):
            dir_fd = open_folder(folder)
        with closing(dir_fd), closing(open_folder(FOLDER, dir_fd)) as files:
            if not _old(files):
                return ""
            with locks.acquire(dir_fd, name, timeout=0, doing="清理"):
                return _collect(dir_fd, files, name)
    return ""


def _collect(dir_fd: int, files: int, name: str) -> str:
    """Under the lock: whoever is about to name one has touched it before, or finds it gone."""
    known = _named(dir_fd, name)
    gone = size = 0
    for one, length in _old(files).items():
        if one.encode() not in known:
            with contextlib.suppress(OSError):
                os.unlink(one, dir_fd=files)
                gone, size = gone + 1, size + length
    if not gone:
        return ""
    return f"{name} 里清理了{gone}个放入后超过{DAYS}天没有保存的附件文件，共{max(size // 1024, 1)} KB。"


def _old(files: int) -> dict[str, int]:
    """Names and sizes of what has not been touched for so long: kept files, and what a killed session left
    of one."""
    before = time.time() - DAYS * _DAY
    found: dict[str, int] = {}
    for name in os.listdir(files):
        if is_digest(name) or (name.startswith(".") and name.endswith(".tmp")):
            with contextlib.suppress(OSError):
                state = os.stat(name, dir_fd=files, follow_symlinks=False)
                if state.st_mtime < before:
                    found[name] = state.st_size
    return found


def _named(dir_fd: int, name: str) -> set[bytes]:
    """Every digest that any version of any document names, and more that look like one. Raises StoreError,
    Damaged where not all versions can be told."""
    content = Journal(dir_fd, name).content()
    if read(content, End(), name).torn or os.path.lexists(f"/proc/self/fd/{dir_fd}/{BLOCKED}"):
        raise StoreError(f"{name} 的日志末尾未能整理。")
    known = set(_DIGEST.findall(content))
    with contextlib.suppress(FileNotFoundError):
        known.update(_DIGEST.findall(content_of(tables.NAME, dir_fd)))
    return known
