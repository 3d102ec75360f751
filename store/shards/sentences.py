"""Refusals that several parts of a store give."""

from __future__ import annotations

from forms.errors import Damaged, NewerFormat, TaizhangError

CHECK = "请运行 taizhang check 查看损坏情况"
RESTORE = "请从备份恢复，或运行 taizhang check"


def newer(what: object) -> NewerFormat:
    """What a newer program wrote: a file or a shard."""
    return NewerFormat(f"{what} 由更新版本的台账程序写成，本程序没有读取也没有改动；请升级后再用。")


def remedied(error: TaizhangError, remedy: str) -> str:
    """The sentence of a refusal that sends its reader to the check, where the check itself is running: what
    helps is said instead."""
    return error.with_remedy(remedy) if error.remedy == CHECK else error.sentence


def damaged_table(name: str, what: str) -> Damaged:
    """Something in a shard's file that is readable JSON and cannot be a shard's."""
    return Damaged(f"{name} 的数据文件{what}", remedy=CHECK)
