"""A store that lets through what its member may see, and refuses the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from forms.errors import NotAllowed, TaizhangError
from forms.organisations import Organisations
from store.access.roles import Member, Rights, rights
from store.organisations import read_organisations
from store.protocol import ORGANISATIONS, UNITS, UNREADABLE, Change, Conflict, Document, Entry, Store, Write


class GuardedStore:
    """``store.protocol.Store`` around another one, for one member.

    The list of organisations is everybody's to read and the office's to write. Of a unit's shard a member
    sees the documents of their own organisations; a shard of which they may see nothing is refused. What
    ``office/…`` holds only the office writes. Every refusal is NotAllowed.
    """

    def __init__(self, inner: Store, member: Member) -> None:
        self._inner = inner
        self._member = member
        self._kept: tuple[int, Organisations, Rights] | None = None

    def shards(self) -> list[str]:
        """Those of which the member may see something."""
        return [shard for shard in self._inner.shards() if self._opens(shard)]

    def get(self, shard: str, document_id: str) -> Document | None:
        """None also for a document of an organisation that is not theirs."""
        self._look(shard)
        found = self._inner.get(shard, document_id)
        return found if found and self._sees(shard, found.org) else None

    def query(self, shard: str, annex: str | None = None, org: str | None = None) -> list[Document]:
        """Documents of their own organisations."""
        self._look(shard)
        return [found for found in self._inner.query(shard, annex, org) if self._sees(shard, found.org)]

    def apply(self, shard: str, changes: Sequence[Change], actor: str) -> list[Document | None]:
        """``actor`` is the member's account, whatever is said."""
        return self.apply_all([Write(shard, changes)], actor)[0]

    def apply_all(self, writes: Sequence[Write], actor: str) -> list[list[Document | None]]:
        """The same for several shards."""
        for write in writes:
            for change in write.changes:
                self._check(write.shard, change)
        try:
            return self._inner.apply_all(writes, self._member.account)
        except Conflict as conflict:
            theirs = conflict.theirs
            if theirs and not self._sees(conflict.shard, theirs.org):  # it became somebody else's meanwhile
                raise self._refused_writing(theirs.org) from None
            raise

    def history(self, shard: str, document_id: str | None = None) -> Iterator[Entry]:
        """Changes of their own organisations' documents."""
        self._look(shard)
        return self._own(shard, self._inner.history(shard, document_id))

    def changes_since(self, shard: str, sequence: int) -> list[Entry]:
        """The same, after a sequence."""
        self._look(shard)
        return list(self._own(shard, self._inner.changes_since(shard, sequence)))

    def sequence(self, shard: str) -> int:
        """Counts what others save, too: that something was saved is no secret."""
        self._look(shard)
        return self._inner.sequence(shard)

    def settle(self) -> None:
        self._inner.settle()

    def sequences(self, shards: Sequence[str]) -> tuple[int, ...]:
        """A shard of which one may see nothing stands at ``UNREADABLE``."""
        try:
            seen = [shard for shard in shards if self._opens(shard)]
        except TaizhangError:  # the organisations cannot be read, and so nobody knows what one may see
            seen = []
        stands = dict(zip(seen, self._inner.sequences(seen), strict=True))
        return tuple(stands.get(shard, UNREADABLE) for shard in shards)

    def keep_file(self, shard: str, org: str, data: bytes) -> str:
        """For an organisation whose documents they may write."""
        self._check(shard, Change(id="file", annex="file", org=org, base=0, data={}))
        return self._inner.keep_file(shard, org, data)

    def hold_file(self, shard: str, digest: str) -> bool:
        """Only whoever is about to save a document asks."""
        self._look(shard)
        return self._inner.hold_file(shard, digest)

    def read_file(self, shard: str, digest: str) -> bytes:
        """Only a document tells its name, and documents are shown to those who may see them."""
        self._look(shard)
        return self._inner.read_file(shard, digest)

    def warnings(self) -> list[str]:
        return self._inner.warnings()

    # Who may what

    def _own(self, shard: str, entries: Iterator[Entry] | list[Entry]) -> Iterator[Entry]:
        """Entries with the visible changes alone; those that have none are left out."""
        for entry in entries:
            seen = tuple(change for change in entry.changes if self._sees(shard, change.org))
            if len(seen) == len(entry.changes):
                yield entry
            elif seen:
                yield msgspec.structs.replace(entry, changes=seen)

    def _opens(self, shard: str) -> bool:
        if self._member.office or shard == ORGANISATIONS:
            return True
        return shard.partition("/")[2] in self._now()[1].units

    def _look(self, shard: str) -> None:
        if not self._opens(shard):
            unit = shard.partition("/")[2]
            raise NotAllowed(
                f"账号 {self._member.account} 无权查看“{self._name(unit)}”的内容；"
                "如需权限，请联系党委办公室。"
            )

    def _sees(self, shard: str, org: str) -> bool:
        if self._member.office or shard == ORGANISATIONS:
            return True
        known, mine = self._now()
        return org in mine.readable or self._left_over(known, shard, org, mine.readable)

    def _check(self, shard: str, change: Change) -> None:
        """The organisation that is named must be one's own, lie in this shard, and own what is there."""
        if self._member.office:
            return
        if shard == ORGANISATIONS:
            raise NotAllowed("只有党委办公室可以添加、修改、删除党组织，没有保存；请联系党委办公室。")
        kind, _, unit = shard.partition("/")
        there = self._inner.get(shard, change.id) if self._opens(shard) else None
        for org in {change.org, there.org if there else change.org}:
            if kind != UNITS or not self._writes(shard, unit, org):
                raise self._refused_writing(org)

    def _writes(self, shard: str, unit: str, org: str) -> bool:
        known, mine = self._now()
        if self._left_over(known, shard, org, mine.writable):
            return True
        return org in mine.writable and known.unit_of(org).id == unit

    @staticmethod
    def _left_over(known: Organisations, shard: str, org: str, mine: frozenset[str]) -> bool:
        """Documents of an organisation that has been removed are its unit's."""
        return org not in known.by_id and shard.partition("/")[2] in mine

    def _now(self) -> tuple[Organisations, Rights]:
        """All organisations, and what the member's roles come to with them."""
        sequence = self._inner.sequence(ORGANISATIONS)
        if self._kept is None or self._kept[0] != sequence:
            known = read_organisations(self._inner)
            self._kept = (sequence, known, rights(self._member, known))
        return self._kept[1], self._kept[2]

    def _refused_writing(self, org: str) -> NotAllowed:
        return NotAllowed(
            f"账号 {self._member.account} 无权修改“{self._name(org)}”的内容，没有保存；"
            "如需权限，请联系党委办公室。"
        )

    def _name(self, org: str) -> str:
        found = self._now()[0].get(org)
        return found.name if found else org
