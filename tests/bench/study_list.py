"""Twenty study records of one unit, as a clerk has them on paper: what ``bench_keys`` keys.

The list is as such lists are: the unit's own meetings and what its branches held, often the same subject in
several of them, in the order of the dates.
"""

from __future__ import annotations

from dataclasses import dataclass

YEAR = 2021
UNIT = "计算机学院党委"
BRANCHES = (
    ("教工第一党支部", "教师"),
    ("教工第二党支部", "教师"),
    ("研究生第一党支部", "学生"),
    ("2018级本科生党支部", "学生"),
    ("2019级本科生党支部", "学生"),
)


@dataclass(frozen=True)
class Paper:
    """One record as it must stand in the store afterwards, each field as printed."""

    org: str
    time: str
    content: str
    method: str
    organiser: str
    participants: str
    hours: str
    category: str
    expected: str
    present: str

    @property
    def texts(self) -> dict[str, str]:
        """By field id, in the order of the form; the organisation it is recorded for is no field."""
        return {name: text for name, text in vars(self).items() if name != "org"}

    @property
    def characters(self) -> int:
        """Of the record itself: whatever stands in its fields."""
        return sum(len(text) for text in self.texts.values())


SPEECH = "习近平总书记在党史学习教育动员大会上的重要讲话精神；研究学院党史学习教育实施方案"
RULES = "《中国共产党普通高等学校基层组织工作条例》，对照条例查找支部工作差距并研究改进措施"
GRAVES = "赴烈士陵园祭扫，重温入党誓词，听革命先辈后人讲述解放战争中的学生运动"
ETHICS = "《新时代高校教师职业行为十项准则》和师德失范典型案例通报，签订师德承诺书"
HISTORY = "《中国共产党简史》第一章至第三章，围绕“中国共产党为什么能”交流学习体会"
TRAINING = "党支部书记、支委业务培训：发展党员流程、组织生活规范、党费收缴和档案整理"
PLAN = "讨论支部2021年度工作计划和党史学习教育安排，通报2020年度组织生活会整改情况"

T1, T2, G1, S18, S19 = (name for name, _ in BRANCHES)
CENTRE, MEETING, DAY, COURSE, COMMITTEE = "中心组学习", "支部党员大会", "主题党日", "专题培训班", "支委会"
THREE, THEORY, PARTY, MORALS, COACHING = "三会一课", "理论学习", "党史学习教育", "师德", "培训"
BOARD, HEADS = "班子成员、各党支部书记（15人）", "各党支部书记、支委（31人）"


def _branch(
    org: str, time: str, content: str, method: str, hours: str, category: str, of: int, came: int
) -> Paper:
    words = f"应到{of}人，实到{came}人"
    return Paper(org, time, content, method, org, words, hours, category, str(of), str(came))


PAPERS: tuple[Paper, ...] = (
    Paper(UNIT, "2021年3月4日下午", RULES, CENTRE, UNIT, BOARD, "3", THEORY, "15", "15"),
    _branch(T1, "2021年3月10日", PLAN, COMMITTEE, "1", THREE, 5, 5),
    _branch(T2, "2021年3月10日", PLAN, COMMITTEE, "1", THREE, 5, 5),
    _branch(G1, "2021年3月11日", PLAN, COMMITTEE, "1", THREE, 5, 4),
    _branch(S18, "2021年3月11日", PLAN, COMMITTEE, "1", THREE, 5, 5),
    _branch(S19, "2021年3月12日", PLAN, COMMITTEE, "1", THREE, 5, 5),
    Paper(UNIT, "2021年3月18日下午", SPEECH, CENTRE, UNIT, BOARD, "3", PARTY, "15", "15"),
    _branch(T1, "2021年3月25日", SPEECH, MEETING, "2", PARTY, 24, 22),
    _branch(T2, "2021年3月25日", SPEECH, MEETING, "2", PARTY, 27, 26),
    _branch(G1, "2021年3月26日", SPEECH, MEETING, "2", PARTY, 30, 28),
    _branch(S18, "2021年3月26日", SPEECH, MEETING, "2", PARTY, 34, 33),
    _branch(S19, "2021年3月26日", SPEECH, MEETING, "2", PARTY, 36, 35),
    Paper(UNIT, "2021年3月29日—4月2日", TRAINING, COURSE, UNIT, HEADS, "16", COACHING, "31", "31"),
    _branch(S18, "2021年4月2日", GRAVES, DAY, "3", DAY, 34, 34),
    _branch(S19, "2021年4月2日", GRAVES, DAY, "3", DAY, 36, 36),
    _branch(T1, "2021年4月8日", ETHICS, MEETING, "2", MORALS, 24, 24),
    _branch(T2, "2021年4月8日", ETHICS, MEETING, "2", MORALS, 27, 25),
    Paper(UNIT, "2021年4月15日下午", HISTORY, CENTRE, UNIT, BOARD, "3", PARTY, "15", "15"),
    _branch(G1, "2021年4月16日", HISTORY, MEETING, "2", PARTY, 30, 30),
    _branch(S19, "2021年4月16日", HISTORY, MEETING, "2", PARTY, 36, 34),
)
