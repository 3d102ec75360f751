"""A backup as a file: the list at its end with the names that may stand in it, and opening one that
anybody may have made. Nothing is believed that has not been checked, and nothing is unpacked that could
fill a disk.

A backup is whole or it is none: every file is read and compared with the list. What of the store could not
be read when it was made is on the list by name.
"""

from __future__ import annotations

import os
import re
import stat
import zlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import msgspec

from forms.errors import BadInput
from forms.neutral import one_line
from forms.os_errors import because
from store.backup.rights import Rights
from store.places import CONFIG, MEMBERS
from store.protocol import KINDS, ORGANISATIONS, is_folder_name
from store.shards import codec, keeping, locks, tables
from store.shards.chain import Chain
from store.shards.journal import BLOCKED, JOURNAL, End
from store.shards.sentences import newer

NAME = "manifest.json"
FORMAT = 2
"""The first knew neither journals nor what is missing, and packed every file; it is read like this one."""

SHARD_FILES = (tables.NAME, JOURNAL, locks.NAME, BLOCKED)
SHARD_FOLDERS = ("files", keeping.FOLDER)
"""Folders of a shard whose files have names of their own: attachments, and what was once set aside."""
NAMED = 10
"""Files named of one folder where many have the same fault."""
DEEPEST = 4
"""Folders within those."""

_PART = re.compile(r"[^/\\\x00-\x1f\x7f]+")

PIECE = 1 << 20
LIST_LIMIT = 64_000_000
"""Bytes of the list: some 200,000 files."""
RATIO = 200
RATIO_FROM = 50_000_000
"""Bytes unpacked from which on a backup may not be packed more than ``RATIO`` times. One of ours never is,
whatever is in the store: what would be is stored as it is."""

_STUMBLES = (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


def broken() -> BadInput:
    """What a damaged file is answered with; whoever uses it says what was not done."""
    return BadInput("备份文件不完整或已损坏", remedy="请重新传一次，或换一份备份")


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of the backup: where it goes, and what proves it whole."""

    path: str
    size: int
    sha256: str
    rights: Rights


class Folder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A folder of the backup, for its rights."""

    path: str
    """Empty: the store's own folder."""
    rights: Rights


class Last(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a journal stood: later it may only have grown."""

    path: str
    """Of the shard: ``CAMPAIGN/units/UNIT``, ``organisations``."""
    sequence: int
    hash: str
    length: int
    """In bytes, with the newline."""

    @property
    def end(self) -> End:
        return End(self.sequence, self.hash, self.length)


class Missing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What belongs to the store and is not in the backup, or only in part: a unit, a file."""

    path: str
    why: str
    """A sentence."""


class Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of a row of backups. It bears its name only once it has been proven by restoring it."""

    name: str
    """Of the file, without a number where there was one of this name already, and without its ending."""
    store: str
    """The folder it is a backup of."""
    number: int
    """Counts on from backup to backup, whatever the clock says."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that a backup has in it, and what it has not."""

    format: int = FORMAT
    made_at: str
    """Real time, ISO 8601 with offset."""
    folders: tuple[Folder, ...]
    files: tuple[File, ...]
    journals: tuple[Last, ...] = ()
    missing: tuple[Missing, ...] = ()
    damaged: tuple[str, ...] = ()
    """Shards and attachments that were not whole; they are in it as they were."""
    dated: Dated | None = None

    @property
    def size(self) -> int:
        """Bytes, unpacked."""
        return sum(file.size for file in self.files)

    @property
    def named(self) -> Iterator[Missing]:
        """What is missing, for people: of many attachments of a unit, some and how many more."""
        more: Counter[str] = Counter()
        for one in self.missing:
            folder = one.path.rpartition("/")[0]
            if folder.endswith("/files"):
                more[folder] += 1
            if more[folder] <= NAMED:
                yield one
        for folder, number in more.items():
            if number > NAMED:
                yield Missing(path=folder, why=f"还有{number - NAMED}个附件，情形类似")

    @property
    def complete(self) -> bool:
        """Everything is in it, and whole: an older backup is needed no more."""
        return not self.missing and not self.damaged


def read_manifest(data: bytes) -> Manifest:
    """Raises BadInput for a list that is none or names what no store has, NewerFormat."""
    try:
        raw = codec.decode(data)
        if isinstance(raw, dict) and type(raw.get("format")) is int and raw["format"] > FORMAT:
            raise newer("备份文件")
        manifest = msgspec.convert(raw, Manifest)
    except (ValueError, msgspec.ValidationError):
        raise BadInput(f"备份文件里的清单 {NAME} 读不懂", remedy="请换一份备份") from None
    paths = [folder.path for folder in manifest.folders] + [file.path for file in manifest.files]
    known = {folder.path for folder in manifest.folders}
    wrong = [file.path for file in manifest.files if not is_file_of_a_store(file.path)]
    wrong += [folder.path for folder in manifest.folders if not _is_folder(folder.path)]
    wrong += [path for path, times in Counter(paths).items() if times > 1]
    wrong += [path for path in paths if path and path.rpartition("/")[0] not in known]
    listed = set(paths)
    wrong += [last.path for last in manifest.journals if f"{last.path}/{JOURNAL}" not in listed]
    if wrong or "" not in known or any(file.size < 0 for file in manifest.files):
        raise strange(next(filter(None, wrong), NAME))
    return manifest


def strange(name: str) -> BadInput:
    """What no backup of ours holds may have been put there to do harm."""
    return BadInput(f"备份文件里的“{one_line(name)[:80]}”不是台账会备份的", remedy="请不要使用来历不明的备份")


def is_file_of_a_store(path: str) -> bool:
    """May a file of a store be called so?"""
    first, *rest = path.split("/")
    if not rest:
        return path in (CONFIG, MEMBERS)
    if first == ORGANISATIONS:
        return _in_shard(rest)
    if not is_folder_name(first):
        return False
    if rest[0] == "pack":
        return len(rest) == 2 and _are_names(rest[1:])
    return len(rest) > 2 and rest[0] in KINDS and is_folder_name(rest[1]) and _in_shard(rest[2:])


def _in_shard(parts: list[str]) -> bool:
    if len(parts) == 1:
        return parts[0] in SHARD_FILES
    return parts[0] in SHARD_FOLDERS and len(parts) <= DEEPEST + 2 and _are_names(parts[1:])


def _is_folder(path: str) -> bool:
    """Any folder that could hold such a file."""
    if not path:
        return True
    parts = path.split("/")
    if parts[0] == ORGANISATIONS:
        return len(parts) == 1 or is_file_of_a_store(f"{path}/x")
    if not is_folder_name(parts[0]):
        return False
    if len(parts) == 2:
        return parts[1] in ("pack", *KINDS)
    return len(parts) == 1 or is_file_of_a_store(f"{path}/{tables.NAME}")


def _are_names(parts: Iterable[str]) -> bool:
    """Names of single files that no program hides and no system takes for something else."""
    try:
        return all(
            _PART.fullmatch(part) and not part.startswith(".") and len(part.encode()) <= 255 for part in parts
        )
    except UnicodeEncodeError:
        return False


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
                f"备份文件解开后有 {unpacked // 1_000_000} MB，不像台账的备份", remedy="请换一个文件"
            )
        found = self._infos.get(NAME)
        if found is None or found.file_size > LIST_LIMIT:
            raise BadInput("这不是台账的备份文件", remedy="请检查文件名")
        self.manifest: Manifest = read_manifest(opened.read(found))
        listed = {file.path: file for file in self.manifest.files}
        for name in self._infos.keys() - {NAME}:
            if name not in listed:
                raise strange(name)
        for path, file in listed.items():
            if path not in self._infos or self._infos[path].file_size != file.size:
                raise broken()

    def content(self, file: File) -> Iterator[bytes]:
        """In pieces. Raises BadInput at the end when they are not what the list says."""
        digest = sha256()
        with _reading(), self._zip.open(self._infos[file.path]) as part:
            while piece := part.read(PIECE):
                digest.update(piece)
                yield piece
        if digest.hexdigest() != file.sha256:
            raise broken()


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
    except _STUMBLES as error:
        raise broken() from error


def verify(path: Path, written: Manifest) -> None:
    """Read a backup from beginning to end: it is what was written, and ``restore`` takes it. Raises
    BadInput."""
    with open_archive(path) as archive:
        if archive.manifest != written:
            raise broken()
        for file in archive.manifest.files:
            deque(archive.content(file), maxlen=0)


def last_lines(archive: Archive) -> Iterator[Last]:
    """Where the journals stood; where the list does not say, as they themselves do. Raises BadInput."""
    if archive.manifest.format > 1:
        yield from archive.manifest.journals
        return
    for file in archive.manifest.files:
        path, _, name = file.path.rpartition("/")
        if name == JOURNAL and is_file_of_a_store(f"{path}/{tables.NAME}"):
            chain = Chain(path)
            for piece in archive.content(file):
                chain.feed(piece)
            chain.finish()
            yield last(path, chain.end)


def last(path: str, end: End) -> Last:
    """As it stands on the list."""
    return Last(path=path, sequence=end.sequence, hash=end.hash, length=end.length)


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
