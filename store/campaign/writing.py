"""Saving: the one way anything of a campaign is written, merged with what others saved meanwhile; taking back
one's own last change of this session, a deletion too; and whether one may save at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import msgspec

from forms.errors import ConflictError, NotAllowed
from forms.neutral import clean_data
from store.campaign.campaign import Campaign, UndoEntry
from store.campaign.organisations import organisations
from store.protocol import ORGANISATIONS, Change, Conflict, Document, Write

ATTEMPTS = 20
"""How often a write is merged anew while others keep saving the same records."""


def write(c: Campaign, shard: str, changes: Sequence[Change]) -> list[Document | None]:
    """The one way anything is written: neutralised, merged with what others saved meanwhile, kept for undo.

    Returns the documents as they are now, in the order of ``changes``. Raises MergeConflict where two people
    changed the same field, NotAllowed in a read-only session, and what ``Store.apply`` raises.
    """
    return write_all(c, {shard: changes})[shard]


def write_all(
    c: Campaign, changes: Mapping[str, Sequence[Change]], seen: Mapping[str, int] | None = None
) -> dict[str, list[Document | None]]:
    """The same for several shards, by name: all or nothing. ``seen``: by which sequence of a shard its
    changes were judged; raises Moved where it stands at another one."""
    if c.actor.read_only:
        raise NotAllowed("正在用 --today 演练共享数据，本次只能查看，不能保存；去掉 --today 后再填。")
    wanted = {shard: [_neutral(change) for change in some] for shard, some in changes.items()}
    for _ in range(ATTEMPTS):
        before = {
            shard: {change.id: c.store.get(shard, change.id) for change in some}
            for shard, some in changes.items()
        }
        writes = [Write(shard, some, (seen or {}).get(shard)) for shard, some in wanted.items()]
        try:
            saved = c.store.apply_all(writes, c.actor.account)
        except Conflict as conflict:
            wanted[conflict.shard] = _merged(c, conflict.shard, wanted[conflict.shard])
            continue
        now: dict[str, list[Document | None]] = {}
        for write, documents in zip(writes, saved, strict=True):
            shard, was = write.shard, before[write.shard]
            after = dict(zip((change.id for change in write.changes), documents, strict=True))
            if write.changes:
                old = tuple(was[change.id] for change in write.changes)
                c.done.append(UndoEntry(shard, old, tuple(documents)))
            now[shard] = [after.get(change.id, was[change.id]) for change in changes[shard]]
        return now
    raise ConflictError(f"{'、'.join(changes)} 正被他人连续修改，本次没有保存；请稍后再存一次。")


def _merged(c: Campaign, shard: str, wanted: Sequence[Change]) -> list[Change]:
    """What is still to be written where others were quicker. Raises MergeConflict."""
    # Only here: who reads what is due need not load the rules of every kind.
    from store.campaign.kinds.registry import document_kind
    from store.campaign.merging import rebase
    from store.versions import version_at

    newest = {change.id: c.store.get(shard, change.id) for change in wanted}
    kinds = {change.annex: document_kind(c, change.annex) for change in wanted}
    sets = {table: kind.sets for table, kind in kinds.items()}
    merged = rebase(shard, wanted, newest, partial(version_at, c.store, shard), sets)
    return [
        one if one.data is None or any(one is was for was in wanted) else kinds[one.annex].merged(c, one)
        for one in merged
    ]


def _neutral(change: Change) -> Change:
    return msgspec.structs.replace(
        change,
        data=None if change.data is None else clean_data(change.data),
        forced=clean_data(change.forced),
    )


def undo(c: Campaign) -> UndoEntry | None:
    """Take back the last write of this session as a new revision; None when there is none left.

    What others changed since stays. Raises MergeConflict where they changed the same fields; once that is
    settled, ``taken_back`` says so. When it cannot be saved the write stays the next one to take back.
    """
    if not c.done:
        return None
    last = c.done[-1]
    pairs = zip(last.before, last.after, strict=True)
    write(c, last.shard, [_back(before, after) for before, after in pairs if before or after])
    taken_back(c, last)
    return last


def taken_back(c: Campaign, last: UndoEntry) -> None:
    """The taking back itself is no change to take back: forget it together with what it took back."""
    place = next(place for place, done in enumerate(c.done) if done is last)
    del c.done[place:]


def _back(before: Document | None, after: Document | None) -> Change:
    was = before or after
    assert was is not None
    return was.change(before.data if before else None, base=after.rev if after else 0)


def refused(c: Campaign, what: str) -> str:
    """Why nothing can be saved of an organisation and those below it (its id, empty for all), or of the list
    of organisations (``ORGANISATIONS``); empty when something can."""
    if c.actor.read_only:
        return "正在用 --today 演练共享数据，只能查看，不能保存；去掉 --today 后再填。"
    member = c.actor.member
    if member is None or member.office:
        return ""
    if what == ORGANISATIONS:
        return "只能查看：只有党委办公室可以添加、修改、删除党组织；需要时请联系。"
    from store.access.roles import rights  # only in a store that many use

    known = organisations(c)
    scope = {org.id for org in known.scope(what if known.get(what) else "")}
    if scope & rights(member, known).writable:
        return ""
    return f"只能查看：账号 {member.account} 没有填报的权限；需要时请联系党委办公室。"
