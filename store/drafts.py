"""Drafts: what was typed and not yet saved. One file per session and record, private, locked while alive.

The lock lies on the draft's own file. Each writing is a new file that is locked before it takes the old one's
place, so at no moment is there a draft of a living session that another could take for an abandoned one.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from pathlib import Path
from typing import Any, Literal

import msgspec

from forms.clock import SystemClock
from forms.errors import StoreError
from store.files import SAFE, closing, open_file, read_all, refusing, sync_names, write_all
from store.own_files import open_own_folder
from store.places import private_folder
from store.shards import codec

ENDING = ".draft"
LARGEST = 16_000_000
"""Bytes. Far more than anybody types; a larger file is none of ours."""
LOOK = "taizhang"
"""What offers drafts."""
LEFT_OVER = 3600.0
"""Seconds after which a half-written file is one that a killed process left."""


class Draft:
    """A draft of this session. Its file appears with the first ``write``."""

    def __init__(self, path: Path, place: dict[str, Any], descriptor: int | None = None) -> None:
        self.path = path
        self.place = place
        self._descriptor = descriptor

    def write(self, values: dict[str, Any]) -> None:
        """Keep these values, durably. Raises StoreError: the last ones kept are still there; Uncertain."""
        at = SystemClock().now().isoformat(timespec="seconds")
        data = codec.encode({"format": 1, "place": self.place, "values": values, "written_at": at})
        if len(data) > LARGEST:  # it would never be offered
            raise StoreError(f"草稿超过 {LARGEST // 1_000_000} MB，没有存下；请尽快保存，或先把内容抄出。")
        with (
            refusing(StoreError, "草稿没有存下", "请尽快保存，或先把内容抄出", unsure="草稿", look=LOOK),
            _opened(self.path.parent) as folder,
        ):
            self._replace(data, folder)
            # Without it a power cut brings the file's last version back, or none.
            sync_names(folder)

    def _replace(self, data: bytes, folder: int) -> None:
        temporary = f".{self.path.name}.{os.urandom(4).hex()}.tmp"
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | SAFE, 0o600, dir_fd=folder)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            write_all(descriptor, data)
            os.fsync(descriptor)
            os.replace(temporary, self.path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            os.close(descriptor)
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=folder)
            raise
        self.close()
        self._descriptor = descriptor

    def discard(self) -> None:
        """The record is saved or given up: the draft goes."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError), _opened(self.path.parent) as folder:
                os.unlink(self.path.name, dir_fd=folder)
        self.close()

    def close(self) -> None:
        """Let go of it; its file stays and is offered to the next session."""
        if self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)  # a forked process may share it
            os.close(self._descriptor)
            self._descriptor = None


class Offer(msgspec.Struct, frozen=True):
    """A draft that no living session holds. ``place`` and ``values`` are as read: any JSON objects."""

    path: Path
    place: dict[str, Any]
    values: dict[str, Any]
    written_at: str
    _inode: int = 0

    def take(self) -> Draft:
        """Go on with it. Raises StoreError when another session was quicker."""
        for _ in range(10):
            descriptor = None
            with contextlib.suppress(OSError), _opened(self.path.parent) as folder:
                descriptor = _hold(self.path.name, fcntl.LOCK_EX, folder)
            if descriptor is not None:
                break
            time.sleep(0.02)  # somebody may be looking through the offers just now
        if descriptor is not None and os.fstat(descriptor).st_ino == self._inode:
            return Draft(self.path, dict(self.place), descriptor)
        if descriptor is not None:
            os.close(descriptor)
        raise StoreError("这份草稿已被另一个窗口打开，或已不在；请回到列表重新选择。")

    def discard(self) -> None:
        """Throw it away, unless another session has it by now."""
        with contextlib.suppress(StoreError):
            self.take().discard()


class _Kept(msgspec.Struct):
    """A draft's file."""

    format: Literal[1]
    place: dict[str, Any]
    values: dict[str, Any]
    written_at: str


class DraftBox:
    """The drafts of a person, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def begin(self, place: dict[str, Any]) -> Draft:
        """A draft of a record: ``place`` says which. Raises StoreError when the folder cannot be used."""
        private_folder(self.folder)
        at = SystemClock().now().strftime("%Y%m%dT%H%M%S")
        return Draft(self.folder / f"{at}-{os.getpid()}-{os.urandom(4).hex()}{ENDING}", dict(place))

    def offers(self) -> list[Offer]:
        """Those that no living session holds, newest first. What is no draft of ours stays, unoffered."""
        found: list[Offer] = []
        with contextlib.suppress(OSError), _opened(self.folder) as folder:
            for name in sorted(os.listdir(folder)):  # noqa: PTH208
                if name.startswith("."):
                    _discard_left_over(name, folder)
                elif name.endswith(ENDING) and (offer := _read(self.folder / name, folder)):
                    found.append(offer)
        return sorted(found, key=lambda offer: offer.written_at, reverse=True)


def _opened(folder: Path) -> contextlib.AbstractContextManager[int]:
    return closing(open_own_folder(folder, make=False))


def _discard_left_over(name: str, folder: int) -> None:
    """What it was to replace is there."""
    if f"{ENDING}." not in name or not name.endswith(".tmp"):
        return
    with contextlib.suppress(OSError):
        if os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime < time.time() - LEFT_OVER:
            os.unlink(name, dir_fd=folder)


def _hold(name: str, kind: int, folder: int) -> int | None:
    """Its descriptor, locked; None when it is gone, held, or no file of ours."""
    try:
        descriptor = open_file(name, os.O_RDWR, folder)
    except (OSError, StoreError):
        return None
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        # It may have been replaced between opening and locking: then its writer lives.
        there = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if there.st_ino == os.fstat(descriptor).st_ino:
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def _read(path: Path, folder: int) -> Offer | None:
    descriptor = _hold(path.name, fcntl.LOCK_SH, folder)
    if descriptor is None:
        return None
    try:
        with closing(descriptor):
            found = os.fstat(descriptor)
            content = codec.decode(read_all(descriptor)) if found.st_size <= LARGEST else None
        kept = msgspec.convert(content, _Kept)
    except (OSError, ValueError, RecursionError):
        return None
    return Offer(path, kept.place, kept.values, kept.written_at, found.st_ino)
