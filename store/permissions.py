"""May anybody write to a store who should not? And is everything in it a plain file or folder?

A store without members is its owner's own. One with members is compared with what its members' file comes
to, as ``taizhang access check`` does.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import TaizhangError
from forms.os_errors import because
from store.access.members_file import check_members, is_required
from store.access.plan import make_plan
from store.files import closing
from store.found import Found
from store.places import MEMBERS, TRIAL
from store.protocol import Repairs
from store.walking import Thing, is_odd, things

if TYPE_CHECKING:
    from store.file_backend import FileBackend

MOST = 10
"""Files named; the remedy is the same for all."""


def check_permissions(backend: FileBackend) -> list[Found]:
    """What is amiss, a sentence each."""
    root = backend.root
    problems: list[Found] = []
    try:
        named = check_members(root)
    except TaizhangError as error:
        return [Found(error.sentence, "members")]
    shared = named or is_required(root)
    if shared and not named:
        said = f"成员名单 {root / MEMBERS} 不在了，成员都进不来；"
        said += "请从备份恢复它，再由 root 运行 taizhang access apply。"
        problems.append(Found(said, "members"))
    problems += _strange(root)
    for bit, who, remedy in _BITS:
        if bit == stat.S_IWGRP and shared:
            continue
        found = [
            path for path, thing in _everything(root) if thing.mode & bit and not stat.S_ISLNK(thing.mode)
        ]
        for path in found[:MOST]:
            problems.append(Found(f"{path} {who}能改写；请运行 chmod -R {remedy} {root}。", "rights"))
        if len(found) > MOST:
            more = f"还有{len(found) - MOST}个文件和文件夹{who}能改写；办法同上。"
            problems.append(Found(more, "rights"))
    return [*problems, *(_drift(backend) if named else [])]


def tighten(root: Path, repairs: Repairs) -> None:
    """Take from all others, and in a store without members from the group, the right to write."""
    try:
        shared = check_members(root) or is_required(root)
        bits = stat.S_IWOTH if shared else stat.S_IWOTH | stat.S_IWGRP
    except TaizhangError as error:
        repairs.failed.append(error.sentence)
        return
    for path, thing in list(_everything(root)):
        if not thing.mode & bits or not (stat.S_ISREG(thing.mode) or stat.S_ISDIR(thing.mode)):
            continue
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with closing(descriptor):
                os.fchmod(descriptor, stat.S_IMODE(os.fstat(descriptor).st_mode) & ~bits)
        except OSError as error:
            repairs.failed.append(f"{path} 别的账号能改写，未能收回（{because(error)}）；请管理员处理。")
        else:
            repairs.done.append(f"{path} 已收回别的账号的写权限。")


_BITS = (
    (stat.S_IWOTH, "任何账号都", "o-w"),
    (stat.S_IWGRP, "同组的账号也", "g-w"),
)


def _drift(backend: FileBackend) -> list[Found]:
    """Against the members' file; who is in which group may be kept elsewhere."""
    try:
        return [Found(said, "drift") for said in make_plan(backend, keep_groups=True).sentences]
    except TaizhangError as error:
        return [Found(error.sentence)]


def _strange(root: Path) -> Iterator[Found]:
    for path, thing in _everything(root):
        if stat.S_ISLNK(thing.mode):
            yield Found(f"{path} 是符号链接，台账不用它；请管理员检查后移走。", "foreign")
        elif not stat.S_ISREG(thing.mode) and not stat.S_ISDIR(thing.mode):
            yield Found(f"{path} 不是普通文件；请管理员检查后移走。", "foreign")
        elif thing.too_deep:
            yield Found(f"{path} 里的文件夹套得太深，没有往下检查；请管理员检查后移走。", "foreign")
        elif is_odd(path.name):
            yield Found(f"{path} 的名称不是台账会用的；请管理员检查后移走。", "foreign")


def _everything(root: Path) -> Iterator[tuple[Path, Thing]]:
    """The store's folder and all in it, links not followed; what may not be looked at is left out."""
    yield root, Thing("", root.stat().st_mode)
    with closing(os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)) as descriptor:
        for thing in things(descriptor):
            if not thing.path.startswith(TRIAL):
                yield root / thing.path, thing
