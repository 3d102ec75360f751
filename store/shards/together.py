"""Saving to one shard, or to several at once: locks in one order, everything compared before anything is
written, and all lines taken back when one of them cannot be.

Nobody waits long because of it: while it holds a lock it waits ``PATIENCE`` for another, and then lets go of
all and waits for that one alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from forms.errors import LockTimeout, NotSaved, Uncertain
from store.belonging import Standing, check_documents, check_organisations, refusal, standing
from store.protocol import ORGANISATIONS, Change, Document, Write
from store.shards import locks
from store.shards.contents import Contents
from store.shards.saving import Saving
from store.shards.shard import Shard

PATIENCE = 0.5
"""Seconds that locks are held for another's sake."""


@dataclass(frozen=True)
class Elsewhere:
    """Another shard of a unit, where something may have been filled in for its organisations."""

    campaign: str
    """Empty where there is only one."""
    shard: Shard


class Together:
    """One call of the store. ``shard`` gives a shard by name; ``organisations`` how they stand now;
    ``elsewhere`` all shards of a unit, in every campaign, their folders made."""

    def __init__(
        self,
        shard: Callable[[str], Shard],
        organisations: Callable[[], Standing],
        elsewhere: Callable[[str], Iterable[Elsewhere]],
        timeout: float,
    ) -> None:
        self._shard = shard
        self._organisations = organisations
        self._elsewhere = elsewhere
        self._timeout = timeout
        self._limit = 0.0
        self._busy: Shard | None = None
        self.savings: dict[str, Saving] = {}
        self.results: dict[str, list[Document | None]] = {}

    def lock_and_plan(self, writes: Sequence[Write], actor: str, at: str) -> ExitStack:
        """Hold all that is needed, everything compared. Raises what ``Store.apply_all`` raises; nothing is
        written then."""
        self._limit = time.monotonic() + self._timeout
        while True:
            with ExitStack() as held:
                try:
                    self._attempt(held, writes, actor, at)
                    return held.pop_all()
                except LockTimeout:
                    if time.monotonic() >= self._limit or not self.savings:
                        raise
            busy = self._busy
            assert busy is not None
            with busy.saving(max(0.0, self._limit - time.monotonic())):
                pass

    def _attempt(self, held: ExitStack, writes: Sequence[Write], actor: str, at: str) -> None:
        self.savings, self.results = {}, {}
        ordered = sorted(writes, key=lambda write: (write.shard != ORGANISATIONS, write.shard))
        for write in ordered:
            self.savings[write.shard] = self._hold(held, self._shard(write.shard))
        now: Standing | None = None
        for write in ordered:
            saving = self.savings[write.shard]
            before = _standing(saving.contents) if write.shard == ORGANISATIONS else None
            self.results[write.shard] = saving.plan(write.changes, write.seen, actor, at)
            if before is not None:
                now = _standing(saving.contents)
                self._check_leaving(held, before, now, write.changes)
            else:
                now = now or self._organisations()
                check_documents(write.shard.partition("/")[2], write.changes, now)

    def _hold(self, held: ExitStack, shard: Shard) -> Saving:
        left = max(0.0, self._limit - time.monotonic())
        self._busy = shard
        return held.enter_context(shard.saving(min(left, PATIENCE) if self.savings else left))

    def _check_leaving(
        self, held: ExitStack, before: Standing, after: Standing, changes: Sequence[Change]
    ) -> None:
        """Whoever saves in these units has done so before, or comes after and finds the organisation gone."""
        leaving = check_organisations(before, after, changes)
        for unit in sorted(set(leaving.values())):
            own = {org for org, left in leaving.items() if left == unit}
            found: dict[str, list[str]] = {}
            for one in self._elsewhere(unit):
                rows = self._looked_into(held, one.shard).rows.values()
                for org in own & {row.raw.get("org") for row in rows}:
                    found.setdefault(org, []).append(one.campaign)
            for org in sorted(found):
                raise refusal(before.known, after.known, org, [name for name in found[org] if name])

    def _looked_into(self, held: ExitStack, shard: Shard) -> Contents:
        try:
            return self._hold(held, shard).contents
        except locks.ReadOnly:  # nor is it for this account to wait for those who may
            return shard.snapshot(self._timeout).contents

    @property
    def planned(self) -> dict[str, int]:
        """The sequence that each shard is going to have."""
        return {name: saving.sequence for name, saving in self.savings.items()}

    def write(self) -> None:
        """Make the lines durable, then let the shards' files follow. Raises NotSaved, and nothing is saved;
        Uncertain, which names what is not sure."""
        done: list[Saving] = []
        for saving in self.savings.values():
            try:
                saving.write()
            except (NotSaved, Uncertain) as error:
                self._take_back(done, error)
                raise
            done.append(saving)
        for saving in done:
            saving.finish()

    @staticmethod
    def _take_back(done: Sequence[Saving], error: NotSaved | Uncertain) -> None:
        unsure, stopped = [], []
        for saving in reversed(done):
            try:
                if not saving.take_back(""):
                    stopped.append(saving.name)
            except Uncertain:
                unsure.append(saving.name)
        if unsure:
            raise Uncertain("、".join(unsure), error.sentence.rstrip("。")) from error
        if stopped:
            also = f"{'、'.join(stopped)} 的日志未能还原，已停止写入；请管理员运行 taizhang check。"
            raise NotSaved(f"{error.sentence}{also}") from error


def _standing(contents: Contents) -> Standing:
    return standing((row.raw for row in contents.rows.values()), frozenset(contents.deleted))
