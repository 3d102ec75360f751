"""Records as a person types them."""

from __future__ import annotations

STUDY = {
    "time": "4.6",
    "content": "习近平总书记在党史学习教育动员大会上的重要讲话精神，研究支部学习计划",
    "method": "主题党日、现场教学",
    "organiser": "教工第一党支部",
    "participants": "全体党员（32人）",
}
