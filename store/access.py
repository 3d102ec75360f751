"""Who may do what begins with a file that only the office can have written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from forms.errors import NotAllowed, StoreError
from store.shards.files import because

MEMBERS = "members.toml"


def check_members(root: Path) -> bool:
    """Is this a store with members? Its file must belong to root or to the owner of the store's folder (the
    office), and nobody else may write to it. Raises NotAllowed, StoreError."""
    path = root / MEMBERS
    try:
        found = path.lstat()
        owner = root.stat().st_uid
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise StoreError(f"{path} 读不出来：{because(error)}；请向管理员申请权限。") from error
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        raise NotAllowed(f"{path} 不是普通文件，不能采信；请管理员重新建立这个文件。")
    if found.st_uid not in (0, owner):
        raise NotAllowed(f"{path} 不属于 root 或党委办公室的账号，不能采信；请管理员检查它的属主。")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise NotAllowed(f"{path} 别人也能改写，不能采信；请管理员运行 chmod go-w {os.fspath(path)}。")
    return True
