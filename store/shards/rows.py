"""The rows of a shard, copied in no time: what changed since is kept beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

Raw = dict[str, Any]

MANY = 256
"""Changes from which on a copy begins anew with all rows in one."""


class Row(NamedTuple):
    """A document as it lies in the shard."""

    place: int
    """Its number in order of creation, over all tables: TinyDB's ``doc_id``."""
    annex: str
    raw: Raw


class Rows:
    """By the documents' ids, in order of creation. ``base`` is never changed: copies share it."""

    def __init__(self, base: dict[str, Row] | None = None) -> None:
        self._base = base or {}
        self._changed: dict[str, Row | None] = {}
        """None: gone."""
        self._size = len(self._base)

    def copy(self) -> Rows:
        """To be changed while others go on reading this one."""
        other = Rows(self._base)
        other._changed, other._size = dict(self._changed), self._size
        if len(self._changed) > MANY:
            other._base, other._changed = dict(self.items()), {}
        return other

    def get(self, document_id: str) -> Row | None:
        """None: there is none."""
        return self._changed.get(document_id) if document_id in self._changed else self._base.get(document_id)

    def __contains__(self, document_id: str) -> bool:
        return self.get(document_id) is not None

    def __setitem__(self, document_id: str, row: Row) -> None:
        known = self.get(document_id)
        self._size += known is None
        if known is None or known.place != row.place:
            self._changed.pop(document_id, None)  # it comes last
        self._changed[document_id] = row

    def remove(self, document_id: str) -> None:
        """Take a row out, if it is there."""
        if document_id in self:
            self._changed[document_id] = None
            self._size -= 1

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        return (document_id for document_id, _ in self.items())

    def values(self) -> Iterator[Row]:
        """The rows alone."""
        return (row for _, row in self.items()) if self._changed else iter(self._base.values())

    def items(self) -> Iterator[tuple[str, Row]]:
        """Ids with rows."""
        changed = self._changed
        if not changed:
            yield from self._base.items()
            return
        for document_id, row in self._base.items():
            now = changed.get(document_id, row)
            if now is not None and now.place == row.place:
                yield document_id, now
        for document_id, now in changed.items():
            was = self._base.get(document_id)
            if now is not None and (was is None or was.place != now.place):
                yield document_id, now
