"""A measure's limits in words, for reports: 不少于1名，目标2名; 一般不超过30人，最多50人."""

from __future__ import annotations

from datetime import date

from forms.measures import bounds, elapsed, judge, period_or_default
from forms.numerals import number_words
from forms.pack import Measure


def limit_words(measure: Measure, period_words: str, today: date) -> str:
    """What is asked for over the chosen 统计期间; empty for a number that is only reported."""
    limits = bounds(measure, period_words, today)

    def words(limit: float) -> str:
        return f"{number_words(limit)}{measure.unit}"

    parts = []
    if limits.usually_at_least is not None:
        parts.append(f"一般不少于{words(limits.usually_at_least)}")
    if limits.at_least is not None:
        parts.append(f"{'应达到' if measure.unit == '%' else '不少于'}{words(limits.at_least)}")
    if limits.usually_at_most is not None:
        parts.append(f"一般不超过{words(limits.usually_at_most)}")
    if limits.at_most is not None:
        parts.append(f"最多{words(limits.at_most)}")
    if limits.target is not None:
        parts.append(f"目标{words(limits.target)}")
    return "，".join(parts)


def standing_words(measure: Measure, value: float, period_words: str, today: date) -> str:
    """How the number stands to its limits: 符合, 低于一般要求, 超出上限 …; empty where there is none."""
    said = judge(measure, value, period_words, today)
    if said.level == "fine":
        if not limit_words(measure, period_words, today):
            return "" if elapsed(measure, period_words, today) else "未到期"
        return "已达要求，未到目标" if said.sentence else "符合"
    limits = bounds(measure, period_or_default(measure, period_words), today)
    most = limits.at_most if said.level == "limit" else limits.usually_at_most
    over = most is not None and value > most
    if said.level == "usual":
        return "超过一般要求" if over else "低于一般要求"
    return "超出上限" if over else "未达要求"
