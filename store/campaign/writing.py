"""Saving: the one way anything of a campaign is written, merged with what others saved meanwhile; taking back
one's own last change of this session, a deletion too; and whether one may save at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec

from forms.errors import ConflictError, NotAllowed
from forms.neutral import clean_data
from store.campaign.campaign import Campaign, UndoEntry
from store.campaign.organisations import organisations
from store.protocol import ORGANISATIONS, Change, Conflict, Document

ATTEMPTS = 20
"""How often a write is merged anew while others keep saving the same records."""


def write(c: Campaign, shard: str, changes: Sequence[Change]) -> list[Document | None]:
    """The one way anything is written: neutralised, merged with what others saved meanwhile, kept for undo.

    Returns the documents as they are now, in the order of ``changes``. Raises MergeConflict where two people
    changed the same field, NotAllowed in a read-only session, and what ``Store.apply`` raises.
    """
    if c.actor.read_only:
        raise NotAllowed("正在用 --today 演练共享数据，本次只能查看，不能保存；去掉 --today 后再填。")
    if not changes:
        return []
    wanted = [_neutral(change) for change in changes]
    for _ in range(ATTEMPTS):
        before = {change.id: c.store.get(shard, change.id) for change in changes}
        try:
            saved = c.store.apply(shard, wanted, c.actor.account)
        except Conflict:
            # Only here: who reads what is due need not load the rules of every kind.
            from store.campaign.kinds.registry import document_kind
            from store.campaign.merging import rebase
            from store.versions import version_at

            newest = {change.id: c.store.get(shard, change.id) for change in changes}
            kinds = {change.annex: document_kind(c, change.annex) for change in wanted}
            sets = {table: kind.sets for table, kind in kinds.items()}
            merged = rebase(shard, wanted, newest, partial(version_at, c.store, shard), sets)
            wanted = [
                one
                if one.data is None or any(one is was for was in wanted)
                else kinds[one.annex].merged(c, one)
                for one in merged
            ]
            continue
        after = dict(zip((change.id for change in wanted), saved, strict=True))
        if wanted:
            c.done.append(UndoEntry(shard, tuple(before[change.id] for change in wanted), tuple(saved)))
        return [after.get(change.id, before[change.id]) for change in changes]
    raise ConflictError(f"{shard} 正被他人连续修改，本次没有保存；请稍后再存一次。")


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
