"""Two people, one record: a stale change is merged by field against the version both started from.

A field that only one side changed is taken. One that both changed, to different values, needs a person:
``MergeConflict`` carries the three versions, and what was chosen is written like any other change. Never the
last writer wins, never a lock held while a form is open.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from forms.errors import ConflictError
from store.protocol import Change, Data, Document

WHOLE = ""
"""The field of a clash about the record itself: one side changed what the other deleted."""

Sets = Mapping[str, Collection[str]]
"""Table to its fields whose lists are sets: what two people add to them are both in."""

VersionAt = Callable[[str, int], Document | None]
"""Document id and revision to that version."""


@dataclass(frozen=True)
class Clash:
    """A field that both changed, with the three values: 原来, 对方, 我的. None: not there, or deleted."""

    field: str
    """A key of ``data``; ``measures.ID`` within an object; or ``WHOLE``."""
    before: Any
    theirs: Any
    mine: Any


class MergeConflict(ConflictError):
    """A person must choose. Exit 4."""

    def __init__(
        self,
        shard: str,
        changes: Sequence[Change],
        stale: Change,
        theirs: Document | None,
        base: Document | None,
        clashes: Sequence[Clash],
        sets: Collection[str] = (),
    ) -> None:
        who = f"{theirs.updated_by}" if theirs else "他人"
        did = "修改" if theirs else "删除"
        fields = "、".join(clash.field for clash in clashes if clash.field)
        where = f"的{fields}" if fields else ""
        super().__init__(
            f"记录 {stale.id} {where}已被{who}{did}，与本次的修改不一致，没有保存；请对照后选择。"
        )
        self.shard, self.changes, self.stale = shard, tuple(changes), stale
        self.theirs, self.base, self.clashes = theirs, base, tuple(clashes)
        self._sets = sets

    def settled(self, choices: Mapping[str, Any]) -> list[Change]:
        """The whole write again, with the chosen value for each clashing field; based on the newest revision.

        For ``WHOLE`` a true choice keeps mine (my record, or my deletion), a false one theirs.
        """
        return [
            settled
            for change in self.changes
            for settled in ([change] if change is not self.stale else self._settled(choices))
        ]

    def _settled(self, choices: Mapping[str, Any]) -> list[Change]:
        if WHOLE in choices:
            mine = msgspec.structs.replace(self.stale, base=self.theirs.rev if self.theirs else 0)
            return [mine] if choices[WHOLE] else []
        assert self.theirs is not None
        assert self.stale.data is not None
        base = self.base.data if self.base else {}
        merged, _ = merge(base, self.theirs.data, self.stale.data, self._sets)
        for field, value in choices.items():
            _put(merged, field, value)
        return [_rebased(self.stale, self.theirs, self.base, merged)]


def merge(
    base: Data, theirs: Data, mine: Data, sets: Collection[str] = (), within: str = ""
) -> tuple[Data, list[Clash]]:
    """Three versions of an object to one, and the clashes; where both changed, the merged one has theirs.

    An object within (the measures of an indicator) is merged by its own fields, and those are wholes: a
    number and the period it was counted over belong together.
    """
    merged: Data = {}
    clashes: list[Clash] = []
    for name in {**theirs, **mine}:
        was, their, own = base.get(name), theirs.get(name), mine.get(name)
        if not within and isinstance(their, dict) and isinstance(own, dict):
            inner, found = merge(was if isinstance(was, dict) else {}, their, own, (), f"{within}{name}.")
            merged[name] = inner
            clashes.extend(found)
            continue
        if name in sets and all(value is None or isinstance(value, list) for value in (was, their, own)):
            if united := _united(was or [], their or [], own or []):
                merged[name] = united
            continue
        theirs_changed, mine_changed = not _alike(their, was), not _alike(own, was)
        value = their if theirs_changed else own
        if theirs_changed and mine_changed and not _alike(own, their):
            clashes.append(Clash(within + name, was, their, own))
        if value is not None or name in (theirs if value is their else mine):
            merged[name] = value
    return merged, clashes


def _united(base: list[Any], theirs: list[Any], mine: list[Any]) -> list[Any]:
    """What both have, and what one has added; what one has taken out is out. In their order, mine last."""
    kept = [one for one in theirs if one in mine or one not in base]
    return kept + [one for one in mine if one not in base and one not in kept]


def _alike(one: Any, other: Any) -> bool:
    """The same to whoever reads it: an empty answer is none."""
    return one == other or (_is_empty(one) and _is_empty(other))


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def rebase(
    shard: str,
    changes: Sequence[Change],
    newest: Mapping[str, Document | None],
    version_at: VersionAt,
    sets: Sets,
) -> list[Change]:
    """The same changes on the newest revisions; those that no longer change anything are left out.

    ``newest`` has the documents as they are now. Raises MergeConflict for the first that needs a person.
    """
    rebased: list[Change] = []
    for place, change in enumerate(changes):
        theirs = newest[change.id]
        if change.base == (theirs.rev if theirs else 0):
            rebased.append(change)
            continue
        base = version_at(change.id, change.base)
        rest = [*rebased, *changes[place:]]
        if theirs is None or change.data is None:
            if theirs is None and change.data is None:
                continue
            if theirs and base and _same(theirs, base):  # changed and changed back: it is what was seen
                rebased.append(msgspec.structs.replace(change, base=theirs.rev))
                continue
            clash = Clash(WHOLE, base and base.data, theirs and theirs.data, change.data)
            raise MergeConflict(shard, rest, change, theirs, base, [clash])
        merged, clashes = merge(base.data if base else {}, theirs.data, change.data, sets[change.annex])
        if clashes:
            raise MergeConflict(shard, rest, change, theirs, base, clashes, sets[change.annex])
        fresh = _rebased(change, theirs, base, merged)
        if not changes_nothing(fresh, theirs):
            rebased.append(fresh)
    return rebased


def changes_nothing(change: Change, now: Document) -> bool:
    """Would this change leave the document as it is?"""
    return change.id == now.id and (change.data, change.state, change.forced) == (
        now.data,
        now.state,
        now.forced,
    )


def _same(one: Document, other: Document) -> bool:
    return (one.data, one.state, one.forced, one.org) == (other.data, other.state, other.forced, other.org)


def _rebased(mine: Change, theirs: Document, base: Document | None, data: Data) -> Change:
    """State and reasons merge like fields, mine winning where both changed one."""
    forced, clashes = merge(base.forced if base else {}, theirs.forced, dict(mine.forced))
    for clash in clashes:
        forced[clash.field] = clash.mine
    before = base.state if base else mine.state
    state = mine.state if theirs.state == before else theirs.state
    return msgspec.structs.replace(
        mine,
        base=theirs.rev,
        data=data,
        state=state,
        forced={name: why for name, why in forced.items() if why},
    )


def _put(data: Data, field: str, value: Any) -> None:
    name, dot, rest = field.partition(".")
    if dot and isinstance(data.get(name), dict):
        _put(data[name], rest, value)
    elif value is None:
        data.pop(name, None)
    else:
        data[name] = value
