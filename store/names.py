"""The names that a store takes, whatever is behind it: of campaigns, shards, documents and their tables."""

from __future__ import annotations

import re

from forms.errors import BadInput
from store.protocol import ORGANISATIONS, Change

KINDS = ("units", "office")
"""The kinds of shards that a campaign has, each with one shard a unit."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)


def is_folder_name(name: str) -> bool:
    """May this be the name of a unit's or campaign's folder? ASCII, and nothing that leads elsewhere."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None and ".." not in name


def check_campaign_id(campaign: str) -> None:
    """Raises BadInput for what cannot be the id of a campaign."""
    if not is_folder_name(campaign) or campaign == ORGANISATIONS:
        raise BadInput(f"专项工作编号 {campaign!r} 不能用：只能是英文字母、数字、- 和 _。")


def check_shard_name(shard: str) -> None:
    """Raises BadInput for what is neither ``organisations`` nor ``KIND/UNIT``."""
    kind, _, unit = shard.partition("/")
    if shard != ORGANISATIONS and (kind not in KINDS or not is_folder_name(unit)):
        raise BadInput(f"{shard!r} 不是可用的党组织编号：只能是英文字母、数字、- 和 _。")


def check_change(change: Change) -> None:
    """Raises BadInput for an id or a table that could not be told apart in a sentence, or begins like those
    that stores keep for themselves (TinyDB's, and ours)."""
    for what, value in (("记录", change.id), ("附件", change.annex)):
        if not (0 < len(value) <= 200 and value.isprintable() and not value.startswith("_")):
            raise BadInput(f"{what}编号 {value[:40]!r} 不能用：不能为空、太长、以 _ 开头或含有控制字符。")
