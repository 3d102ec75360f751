"""A store in memory: the second implementation of ``store.protocol.Store``, which shares nothing with the
files but the names it takes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from threading import RLock
from typing import Any

import msgspec

from forms.clock import SHANGHAI
from forms.errors import BadInput, Damaged, TaizhangError
from store.belonging import Standing, check_documents, check_organisations, refusal, standing
from store.protocol import (
    KINDS,
    ORGANISATIONS,
    UNREADABLE,
    Change,
    Conflict,
    Document,
    Entry,
    EntryChange,
    Moved,
    Write,
    check_change,
    check_shard_name,
)


@dataclass
class MemoryShard:
    """What one shard holds: documents in order of creation, and all that was ever done to them."""

    documents: dict[str, Document] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    """The last of every document there ever was."""
    journal: list[Entry] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass
class MemoryShards:
    """The shards of a campaign by name. Handles on the same ones see each other, as processes would."""

    by_name: dict[str, MemoryShard] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)
    others: Mapping[str, MemoryShards] = field(default_factory=dict)
    """All campaigns of the back end by id, this one too; they share a lock."""


class MemoryStore:
    """One handle on shards in memory. Safe to use from several threads."""

    def __init__(self, shards: MemoryShards) -> None:
        self._shards = shards

    def settle(self) -> None:
        """There is nothing to put in order."""

    def shards(self) -> list[str]:
        names = sorted(name for name, shard in self._shards.by_name.items() if shard.journal)
        return sorted(names, key=lambda name: name != ORGANISATIONS)

    def get(self, shard: str, document_id: str) -> Document | None:
        found = self._look(shard).documents.get(document_id)
        return found and _copy(found)

    def query(self, shard: str, annex: str | None = None, org: str | None = None) -> list[Document]:
        with self._shards.lock:
            return [
                _copy(document)
                for document in self._look(shard).documents.values()
                if annex in (None, document.annex) and org in (None, document.org)
            ]

    def apply(self, shard: str, changes: Sequence[Change], actor: str) -> list[Document | None]:
        return self.apply_all([Write(shard, changes)], actor)[0]

    def apply_all(self, writes: Sequence[Write], actor: str) -> list[list[Document | None]]:
        for write in writes:
            check_shard_name(write.shard)
            for change in write.changes:
                check_change(change)
        made: dict[str, tuple[_Work, list[Document | None]]] = {}
        with self._shards.lock:
            for write in writes:
                if not write.changes:
                    continue
                kept = self._look(write.shard)
                if write.seen not in (None, len(kept.journal)):
                    raise Moved(write.shard)
                work = _Work(write.shard, dict(kept.documents), dict(kept.revisions), actor)
                made[write.shard] = work, [new and _copy(new) for new in map(work.take, write.changes)]
            self._check(writes, {shard: work for shard, (work, _) in made.items()})
            for shard, (work, _) in made.items():
                kept = self._look(shard)
                kept.documents, kept.revisions = work.documents, work.revisions
                kept.journal.append(
                    Entry(sequence=len(kept.journal) + 1, actor=actor, at=work.at, changes=tuple(work.steps))
                )
                self._shards.by_name[shard] = kept
        return [made[write.shard][1] if write.changes else [] for write in writes]

    def _check(self, writes: Sequence[Write], made: Mapping[str, _Work]) -> None:
        before = self._look(ORGANISATIONS)
        after = made.get(ORGANISATIONS, before)
        stood, stands = _standing(before), _standing(after)
        for write in writes:
            if write.shard != ORGANISATIONS:
                check_documents(write.shard.partition("/")[2], write.changes, stands)
                continue
            for org, unit in check_organisations(stood, stands, write.changes).items():
                campaigns = [
                    name
                    for name, campaign in (self._shards.others or {"": self._shards}).items()
                    for kind in KINDS
                    if (shard := campaign.by_name.get(f"{kind}/{unit}"))
                    if any(document.org == org for document in shard.documents.values())
                ]
                if campaigns:
                    named = campaigns if len(self._shards.others) > 1 else []
                    raise refusal(stood.known, stands.known, org, named)

    def history(self, shard: str, document_id: str | None = None) -> Iterator[Entry]:
        for entry in list(self._look(shard).journal):
            changes = tuple(step for step in entry.changes if document_id in (None, step.id))
            if changes:
                yield deepcopy(msgspec.structs.replace(entry, changes=changes))

    def changes_since(self, shard: str, sequence: int) -> list[Entry]:
        return deepcopy(self._look(shard).journal[max(sequence, 0) :])

    def sequence(self, shard: str) -> int:
        return len(self._look(shard).journal)

    def sequences(self, shards: Sequence[str]) -> tuple[int, ...]:
        return tuple(map(self._standing, shards))

    def keep_file(self, shard: str, org: str, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        with self._shards.lock:
            kept = self._look(shard)
            kept.files[digest] = data
            self._shards.by_name[shard] = kept
        return digest

    def hold_file(self, shard: str, digest: str) -> bool:
        return digest in self._look(shard).files

    def read_file(self, shard: str, digest: str) -> bytes:
        try:
            return self._look(shard).files[digest]
        except KeyError:
            raise Damaged(f"附件“{digest[:20]}”不在了；请从备份恢复。") from None

    def warnings(self) -> list[str]:
        return []

    def _look(self, shard: str) -> MemoryShard:
        """An empty one where nobody has written yet: looking makes none."""
        check_shard_name(shard)
        return self._shards.by_name.get(shard) or MemoryShard()

    def _standing(self, shard: str) -> int:
        try:
            return self.sequence(shard)
        except TaizhangError:
            return UNREADABLE


class _Work:
    """One ``apply`` in the making: thrown away when one of its changes cannot be."""

    def __init__(
        self, shard: str, documents: dict[str, Document], revisions: dict[str, int], actor: str
    ) -> None:
        self.documents = documents
        self.revisions = revisions
        self.steps: list[EntryChange] = []
        self.at = datetime.now(SHANGHAI).isoformat(timespec="microseconds")
        self._shard = shard
        self._actor = actor

    def take(self, change: Change) -> Document | None:
        """The document as it becomes; None: deleted. Raises Conflict, BadInput."""
        old = self.documents.get(change.id)
        if change.base != (old.rev if old else 0) or (old is None and change.data is None):
            raise Conflict(self._shard, change, old and _copy(old))
        if old and old.annex != change.annex:
            raise BadInput(f"记录 {change.id} 属于 {old.annex}，不能改存到 {change.annex}。")
        rev = self.revisions[change.id] = self.revisions.get(change.id, 0) + 1
        if change.data is None:
            del self.documents[change.id]
            self.steps.append(
                EntryChange(id=change.id, annex=change.annex, org=change.org, rev=rev, deleted=True)
            )
            return None
        data, before = deepcopy(change.data), old.data if old else {}
        self.steps.append(
            EntryChange(
                id=change.id,
                annex=change.annex,
                org=change.org,
                rev=rev,
                set={name: value for name, value in data.items() if _differs(before, name, value)},
                unset=tuple(name for name in before if name not in data),
                state=change.state,
                forced=dict(change.forced),
            )
        )
        new = self.documents[change.id] = Document(
            id=change.id,
            annex=change.annex,
            org=change.org,
            rev=rev,
            data=data,
            state=change.state,
            forced=dict(change.forced),
            created_by=old.created_by if old else self._actor,
            created_at=old.created_at if old else self.at,
            updated_by=self._actor,
            updated_at=self.at,
        )
        return new


def _standing(shard: MemoryShard | _Work) -> Standing:
    return standing(
        map(msgspec.to_builtins, shard.documents.values()), shard.revisions.keys() - shard.documents
    )


def _copy(document: Document) -> Document:
    """One that shares nothing with it that can be changed."""
    return msgspec.structs.replace(document, data=deepcopy(document.data), forced=dict(document.forced))


def _differs(before: dict[str, Any], name: str, value: Any) -> bool:
    """As JSON: 1, 1.0 and true are three values."""
    return name not in before or json.dumps(before[name]) != json.dumps(value)
