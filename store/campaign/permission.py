"""May anything be saved here? Asked beforehand, so that a person who may only look is told before typing; the
store refuses all the same."""

from __future__ import annotations

from store.access.roles import rights
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from store.protocol import ORGANISATIONS


def refused(c: Campaign, what: str) -> str:
    """Why nothing can be saved of an organisation and those below it (its id, empty for all), or of the list
    of organisations (``ORGANISATIONS``); empty when something can."""
    if c.actor.read_only:
        return "正在用 --today 演练共享数据，只能查看，不能保存；去掉 --today 后再填。"
    member = c.actor.member
    if member is None or member.office:
        return ""
    if what == ORGANISATIONS:
        return "只能查看：只有党委办公室可以添加、修改、删除党组织；需要时请联系。"
    known = organisations(c)
    scope = {org.id for org in known.scope(what if known.get(what) else "")}
    if scope & rights(member, known).writable:
        return ""
    return f"只能查看：账号 {member.account} 没有填报的权限；需要时请联系党委办公室。"
