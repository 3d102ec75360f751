"""The store in files: ``store.protocol.Store`` over a folder of shards."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

from forms.clock import SystemClock
from forms.errors import StoreError, TaizhangError
from forms.os_errors import because
from store import protocol, unfinished
from store.attachments import hold, keep, read
from store.files import make_folder, names_in, refusing
from store.places import StoreRoot
from store.protocol import (
    KINDS,
    ORGANISATIONS,
    UNITS,
    UNREADABLE,
    Change,
    Document,
    Entry,
    Write,
    is_folder_name,
)
from store.shards import locks, tables
from store.shards.codec import undisturbed
from store.shards.contents import Contents
from store.shards.journal import JOURNAL, lines
from store.shards.shard import Shard

if TYPE_CHECKING:
    from store.belonging import Standing
    from store.shards.together import Elsewhere

KEPT = 1_000
"""Documents kept from reading to reading, over all shards: some 2 kB each, and a school may have 100,000. The
shard that was read last is kept whatever its size."""


class FileStore:
    """A campaign's shards below ``root``, and the organisations, which all campaigns share.

    Safe to use from several threads and processes at once. ``lock_timeout`` is in seconds.
    """

    def __init__(self, root: Path, campaign: str, lock_timeout: float = locks.TIMEOUT) -> None:
        protocol.check_campaign_id(campaign)
        self.root = Path(root)
        self.campaign = campaign
        self.lock_timeout = lock_timeout
        self._opened: dict[str, Shard] = {}
        self._warnings: list[str] = []
        self._keeping = Lock()
        self._standing_now: tuple[Contents, Standing] | None = None
        self._others: dict[str, FileStore] = {}
        """Stores of the other campaigns, by id, where a removal looks into them."""
        self._used: dict[str, int] = {}
        """Shards whose documents are kept, the one longest unused first, with how many they are."""

    def shards(self) -> list[str]:
        """Folders with a shard or a journal in them."""
        found = [ORGANISATIONS] if self._is_shard(self.root / ORGANISATIONS) else []
        for kind in KINDS:
            folder = self.root / self.campaign / kind
            with refusing(StoreError, f"{folder} 读不出来", "请检查文件夹权限"):
                names = names_in(folder)
            found += [
                f"{kind}/{name}" for name in names if is_folder_name(name) and self._is_shard(folder / name)
            ]
        return found

    @staticmethod
    def _is_shard(folder: Path) -> bool:
        return any(os.path.lexists(f"{folder}/{name}") for name in (tables.NAME, JOURNAL))

    def get(self, shard: str, document_id: str) -> Document | None:
        """From the last reading while the files are as they were."""
        return self._contents(shard).get(document_id)

    def query(self, shard: str, annex: str | None = None, org: str | None = None) -> list[Document]:
        """The same; each document is a copy."""
        contents = self._contents(shard)
        with undisturbed():
            return [
                contents.document(row)
                for row in contents.rows.values()
                if (annex is None or row.annex == annex) and (org is None or row.raw.get("org") == org)
            ]

    def apply(self, shard: str, changes: Sequence[Change], actor: str) -> list[Document | None]:
        """Under the shard's lock: one line of the journal, fsynced."""
        return self.apply_all([Write(shard, changes)], actor)[0]

    def apply_all(self, writes: Sequence[Write], actor: str) -> list[list[Document | None]]:
        """Under the locks of all: a line in each journal, taken back from all when one cannot be. A kill in
        the middle leaves what was written; a note of the person's own tells the next session."""
        for write in writes:
            protocol.check_shard_name(write.shard)
            for change in write.changes:
                protocol.check_change(change)
        wanted = [write for write in writes if write.changes]
        assert len({write.shard for write in wanted}) == len(wanted)
        for write in wanted:
            opened = self._shard(write.shard)
            self._make_folders(opened.folder)
            opened.warm(self.lock_timeout)
            if write.shard == ORGANISATIONS:
                self._read_elsewhere(write.changes)
        if not wanted:
            return [[] for _ in writes]
        from store.shards.together import Together  # 3 ms with all that it needs: not for whoever only reads

        at = SystemClock().now().isoformat(timespec="microseconds")
        together = Together(self._shard, self._organisations, self._elsewhere, self.lock_timeout)
        with together.lock_and_plan(wanted, actor, at):
            if len(wanted) > 1:
                with unfinished.noted(self.root, self.campaign, together.planned, at):
                    together.write()
            else:
                together.write()
        for write in wanted:
            self._keep(write.shard)
        for other in self._others.values():
            other._forget()
        return [together.results.get(write.shard, []) for write in writes]

    def _organisations(self) -> Standing:
        """As they stand now; made anew when something was saved there."""
        contents = self._contents(ORGANISATIONS)
        if self._standing_now is None or self._standing_now[0] is not contents:
            rows = (row.raw for row in contents.rows.values())
            from store.belonging import standing  # only where something is saved

            self._standing_now = contents, standing(rows, frozenset(contents.deleted))
        return self._standing_now[1]

    def _read_elsewhere(self, changes: Sequence[Change]) -> None:
        """Where a removal or a move is going to look, read before the locks are asked for."""
        known = self._organisations().known
        for change in changes:
            org = known.get(change.id)
            if org is None or (change.data is not None and change.data.get("parent", "") == org.parent):
                continue
            for one in self._elsewhere(known.unit_of(org.id).id):
                with suppress(TaizhangError):  # told when it is looked into
                    one.shard.snapshot(self.lock_timeout)

    def _forget(self) -> None:
        for shard in self._opened.values():
            shard.forget()

    def _elsewhere(self, unit: str) -> Iterator[Elsewhere]:
        """Every shard of a unit. Where it has none yet there is one afterwards, with a lock to hold: somebody
        may be about to save the first record."""
        from store.shards.together import Elsewhere

        names = StoreRoot(self.root).campaigns()
        names = names if self.campaign in names else [self.campaign, *names]
        for campaign in names:
            other = self
            if campaign != self.campaign:
                fresh = FileStore(self.root, campaign, self.lock_timeout)
                other = self._others.setdefault(campaign, fresh)
            called = campaign if len(names) > 1 else ""
            for kind in KINDS:
                shard = other._shard(f"{kind}/{unit}")
                if kind == UNITS:  # in the other kind the office alone writes, which is who removes
                    with suppress(StoreError):  # where no folder can be made nobody saves a first record
                        other._make_folders(shard.folder)
                if shard.folder.is_dir():
                    yield Elsewhere(called, shard)

    def history(self, shard: str, document_id: str | None = None) -> Iterator[Entry]:
        """Of one document: the entries that touched it, each with the changes of that document alone."""
        for entry in self._entries(shard, 0):
            if document_id is None:
                yield entry
            elif own := tuple(change for change in entry.changes if change.id == document_id):
                yield msgspec.structs.replace(entry, changes=own)

    def changes_since(self, shard: str, sequence: int) -> list[Entry]:
        """Read from where an earlier reading ended, if one ended at ``sequence``; else from the beginning."""
        return list(self._entries(shard, sequence))

    def _entries(self, shard: str, sequence: int) -> Iterator[Entry]:
        opened = self._shard(shard)
        end = opened.end(self.lock_timeout)
        if sequence < end.sequence:
            data, start = opened.journal(sequence, end)
            yield from (entry for entry, _ in lines(data, start, shard) if entry.sequence > sequence)

    def sequence(self, shard: str) -> int:
        """For the price of looking at its files when nothing has changed."""
        opened = self._shard(shard)
        sequence = opened.end(self.lock_timeout).sequence
        if opened.kept() and shard not in self._used:
            self._keep(shard)
        return sequence

    def sequences(self, shards: Sequence[str]) -> tuple[int, ...]:
        """One after the other: files have no quicker way."""
        return tuple(map(self._standing, shards))

    def _standing(self, shard: str) -> int:
        try:
            return self.sequence(shard)
        except TaizhangError:
            return UNREADABLE

    def keep_file(self, shard: str, org: str, data: bytes) -> str:
        folder = self._folder(shard)
        self._make_folders(folder)
        return keep(folder, data)

    def hold_file(self, shard: str, digest: str) -> bool:
        """Under the shard's lock, which whoever clears such files holds."""
        opened = self._shard(shard)
        if not opened.folder.is_dir():
            return False
        with opened.saving(self.lock_timeout):
            return hold(opened.folder, digest)

    def read_file(self, shard: str, digest: str) -> bytes:
        return read(self._folder(shard), digest)

    def settle(self) -> None:
        for opened in list(self._opened.values()):
            opened.settle()

    def warnings(self) -> list[str]:
        for sentence in unfinished.told(self.root, self.campaign, self._saved_at):
            self._tell(sentence)
        told, self._warnings = self._warnings, []
        return told

    def _saved_at(self, shard: str, sequence: int, at: str) -> bool:
        """Is that entry the one that was saved at this time?"""
        return any(entry.at == at for entry in self.changes_since(shard, sequence - 1)[:1])

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
        protocol.check_shard_name(name)
        return self.root / name if name == ORGANISATIONS else self.root / self.campaign / name

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
