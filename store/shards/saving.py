"""One save to one shard, in steps, so that several shards can take theirs side by side: read, plan, write the
line, let the shard's file follow; and taking the line back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from forms.errors import BadInput, NotSaved, StoreError, Uncertain
from forms.os_errors import because
from store.protocol import Change, Document, Entry, EntryChange, Moved
from store.shards import limits
from store.shards.contents import Contents
from store.shards.journal import End, Journal, line_of
from store.shards.opening import Opening, Snapshot


class Keeper(Protocol):
    """What a save asks of the shard that it is for."""

    name: str

    def last(self) -> Snapshot | None: ...
    def stopped(self) -> bool: ...
    def stop(self, length: int) -> None: ...
    def saved(self, snapshot: Snapshot) -> None: ...
    def prove(self, journal: Journal, end: End) -> None: ...


class Saving:
    """Under the shard's lock."""

    def __init__(self, shard: Keeper, opening: Opening) -> None:
        self._shard = shard
        self._opening = opening
        self._read = False
        self._steps: list[EntryChange] = []
        self._line = b""
        self._start = End()
        self._end = End()
        self.saved: End | None = None
        """Where the journal stands with what was saved."""

    @property
    def name(self) -> str:
        """Of the shard."""
        return self._shard.name

    @property
    def sequence(self) -> int:
        """Of the line that is planned."""
        return self._end.sequence

    @property
    def contents(self) -> Contents:
        """What the shard holds; after ``plan`` with what is going to be. Raises StoreError, Damaged."""
        self._read_once()
        return self._opening.contents

    def _read_once(self) -> None:
        if not self._read:
            self._opening.to_save(self._shard.last())
            self._read = True

    def settle(self) -> None:
        """Write the shard's file, if it has not got all of the journal. Raises StoreError, Damaged."""
        self._read_once()
        if self._opening.tail():
            self._opening.write()

    def plan(self, changes: Sequence[Change], seen: int | None, actor: str, at: str) -> list[Document | None]:
        """Compare revisions, and nothing is written yet. Returns what the documents become. Raises Conflict,
        Moved, BadInput, NotSaved, StoreError, Damaged."""
        opening, shard = self._opening, self._shard
        if shard.stopped() or opening.journal.counted() is not None:
            raise StoreError(
                f"{self.name} 上次写入失败后已停止写入，本次没有保存；请管理员运行 taizhang check。"
            )
        contents = self.contents
        if not opening.ready:
            raise StoreError(f"{self.name} 的日志末尾未能整理，本次没有保存；请检查磁盘空间和权限。")
        shard.prove(opening.journal, opening.end)
        if seen is not None and seen != opening.end.sequence:
            raise Moved(self.name)
        results = []
        for change in changes:
            step = contents.plan(change)
            contents.advance(step, actor, at)
            self._steps.append(step)
            results.append(contents.get(change.id))
        self._start = opening.end
        sequence = self._start.sequence + 1
        entry = Entry(sequence=sequence, actor=actor, at=at, changes=tuple(self._steps))
        self._line, digest = line_of(entry, self._start.hash)
        self._end = End(sequence, digest, self._start.length + len(self._line))
        self._check_size()
        return results

    def _check_size(self) -> None:
        """Nothing is saved that could not be read again. Raises BadInput, NotSaved."""
        if len(self._line) > limits.LINE:
            most = limits.in_words(limits.LINE)
            raise BadInput(f"{self.name} 一次保存的内容超过 {most}，没有保存；请分几次保存或导入。")
        grows = any(not step.deleted for step in self._steps)
        if self._end.length > limits.JOURNAL or (
            grows and self._opening.size() + len(self._line) > limits.SHARD
        ):
            raise NotSaved(f"{self.name} 的内容已到上限，没有保存；请管理员在新的专项工作里继续。")

    def write(self) -> None:
        """Make the line durable. Raises NotSaved, and nothing of it stays; Uncertain where that is not
        sure."""
        try:
            self._opening.journal.append(self._line)
        except OSError as error:
            reason = because(error)
            if self.take_back(reason):
                raise NotSaved(
                    f"{self.name} 没有保存：{reason}；原有内容不变，请处理后再保存一次。"
                ) from error
            raise NotSaved(
                f"{self.name} 没有保存：{reason}，并且日志未能还原，已停止写入；请管理员运行 taizhang check。"
            ) from error

    def take_back(self, reason: str) -> bool:
        """Take the line out again; False where only a mark says that it does not count. Raises Uncertain
        where neither is on the disk for sure: nobody sees the line any more, until the power fails."""
        journal, length = self._opening.journal, self._start.length
        try:
            journal.truncate(length)
            return True
        except OSError:
            pass
        try:
            journal.block(length)
            return False
        except OSError:
            self._shard.stop(length)
            journal.spoil(length)
        raise Uncertain(self.name, f"{reason}，日志也未能还原，已停止写入")

    def finish(self) -> None:
        """It is saved: let the shard's file follow. What fails now is told, and put right at the next
        opening."""
        self.saved = self._end
        self._shard.saved(self._opening.finish(self._end))
