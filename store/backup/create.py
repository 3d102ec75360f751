"""Making a backup while others work.

Each shard's journal and document file are read together under the shard's shared lock, which is held for as
long as reading them takes; what was acknowledged before that is in them, and nothing half saved. The list of
organisations comes last, so that whoever a record belongs to is in it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from forms.clock import SystemClock
from forms.errors import BadInput, Damaged, NotWritten, StoreError
from forms.os_errors import because
from store.backup import archive
from store.backup.archive import File, Folder, Manifest
from store.backup.rights import rights_of
from store.files import SAFE, closing, open_file, open_folder, read_all, refusing, sync
from store.places import CONFIG, MEMBERS, StoreRoot
from store.protocol import KINDS, ORGANISATIONS, Backup, is_folder_name
from store.shards import codec, locks, tables
from store.shards.journal import JOURNAL, End, Journal, read

PIECE = 1 << 20


def back_up(root: Path, target: Path) -> Backup:
    """Copy the store at ``root`` into the new file ``target``, and read it back.

    Raises StoreError, LockTimeout, BadInput for a target that is there or lies in the store, NotWritten.
    """
    StoreRoot.open(root)
    target = target.absolute()
    if "\0" in str(target):
        raise BadInput("文件名里有不能用的字符，没有备份；请换一个文件名。")
    if os.path.lexists(target):
        raise BadInput(f"{target} 已存在，没有备份；请换一个文件名，旧的备份不会被覆盖。")
    if Path(os.path.realpath(target)).is_relative_to(os.path.realpath(root)):
        raise BadInput("备份不能放在数据文件夹里面；请放到别处，最好是另一块磁盘。")
    temporary = target.with_name(f".{target.name[:60]}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | SAFE, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            written = _Writing(root, file).run()
            file.flush()
            os.fsync(descriptor)
        archive.verify(temporary)
        _put(temporary, target)
    except (OSError, BadInput) as error:
        said = because(error) if isinstance(error, OSError) else "写下的内容读回来不一致，请检查磁盘"
        raise NotWritten(f"备份 {target} 写不了：{said}；台账数据没有受影响。") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return Backup(target, len(written.files), target.stat().st_size, written.problems)


def _put(temporary: Path, target: Path) -> None:
    """Under its name, durably, unless somebody has put another there."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, as on memory sticks
        if os.path.lexists(target):
            raise
        temporary.rename(target)
    sync(target.parent)


class _Writing:
    def __init__(self, root: Path, file: IO[bytes]) -> None:
        self._root = root
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6)
        self.files: list[File] = []
        self._folders: list[Folder] = []
        self.problems: list[str] = []

    def run(self) -> _Writing:
        """Raises StoreError, LockTimeout, OSError: the target cannot be written."""
        at = SystemClock().now().isoformat(timespec="seconds")
        with self._zip:
            with self._entered("") as root:
                for name in (CONFIG, MEMBERS):
                    self._plain(root, name, name)
                self._tell_others(root)
            for campaign in StoreRoot(self._root).campaigns():
                self._campaign(campaign)
            self._shard(ORGANISATIONS)
            manifest = Manifest(made_at=at, folders=tuple(self._folders), files=tuple(self.files))
            self._zip.writestr(_entry(archive.NAME), codec.encode(manifest))
        return self

    def _campaign(self, campaign: str) -> None:
        with self._entered(campaign):
            pass
        self._tree(f"{campaign}/pack")
        for kind in KINDS:
            path = f"{campaign}/{kind}"
            if not os.path.lexists(self._root / path):
                continue
            with self._entered(path) as descriptor:
                names = _names(descriptor)
            for name in names:
                if is_folder_name(name):
                    self._shard(f"{path}/{name}")
                else:
                    self._leave_out(f"{path}/{name}")

    def _shard(self, path: str) -> None:
        if not os.path.lexists(self._root / path):
            return
        with self._entered(path) as descriptor:
            journal, shard = self._together(path, descriptor)
            names = _names(descriptor)
            lock = b"" if locks.NAME in names else None  # for its permissions
            for name, content in ((JOURNAL, journal), (tables.NAME, shard), (locks.NAME, lock)):
                if content is not None:
                    with closing(open_file(name, os.O_RDONLY, descriptor)) as found:
                        self._add(f"{path}/{name}", found, [content])
            for name in names:
                if name in archive.SHARD_FOLDERS:
                    self._tree(f"{path}/{name}")
                elif name not in archive.SHARD_FILES:
                    self._leave_out(f"{path}/{name}")
        try:
            read(journal or b"", End(), path)
        except Damaged as error:
            self.problems.append(error.sentence)

    def _together(self, path: str, descriptor: int) -> tuple[bytes | None, bytes | None]:
        """Journal and shard as one save left them; of a journal that has stopped, what counts of it."""
        held: locks.Lock | contextlib.nullcontext[None]
        try:
            held = locks.acquire(descriptor, path, shared=True, doing="备份")
        except FileNotFoundError:  # nobody has saved yet; reading the shard first, a save is in the journal
            held = contextlib.nullcontext()
        with held:
            shard = _content(path, descriptor, tables.NAME)
            journal = _content(path, descriptor, JOURNAL)
            counted = Journal(descriptor, path).counted()
        return journal if journal is None or counted is None else journal[:counted], shard

    def _tree(self, path: str) -> None:
        """All files below a folder, one by one."""
        with self._entered(path) as descriptor:
            for name in _names(descriptor):
                inner = f"{path}/{name}"
                try:
                    kind = os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode
                except FileNotFoundError:
                    continue
                if stat.S_ISDIR(kind) and archive.is_file_of_a_store(f"{inner}/x"):
                    self._tree(inner)
                elif archive.is_file_of_a_store(inner):
                    self._plain(descriptor, name, inner)
                else:
                    self._leave_out(inner)

    def _plain(self, dir_fd: int, name: str, path: str) -> None:
        """A file that no lock protects: it was written once and stays."""
        try:
            descriptor = open_file(name, os.O_RDONLY, dir_fd)
        except FileNotFoundError:
            return
        except StoreError as error:
            self.problems.append(f"{path} 没有备份：{error.sentence}")
            return
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENXIO):  # a link, a pipe
                self.problems.append(f"{path} {because(error)}，没有备份；请管理员检查后移走。")
                return
            raise StoreError(f"{path} 读不出来：{because(error)}；没有备份，请检查权限。") from error
        with closing(descriptor):
            self._add(path, descriptor, iter(partial(_piece, descriptor, path), b""))

    def _add(self, path: str, descriptor: int, pieces: Iterable[bytes]) -> None:
        """A file with what is to be in it, and the rights of the one that is open."""
        digest, size = sha256(), 0
        with self._zip.open(_entry(path), "w", force_zip64=True) as out:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                out.write(piece)
        rights = rights_of(descriptor)
        self.files.append(File(path=path, size=size, sha256=digest.hexdigest(), rights=rights))

    @contextlib.contextmanager
    def _entered(self, path: str) -> Iterator[int]:
        """A folder of the store, opened and put on the list."""
        with refusing(StoreError, f"{path or self._root} 打不开", "没有备份，请检查权限"):
            descriptor = open_folder(self._root / path)
        with closing(descriptor):
            self._folders.append(Folder(path=path, rights=rights_of(descriptor)))
            yield descriptor

    def _tell_others(self, root: int) -> None:
        campaigns = set(StoreRoot(self._root).campaigns())
        for name in _names(root):
            if name not in {CONFIG, MEMBERS, ORGANISATIONS, *campaigns}:
                self._leave_out(name)

    def _leave_out(self, path: str) -> None:
        self.problems.append(f"{path} 不是台账建立的，没有备份；请管理员检查后移走。")


def _names(descriptor: int) -> list[str]:
    """Of what is in a folder, in order; temporary files of a save under way are none of it."""
    return sorted(name for name in os.listdir(descriptor) if not name.startswith("."))


def _content(path: str, dir_fd: int, name: str) -> bytes | None:
    with refusing(StoreError, f"{path}/{name} 读不出来", "没有备份，请检查权限"):
        try:
            descriptor = open_file(name, os.O_RDONLY, dir_fd)
        except FileNotFoundError:
            return None
    with closing(descriptor), refusing(StoreError, f"{path}/{name} 读不出来", "没有备份，请检查磁盘"):
        return read_all(descriptor)


def _piece(descriptor: int, path: str) -> bytes:
    with refusing(StoreError, f"{path} 读不出来", "没有备份，请检查磁盘"):
        return os.read(descriptor, PIECE)


def _entry(path: str) -> ZipInfo:
    now = SystemClock().now()
    entry = ZipInfo(path, (now.year, now.month, now.day, now.hour, now.minute, now.second))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    return entry
