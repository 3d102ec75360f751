"""量化指标: what an indicator's number should be over a 统计期间, and what to say when it is not.

A broken norm is a fact to record, never bad input: a branch with 53 members has 53. "一般" makes a bound
soft. Only periods that are over count: in April three monthly meetings are owed, not four.

The school year runs from 1 August; its semesters end on 31 January and 31 July.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msgspec.structs import replace

from forms.errors import BadInput
from forms.numerals import number_words, parse_number
from forms.pack import Measure

LAST_YEAR, THIS_YEAR, SEMESTER = "上年度", "本年至今", "本学期"

BOUNDS = ("at_least", "usually_at_least", "at_most", "usually_at_most", "target")
_COUNTS = ("人", "名", "次", "个")
_COUNTED = {"year": "年", "semester": "个学期", "quarter": "个季度", "month": "个月", "now": ""}


@dataclass(frozen=True)
class Judgement:
    """``limit``: beyond a bound; ``usual``: beyond a 一般; ``fine``: neither, and ``finding`` is empty.

    ``sentence`` asks the person, or is empty when there is nothing to say; ``finding`` is the 存在问题 it
    proposes.
    """

    level: Literal["fine", "usual", "limit"]
    sentence: str = ""
    finding: str = ""


def periods_for(measure: Measure) -> tuple[str, ...]:
    """统计期间 to choose from, the default first; none for a measure of a state."""
    match measure.period:
        case "now":
            return ()
        case "year":
            return (LAST_YEAR, THIS_YEAR)
        case "semester":
            return (LAST_YEAR, THIS_YEAR, SEMESTER)
        case _:
            return (THIS_YEAR, LAST_YEAR, SEMESTER)


def period_or_default(measure: Measure, period_words: str) -> str:
    """The chosen 统计期间, or the default when it is none of this measure's; empty for a state."""
    periods = periods_for(measure)
    return period_words if period_words in periods else periods[0] if periods else ""


def elapsed(measure: Measure, period_words: str, today: date) -> int:
    """How many of the measure's periods within the 统计期间 were over when ``today`` began."""
    chosen = period_or_default(measure, period_words)
    if not chosen:
        return 1
    if chosen == LAST_YEAR:
        # The autumn semester of last year is over on 31 January.
        semesters = 1 if today.month == 1 else 2
        return {"year": 1, "semester": semesters, "quarter": 4, "month": 12}[measure.period]
    if chosen == THIS_YEAR:
        # Within a calendar year only the spring semester can be over.
        semesters = 1 if today.month >= 8 else 0
        months = today.month - 1
    else:
        semesters = 0
        months = (today.month - 2) % 6
    return {"year": 0, "semester": semesters, "quarter": months // 3, "month": months}[measure.period]


def days(measure: Measure, period_words: str, today: date) -> tuple[date, date]:
    """First and last day of the 统计期间, so far: what is counted from records lies between them."""
    chosen = period_or_default(measure, period_words)
    if chosen == LAST_YEAR:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if chosen == SEMESTER:
        autumn = date(today.year - (today.month == 1), 8, 1)
        return (date(today.year, 2, 1) if 2 <= today.month <= 7 else autumn), today
    return date(today.year, 1, 1), today


def bounds(measure: Measure, period_words: str, today: date) -> Measure:
    """The measure with its bounds over the whole of the chosen 统计期间: each times the periods that are
    over; None where there is none, or where nothing is owed yet."""
    times = elapsed(measure, period_words, today)
    asked = {name: getattr(measure, name) for name in BOUNDS}
    owed = {name: bound * times if times else None for name, bound in asked.items() if bound is not None}
    return replace(measure, **owed)


def judge(measure: Measure, value: float, period_words: str, today: date) -> Judgement:
    """What ``value`` says over the chosen 统计期间. The harder bound speaks when both are passed."""
    period = period_or_default(measure, period_words)
    limits = bounds(measure, period, today)
    said = f"{measure.label}{_amount(measure, value)}"
    within = _within(measure, period, elapsed(measure, period, today))

    def beyond(level: Literal["usual", "limit"], limit: float, norm: str) -> Judgement:
        norm = within + norm
        return Judgement(
            level, f"{said}，{norm}，是否列为存在问题？", _finding(measure, value, limit, period, norm)
        )

    if limits.at_most is not None and value > limits.at_most:
        most = _amount(measure, limits.at_most)
        return beyond("limit", limits.at_most, f"超过{most}上限" if limits.at_most else f"应为{most}")
    if limits.at_least is not None and value < limits.at_least:
        norm = "应达到" if measure.unit == "%" else "应不少于"
        return beyond("limit", limits.at_least, norm + _amount(measure, limits.at_least))
    if limits.usually_at_most is not None and value > limits.usually_at_most:
        norm = f"一般不超过{_amount(measure, limits.usually_at_most)}"
        return beyond("usual", limits.usually_at_most, norm)
    if limits.usually_at_least is not None and value < limits.usually_at_least:
        norm = f"一般不少于{_amount(measure, limits.usually_at_least)}"
        return beyond("usual", limits.usually_at_least, norm)
    if limits.target is not None and value < limits.target:
        return Judgement("fine", f"{said}，已达要求，目标{_amount(measure, limits.target)}。")
    return Judgement("fine")


def _amount(measure: Measure, number: float) -> str:
    return f"{number_words(number)}{measure.unit}"


def _within(measure: Measure, period: str, times: int) -> str:
    """上年度, 上年度（2个学期）, 本年至今（已过3个月）: what the bound was counted over."""
    if not period or measure.period == "year":
        return period
    return f"{period}（{'' if period == LAST_YEAR else '已过'}{times}{_COUNTED[measure.period]}）"


def _finding(measure: Measure, value: float, limit: float, period: str, norm: str) -> str:
    text = measure.finding or "{label}{value}{unit}，{norm}。"
    filled = {
        "value": number_words(value),
        "limit": number_words(limit),
        "period": period,
        "label": measure.label,
        "unit": measure.unit,
        "norm": norm,
    }
    # Not str.format: a brace that a pack's author meant as a brace must not raise.
    for name, word in filled.items():
        text = text.replace("{" + name + "}", word)
    return text


def limit_words(measure: Measure, period_words: str, today: date) -> str:
    """The limits over the chosen 统计期间 in words, for reports: 不少于1名，目标2名; 一般不超过30人，
    最多50人. Empty for a number that is only reported."""
    limits = bounds(measure, period_words, today)
    said = {
        "一般不少于": limits.usually_at_least,
        "应达到" if measure.unit == "%" else "不少于": limits.at_least,
        "一般不超过": limits.usually_at_most,
        "最多": limits.at_most,
        "目标": limits.target,
    }
    return "，".join(words + _amount(measure, limit) for words, limit in said.items() if limit is not None)


def standing_words(measure: Measure, value: float, period_words: str, today: date) -> str:
    """How the number stands to its limits: 符合, 低于一般要求, 超出上限 …; empty where there is none."""
    said = judge(measure, value, period_words, today)
    if said.level == "fine":
        if not limit_words(measure, period_words, today):
            return "" if elapsed(measure, period_words, today) else "未到期"
        return "已达要求，未到目标" if said.sentence else "符合"
    limits = bounds(measure, period_words, today)
    most = limits.at_most if said.level == "limit" else limits.usually_at_most
    over = most is not None and value > most
    if said.level == "usual":
        return "超过一般要求" if over else "低于一般要求"
    return "超出上限" if over else "未达要求"


def parse_measure(text: str, unit: str = "") -> int | float:
    """A number that can be: with its unit, half a person or 120 % cannot. Raises BadInput."""
    value = parse_number(text, unit)
    if unit in _COUNTS and value != int(value):
        raise BadInput(f"{number_words(value)}{unit}不是整数，{unit}数只能是整数，如{int(value)}。")
    if unit == "%" and value > 100:
        raise BadInput(f"{number_words(value)}%超过了100%，比例请填0—100之间的数。")
    return value
