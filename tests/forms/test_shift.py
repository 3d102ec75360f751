"""A campaign run again: what moves with the year, and what must not."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import BadInput
from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.pack import Pack
from forms.shift import FIRST_YEAR, LAST_YEAR, shift_date, shift_text, shift_years

PACK = load_pack(shipped_packs()[SHIPPED])
YEARS = st.integers(FIRST_YEAR, LAST_YEAR)


def test_the_same_year_changes_nothing() -> None:
    assert shift_years(PACK, 2021) == PACK


def test_2026_in_the_rows_and_dates() -> None:
    schedule = shift_years(PACK, 2026).schedule
    assert schedule is not None
    assert [stage.period for stage in schedule.stages] == [
        "2026年3月",
        "2026年4月-6月",
        "2026年4月-6月",
        "2026年4月-6月",
        "2026年5月-6月",
        "2026年6月-12月",
    ]
    assert schedule.stages[2].note[1] == "2026年5月7日前报送《诊断情况工作台账》（附件3）"
    assert [d.due.isoformat() for d in schedule.deliverables] == [
        "2026-03-31",
        "2026-05-07",
        "2026-04-16",
        "2026-04-16",
        "2026-05-07",
        "2026-06-01",
        "2026-06-01",
        "2026-12-10",
    ]


@given(YEARS)
def test_id_and_year_say_the_new_year(year: int) -> None:
    shifted = shift_years(PACK, year)
    assert (shifted.id, shifted.year) == (f"xuexi-zhenduan-jianshe-{year}", year)


@given(YEARS)
def test_only_annex_1_moves(year: int) -> None:
    shifted = shift_years(PACK, year)
    assert shifted.annexes[1:] == PACK.annexes[1:]
    assert shifted.guides is not None
    guide = shifted.guides.guide("unit")
    assert guide is not None
    assert "教党〔2020〕51号" in guide.indicators["1-2"].text


@given(YEARS, YEARS)
def test_going_there_by_way_of_another_year_is_the_same(way: int, year: int) -> None:
    assert shift_years(shift_years(PACK, way), year) == shift_years(PACK, year)


def _texts(pack: Pack) -> list[str]:
    assert pack.schedule is not None
    return [text for stage in pack.schedule.stages for text in (stage.period, stage.content, *stage.note)]


@given(YEARS)
def test_nothing_but_the_year_changes_in_a_row(year: int) -> None:
    for before, after in zip(_texts(PACK), _texts(shift_years(PACK, year)), strict=True):
        assert before.replace("2021年", f"{year}年") == after


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(-90, 90))
def test_a_date_keeps_its_month_and_day(day: date, by: int) -> None:
    moved = shift_date(day, by)
    assert moved.year == day.year + by
    leap_lost = (day.month, day.day) == (2, 29) and not calendar.isleap(moved.year)
    assert (moved.month, moved.day) == ((2, 28) if leap_lost else (day.month, day.day))


def test_29_february_becomes_28() -> None:
    assert shift_date(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert shift_date(date(2024, 2, 29), 4) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2021年3月底报送", "2026年3月底报送"),
        ("2021年12月—2022年1月", "2026年12月—2027年1月"),
        ("2020—2021学年", "2025—2026学年"),
        ("2020-2021学年第二学期", "2025-2026学年第二学期"),
        ("2021、2022年度", "2026、2027年度"),
        ("2021-05-07前", "2026-05-07前"),
        ("2021.4-2021.6", "2026.4-2026.6"),
        ("２０２１年３月", "２０２６年３月"),
        ("２０21年", "２０26年"),
        ("二〇二一年三月", "二〇二六年三月"),
        ("二○一九年、二零二一年", "二○二四年、二零二六年"),
        ("2021届毕业生、2019级本科生", "2026届毕业生、2024级本科生"),
        # Not years of the campaign:
        ("教党〔2020〕51号", "教党〔2020〕51号"),
        ("发放2021份材料", "发放2021份材料"),
        ("12021年", "12021年"),
        ("电话 0591-20211234", "电话 0591-20211234"),
        ("一二三四步走", "一二三四步走"),
    ],
)
def test_years_as_they_are_printed(before: str, after: str) -> None:
    assert shift_text(before, 5) == after


PIECES = st.one_of(
    st.integers(1100, 2899).map(lambda year: f"{year}年"),
    st.integers(1100, 2899).map(lambda year: f"{year}—{year + 1}学年"),
    st.sampled_from(
        ["二〇二一年", "二〇一九年", "２０２０年", "２０21年", "〔2020〕51号", "3月5日", "，", "第1至2名"]
    ),
    st.text(
        st.characters(exclude_categories=["Nd"], exclude_characters="〇○零一二三四五六七八九十"), max_size=5
    ),
)


@given(st.lists(PIECES).map("、".join), st.integers(-99, 99))
def test_years_move_there_and_back(text: str, by: int) -> None:
    moved = shift_text(text, by)
    assert len(moved) == len(text)
    assert shift_text(moved, -by) == text


@pytest.mark.parametrize("year", [0, -1, 21, 1999, 2100, 20210])
def test_a_year_that_cannot_be_is_refused_in_words(year: int) -> None:
    with pytest.raises(BadInput, match=rf"年度 {year} .*2000 至 2099"):
        shift_years(PACK, year)
