"""Records as a person types them, and the way of one into a campaign."""

from __future__ import annotations

from store.campaign.campaign import Campaign
from store.campaign.records import save_record

CONTENT = "习近平总书记在党史学习教育动员大会上的重要讲话精神；研究学院学习计划"
LONG = "建立班子成员联系支部清单，每月参加一次组织生活，问题当场交办、下月回访，形成台账逐一销号。" * 3
STUDY = {
    "time": "4.6",
    "content": "学习党史学习教育动员大会重要讲话精神并交流体会",
    "method": "党课",
    "organiser": "计算机学院党委",
    "participants": "32人",
}
BRANCHES_STUDY = {
    "time": "4.6",
    "content": "习近平总书记在党史学习教育动员大会上的重要讲话精神，研究支部学习计划",
    "method": "主题党日、现场教学",
    "organiser": "教工第一党支部",
    "participants": "全体党员（32人）",
}


def study(campaign: Campaign, org: str, time: str, content: str = CONTENT, **more: str) -> str:
    """A complete record; its id."""
    return save_record(campaign, "study", org, {"time": time, "content": content, **more}).id


def unfinished(campaign: Campaign, org: str, time: str) -> str:
    """A record without its content; its id."""
    return save_record(campaign, "study", org, {"time": time}, incomplete=True).id
