"""Permissions of a file or folder, by names, so that they mean the same on another machine."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from collections.abc import Callable

import msgspec

from forms.errors import StoreError
from store.access import access_lists
from store.access.access_lists import ACCESS, DEFAULT, GROUP, MASK, OTHERS, Tag

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


def give(descriptor: int, rights: Rights) -> list[str]:
    """Give these rights to a file or folder as far as this account may and the names are known here. What
    cannot be kept is told, and grants nothing to anybody else instead. Raises OSError.
    """
    missing: list[str] = []
    folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
    mode = rights.mode & (FOLDER_BITS if folder else FILE_BITS)
    if os.geteuid() == 0 and not _done(lambda: os.fchown(descriptor, pwd.getpwnam(rights.owner).pw_uid, -1)):
        missing.append(f"账号 {rights.owner}")
    if not _done(lambda: _give_to(descriptor, rights.group)):
        missing.append(f"组 {rights.group}")
        mode &= ~(stat.S_ISGID | 0o070)
    os.fchmod(descriptor, mode | (0o700 if folder else 0o600))
    access = _entries(rights.access)
    if access and not (mode & 0o070 and _done(lambda: access_lists.put(descriptor, access, ACCESS))):
        # The mode's middle digit was the list's mask; the group alone had no more than this.
        alone = access.get(GROUP, 0) & access.get(MASK, 0)
        os.fchmod(descriptor, (mode & ~0o070) | (mode & alone << 3) | (0o700 if folder else 0o600))
        missing.append("访问控制列表")
    default = _entries(rights.default)
    if default and folder and not _done(lambda: access_lists.put(descriptor, default, DEFAULT)):
        missing.append("访问控制列表")
    return missing


def _entries(kept: List) -> dict[Tag, int]:
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
