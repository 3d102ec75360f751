"""The store in files: ``store.protocol.Store`` over a folder of shards."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

from forms.clock import SystemClock
from forms.errors import BadInput, StoreError
from store.protocol import ORGANISATIONS, Change, Document, Entry
from store.shards import locks, tables
from store.shards.collecting import undisturbed
from store.shards.contents import Contents
from store.shards.files import because, make_folder
from store.shards.journal import NAME as JOURNAL
from store.shards.journal import lines
from store.shards.shard import Shard

KINDS = ("units", "office")
"""Folders of shards in a campaign's folder."""

KEPT = 1_000
"""Documents kept from reading to reading, over all shards: some 2 kB each, and a school may have 100,000. The
shard that was read last is kept whatever its size."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)


def is_folder_name(name: str) -> bool:
    """May this be the name of a unit's or campaign's folder? ASCII, and nothing that leads elsewhere."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None and ".." not in name


class FileStore:
    """A campaign's shards below ``root``, and the organisations, which all campaigns share.

    Safe to use from several threads and processes at once. ``lock_timeout`` is in seconds.
    """

    def __init__(self, root: Path, campaign: str, lock_timeout: float = locks.TIMEOUT) -> None:
        if not is_folder_name(campaign) or campaign == ORGANISATIONS:
            raise BadInput(f"专项工作编号 {campaign!r} 不能用：只能是英文字母、数字、- 和 _。")
        self.root = Path(root)
        self.campaign = campaign
        self.lock_timeout = lock_timeout
        self._opened: dict[str, Shard] = {}
        self._warnings: list[str] = []
        self._keeping = Lock()
        self._used: dict[str, int] = {}
        """Shards whose documents are kept, the one longest unused first, with how many they are."""

    def shards(self) -> list[str]:
        found = [ORGANISATIONS] if self._is_shard(self.root / ORGANISATIONS) else []
        for kind in KINDS:
            folder = self.root / self.campaign / kind
            try:
                names = sorted(entry.name for entry in folder.iterdir())
            except FileNotFoundError:
                continue
            except OSError as error:
                raise StoreError(f"{folder} 读不出来：{because(error)}；请检查文件夹权限。") from error
            found += [
                f"{kind}/{name}" for name in names if is_folder_name(name) and self._is_shard(folder / name)
            ]
        return found

    @staticmethod
    def _is_shard(folder: Path) -> bool:
        return any(os.path.lexists(f"{folder}/{name}") for name in (tables.NAME, JOURNAL))

    def get(self, shard: str, document_id: str) -> Document | None:
        return self._contents(shard).get(document_id)

    def query(self, shard: str, annex: str | None = None, org: str | None = None) -> list[Document]:
        contents = self._contents(shard)
        with undisturbed():
            return [
                contents.document(row)
                for row in contents.rows.values()
                if (annex is None or row.annex == annex) and (org is None or row.raw.get("org") == org)
            ]

    def apply(self, shard: str, changes: Sequence[Change], actor: str) -> list[Document | None]:
        opened = self._shard(shard)
        for change in changes:
            _check(change)
        if not changes:
            return []
        self._make_folders(opened.folder)
        at = SystemClock().now().isoformat(timespec="microseconds")
        results = opened.apply(changes, actor, at, self.lock_timeout)
        self._keep(shard)
        return results

    def history(self, shard: str, document_id: str | None = None) -> Iterator[Entry]:
        """Of one document: the entries that touched it, each with the changes of that document alone."""
        opened = self._shard(shard)
        end = opened.end(self.lock_timeout)
        if end.sequence == 0:
            return
        data, start = opened.journal(0, end)
        for entry, _ in lines(data, start, shard):
            if document_id is None:
                yield entry
                continue
            own = tuple(change for change in entry.changes if change.id == document_id)
            if own:
                yield Entry(sequence=entry.sequence, actor=entry.actor, at=entry.at, changes=own)

    def changes_since(self, shard: str, sequence: int) -> list[Entry]:
        opened = self._shard(shard)
        end = opened.end(self.lock_timeout)
        if sequence >= end.sequence:
            return []
        data, start = opened.journal(sequence, end)
        return [entry for entry, _ in lines(data, start, shard) if entry.sequence > sequence]

    def sequence(self, shard: str) -> int:
        opened = self._shard(shard)
        sequence = opened.end(self.lock_timeout).sequence
        if opened.kept() and shard not in self._used:
            self._keep(shard)
        return sequence

    def keep_file(self, shard: str, org: str, data: bytes) -> str:
        from store.attachments import keep

        folder = self._folder(shard)
        self._make_folders(folder)
        return keep(folder, data)

    def read_file(self, shard: str, digest: str) -> bytes:
        from store.attachments import read

        return read(self._folder(shard), digest)

    def warnings(self) -> list[str]:
        told, self._warnings = self._warnings, []
        return told

    def _tell(self, sentence: str) -> None:
        if sentence not in self._warnings:
            self._warnings.append(sentence)

    def _contents(self, shard: str) -> Contents:
        contents = self._shard(shard).snapshot(self.lock_timeout).contents
        self._keep(shard)
        return contents

    def _keep(self, shard: str) -> None:
        """This one was used last; let go of others when there are too many documents. Not because of one that
        has next to nothing."""
        if shard == ORGANISATIONS or not self._opened[shard].kept():
            return
        with self._keeping:
            self._used.pop(shard, None)
            self._used[shard] = self._opened[shard].kept()
            while len(self._used) > 1 and sum(self._used.values()) > KEPT:
                longest_unused = next(iter(self._used))
                del self._used[longest_unused]
                self._opened[longest_unused].forget()

    def _shard(self, name: str) -> Shard:
        shard = self._opened.get(name)
        if shard is None:
            shard = self._opened.setdefault(name, Shard(self._folder(name), name, self._tell))
        return shard

    def _folder(self, name: str) -> Path:
        if name == ORGANISATIONS:
            return self.root / ORGANISATIONS
        kind, _, unit = name.partition("/")
        if kind not in KINDS or not is_folder_name(unit):
            raise BadInput(f"{name!r} 不是可用的党组织编号：只能是英文字母、数字、- 和 _。")
        return self.root / self.campaign / kind / unit

    def _make_folders(self, folder: Path) -> None:
        if folder.is_dir():
            return
        if not self.root.is_dir():
            raise StoreError(f"台账资料文件夹 {self.root} 不存在，没有保存；请先运行 taizhang init。")
        try:
            for parent in reversed([folder, *folder.parents]):
                if parent.is_relative_to(self.root) and parent != self.root:
                    make_folder(parent)
        except OSError as error:
            raise StoreError(
                f"{folder} 建不了：{because(error)}，没有保存；请检查文件夹权限和磁盘。"
            ) from error


def _check(change: Change) -> None:
    """An id or a table that could not be told apart in a sentence, or is TinyDB's or ours."""
    for what, value in (("记录", change.id), ("附件", change.annex)):
        if not (0 < len(value) <= 200 and value.isprintable() and not value.startswith("_")):
            raise BadInput(f"{what}编号 {value[:40]!r} 不能用：不能为空、太长、以 _ 开头或含有控制字符。")
