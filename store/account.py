"""Whose process this is, by the operating system's own lists.

They are asked once for each account. Whoever adds one replaces the files they are in, and a session that has
given up all files but some (``store.landlock``) holds the ones of its login.
"""

from __future__ import annotations

import functools
import grp
import os
import pwd


def account(uid: int | None = None) -> str:
    """The name of whoever runs this process; never a setting or a variable."""
    number = os.getuid() if uid is None else uid
    try:
        return _found(number).pw_name
    except KeyError:
        return f"uid{number}"


def groups(uid: int) -> frozenset[str]:
    """Names of the groups that an account is in; none for one that there is not."""
    try:
        return _groups(uid)
    except KeyError:
        return frozenset()


@functools.cache
def _found(uid: int) -> pwd.struct_passwd:
    return pwd.getpwuid(uid)


@functools.cache
def _groups(uid: int) -> frozenset[str]:
    found, names = _found(uid), set()
    for number in os.getgrouplist(found.pw_name, found.pw_gid):
        try:
            names.add(grp.getgrgid(number).gr_name)
        except KeyError:
            continue
    return frozenset(names)
