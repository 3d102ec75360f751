"""Dates and ranges as people write them, the official form, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forms.errors import BadInput
from forms.when import When, official_day, parse_day, parse_when

TODAY = date(2021, 5, 7)
OTHER_DAY = date(2033, 11, 30)


@pytest.mark.parametrize(
    "typed",
    [
        "0507", "507", "5.7", "5/7", "5-7", "5月7日", "5月7号", "5月7", "05月07日", "2021-5-7",
        "2021-05-07", "2021.05.07", "2021/5/7", "20210507", "210507", "21.5.7", "2021年5月7日",
        "21年5月7日", "2021年5.7", "２０２１－０５－０７", "５．７", "5。7", "二〇二一年五月七日",
        "二零二一年五月七日", "二○二一年五月七日", "二O二一年五月七日", "五月七日",
        "2021 年 5 月 7 日", " 5 . 7 ", "jt", "JT", "今天", "今日", "+0", "2021—05—07",
        "2021-05-07 00:00:00", "5月7日（星期五）", "5月7日周五", "7日", "5月7日—7日", "5月7日。",
    ],
)  # fmt: skip
def test_a_day(typed: str) -> None:
    assert parse_when(typed, TODAY) == When(TODAY, TODAY, "2021年5月7日")
    assert parse_day(typed, TODAY) == TODAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("-1", "2021年5月6日"), ("+3", "2021年5月10日"), ("＋３", "2021年5月10日"),
        ("－１", "2021年5月6日"), ("昨天", "2021年5月6日"), ("明日", "2021年5月8日"),
        ("前天", "2021年5月5日"), ("大后天", "2021年5月10日"), ("zt", "2021年5月6日"),
        ("十二月卅一日", "2021年12月31日"), ("112", "2021年1月12日"),
    ],
)  # fmt: skip
def test_days_told_from_today(typed: str, day: str) -> None:
    assert parse_when(typed, TODAY).official == day


@pytest.mark.parametrize(
    "typed",
    [
        "0412-0414", "4.12-4.14", "4.12-14", "4/12-4/14", "4月12日至14日", "4月12日至4月14日",
        "4月12-14日", "4月12—14日", "4月12日——14日", "4月12日–14日", "4月12日~14日",
        "4月12日～14日", "4月12日－14日", "4月12日到14日", "４月１２日—１４日", "4.12 - 4.14",
        "0412—14", "20210412-20210414", "20210412-0414", "2021-04-12—2021-04-14",
        "2021-04-12-2021-04-14", "2021.4.12-14", "2021/4/12-2021/4/14", "四月十二日至十四日",
        "四月十二至十四日", "0412-14", "０４１２－１４", "0412～0414",
    ],
)  # fmt: skip
def test_a_range_of_days(typed: str) -> None:
    assert parse_when(typed, TODAY) == When(date(2021, 4, 12), date(2021, 4, 14), "2021年4月12日—14日")


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("3.29-4.2", "2021年3月29日—4月2日"),
        ("2021年3月29日—2021年4月2日", "2021年3月29日—4月2日"),
        ("三月二十九日至四月二日", "2021年3月29日—4月2日"),
        ("2020年12月30日-2021年1月2日", "2020年12月30日—2021年1月2日"),
        ("2020.12.30-2021.1.2", "2020年12月30日—2021年1月2日"),
        ("5-7日", "2021年5月5日—7日"),
        ("3月", "2021年3月"),
        ("2021-03", "2021年3月"),
        ("2021.3", "2021年3月"),
        ("202103", "2021年3月"),
        ("二〇二一年三月", "2021年3月"),
        ("2021年3月份", "2021年3月"),
        ("本月", "2021年5月"),
        ("上个月", "2021年4月"),
        ("3-4月", "2021年3月—4月"),
        ("2021年3月—4月", "2021年3月—4月"),
        ("2021年3月至2021年4月", "2021年3月—4月"),
        ("2021.3-4", "2021年3月—4月"),
        ("三至四月", "2021年3月—4月"),
        ("2020年12月—2021年2月", "2020年12月—2021年2月"),
        ("2021年", "2021年"),
        ("4月6日、8日", "2021年4月6日、8日"),
        ("4.6，4.8和5.3", "2021年4月6日、8日、5月3日"),
        ("2020年12月30日、2021年1月2日", "2020年12月30日、2021年1月2日"),
        ("3月、4月", "2021年3月、4月"),
    ],
)
def test_other_ranges_months_and_several_days(typed: str, official: str) -> None:
    assert parse_when(typed, TODAY).official == official


def test_a_month_spans_its_days() -> None:
    assert parse_when("2020年2月", TODAY) == When(date(2020, 2, 1), date(2020, 2, 29), "2020年2月")


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("3月18日下午", "2021年3月18日下午"),
        ("3.18 下午", "2021年3月18日下午"),
        ("3月18日（下午）", "2021年3月18日下午"),
        ("3月18日晚", "2021年3月18日晚上"),
        ("0318全天", "2021年3月18日全天"),
        ("3月18日上午—下午", "2021年3月18日上午—下午"),
        ("3月18日上午—19日下午", "2021年3月18日上午—19日下午"),
        ("3月18日14:30-16:30", "2021年3月18日14:30—16:30"),
        ("3月18日 14：30 — 16：30", "2021年3月18日14:30—16:30"),
        ("2021-03-18 14:30-16:30", "2021年3月18日14:30—16:30"),
        ("2021-03-18T14:30:00", "2021年3月18日14:30"),
        ("0318 14:30～16:30", "2021年3月18日14:30—16:30"),
        ("3月18日14时30分至16时30分", "2021年3月18日14:30—16:30"),
        ("3月18日14点半到16点半", "2021年3月18日14:30—16:30"),
        ("3月18日下午2:30-4:30", "2021年3月18日14:30—16:30"),
        ("3月18日下午两点半到四点半", "2021年3月18日14:30—16:30"),
        ("3月18日上午11:30-1:30", "2021年3月18日11:30—13:30"),
        ("3月18日上午9点到下午3点", "2021年3月18日9:00—15:00"),
        ("3月18日晚上12点", "2021年3月18日24:00"),
        ("3月18日14:30—19日9:00", "2021年3月18日14:30—19日9:00"),
        ("昨天下午", "2021年5月6日下午"),
        ("jt下午", "2021年5月7日下午"),
        ("-1下午", "2021年5月6日下午"),
        ("ｊｔ １４：３０－１６：３０", "2021年5月7日14:30—16:30"),
        ("0507下午", "2021年5月7日下午"),
        ("0507 14:30-16:30", "2021年5月7日14:30—16:30"),
        ("-1 14:30", "2021年5月6日14:30"),
        ("下午", "2021年5月7日下午"),
        ("14:30-16:30", "2021年5月7日14:30—16:30"),
    ],
)
def test_part_of_a_day_and_time_of_day(typed: str, official: str) -> None:
    assert parse_when(typed, TODAY).official == official


@pytest.mark.parametrize(
    "typed",
    [
        "第一季度", "每周三下午", "3月底", "4月上旬", "2021年第一季度", "五一节", "一二九",
        "七一前后", "三八妇女节", "每月一日", "寒假期间", "2021年4月至今", "4月6日左右",
        "学期末；具体另行通知", "𠮷日", "见备注😀",
    ],
)  # fmt: skip
def test_free_text_is_kept_as_it_is(typed: str) -> None:
    assert parse_when(typed, TODAY) == When(None, None, typed)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2021-02-30", "2021年2月没有30日（该月共28天），请改成存在的日期，如2021年2月28日。"),
        ("2021年4月31日", "2021年4月没有31日（该月共30天），请改成存在的日期，如2021年4月30日。"),
        ("2021年2月29日上午", "该月共28天"),
        ("0230", "2021年2月没有30日"),
        ("4月0日", "2021年4月没有0日"),
        ("4月28日—31日", "2021年4月没有31日"),
        ("4月6日、31日", "2021年4月没有31日"),
        ("13月", "没有13月（月份为1—12）"),
        ("2021-13", "没有13月"),
        ("２０２１－１３－０１", "没有13月"),
        ("十三月", "没有13月"),
        ("1345", "没有13月"),
        ("0000-01-01", "没有0年"),
        ("4月14日-4月12日", "早于开始"),
        ("2021年4月14日—12日", "早于开始"),
        ("4月—3月", "早于开始"),
        ("12.30-1.2", "跨年的请写明两个年份"),
        ("3月18日25:00", "没有25:00这个时刻"),
        ("3月18日14:75", "没有14:75这个时刻"),
        ("3月18日16:30-14:30", "早于开始时刻"),
        ("3月18日下午—上午", "早于“下午”"),
        ("3月18日上午14:30", "上午没有14点"),
        ("5月7日（星期四）", "2021年5月7日是星期五，不是星期四"),
        ("+9999", "离今天太远"),
        ("2021", "看不出“2021”是哪一天"),
        ("99999", "看不出"),
        ("5.7.9", "看不出"),
        ("2021--", "看不出"),
        ("", "还没有填"),
        (" \n\t", "还没有填"),
    ],
)
def test_what_looks_like_a_date_and_cannot_be_is_refused_in_words(typed: str, told: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_when(typed, TODAY)
    assert told in refusal.value.sentence
    assert refusal.value.sentence.endswith("。")


@pytest.mark.parametrize(
    "typed",
    [
        "4月6日—9日",
        "3月",
        "5月7日下午",
        "第一季度",
        "4月6日、8日",
        "",
        "14:30",
    ],
)
def test_a_plain_day_is_asked_for_where_only_a_day_will_do(typed: str) -> None:
    with pytest.raises(BadInput):
        parse_day(typed, TODAY)


@given(st.dates())
def test_every_day_comes_back_from_its_official_form(day: date) -> None:
    assert parse_when(official_day(day), OTHER_DAY) == When(day, day, official_day(day))
    assert parse_day(official_day(day), OTHER_DAY) == parse_day(day.isoformat(), OTHER_DAY) == day


@given(st.dates(date(1, 1, 1), date(9990, 1, 1)), st.integers(1, 900))
@example(date(2021, 12, 31), 1)
@example(date(2020, 2, 29), 366)
def test_every_range_comes_back_from_its_official_form(start: date, days: int) -> None:
    end = start + timedelta(days)
    found = parse_when(f"{start.isoformat()}—{end.isoformat()}", TODAY)
    assert (found.start, found.end) == (start, end)
    assert parse_when(found.official, OTHER_DAY) == found


@given(st.integers(1000, 9999), st.integers(1, 12), st.integers(1000, 9999), st.integers(1, 12))
def test_every_range_of_months_comes_back(year: int, month: int, other_year: int, other: int) -> None:
    (year, month), (other_year, other) = sorted([(year, month), (other_year, other)])
    found = parse_when(f"{year}年{month}月—{other_year}年{other}月", TODAY)
    assert found.start == date(year, month, 1)
    assert found.end is not None
    assert (found.end.year, found.end.month) == (other_year, other)
    assert parse_when(found.official, OTHER_DAY) == found


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 1439), st.integers(0, 1439))
def test_every_time_of_day_comes_back(day: date, first: int, second: int) -> None:
    first, second = sorted([first, second])
    typed = f"{day.isoformat()} {first // 60}:{first % 60:02d}-{second // 60}:{second % 60:02d}"
    found = parse_when(typed, TODAY)
    assert found.start == found.end == day
    assert parse_when(found.official, OTHER_DAY) == found


PIECES = [
        "0", "1", "2", "3", "4", "5", "12", "14", "31", "2021", "2020", "0412", "20210507", "-",
        ".", "/", "—", "~", "至", "年", "月", "日", ":", "点", "半", "上午", "下午", "晚上",
        "全天", "、", "和", ",", "今天", "+1", "-1", "14:30", "4月6日", "2021年3月", "五月",
        "七日", "二〇二一年", "周五", "（周五）", "T", "本月", "十二", "13月", "24:00", "12点",
        "2020年12月30日", " ", "\u3000",
    ]  # fmt: skip
date_like = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@given(st.text() | date_like)
def test_any_text_is_a_time_or_refused_and_what_is_kept_stays(text: str) -> None:
    try:
        found = parse_when(text, TODAY)
    except BadInput:
        return
    assert found.official
    assert parse_when(found.official, TODAY) == found
    if found.start:
        assert found.end
        assert found.start <= found.end
        assert parse_when(found.official, OTHER_DAY) == found


@pytest.mark.parametrize(
    "text",
    [
        "1-" * 10_000,
        "2021年" * 6_000,
        "—" * 20_000,
        " " * 20_000 + "x",
        "一" * 20_000,
        "1" * 20_000,
    ],
)
def test_long_text_is_not_searched(text: str) -> None:
    assert parse_when(text, TODAY).start is None
