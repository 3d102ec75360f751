"""Every version of every document, replayed from a store's journals: who made it, when, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from store.protocol import Document, Entry, Store
from store.shards.contents import Contents

Deed = Literal["created", "changed", "deleted", "restored"]

DEEDS: dict[Deed, str] = {"created": "新建", "changed": "修改", "deleted": "删除", "restored": "恢复"}
"""What was done, in words; 恢复 is what brought a deleted document back."""


@dataclass(frozen=True)
class Version:
    """One revision of one document."""

    shard: str
    id: str
    annex: str
    org: str
    rev: int
    before: Document | None
    """The document as it was; None: there was none, or it had been deleted."""
    document: Document | None
    """The document as it became; None: deleted."""
    by: str = ""
    at: str = ""
    """Real time, ISO 8601 with offset. Order is by sequence, never by time."""
    sequence: int = 0
    """Of the shard's journal: what was saved together has the same."""

    @property
    def deed(self) -> Deed:
        """What was done to the document."""
        if self.document is None:
            return "deleted"
        if self.before is None:
            return "created" if self.rev == 1 else "restored"
        return "changed"


def versions(store: Store, shard: str, document_id: str | None = None) -> list[Version]:
    """Every version in a shard, or of one document, oldest first. Raises Damaged."""
    return list(_replayed(shard, store.history(shard, document_id)))


def document_at(store: Store, shard: str, document_id: str, rev: int = 0) -> Document | None:
    """A document as it is, or was at a revision; None when there is (was) none."""
    return version_at(store, shard, document_id, rev) if rev else store.get(shard, document_id)


def version_at(store: Store, shard: str, document_id: str, rev: int) -> Document | None:
    """A document as it was at a revision; None when it did not exist, or that revision was its deletion."""
    for version in versions(store, shard, document_id) if rev else ():
        if version.rev == rev:
            return version.document
    return None


def _replayed(shard: str, entries: Iterable[Entry]) -> Iterator[Version]:
    contents = Contents(shard)
    newest: dict[str, Document] = {}
    for entry in entries:
        for change in entry.changes:
            contents.advance(change, entry.actor, entry.at)
            before, after = newest.pop(change.id, None), contents.get(change.id)
            if after is not None:
                newest[change.id] = after
            id, annex, org, rev = change.id, change.annex, change.org, change.rev
            yield Version(shard, id, annex, org, rev, before, after, entry.actor, entry.at, entry.sequence)
