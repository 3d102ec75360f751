"""Who runs this process, and what the members' file lets them do."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from forms.errors import NotAllowed, StoreError
from forms.organisations import Organisations
from store.access.members_file import is_required, read_members
from store.access.members_shape import EVERYTHING, Members, Role
from store.account import account, groups
from store.places import MEMBERS


@dataclass(frozen=True)
class Identity:
    """An account of the operating system."""

    uid: int
    account: str
    groups: frozenset[str]


@dataclass(frozen=True)
class Grant:
    """One role, and the organisations it holds for."""

    role: Role
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """Somebody with all their roles. ``office`` may do everything."""

    account: str
    grants: tuple[Grant, ...] = ()

    @property
    def office(self) -> bool:
        """Has a role that holds for everything."""
        return any(grant.role == "office" for grant in self.grants)

    @property
    def home(self) -> str:
        """The organisation they work for when it is a single one; else empty."""
        found = {org for grant in self.grants for org in grant.organisations} - {EVERYTHING}
        return found.pop() if len(found) == 1 and not self.office else ""


@dataclass(frozen=True)
class Rights:
    """What a member's roles come to with the organisations as they are now: ids."""

    readable: frozenset[str]
    writable: frozenset[str]
    units: frozenset[str]
    """Second-level organisations of which something is readable."""


def identity() -> Identity:
    """By the real user id and the system's own lists; no setting or variable can say otherwise."""
    uid = os.getuid()
    return Identity(uid, account(uid), groups(uid))


def whoami(root: Path) -> Member | None:
    """Whoever runs this process, in the store at ``root``; None where the store has no members' file, and so
    is its owner's alone.

    Root and the owner of the store's folder are the office: the file is theirs to write. Raises NotAllowed
    for an account that the file does not know, or a file that cannot be believed, or is gone or unreadable
    where it is required; BadInput, StoreError.
    """
    me = identity()
    office = me.uid in (0, root.stat().st_uid)
    try:
        members = read_members(root)
    except StoreError as error:
        if office or not is_required(root):
            raise
        raise _missing() from error
    if members is None:
        if not is_required(root):
            return None
        if not office:
            raise _missing()
    grants = grants_of(members, me.account, me.groups) if members else ()
    if office:
        grants = (Grant("office"),)
    if not grants:
        raise NotAllowed(
            f"账号 {me.account} 不在 {MEMBERS} 里，不能使用这里的台账数据；请联系党委办公室添加。"
        )
    return Member(me.account, grants)


def _missing() -> NotAllowed:
    return NotAllowed(
        f"这里是多人共用的数据，成员名单 {MEMBERS} 不在了或读不了，现在不能使用；请联系管理员恢复它。"
    )


def grants_of(members: Members, account: str, groups: Collection[str]) -> tuple[Grant, ...]:
    """The roles of an account that is in these groups."""
    return tuple(
        Grant(entry.role, entry.organisations)
        for entry in members.members
        if (entry.account and entry.account == account) or (entry.group and entry.group in groups)
    )


def rights(member: Member, known: Organisations) -> Rights:
    """``known`` are all organisations, unlimited. What a role names and is not there grants nothing."""
    everything = frozenset(org.id for org in known.everyone)
    if member.office:
        return Rights(everything, everything, frozenset(known.unit_of(org).id for org in everything))
    readable: set[str] = set()
    writable: set[str] = set()
    for grant in member.grants:
        for named in grant.organisations:
            reach: Collection[str]
            if named == EVERYTHING:
                reach = everything
            elif grant.role == "branch":
                reach = {named} & everything
            else:
                reach = [org.id for org in known.scope(named)] if named in everything else ()
            readable.update(reach)
            if grant.role in ("unit", "branch"):
                writable.update(reach)
    units = frozenset(known.unit_of(org).id for org in readable)
    return Rights(frozenset(readable), frozenset(writable), units)


def limited(known: Organisations, member: Member) -> Organisations:
    """The organisations as this member's screens show them."""
    if member.office:
        return known
    return known.limited_to(rights(member, known).readable)
