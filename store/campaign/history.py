"""How each answer came to be what it is: every version, who made it, when, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from forms.errors import BadInput
from store.campaign.campaign import Campaign, write
from store.protocol import Change, Data, Document, Entry, EntryChange


@dataclass(frozen=True)
class Version:
    """One revision of one document."""

    sequence: int
    """Of the shard's journal: what was saved together has the same."""
    id: str
    annex: str
    org: str
    rev: int
    by: str
    at: str
    """Real time, ISO 8601 with offset. Order is by sequence, never by time."""
    changed: dict[str, tuple[Any, Any]]
    """Field to its value before and after; None where it was not there."""
    document: Document | None
    """The document as it became; None: deleted."""


def versions(c: Campaign, shard: str, document_id: str | None = None) -> list[Version]:
    """Every version in a shard, or of one document, oldest first. Raises Damaged."""
    return list(_replayed(c.store.history(shard, document_id)))


def version_at(c: Campaign, shard: str, document_id: str, rev: int) -> Document | None:
    """A document as it was at a revision; None when it did not exist, or that revision was its deletion."""
    for version in versions(c, shard, document_id) if rev else ():
        if version.rev == rev:
            return version.document
    return None


def bring_back(c: Campaign, shard: str, document_id: str, rev: int) -> Document:
    """Make an old version the newest, as a new revision; a deleted document comes back the same way.

    Raises BadInput when there is no such version, Conflict when somebody saved meanwhile.
    """
    old = version_at(c, shard, document_id, rev)
    if old is None:
        raise BadInput(f"没有第{rev}版可以恢复；请按 F7 或用 taizhang history 查看有哪些版本。")
    now = c.store.get(shard, document_id)
    change = Change(
        id=old.id,
        annex=old.annex,
        org=old.org,
        base=now.rev if now else 0,
        data=old.data,
        state=old.state,
        forced=old.forced,
    )
    (document,) = write(c, shard, [change])
    assert document is not None
    return document


def _replayed(entries: Iterable[Entry]) -> Iterator[Version]:
    documents: dict[str, Document] = {}
    for entry in entries:
        for change in entry.changes:
            before = documents.pop(change.id, None)
            after = None if change.deleted else _advanced(before, change, entry)
            if after is not None:
                documents[change.id] = after
            yield Version(
                sequence=entry.sequence,
                id=change.id,
                annex=change.annex,
                org=change.org,
                rev=change.rev,
                by=entry.actor,
                at=entry.at,
                changed=_differences(before.data if before else {}, after.data if after else {}),
                document=after,
            )


def _advanced(before: Document | None, change: EntryChange, entry: Entry) -> Document:
    kept = {
        name: value for name, value in (before.data if before else {}).items() if name not in change.unset
    }
    return Document(
        id=change.id,
        annex=change.annex,
        org=change.org,
        rev=change.rev,
        data={**kept, **change.set},
        state=change.state,
        forced=change.forced,
        created_by=before.created_by if before else entry.actor,
        created_at=before.created_at if before else entry.at,
        updated_by=entry.actor,
        updated_at=entry.at,
    )


def _differences(before: Data, after: Data) -> dict[str, tuple[Any, Any]]:
    return {
        name: (before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }
