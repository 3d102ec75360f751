"""What a form says, quietly, when somebody else has saved what is being filled in."""

from __future__ import annotations

from forms.neutral import one_line
from store.protocol import Document


def notice(what: str, now: Document | None) -> str:
    """``now`` is the newest version; None: deleted."""
    if now is None:
        return f"{what}刚被别人删除；您填的都还在，保存时会问您怎么办。"
    return f"{what}刚被 {one_line(now.updated_by)} 修改，保存时会合并。"
