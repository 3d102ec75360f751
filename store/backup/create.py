"""Making a backup while others work.

Each shard's journal and document file are opened together under the shard's shared lock; what was
acknowledged before that is in them, and nothing half saved. The list of organisations comes last, so that
whoever a record belongs to is in it. What cannot be read is named, and costs the other units nothing.
"""

from __future__ import annotations

import errno
import os
import stat
import time
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from forms.clock import SystemClock
from forms.errors import BadInput, NotWritten, StoreError, Uncertain
from forms.os_errors import because
from store.attachments import FOLDER, LARGEST, is_digest
from store.backup import archive
from store.backup.archive import Dated, File, Folder, Last, Manifest, Missing
from store.backup.aside import new_file, sweep
from store.backup.reading import Source, opened, opened_plain, shards_end
from store.backup.rights import rights_of
from store.beneath import open_beneath
from store.files import closing, is_there, open_file, open_folder, refusing, sync
from store.places import CONFIG, MEMBERS, StoreRoot
from store.protocol import KINDS, ORGANISATIONS, Backup, is_folder_name
from store.shards import codec, keeping, locks, tables
from store.shards.chain import HOLES, Chain, has_holes, pieces
from store.shards.journal import JOURNAL, End
from store.shards.sentences import CHECK

STEM, ENDING = ".taizhang-backup", ".tmp"
"""Of files that are being written."""
SMALL = 1 << 15
"""Bytes up to which a file is packed unseen: what the archive says of it keeps the ratio in bounds."""
PACKED_MOST = 40
"""Times that a larger file may be packed."""
MOST = 20_000
"""Files of one shard that are taken, lest one unit's make the list too long for all."""

FIRST, LAST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
"""What a zip can be dated."""

LOOK = "请运行 taizhang check，并与较早的备份对照（taizhang check --against）。"


@dataclass
class Written:
    """What a backup came to, before it has its name."""

    manifest: Manifest
    problems: list[str]
    held: list[str]
    """Of shards that were read past their locks."""

    def result(self, path: Path) -> Backup:
        """In words."""
        unread = [
            f"{one.path} 没有备份：{one.why}；请管理员检查后处理，其余照常备份。"
            for one in self.manifest.named
        ]
        unread += self.held
        return Backup(path, len(self.manifest.files), path.stat().st_size, self.problems, unread)


def back_up(root: Path, target: Path, patience: float = locks.TIMEOUT) -> Backup:
    """Copy the store at ``root`` into the new file ``target``, and read it back. ``patience``: seconds that
    all locks together are waited for.

    Raises StoreError, BadInput for a target that is there or lies in the store, NotWritten.
    """
    StoreRoot.open(root)
    target = target.absolute()
    check_place(root, target)
    if os.path.lexists(target):
        raise BadInput(f"{target} 已存在，没有备份；请换一个文件名，旧的备份不会被覆盖。")
    notes = sweep_unfinished(target.parent)
    with writing(target), new_file(target.parent, STEM, ENDING) as (temporary, descriptor):
        written = write(root, descriptor, patience)
        archive.verify(temporary, written.manifest)
        put(temporary, target)
    backup = written.result(target)
    backup.notes += notes
    return backup


def sweep_unfinished(folder: Path) -> list[str]:
    """Remove what killed backups left in a folder; a sentence for each."""
    return [f"上次中断的备份留下的 {path} 已清除。" for path in sweep(folder, STEM, ENDING)]


def check_place(root: Path, target: Path) -> None:
    """Raises BadInput for a target that cannot be named or lies in the store itself."""
    if "\0" in str(target):
        raise BadInput("名称里有不能用的字符，没有备份；请换一个名称。")
    if Path(os.path.realpath(target)).is_relative_to(os.path.realpath(root)):
        raise BadInput("备份不能放在数据文件夹里面；请放到别处，最好是另一块磁盘。")


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Whatever keeps a backup from being written, or from being what was written, is NotWritten."""
    try:
        yield
    except (OSError, BadInput) as error:
        said = because(error) if isinstance(error, OSError) else "写下的内容读回来不一致，请检查磁盘"
        raise NotWritten(f"备份 {target} 写不了：{said}；台账数据没有受影响。") from error


def put(temporary: Path, target: Path) -> None:
    """Under its name, durably, unless somebody has put another there. Raises OSError; Uncertain where it is
    there and may not last."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, as on memory sticks
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        temporary.rename(target)
    try:
        sync(target.parent)
    except OSError as error:
        raise Uncertain(f"备份 {target}", because(error), f"taizhang backup --verify {target}") from error


def write(
    root: Path,
    descriptor: int,
    patience: float,
    dated: Dated | None = None,
    before: Mapping[str, End] | None = None,
) -> Written:
    """Write the archive into an open file, durably. ``before``: where journals stood at the last backup.
    Raises StoreError where there is no store, OSError where the target cannot be written."""
    StoreRoot.open(root)
    with os.fdopen(os.dup(descriptor), "w+b") as file:
        written = _Writing(root, file, patience, before or {}).run(dated)
        file.flush()
    os.fsync(descriptor)
    return written


class _Writing:
    """What is read of the store raises StoreError, whose sentence is the reason alone; what cannot be written
    raises OSError."""

    def __init__(self, root: Path, file: IO[bytes], patience: float, before: Mapping[str, End]) -> None:
        self._root = root
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6)
        self._until = time.monotonic() + patience
        self._before = before
        self._files: list[File] = []
        self._folders: list[Folder] = []
        self._journals: list[Last] = []
        self._missing: list[Missing] = []
        self._damaged: list[str] = []
        self._problems: list[str] = []
        self._held: list[str] = []
        self._told_of: Counter[str] = Counter()
        self._visited = 0
        self._listed = 0
        """Bytes of the list so far, at most."""

    def run(self, dated: Dated | None) -> Written:
        """Raises StoreError, OSError."""
        at = SystemClock().now().isoformat(timespec="seconds")
        with refusing(StoreError, f"{self._root} 打不开", "没有备份，请检查权限"):
            self._base = open_folder(os.path.realpath(self._root))
        with self._zip, closing(self._base):
            with self._entered("") as root:
                campaigns = StoreRoot(self._root).campaigns()
                for name in (CONFIG, MEMBERS):
                    self._plain(root, name, name)
                self._tell_others("", root, {CONFIG, MEMBERS, ORGANISATIONS, *campaigns})
            held = [path for campaign in campaigns for path in self._campaign(campaign)]
            for path in (*held, ORGANISATIONS):
                self._shard(path, past=True)
            self._tell_gone()
            for folder, number in self._told_of.items():
                if number > archive.NAMED:
                    more = number - archive.NAMED
                    self._problems.append(f"{folder or self._root} 里还有{more}个文件，情形类似。")
            manifest = Manifest(
                made_at=at,
                folders=tuple(self._folders),
                files=tuple(self._files),
                journals=tuple(self._journals),
                missing=tuple(self._missing),
                damaged=tuple(dict.fromkeys(self._damaged)),
                dated=dated,
            )
            self._zip.writestr(_entry(archive.NAME, ZIP_DEFLATED), codec.encode(manifest))
        return Written(manifest, self._problems, self._held)

    def _campaign(self, campaign: str) -> list[str]:
        """All of it but the shards whose locks are held: those, for later."""
        held: list[str] = []
        with self._missed(campaign), self._entered(campaign) as folder:
            self._tell_others(campaign, folder, {"pack", *KINDS})
            self._tree(f"{campaign}/pack", bounded=False)
            for kind in KINDS:
                path = f"{campaign}/{kind}"
                if not is_there(kind, folder):
                    continue
                with self._missed(path), self._entered(path) as parent:
                    for name in _names(parent):
                        if not is_folder_name(name):
                            self._leave_out(f"{path}/{name}")
                        elif not self._shard(f"{path}/{name}", past=False):
                            held.append(f"{path}/{name}")
        return held

    def _shard(self, path: str, past: bool) -> bool:
        """False where somebody has its lock who may yet let go of it."""
        if not os.path.lexists(self._root / path):
            return True
        before = len(self._folders)
        self._visited = 0
        with self._missed(path), self._entered(path) as descriptor:
            wait = max(0.0, self._until - time.monotonic()) if past else 0.0
            with opened(descriptor, path, wait, past) as source:
                if source is None:
                    del self._folders[before:]
                    return False
                self._together(path, descriptor, source)
            self._tell_others(path, descriptor, {*archive.SHARD_FILES, *archive.SHARD_FOLDERS})
            for name in archive.SHARD_FOLDERS:
                if is_there(name, descriptor):
                    self._tree(f"{path}/{name}")
        return True

    def _together(self, path: str, descriptor: int, source: Source) -> None:
        """Journal and shard as one save left them; without its journal a shard is worth nothing."""
        if JOURNAL in source.unread:
            self._miss(path, f"{JOURNAL} {source.unread[JOURNAL]}")
            return
        end, before = shards_end(source.shard), self._before.get(path)
        chain = Chain(path, *(known for known in (end, before) if known))
        if source.journal is not None:
            self._add(f"{path}/{JOURNAL}", source.journal, source.size, chain)
            chain.finish()
            self._journals.append(archive.last(path, chain.end))
        if source.shard is not None:
            self._add(f"{path}/{tables.NAME}", source.shard, source.shard_size)
        if tables.NAME in source.unread:
            self._miss(f"{path}/{tables.NAME}", source.unread[tables.NAME])
        with suppress(OSError, StoreError), closing(open_file(locks.NAME, os.O_RDONLY, descriptor)) as lock:
            self._add(f"{path}/{locks.NAME}", lock, 0)  # for its permissions
        self._judge(path, chain, end, before)
        if source.shard is not None and end is None:
            self._problems.append(f"{path} 的数据文件不是台账写成的样子；{CHECK}。")
        if source.held:
            self._held.append(
                f"{path} {source.held}；没有等它，备份到第{chain.end.sequence}次保存，逐行核对过；"
                "请管理员查明。"
            )

    def _judge(self, path: str, chain: Chain, end: End | None, before: End | None) -> None:
        said = []
        if chain.problem:
            said.append(chain.problem.sentence)
        elif end in chain.unmet:
            said.append(f"{path} 的日志与数据文件对不上，日志可能被截短或替换；{CHECK}。")
        if before in chain.unmet and not chain.problem:
            said.append(f"{path} 的日志不是接着上次备份往下写的，可能被截短或改写；{LOOK}")
        if said:
            self._problems += said
            self._damage(path)

    def _tell_gone(self) -> None:
        """A journal that the last backup had and this one neither has nor misses."""
        missing = [one.path for one in self._missing]
        for path in sorted(self._before.keys() - {last.path for last in self._journals}):
            if path not in self._damaged and not any(f"{path}/".startswith(f"{above}/") for above in missing):
                self._problems.append(f"{path} 的日志上次备份时还在，现在不见了；{LOOK}")
                self._damage(path)

    def _tree(self, path: str, bounded: bool = True) -> None:
        """All files below a folder, one by one. ``bounded``: as many as a shard may have."""
        with self._missed(path), self._entered(path) as descriptor:
            for name in _names(descriptor):
                self._visited += 1
                if bounded and (self._visited > MOST or self._listed > archive.LIST_LIMIT * 3 // 4):
                    self._miss(path, "里面的文件太多，只备份了一部分")
                    return
                self._any(descriptor, name, f"{path}/{name}")

    def _any(self, dir_fd: int, name: str, path: str) -> None:
        with self._missed(path):
            with _reading():
                kind = os.stat(name, dir_fd=dir_fd, follow_symlinks=False).st_mode
            inner = stat.S_ISDIR(kind) and not _is_attachment(path)
            if inner and archive.is_file_of_a_store(f"{path}/x"):
                self._tree(path)
            elif archive.is_file_of_a_store(path):
                self._plain(dir_fd, name, path)
            else:
                self._leave_out(path)

    def _plain(self, dir_fd: int, name: str, path: str) -> None:
        """A file that no lock protects: it was written once and stays."""
        attachment = _is_attachment(path)
        ours = attachment or not {FOLDER, keeping.FOLDER}.intersection(path.split("/")[1:-1])
        with self._missed(path) if ours else self._told(path), opened_plain(name, dir_fd) as (file, size):
            if (not ours or size > LARGEST) and has_holes(file, size):
                raise StoreError(HOLES)
            digest = self._add(path, file, size)
            if attachment and digest != name:
                self._tell(path, "的内容已损坏；请从较早的备份恢复。")
                self._damage(path)

    def _add(self, path: str, descriptor: int, size: int, chain: Chain | None = None) -> str:
        """A file of so many bytes, and its rights; its digest. One that cannot be read to its end is in it so
        far. Raises StoreError where nothing of it is."""
        with _reading():
            rights = rights_of(descriptor)
        entry = _entry(path, _method(path, descriptor, size))
        digest, done = sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as out, self._missed(path):
            for piece in pieces(descriptor, size):
                digest.update(piece)
                done += len(piece)
                if chain:
                    chain.feed(piece)
                out.write(piece)
        file = File(path=path, size=done, sha256=digest.hexdigest(), rights=rights)
        self._files.append(file)
        self._listed += len(codec.encode(file)) + 1
        return file.sha256

    @contextmanager
    def _entered(self, path: str) -> Iterator[int]:
        """A folder of the store, opened and put on the list. Raises StoreError."""
        with _reading():
            descriptor = open_beneath(self._base, path or ".", os.O_RDONLY | os.O_DIRECTORY)
        with closing(descriptor):
            with _reading():
                folder = Folder(path=path, rights=rights_of(descriptor))
            self._folders.append(folder)
            self._listed += len(codec.encode(folder)) + 1
            yield descriptor

    @contextmanager
    def _missed(self, path: str) -> Iterator[None]:
        """What cannot be read within is named, and the rest goes on. What is gone by now was taken away."""
        try:
            yield
        except FileNotFoundError:
            pass
        except StoreError as error:
            self._miss(path, error.said)

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        """The same of what is no part of the records."""
        try:
            yield
        except FileNotFoundError:
            pass
        except StoreError as error:
            self._tell(path, f"{error.said}，没有备份；请管理员检查后移走。")

    def _miss(self, path: str, why: str) -> None:
        missing = Missing(path=path, why=why)
        self._missing.append(missing)
        self._listed += len(codec.encode(missing)) + 1

    def _tell_others(self, path: str, descriptor: int, ours: Collection[str]) -> None:
        for name in _names(descriptor):
            if name not in ours:
                self._leave_out(f"{path}/{name}" if path else name)

    def _leave_out(self, path: str) -> None:
        self._tell(path, "不是台账建立的，没有备份；请管理员检查后移走。")

    def _tell(self, path: str, what: str) -> None:
        """Of a file: some of a folder are named, and then how many more."""
        folder = path.rpartition("/")[0]
        self._told_of[folder] += 1
        if self._told_of[folder] <= archive.NAMED:
            self._problems.append(f"{path} {what}")

    def _damage(self, path: str) -> None:
        self._damaged.append(path)
        self._listed += len(codec.encode(path)) + 1


@contextmanager
def _reading() -> Iterator[None]:
    """Within, whatever the system refuses is a reason not to have read the store."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError(because(error)) from error


def _names(descriptor: int) -> list[str]:
    """Of what is in a folder, in order; temporary files of a save under way are none of it. Raises
    StoreError."""
    with _reading():
        return sorted(name for name in os.listdir(descriptor) if not name.startswith("."))


def _is_attachment(path: str) -> bool:
    *_, folder, name = ("", *path.split("/"))
    return folder == FOLDER and is_digest(name)


def _method(path: str, descriptor: int, size: int) -> int:
    """Attachments are mostly packed already. What packs so well that restoring would take it for a trap is
    not packed either."""
    if f"/{FOLDER}/" in path:
        return ZIP_STORED
    if size <= SMALL:
        return ZIP_DEFLATED
    packer, packed = zlib.compressobj(1), 0
    with suppress(StoreError):  # told when it is copied
        packed = sum(len(packer.compress(piece)) for piece in pieces(descriptor, size))
    return ZIP_DEFLATED if size < PACKED_MOST * (packed + len(packer.flush())) else ZIP_STORED


def _entry(path: str, method: int) -> ZipInfo:
    """Dated as well as a zip can be: it knows no years before 1980 nor after 2107."""
    now = SystemClock().now()
    date = (now.year, now.month, now.day, now.hour, now.minute, now.second)
    entry = ZipInfo(path, min(max(date, FIRST), LAST))
    entry.compress_type = method
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    return entry
