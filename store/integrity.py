"""Is every file of a store whole, and what can be put right?

A check reads everything and tidies what opening would: a shard that is behind its journal, a last line that
was never finished; and a shard that stopped after a failed write goes on once its journal is in order again.
A repair (``taizhang check --repair``) puts right what can be without losing
anything, and deletes nothing. The journal is the truth: a shard that does not say what its journal comes
to is moved into ``damaged/`` and made anew; a line that was never finished goes there too. A journal that
is itself damaged, or knows less than its shard, is left as it is: only a backup can help then.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from forms.errors import Damaged, LockTimeout, NewerFormat, StoreError, TaizhangError
from forms.os_errors import because
from store.attachments import check_files
from store.files import closing, content_of, discard_leftovers, is_there, names_in, open_folder, refusing
from store.found import Found, worst
from store.permissions import tighten
from store.places import StoreRoot
from store.protocol import KINDS, ORGANISATIONS, Entry, Repairs, is_folder_name
from store.shards import codec, keeping, limits, locks, tables
from store.shards.contents import Contents, differ
from store.shards.journal import BLOCKED, JOURNAL, End, Journal, Reading, lines, read
from store.shards.opening import Opening
from store.shards.rows import Row
from store.shards.sentences import remedied
from store.shards.tables import DELETED, META, ShardStorage, Tables

BACKUP = "请从备份恢复"
REPAIR = "可运行 taizhang check --repair 据日志重建"

_TIDIED = {"behind": "缺少数据文件，已据日志重建", "unfinished": "的日志末尾没有写完整，已整理好"}
"""What a check puts right by itself, and how that is told."""

MOST = 10
"""Documents named for one shard; more would only hide the other problems."""


def check_store(root: Path, units: Collection[str] | None = None, called: Path | None = None) -> list[Found]:
    """What is wrong with the store's files, or was until now, a sentence each; empty when all is well.

    Every journal line and hash, sequences, revisions, each shard against the replay of its journal, and
    each attachment against its name.
    ``units``: only the shards of these. ``called``: what sentences call the folder.
    Raises StoreError when there is no store to look at.
    """
    place = StoreRoot.open(root)
    problems: list[Found] = []
    called = called or root
    for name, folder in shard_folders(place, problems, called):
        if units is None or name == ORGANISATIONS or folder.name in units:
            problems += check_shard(folder, name, called / folder.relative_to(root))
            problems += check_files(folder, name)
    return problems


def shard_folders(place: StoreRoot, problems: list[Found], called: Path) -> Iterator[tuple[str, Path]]:
    """Name and folder of every shard of every campaign; what lies among them and is none is told."""
    if os.path.lexists(place.path / ORGANISATIONS):
        yield ORGANISATIONS, place.path / ORGANISATIONS
    for campaign in place.campaigns():
        for kind in KINDS:
            parent = place.path / campaign / kind
            try:
                names = names_in(parent)
            except OSError as error:
                said = f"{called / campaign / kind} 读不出来：{because(error)}；请检查文件夹权限。"
                problems.append(Found(said))
                continue
            for name in names:
                if is_folder_name(name):
                    yield f"{campaign}/{kind}/{name}", parent / name
                else:
                    said = f"{called / campaign / kind} 里的“{name}”不是台账建立的；请管理员检查后移走。"
                    problems.append(Found(said, "foreign"))


def check_shard(
    folder: Path, name: str, called: Path | None = None, goes_on: list[str] | None = None
) -> list[Found]:
    """What is wrong with one folder of a store, which sentences call ``called``. To ``goes_on`` is added what
    of it is all right again: a shard that was behind, or had stopped writing."""
    try:
        with refusing(StoreError, f"{name} 打不开", "请检查文件夹权限"):
            dir_fd = open_folder(folder)
        with closing(dir_fd), refusing(StoreError, f"{name} 读不出来"):
            return _locked(called or folder, dir_fd, name, goes_on if goes_on is not None else [])
    except StoreError as error:
        return [Found(_naming(name, error))]


def _naming(name: str, error: TaizhangError) -> str:
    """The sentence, with the shard in it."""
    return error.sentence if name in error.sentence else f"{name}：{error.sentence}"


def _locked(folder: Path, dir_fd: int, name: str, goes_on: list[str]) -> list[Found]:
    """Under the lock, so that nobody's save is taken for damage."""
    if not any(is_there(file, dir_fd) for file in (tables.NAME, JOURNAL, BLOCKED, locks.NAME)):
        return []
    try:
        with locks.acquire(dir_fd, name, doing="检查") as lock:
            check = ShardCheck(folder, dir_fd, name, lock.stood)
            problems = check.tidied(check.run(may_write=True))
            goes_on += check.goes_on
            return problems
    except LockTimeout as error:
        return [Found(error.sentence, "locked")]
    except locks.ReadOnly:
        pass
    try:
        with locks.acquire(dir_fd, name, shared=True, doing="检查") as lock:
            return ShardCheck(folder, dir_fd, name, lock.stood).run(may_write=False)
    except LockTimeout as error:
        return [Found(error.sentence, "locked")]
    except (FileNotFoundError, locks.ReadOnly):  # a lock may be for those who write, to look at as well
        return ShardCheck(folder, dir_fd, name).run(may_write=False)


class ShardCheck:
    """One reading of a folder whose lock is held, and what is wrong with it."""

    def __init__(self, folder: Path, dir_fd: int, name: str, stood: locks.Stood | None = None) -> None:
        self._folder = folder
        self._dir_fd = dir_fd
        self._name = name
        self._stood = stood
        """Where the journal stood after the last save."""
        self._journal = Journal(dir_fd, name)
        self._problems: list[Found] = []
        self.gaps: list[Found] = []
        """Problems that the journal itself has for good, and that harm nothing."""
        self.behind = False
        """The journal has a tail that the shard has not got, as it may."""
        self.goes_on: list[str] = []
        """Sentences about something that is all right again."""

    def tidied(self, problems: list[Found]) -> list[Found]:
        """Nothing is wrong but what opening puts right: then it is put right now, under the lock for writing.
        Returns what there is to be told."""
        if worst(problems) not in ("ok", "tidied") or not (
            self.behind or any(one.code in _TIDIED for one in problems)
        ):
            return problems
        told: list[str] = []
        opening = Opening(self._folder, self._dir_fd, self._name, told.append)
        opening.closely(mend=True)
        if opening.tail():
            opening.write()
        if not opening.ready or Tables(self._folder, self._dir_fd, self._name).end() != opening.end:
            return [*problems, *map(Found, told)]
        done = [
            Found(f"{self._name} {_TIDIED[problem.code]}。", problem.code)
            if problem.code in _TIDIED
            else problem
            for problem in problems
        ]
        self.goes_on += [problem for problem in done if problem.code in _TIDIED]
        return done

    def run(self, may_write: bool) -> list[Found]:
        """What is wrong with journal and shard, a sentence each. ``may_write``: a shard that had stopped
        writing is let go on."""
        content = self._journal.content()
        counted = self._journal.counted()
        if counted is not None:
            self._blocked(content, counted, may_write)
            content = content[:counted]
        reading = self._read(content)
        if reading and self._stood and not self._goes_on(reading, *self._stood):
            self._say(
                "mismatch",
                f"的日志没有了第 {self._stood[0]} 次保存，可能被截短或替换；请从备份恢复，"
                "或用 taizhang check --against 与备份对照",
            )
        shard, tables_ = self._read_shard()
        if reading and tables_:
            self._compare(reading, tables_, shard)
        elif reading and reading.entries:
            self._replay(Contents(self._name), reading.entries)
            if worst(self._problems) in ("ok", "tidied"):
                self._say("behind", "缺少数据文件；日志完好，下次打开时会据日志重建")
        return self._problems + self.gaps

    @staticmethod
    def _goes_on(reading: Reading, sequence: int, digest: str) -> bool:
        """Is the line still there that was last when somebody last saved?"""
        ends = [End(), *reading.ends]
        return sequence < len(ends) and ends[sequence].hash == digest

    def _say(self, code: str, what: str) -> None:
        self._problems.append(Found(f"{self._name} {what}。", code))

    def _tell(self, code: str, error: TaizhangError, remedy: str) -> None:
        """A refusal to read sends its reader here: what helps is said instead."""
        self._problems.append(Found(remedied(error, remedy), code))

    def _blocked(self, content: bytes, counted: int, may_write: bool) -> None:
        """The write that could not be taken back then is taken back now."""
        try:
            deque(lines(content[:counted], End(), self._name), maxlen=0)
            if not may_write:
                self._say("stopped", "因写入失败已停止写入；请由可以写入的账号运行 taizhang check")
                return
            if len(content) > counted:
                keeping.keep(self._dir_fd, "journal", content[counted:])
                self._journal.truncate(counted)
            self._journal.unblock()
        except Damaged:
            self._say("journal", "因写入失败已停止写入，日志也有损坏，没有恢复写入；请从备份恢复")
        except OSError as error:
            self._say("stopped", f"因写入失败已停止写入，现在仍不能恢复（{because(error)}）；请检查磁盘")
        else:
            self._say("resumed", "曾因写入失败停止写入，现已去掉没有写成的内容，可以继续使用")
            self.goes_on += self._problems[-1:]

    def _read(self, content: bytes) -> Reading | None:
        try:
            reading = read(content, End(), self._name)
        except (Damaged, NewerFormat) as error:
            self._tell("journal", error, BACKUP)
            return None
        if reading.torn:
            self._say("unfinished", "的日志末尾有一行没有写完（当时未保存成功）；下次打开时会略去")
        if reading.unfinished:
            self._say("unfinished", "的日志末尾缺少换行；下次保存时会补上")
        return reading

    def _read_shard(self) -> tuple[bytes, Tables | None]:
        try:
            content = content_of(tables.NAME, self._dir_fd, limits.SHARD)
        except FileNotFoundError:
            return b"", None
        found = Tables(self._folder, self._dir_fd, self._name)
        try:
            found.end()
        except (Damaged, NewerFormat) as error:
            self._tell("shard", error, REPAIR)
            return content, None
        return content, found

    def _compare(self, reading: Reading, found: Tables, content: bytes) -> None:
        end = found.end() or End()
        ends = [End(), *reading.ends]
        if end.sequence > reading.end.sequence:
            self._say("mismatch", "的日志比数据文件短，可能被截短；请从备份恢复")
            return
        if ends[end.sequence] != end:
            self._say("mismatch", "的日志与数据文件对不上，可能被替换或改动过；请从备份恢复")
            return
        self.behind = end != reading.end
        replayed = Contents(self._name)
        self._replay(replayed, reading.entries[: end.sequence])
        try:
            contents = found.contents()
        except Damaged as error:
            self._tell("shard", error, REPAIR)
            return
        if deep := [
            row.place for row in contents.rows.values() if limits.is_deep(row.raw, limits.DEEPEST + 2)
        ]:
            self._say("shard", f"的数据文件中第 {deep[0]} 条记录层次太深；{REPAIR}")
        else:
            self._compare_documents(replayed, contents)
            if replayed.deleted != contents.deleted or replayed.next_place != found.next:
                self._say("mismatch", f"的数据文件中的编号或删除标记与日志不一致；{REPAIR}")
            annexes = {change.annex for entry in reading.entries[: end.sequence] for change in entry.changes}
            marks = [str(number + 1) for number in range(len(contents.deleted))]
            strange = list(found.all().get(DELETED, {})) != marks
            strange = strange or not found.names() <= {META, DELETED, *annexes}
            if strange or codec.encode(codec.decode(content)) != content:
                self._say("mismatch", f"的数据文件被别的程序改写过；{REPAIR}")
        self._replay(replayed, reading.entries[end.sequence :])

    def _replay(self, contents: Contents, entries: list[Entry]) -> None:
        before = len(contents.gaps)
        for entry in entries:
            contents.replay(entry)
        for document_id in dict.fromkeys(contents.gaps[before:]):
            said = f"{self._name} 的日志中记录 {document_id} 的版本号不连续，"
            said += "当时的数据文件可能被别的程序改动过；内容以日志为准，可以继续使用。"
            self.gaps.append(Found(said, "revision-gap"))

    def _compare_documents(self, replayed: Contents, contents: Contents) -> None:
        wrong = [
            document_id
            for document_id in dict.fromkeys([*replayed.rows, *contents.rows])
            if not _same(replayed.rows.get(document_id), contents.rows.get(document_id))
        ]
        for document_id in wrong[:MOST]:
            said = f"的记录 {document_id} 与日志不一致，可能被别的程序改动过；{REPAIR}"
            self._say("mismatch", said)
        if len(wrong) > MOST:
            self._say("mismatch", f"还有{len(wrong) - MOST}条记录与日志不一致")


def _same(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return False
    return one.place == other.place and one.annex == other.annex and not differ(one.raw, dict(other.raw))


def repair_store(root: Path) -> Repairs:
    """Put right what can be. Raises StoreError when there is no store."""
    place = StoreRoot.open(root)
    repairs = Repairs()
    for name, folder in shard_folders(place, [], root):
        repair_shard(folder, name, repairs)
    tighten(root, repairs)
    return repairs


def repair_shard(folder: Path, name: str, repairs: Repairs) -> None:
    """One folder of a store. What a check does not find fault with is not touched."""
    problems = check_shard(folder, name, goes_on=repairs.done)
    if worst(problems) in ("ok", "tidied"):
        return
    if held := [problem for problem in problems if problem.code == "locked"]:
        repairs.failed += held  # it was waited for already
        return
    try:
        with refusing(StoreError, f"{name} 打不开", "请检查文件夹权限"):
            dir_fd = open_folder(folder)
        with (
            closing(dir_fd),
            refusing(StoreError, f"{name} 未能修复", "请检查磁盘和权限", unsure=f"{name} 的修复"),
            locks.acquire(dir_fd, name, doing="修复"),
        ):
            _Repair(folder, dir_fd, name, repairs).run()
    except (LockTimeout, StoreError) as error:
        repairs.failed.append(_naming(name, error))


class _Repair:
    """Of one folder, under its lock."""

    def __init__(self, folder: Path, dir_fd: int, name: str, repairs: Repairs) -> None:
        self._folder = folder
        self._dir_fd = dir_fd
        self._name = name
        self._repairs = repairs
        self._journal = Journal(dir_fd, name)

    def run(self) -> None:
        """Raises StoreError, NewerFormat, OSError."""
        try:
            reading = read(self._journal.content(), End(), self._name)
            replayed = Contents(self._name)
            for entry in reading.entries:
                replayed.replay(entry)
        except Damaged:
            return
        if self._knows_more(reading, replayed):
            return
        self._finish_journal(reading)
        if not self._is_right():
            self._rebuild(reading)

    def _finish_journal(self, reading: Reading) -> None:
        if reading.torn:
            kept = keeping.keep(self._dir_fd, "journal", reading.torn)
            self._journal.truncate(reading.end.length)
            self._say(f"日志末尾没有写完的一行已移入 {kept}")
        elif reading.unfinished:
            self._journal.append(b"\n")
            self._say("日志末尾缺的换行已补上")

    def _is_right(self) -> bool:
        check = ShardCheck(self._folder, self._dir_fd, self._name)
        try:
            return check.run(may_write=True) == check.gaps
        except (OSError, StoreError):  # a link, a folder, anything but a file
            return False

    def _rebuild(self, reading: Reading) -> None:
        discard_leftovers(self._dir_fd)
        kept = ""
        if is_there(tables.NAME, self._dir_fd):
            kept = keeping.set_aside(self._dir_fd, tables.NAME)
        elif not reading.entries:
            return
        told: list[str] = []
        Opening(self._folder, self._dir_fd, self._name, told.append).closely(mend=True)
        where = f"，原来的文件在 {kept}" if kept else ""
        if is_there(tables.NAME, self._dir_fd) or not reading.entries:
            self._say(f"数据文件已据日志重建{where}")
        else:
            self._repairs.failed += told

    def _knows_more(self, reading: Reading, replayed: Contents) -> bool:
        """Does the shard hold what its journal does not? Then the journal was cut short or replaced, and to
        go by it would lose something."""
        end = self._shards_end()
        if end and end.sequence < len(reading.ends) + 1 and end == [End(), *reading.ends][end.sequence]:
            return False
        newest = {name: row.raw["rev"] for name, row in replayed.rows.items()} | replayed.deleted
        for row in self._rows():
            name, rev = row.get("id"), row.get("rev")
            if not isinstance(name, str) or type(rev) is not int:
                continue
            kept = replayed.rows.get(name)
            known = newest.get(name, 0)
            if rev > known or (rev == known and kept and "annex" in row and differ(kept.raw, row)):
                return True
        return False

    def _shards_end(self) -> End | None:
        """Which entry the shard says it contains last. None where it does not say."""
        try:
            return Tables(self._folder, self._dir_fd, self._name).end()
        except NewerFormat:
            raise
        except StoreError:
            return None

    def _rows(self) -> Iterator[dict[str, Any]]:
        """Documents and marks of deletion, as far as the file can be read."""
        try:
            found = ShardStorage(self._folder / tables.NAME, self._dir_fd).read() or {}
        except StoreError:
            return
        for table in found.values():
            yield from table.values()

    def _say(self, what: str) -> None:
        self._repairs.done.append(f"{self._name} 的{what}。")
