"""量化指标: bounds by 统计期间, what is owed so far, and the words for what is beyond."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import BadInput
from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.measures import bounds, days, elapsed, judge, parse_measure, periods_for
from forms.pack import Measure

APRIL = date(2021, 4, 10)
MEMBERS = Measure(id="members", label="党员", unit="人", period="now", at_most=50, usually_at_most=30)
MEETINGS = Measure(id="meetings", label="党小组会", unit="次", period="month", at_least=1)
HOURS = Measure(
    id="hours",
    label="集中学习培训",
    unit="学时",
    usually_at_least=32,
    finding="{period}培训{value}学时，少于{limit}学时{。}",
)
ORGANISERS = Measure(id="organisers", label="专职组织员", unit="名", period="now", at_least=1, target=2)


@pytest.mark.parametrize(
    ("value", "level", "sentence"),
    [
        (53, "limit", "党员53人，超过50人上限，是否列为存在问题？"),
        (50, "usual", "党员50人，一般不超过30人，是否列为存在问题？"),
        (31, "usual", "党员31人，一般不超过30人，是否列为存在问题？"),
        (30, "fine", ""),
        (0, "fine", ""),
    ],
)
def test_the_size_of_a_branch(value: int, level: str, sentence: str) -> None:
    judgement = judge(MEMBERS, value, "", APRIL)
    assert (judgement.level, judgement.sentence) == (level, sentence)
    assert bool(judgement.finding) == (level != "fine")


def test_a_target_is_told_and_is_no_finding() -> None:
    assert judge(ORGANISERS, 0, "", APRIL).level == "limit"
    reached = judge(ORGANISERS, 1, "", APRIL)
    assert (reached.level, reached.sentence, reached.finding) == (
        "fine",
        "专职组织员1名，已达要求，目标2名。",
        "",
    )
    assert judge(ORGANISERS, 2, "", APRIL).sentence == ""
    assert judge(ORGANISERS, 40, "", APRIL).level == "fine"


@pytest.mark.parametrize(
    ("today", "period", "owed"),
    [
        (date(2021, 4, 10), "本年至今", 3),
        (date(2021, 4, 30), "本年至今", 3),
        (date(2021, 5, 1), "本年至今", 4),
        (date(2021, 1, 31), "本年至今", None),
        (date(2021, 12, 31), "本年至今", 11),
        (date(2021, 4, 10), "上年度", 12),
        (date(2021, 2, 28), "本学期", None),
        (date(2021, 4, 10), "本学期", 2),
        (date(2021, 7, 31), "本学期", 5),
        (date(2021, 8, 31), "本学期", None),
        (date(2021, 9, 1), "本学期", 1),
        (date(2022, 1, 15), "本学期", 5),
        (date(2021, 4, 10), "", 3),
        (date(2021, 4, 10), "去年", 3),
    ],
)
def test_only_months_that_are_over_are_owed(today: date, period: str, owed: int | None) -> None:
    assert bounds(MEETINGS, period, today).at_least == owed


@pytest.mark.parametrize(
    ("own", "today", "period", "owed"),
    [
        ("year", date(2021, 12, 31), "本年至今", None),
        ("year", date(2021, 1, 1), "上年度", 1),
        ("quarter", date(2021, 3, 31), "本年至今", None),
        ("quarter", date(2021, 4, 1), "本年至今", 1),
        ("quarter", date(2021, 4, 1), "上年度", 4),
        ("quarter", date(2021, 6, 1), "本学期", 1),
        ("semester", date(2021, 1, 31), "上年度", 1),
        ("semester", date(2021, 2, 1), "上年度", 2),
        ("semester", date(2021, 7, 31), "本年至今", None),
        ("semester", date(2021, 8, 1), "本年至今", 1),
        ("semester", date(2021, 7, 31), "本学期", None),
    ],
)
def test_years_quarters_and_semesters(own: str, today: date, period: str, owed: int | None) -> None:
    measure = Measure(id="it", label="它", unit="次", period=own, at_least=1)  # type: ignore[arg-type]
    assert period in periods_for(measure)
    assert bounds(measure, period, today).at_least == owed


def test_the_sentence_says_over_what_the_norm_was_counted() -> None:
    assert (
        judge(MEETINGS, 2, "本年至今", APRIL).sentence
        == "党小组会2次，本年至今（已过3个月）应不少于3次，是否列为存在问题？"
    )
    assert judge(MEETINGS, 3, "本年至今", APRIL).level == "fine"
    assert judge(MEETINGS, 0, "本年至今", date(2021, 1, 20)).level == "fine"


def test_a_finding_is_worded_from_the_pack() -> None:
    said = judge(HOURS, 20.5, "上年度", APRIL)
    assert (said.level, said.finding) == ("usual", "上年度培训20.5学时，少于32学时{。}")
    assert said.sentence == "集中学习培训20.5学时，上年度一般不少于32学时，是否列为存在问题？"
    assert judge(MEETINGS, 2, "", APRIL).finding == "党小组会2次，本年至今（已过3个月）应不少于3次。"


def test_nobody_may_fall_short_where_the_limit_is_none() -> None:
    short = Measure(id="short", label="师德学习未达10学时的教师", unit="人", at_most=0)
    assert (
        judge(short, 2, "上年度", APRIL).sentence
        == "师德学习未达10学时的教师2人，上年度应为0人，是否列为存在问题？"
    )
    assert judge(short, 0, "上年度", APRIL).level == "fine"
    assert judge(short, 2, "本年至今", APRIL).level == "fine"


def test_a_share_is_to_be_reached() -> None:
    share = Measure(id="share", label="“双带头人”比例", unit="%", period="now", at_least=100)
    assert judge(share, 87.5, "", APRIL).sentence == "“双带头人”比例87.5%，应达到100%，是否列为存在问题？"


def test_periods_to_choose_from_have_the_usual_one_first() -> None:
    assert periods_for(MEMBERS) == ()
    assert periods_for(HOURS)[0] == "上年度"
    assert periods_for(MEETINGS)[0] == "本年至今"


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("53", "人", 53), ("５３人", "人", 53), ("32.5学时", "学时", 32.5), ("100%", "%", 100),
        ("八次", "次", 8), ("500", "人", 500), ("0", "", 0), ("2名", "名", 2),
    ],
)  # fmt: skip
def test_any_number_that_can_be_is_taken(typed: str, unit: str, value: float) -> None:
    assert parse_measure(typed, unit) == value


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("-1", "人"),
        ("很多", "人"),
        ("", "次"),
        ("nan", ""),
        ("53.5", "人"),
        ("1.5次", "次"),
        ("120%", "%"),
    ],
)
def test_what_cannot_be_is_refused(typed: str, unit: str) -> None:
    with pytest.raises(BadInput):
        parse_measure(typed, unit)


SHIPPED_MEASURES = [
    measure
    for guide in load_pack(shipped_packs()[SHIPPED]).guides.guides  # type: ignore[union-attr]
    for indicator in guide.indicators.values()
    for measure in indicator.measures
]


@given(
    st.sampled_from(SHIPPED_MEASURES),
    st.integers(0, 200) | st.floats(0, 200),
    st.sampled_from(["", "上年度", "本年至今", "本学期"]),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_no_number_is_refused_and_each_level_has_its_words(
    measure: Measure, value: float, period: str, today: date
) -> None:
    said = judge(measure, value, period, today)
    assert bool(said.finding) == (said.level != "fine")
    assert (said.level == "fine") == ("是否列为存在问题" not in said.sentence)
    assert "{" not in said.finding
    assert "None" not in said.finding


@given(st.sampled_from(SHIPPED_MEASURES), st.dates(date(2000, 1, 1), date(2100, 12, 1)))
def test_what_is_owed_never_shrinks_within_a_year(measure: Measure, today: date) -> None:
    later = date(today.year, 12, 31)
    for period in periods_for(measure):
        if period != "本学期":
            assert elapsed(measure, period, today) <= elapsed(measure, period, later)


@pytest.mark.parametrize(
    ("today", "period", "first", "last"),
    [
        (date(2021, 4, 10), "上年度", date(2020, 1, 1), date(2020, 12, 31)),
        (date(2021, 4, 10), "本年至今", date(2021, 1, 1), date(2021, 4, 10)),
        (date(2021, 4, 10), "本学期", date(2021, 2, 1), date(2021, 4, 10)),
        (date(2021, 7, 31), "本学期", date(2021, 2, 1), date(2021, 7, 31)),
        (date(2021, 8, 1), "本学期", date(2021, 8, 1), date(2021, 8, 1)),
        (date(2022, 1, 31), "本学期", date(2021, 8, 1), date(2022, 1, 31)),
        (date(2022, 2, 1), "本学期", date(2022, 2, 1), date(2022, 2, 1)),
    ],
)
def test_the_days_of_a_period_so_far(today: date, period: str, first: date, last: date) -> None:
    assert days(MEETINGS, period, today) == (first, last)
