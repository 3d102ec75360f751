"""Permissions of a file or folder, by names, so that they mean the same on another machine.

Root could give a file to anybody, and a backup may say anything: only whom its members' file knows is given
anything then.
"""

from __future__ import annotations

import grp
import os
import pwd
import stat
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import msgspec

from forms.errors import StoreError
from store.access import access_lists
from store.access.access_lists import ACCESS, DEFAULT, GROUP, MASK, OTHERS, Tag
from store.access.members_shape import Members
from store.access.roles import grants_of
from store.account import groups
from store.places import MEMBERS

FILE_BITS = 0o664
FOLDER_BITS = stat.S_ISGID | 0o775
"""All that a restored file or folder may ever be given by its mode."""

List = tuple[tuple[str, str, int], ...]
"""An access list: kind, name, permissions."""


class Rights(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Owner, group, mode and access lists of a file, as they can be given again."""

    mode: int
    owner: str
    group: str
    access: List = ()
    default: List = ()
    """Of folders: what new things in it begin with."""


def rights_of(descriptor: int) -> Rights:
    """Raises OSError."""
    found = os.fstat(descriptor)
    folder = stat.S_ISDIR(found.st_mode)
    return Rights(
        mode=stat.S_IMODE(found.st_mode),
        owner=access_lists.account_of(found.st_uid),
        group=access_lists.group_of(found.st_gid),
        access=_list(descriptor, ACCESS),
        default=_list(descriptor, DEFAULT) if folder else (),
    )


def _list(descriptor: int, kind: str) -> List:
    """Empty where the mode says it all, or the file system has no lists."""
    try:
        found = access_lists.of_descriptor(descriptor, kind)
    except StoreError:
        return ()
    if kind == ACCESS and MASK not in found:
        return ()
    return tuple((*tag, permissions) for tag, permissions in found.items())


@dataclass(frozen=True)
class Known:
    """Whom root may give something to: root, and whom the members' file names."""

    members: Members
    units: Collection[str] = ()
    """Ids, for the names of their groups."""

    def has(self, tag: Tag) -> bool:
        """Is it an account or a group that the file gives a role, or one that access is laid out with?"""
        kind, name = tag
        if name in ("", "root"):
            return True
        if kind == "u":
            return bool(grants_of(self.members, name, _groups(name)))
        unix = self.members.unix
        named = {entry.group for entry in self.members.members} | {unix.office, unix.everybody}
        return name in named or name in map(unix.group_of, self.units)


def _groups(account: str) -> Collection[str]:
    try:
        return groups(pwd.getpwnam(account).pw_uid)
    except KeyError:
        return ()


@dataclass
class Given:
    """What could not be given, each named once: whom this machine does not have, or whom this account may not
    give to; and whom nothing was to be given to."""

    lacking: dict[str, None]
    strange: dict[str, None]

    @property
    def sentences(self) -> list[str]:
        """For whoever restores."""
        told = []
        if self.lacking:
            told.append(
                f"{'、'.join(self.lacking)}的权限没有恢复（这台机器上没有，或当前账号无权设置）；"
                "多人共用的数据请由 root 运行 taizhang access apply。"
            )
        if self.strange:
            told.append(
                f"{'、'.join(self.strange)}不在备份的 {MEMBERS} 里，没有把文件给出去，改归 root 所有；"
                "请核对后用 chown 指定属主，或由 root 运行 taizhang access apply。"
            )
        return told


def give(descriptor: int, rights: Rights, given: Given, known: Known | None = None) -> None:
    """Give these rights to a file or folder as far as this account may, the names are there on this machine
    and are ``known`` (None: whoever is named). What cannot be kept is noted, and grants nothing to anybody
    else instead. Raises OSError.
    """
    folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
    mode = rights.mode & (FOLDER_BITS if folder else FILE_BITS)

    def strange(tag: Tag) -> bool:
        if known is None or known.has(tag):
            return False
        given.strange[access_lists.in_words(tag)] = None
        return True

    def own() -> None:
        os.fchown(descriptor, pwd.getpwnam(rights.owner).pw_uid, -1)

    if os.geteuid() == 0 and not strange(("u", rights.owner)) and not _done(own):
        given.lacking[f"账号 {rights.owner}"] = None
    if strange(("g", rights.group)):
        mode &= ~(stat.S_ISGID | 0o070)
    elif not _done(lambda: _give_to(descriptor, rights.group)):
        given.lacking[f"组 {rights.group}"] = None
        mode &= ~(stat.S_ISGID | 0o070)
    os.fchmod(descriptor, mode | (0o700 if folder else 0o600))
    access = _entries(entry for entry in rights.access if not strange(entry[:2]))
    if access and not (mode & 0o070 and _done(lambda: access_lists.put(descriptor, access, ACCESS))):
        # The mode's middle digit was the list's mask; the group alone had no more than this.
        alone = access.get(GROUP, 0) & access.get(MASK, 0)
        os.fchmod(descriptor, (mode & ~0o070) | (mode & alone << 3) | (0o700 if folder else 0o600))
        given.lacking["访问控制列表"] = None
    default = _entries(entry for entry in rights.default if not strange(entry[:2]))
    if default and folder and not _done(lambda: access_lists.put(descriptor, default, DEFAULT)):
        given.lacking["访问控制列表"] = None


def _entries(kept: Iterable[tuple[str, str, int]]) -> dict[Tag, int]:
    """Everybody else never writes to a store."""
    return {
        (kind, name): permissions & (5 if (kind, name) == OTHERS else 7) for kind, name, permissions in kept
    }


def _give_to(descriptor: int, group: str) -> None:
    number = grp.getgrnam(group).gr_gid
    if os.fstat(descriptor).st_gid != number:
        os.fchown(descriptor, -1, number)


def _done(step: Callable[[], None]) -> bool:
    """Whether it could be: an account or group may not be here, or the right to give to it."""
    try:
        step()
    except (KeyError, OSError, StoreError, ValueError):
        return False
    return True
