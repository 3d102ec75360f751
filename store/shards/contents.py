"""The documents of a shard, and how a journal entry moves them on: saving and replaying are the same."""

from __future__ import annotations

from typing import Any

import msgspec

from forms.errors import BadInput, Damaged
from store.protocol import Change, Conflict, Document, Entry, EntryChange
from store.shards import codec, limits
from store.shards.rows import Raw, Row, Rows
from store.shards.sentences import damaged_table


class Contents:
    """What a shard holds. ``rows`` by id; ``deleted`` has the last revision of each deleted document, so that
    one that comes back under its old id counts on from there. ``gaps`` are ids of documents whose revisions
    did not follow each other when they were replayed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = Rows()
        self.deleted: dict[str, int] = {}
        self.gaps: list[str] = []
        self.next_place = 1

    def copy(self) -> Contents:
        """To be moved on while others go on reading this one. Rows are shared: they are never changed."""
        other = Contents(self.name)
        other.rows, other.deleted, other.next_place = self.rows.copy(), dict(self.deleted), self.next_place
        return other

    def document(self, row: Row) -> Document:
        """The row as a document that shares nothing with it. Raises Damaged when its structure is wrong."""
        try:
            document = msgspec.convert(row.raw, Document)
        except (msgspec.ValidationError, RecursionError) as error:
            raise self._damaged(row.place, str(error)) from None
        if document.annex != row.annex:
            raise self._damaged(row.place, f"annex {document.annex!r}")
        data = document.data  # itself new; what lies in it is not
        for key, value in data.items():
            if isinstance(value, dict | list):
                if limits.is_deep(value):
                    raise self._damaged(row.place, "层次太深")
                data[key] = _copy(value)
        return document

    def get(self, document_id: str) -> Document | None:
        """The document of this id; None when there is none. Raises Damaged."""
        row = self.rows.get(document_id)
        return self.document(row) if row else None

    def _damaged(self, place: int, detail: str) -> Damaged:
        return damaged_table(self.name, f"中第 {place} 条记录格式不对（{detail}）")

    def plan(self, change: Change) -> EntryChange:
        """What the change comes to, as the journal keeps it. Raises Conflict, BadInput."""
        row = self.rows.get(change.id)
        revision = row.raw.get("rev") if row else None
        if change.base != (revision or 0) or (change.data is None and row is None):
            raise Conflict(self.name, change, self.document(row) if row else None)
        if row and row.annex != change.annex:
            raise BadInput(f"记录 {change.id} 属于 {row.annex}，不能改存到 {change.annex}。")
        if row:
            old = self.document(row)
            if change.data is None:
                return EntryChange(
                    id=change.id, annex=change.annex, org=change.org, rev=old.rev + 1, deleted=True
                )
        before = old.data if row else {}
        if limits.is_deep(change.data, limits.DEEPEST + 1):
            raise BadInput(f"记录 {change.id} 的内容层次太深（超过{limits.DEEPEST}层），没有保存。")
        after: Raw = codec.decode(codec.encode(change.data))
        return EntryChange(
            id=change.id,
            annex=change.annex,
            org=change.org,
            rev=(old.rev if row else self.deleted.get(change.id, 0)) + 1,
            set={
                key: value for key, value in after.items() if key not in before or differ(before[key], value)
            },
            unset=tuple(key for key in before if key not in after),
            state=change.state,
            forced=dict(change.forced),
        )

    def advance(self, change: EntryChange, actor: str, at: str) -> None:
        """Move one document on.

        A revision that does not follow is noted, and taken: lines are in their order by sequence and hash. It
        comes of saving onto a shard that was damaged or edited, and must not make the journal unreadable.
        """
        row = self.rows.get(change.id)
        last = row.raw["rev"] if row else self.deleted.get(change.id, 0)
        if change.rev != last + 1 or (change.deleted and row is None) or (row and row.annex != change.annex):
            self.gaps.append(change.id)
        if change.deleted:
            self.rows.remove(change.id)
            self.deleted[change.id] = change.rev
            return
        data = {**row.raw["data"], **change.set} if row else dict(change.set)
        for key in change.unset:
            data.pop(key, None)
        raw: Raw = {
            "id": change.id,
            "annex": change.annex,
            "org": change.org,
            "rev": change.rev,
            "data": data,
            "state": change.state,
            "forced": change.forced,
            "created_by": row.raw.get("created_by", "") if row else actor,
            "created_at": row.raw.get("created_at", "") if row else at,
            "updated_by": actor,
            "updated_at": at,
        }
        if row is None:
            self.deleted.pop(change.id, None)
            self.rows[change.id] = Row(self.next_place, change.annex, raw)
            self.next_place += 1
        else:
            self.rows[change.id] = Row(row.place, change.annex, raw)

    def replay(self, entry: Entry) -> None:
        """Move all documents on that a line of the journal names."""
        for change in entry.changes:
            self.advance(change, entry.actor, entry.at)


def differ(one: Any, other: Any) -> bool:
    """As JSON: Python calls 1, 1.0 and true equal, a record does not."""
    return one is not other and codec.encode(one) != codec.encode(other)


def _copy(value: Any) -> Any:
    """Lists and objects anew, so that nobody who gets a document can change the kept one."""
    if isinstance(value, dict):
        return {key: _copy(item) if isinstance(item, dict | list) else item for key, item in value.items()}
    return [_copy(item) if isinstance(item, dict | list) else item for item in value]
