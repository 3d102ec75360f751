"""``members.toml``: believed only when nobody but root or the office can have written it, and read strictly.

It gives accounts of the operating system, or its groups, a role::

    [[members]]
    account = "liming"
    role = "office"

    [[members]]
    group = "tz-jsj"
    role = "unit"
    organisations = ["jsj"]

    [unix]
    office = "tz-office"
    prefix = "tz-"
    groups = { jsj = "computing" }

``[unix]`` names the groups that ``taizhang access`` keeps; all of it has defaults.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import NotAllowed, StoreError, TaizhangError
from forms.os_errors import because
from store.files import SAFE, closing, read_all, refusing
from store.places import MEMBERS, REQUIRED, applied, store_config

if TYPE_CHECKING:
    from store.access.members_shape import Members


def check_members(root: Path) -> bool:
    """Is this a store with members? Its file must belong to root or to the owner of the store's folder (the
    office), and nobody else may write to it. Raises NotAllowed, StoreError."""
    return _content(root) is not None


def is_shared(root: Path) -> bool:
    """Is it a store of several people, whose members' file may be gone or unreadable for the moment?"""
    return os.path.lexists(root / MEMBERS) or is_required(root)


def is_required(root: Path) -> bool:
    """May nobody work here without the file? So says the store, or it looks as if it had once been laid out
    for several people."""
    if applied(root):
        return True
    name, value = REQUIRED
    try:
        return store_config(root).get(name) == value
    except TaizhangError:  # then it does not open at all
        return False


def read_members(root: Path) -> Members | None:
    """What the file says, or None for a store without one. Raises NotAllowed, StoreError, BadInput."""
    content = _content(root)
    if content is None:
        return None
    from store.access.members_shape import parse  # a store without members needs none of it

    return parse(content)


def _content(root: Path) -> bytes | None:
    path = root / MEMBERS
    try:
        owner = root.stat().st_uid
        descriptor = os.open(path, os.O_RDONLY | SAFE)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise _not_plain(path) from error
        raise StoreError(f"{path} 读不出来：{because(error)}；请向管理员申请权限。") from error
    with closing(descriptor), refusing(StoreError, f"{path} 读不出来"):
        _check(path, os.fstat(descriptor), owner)
        return read_all(descriptor)


def _check(path: Path, found: os.stat_result, owner: int) -> None:
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        raise _not_plain(path)
    if found.st_uid not in (0, owner):
        raise NotAllowed(f"{path} 不属于 root 或党委办公室的账号，不能采信；请管理员检查它的属主。")
    # With an access list, the group's bits are its mask: no entry grants more than they do.
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise NotAllowed(f"{path} 别人也能改写，不能采信；请管理员运行 chmod go-w {os.fspath(path)}。")


def _not_plain(path: Path) -> NotAllowed:
    return NotAllowed(f"{path} 不是普通文件，不能采信；请管理员重新建立这个文件。")
