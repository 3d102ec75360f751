"""Permissions of a file or folder, by names, so that they mean the same on another machine."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import stat

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
    if os.geteuid() == 0 and not _give_away(descriptor, rights.owner):
        missing.append(f"账号 {rights.owner}")
    if not _share(descriptor, rights.group):
        missing.append(f"组 {rights.group}")
        mode &= ~(stat.S_ISGID | 0o070)
    os.fchmod(descriptor, mode | (0o700 if folder else 0o600))
    access = _entries(rights.access)
    if access and not (mode & 0o070 and _put(descriptor, access, ACCESS)):
        # The mode's middle digit was the list's mask; the group alone had no more than this.
        alone = access.get(GROUP, 0) & access.get(MASK, 0)
        os.fchmod(descriptor, (mode & ~0o070) | (mode & alone << 3) | (0o700 if folder else 0o600))
        missing.append("访问控制列表")
    if rights.default and folder and not _put(descriptor, _entries(rights.default), DEFAULT):
        missing.append("访问控制列表")
    return missing


def _entries(kept: List) -> dict[Tag, int]:
    """Everybody else never writes to a store."""
    return {
        (kind, name): permissions & (5 if (kind, name) == OTHERS else 7) for kind, name, permissions in kept
    }


def _give_away(descriptor: int, owner: str) -> bool:
    try:
        os.fchown(descriptor, pwd.getpwnam(owner).pw_uid, -1)
    except (KeyError, OSError):
        return False
    return True


def _share(descriptor: int, group: str) -> bool:
    with contextlib.suppress(KeyError, OSError):
        number = grp.getgrnam(group).gr_gid
        if os.fstat(descriptor).st_gid != number:
            os.fchown(descriptor, -1, number)
        return True
    return False


def _put(descriptor: int, access: dict[Tag, int], kind: str) -> bool:
    try:
        access_lists.put(descriptor, access, kind)
    except (KeyError, OSError, StoreError, ValueError):
        return False
    return True
