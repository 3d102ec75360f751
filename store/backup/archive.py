"""Opening a backup that anybody may have made: nothing is believed that has not been checked, and nothing is
unpacked that could fill a disk.

A backup is whole or it is none: the list of what is in it stands at its end, and every file is read and
compared with it.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from forms.errors import BadInput
from forms.os_errors import because
from store.backup.manifest import NAME, File, Manifest, read_manifest, strange

PIECE = 1 << 20
LIST_LIMIT = 64_000_000
"""Bytes of the list: some 200,000 files."""
RATIO = 200
RATIO_FROM = 50_000_000
"""Bytes unpacked from which on a backup may not be packed more than ``RATIO`` times. A real one, full of
hashes and identifiers, is packed some ten times."""

_BROKEN = "备份文件不完整或已损坏，没有恢复；请重新传一次，或换一份备份。"


class Archive:
    """An opened backup whose list agrees with what is in it. ``content`` gives a file's bytes, checked."""

    def __init__(self, opened: ZipFile, size: int) -> None:
        self._zip = opened
        self._infos = {info.filename: info for info in opened.infolist()}
        if len(self._infos) != len(opened.infolist()):
            raise strange("同名的文件")
        for info in self._infos.values():
            _admit(info)
        packed = sum(info.compress_size for info in self._infos.values())
        unpacked = sum(info.file_size for info in self._infos.values())
        if packed > size or (unpacked > RATIO_FROM and unpacked > RATIO * size):
            raise BadInput(
                f"备份文件解开后有 {unpacked // 1_000_000} MB，不像台账的备份，没有恢复；请换一个文件。"
            )
        found = self._infos.get(NAME)
        if found is None or found.file_size > LIST_LIMIT:
            raise BadInput("这不是台账的备份文件，没有恢复；请检查文件名。")
        self.manifest: Manifest = read_manifest(opened.read(found))
        listed = {file.path: file for file in self.manifest.files}
        for name in self._infos.keys() - {NAME}:
            if name not in listed:
                raise strange(name)
        for path, file in listed.items():
            if path not in self._infos or self._infos[path].file_size != file.size:
                raise BadInput(_BROKEN)

    def content(self, file: File) -> Iterator[bytes]:
        """In pieces. Raises BadInput at the end when they are not what the list says."""
        digest = sha256()
        with _reading(), self._zip.open(self._infos[file.path]) as part:
            while piece := part.read(PIECE):
                digest.update(piece)
                yield piece
        if digest.hexdigest() != file.sha256:
            raise BadInput(_BROKEN)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Raises BadInput for what is no backup, not a whole one, or made to do harm; NewerFormat."""
    with _opened(path) as file:
        with _reading():
            found = ZipFile(file)
            archive = Archive(found, os.fstat(file.fileno()).st_size)
        with found:
            yield archive


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever a broken archive makes its reader stumble over is one sentence."""
    try:
        yield
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise BadInput(_BROKEN) from error


def verify(path: Path) -> None:
    """Read a backup from beginning to end. Raises BadInput."""
    with open_archive(path) as archive:
        for file in archive.manifest.files:
            for _ in archive.content(file):
                pass


def _opened(path: Path) -> IO[bytes]:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise BadInput(f"备份文件 {path} 读不了：{because(error)}。") from error
    except ValueError:
        raise BadInput("文件名里有不能用的字符，请改名后再试。") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise BadInput(f"{path} 不是普通文件；请写备份文件的名称。")
    return os.fdopen(descriptor, "rb")


def _admit(info: ZipInfo) -> None:
    """A plain file, under the very name it says, packed as we pack."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.orig_filename != info.filename or info.is_dir() or kind not in (0, stat.S_IFREG):
        raise strange(info.orig_filename)
    if info.flag_bits & 0x1 or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise strange(info.filename)
