"""A campaign in hand: which pack, which store, what day it is, and who is at the keyboard."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from forms.clock import Clock
from forms.errors import ConflictError, NotAllowed, WrongUsage
from forms.neutral import clean_data
from forms.pack import Pack
from store.protocol import Change, Conflict, Document, Store

if TYPE_CHECKING:
    from store.access.roles import Member

ATTEMPTS = 20
"""How often a write is merged anew while others keep saving the same records."""


@dataclass(frozen=True)
class Actor:
    """Who acts: the operating system's account, and the organisation that person works for (may be empty)."""

    account: str
    org: str = ""
    read_only: bool = False
    """A rehearsal with ``--today`` on a shared store looks and never writes."""
    member: Member | None = None
    """Their roles, in a store that has a members' file; ``open_campaign`` finds them."""


class UndoEntry(msgspec.Struct, frozen=True):
    """One acknowledged write of this session: each document before and after."""

    shard: str
    before: tuple[Document | None, ...]
    after: tuple[Document | None, ...]


@dataclass(frozen=True)
class Campaign:
    """Handed to every function of this package."""

    id: str
    pack: Pack
    store: Store
    clock: Clock
    actor: Actor
    root: Path | None = field(default=None, compare=False, repr=False)
    """The store's folder, where the other campaigns lie; None: there are none."""
    done: list[UndoEntry] = field(default_factory=list, compare=False, repr=False)
    """This session's writes, oldest first; what undo takes back."""
    cache: dict[str, tuple[int, Any]] = field(default_factory=dict, compare=False, repr=False)
    """Snapshots that are dear to make, each with the sequence of the shard it was made from."""

    @property
    def entry_day(self) -> date:
        """The day that typed dates are read against: today, or its like in a campaign long over.

        Whoever keys a campaign of another year, for the archive or in rehearsal, means that year by 4.6.
        """
        today = self.clock.today()
        if today.year in (self.pack.year, self.pack.year + 1):
            return today
        from forms.shift import shift_date

        return shift_date(today, self.pack.year - today.year)


def account_name() -> str:
    """The operating system's name for whoever runs this process; never a setting or a variable."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"


def open_campaign(root: Path, campaign_id: str | None, clock: Clock, actor: Actor) -> Campaign:
    """Open the named campaign of the store at ``root``, or the only one.

    In a store with members the account is the operating system's, and the store is guarded. Raises StoreError
    when the store cannot be used, WrongUsage when the campaign must be named or is unknown, NotAllowed.
    """
    from forms.loading import load_pack
    from store.access.members_file import check_members
    from store.places import StoreRoot
    from store.shards.filestore import FileStore

    place = StoreRoot.open(root)
    member = None
    if check_members(root):
        from store.access.roles import whoami

        member = whoami(root)
    chosen = _choose(place.campaigns(), campaign_id)
    store: Store = FileStore(root, chosen)
    if member is not None:
        from store.access.guard import GuardedStore

        store = GuardedStore(store, member)
        actor = replace(actor, account=member.account, org=actor.org or member.home, member=member)
    return Campaign(
        id=chosen,
        pack=load_pack(place.pack_folder(chosen)),
        store=store,
        clock=clock,
        actor=actor,
        root=root,
    )


def _choose(campaigns: Sequence[str], wanted: str | None) -> str:
    if wanted:
        if wanted in campaigns:
            return wanted
        raise WrongUsage(f"没有专项工作“{wanted}”；现有：{'、'.join(campaigns) or '（无）'}。")
    if len(campaigns) == 1:
        return campaigns[0]
    if not campaigns:
        raise WrongUsage("这个数据目录里还没有专项工作；请运行 taizhang init 新建。")
    raise WrongUsage(f"有多项专项工作，请用 --campaign 指明一项：{'、'.join(campaigns)}。")


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
            from functools import partial

            from store.campaign.merged_state import restated
            from store.campaign.merging import rebase
            from store.versions import version_at

            newest = {change.id: c.store.get(shard, change.id) for change in changes}
            merged = rebase(shard, wanted, newest, partial(version_at, c.store, shard))
            wanted = [one if any(one is was for was in wanted) else restated(c, one) for one in merged]
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


def delete_change(document: Document) -> Change:
    """The change that deletes this very version."""
    return Change(id=document.id, annex=document.annex, org=document.org, base=document.rev, data=None)
