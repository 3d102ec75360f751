"""The kinds yes-no, date, money, person and phone: what is kept, how it reads, what is refused or remarked.

That no text is lost and what is shown reads back is held for every kind in ``test_fields``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from forms.checks import check_field
from forms.kinds.registry import TRAITS, kind_of
from forms.pack import Field

TODAY = date(2021, 5, 7)


def field(kind: str, **more: object) -> Field:
    return Field(id="it", label="它", kind=kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("yes-no", "是", True, "是"),
        ("yes-no", " Ｙ ", True, "是"),
        ("yes-no", "1", True, "是"),
        ("yes-no", "√", True, "是"),
        ("yes-no", "没有。", False, "否"),
        ("yes-no", "０", False, "否"),
        ("yes-no", "N", False, "否"),
        ("date", "0507", "2021-05-07", "2021年5月7日"),
        ("date", "jt", "2021-05-07", "2021年5月7日"),
        ("date", "2020.12.31", "2020-12-31", "2020年12月31日"),
        ("date", "二〇二一年五月七日", "2021-05-07", "2021年5月7日"),
        ("money", "1200", "1200.00", "1200.00"),
        ("money", "￥1，200．5元", "1200.50", "1200.50"),
        ("money", "3.5万元", "35000.00", "35000.00"),
        ("money", "1.234567万", "12345.67", "12345.67"),
        ("money", "007元整", "7.00", "7.00"),
        ("money", "0.10", "0.10", "0.10"),
        ("money", "999999999999.99", "999999999999.99", "999999999999.99"),
        ("person", "张三，李四、张三", ["张三", "李四"], "张三、李四"),
        ("person", "张　三", ["张三"], "张三"),
        ("person", "张三 李四", ["张三", "李四"], "张三、李四"),
        ("person", "阿依古丽·买买提", ["阿依古丽·买买提"], "阿依古丽·买买提"),
        ("person", "John F. O’Neill", ["John F. O’Neill"], "John F. O’Neill"),
        ("phone", "138 1234 5678", "13812345678", "13812345678"),
        ("phone", "+86-138-1234-5678", "13812345678", "13812345678"),
        ("phone", "（０５７１）８８２０６６８８", "0571-88206688", "0571-88206688"),
        ("phone", "01062751234-8012", "010-62751234转8012", "010-62751234转8012"),
        ("phone", "8820-6688 分机 12", "88206688转12", "88206688转12"),
        ("phone", "4001234567", "400-123-4567", "400-123-4567"),
        ("phone", "13812345678；0571-88206688", "13812345678、0571-88206688", "13812345678、0571-88206688"),
    ],
)
def test_what_is_kept_and_shown(kind: str, typed: str, value: object, shown: str) -> None:
    it = field(kind)
    assert kind_of(it).parse(typed, TODAY) == (value, [])
    assert kind_of(it).show(value) == shown
    assert kind_of(it).fits(value)
    assert check_field(it, value, TODAY) == []


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("yes-no", "也许", "“也许”看不出是还是否，请填“是”或“否”，也可填 1 或 0。"),
        ("date", "4.6-9", "“4.6-9”不是一个日期，这里只要一天，请写成5月7日或2021-05-07这样的形式。"),
        ("date", "2021-02-30", "2021年2月没有30日（该月共28天），请改成存在的日期，如2021年2月28日。"),
        ("date", "寒假", "“寒假”不是一个日期，这里只要一天，请写成5月7日或2021-05-07这样的形式。"),
        ("money", "三万", "“三万”不是金额，请填数字，如 1200、1200.50 或 3.5万元。"),
        ("money", "-5", "“-5”是负数，金额不能小于0，请改为0或正数。"),
        ("money", "1.005", "“1.005”不到1分的部分没有意义，金额最多两位小数，请改正。"),
        ("money", "0.0000001万元", "“0.0000001万元”不到1分的部分没有意义，金额最多两位小数，请改正。"),
        ("money", "1" * 13, "“1111111111111”太大，金额要小于一万亿元，请核对。"),
        ("phone", "无", "“无”里没有号码，请填手机号或座机号，如 13812345678、0571-88206688转8012。"),
    ],
)
def test_what_cannot_be_read_is_told_and_kept_as_typed(kind: str, typed: str, told: str) -> None:
    value, (remark,) = kind_of(field(kind)).parse(typed, TODAY)
    assert value == typed
    assert (remark.kind, remark.text) == ("error", told)


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("date", "2018.5.7", "2018年离今年（2021年）较远，请核对年份。"),
        ("person", "张三等5人", "“张三等5人”不像姓名，请核对；几个人的姓名用顿号隔开。"),
        ("person", "张三、13812345678", "“13812345678”不像姓名，请核对；几个人的姓名用顿号隔开。"),
        ("phone", "1381234567", "“1381234567”不像手机号（11位）或座机号（区号-号码），请核对。"),
        ("phone", "13812345678、微信同号1", "“微信同号1”不像手机号（11位）或座机号（区号-号码），请核对。"),
    ],
)
def test_what_is_unusual_is_taken_and_remarked_on(kind: str, typed: str, told: str) -> None:
    it = field(kind)
    value, errors = kind_of(it).parse(typed, TODAY)
    assert errors == []
    assert [(remark.kind, remark.text) for remark in check_field(it, value, TODAY)] == [("soft", told)]


def test_a_no_is_an_answer_where_one_is_required() -> None:
    assert check_field(field("yes-no", required=True), False, TODAY) == []
    assert [remark.kind for remark in check_field(field("yes-no", required=True), None, TODAY)] == ["missing"]


def test_money_is_exact() -> None:
    it = kind_of(field("money"))
    amounts = [it.amount(kind_of(field("money")).parse(text, TODAY)[0]) for text in ("0.1", "0.2", "0.3")]
    assert amounts == [Decimal("0.10"), Decimal("0.20"), Decimal("0.30")]
    assert Decimal("0.1") + Decimal("0.2") == amounts[2]


@pytest.mark.parametrize("kind", TRAITS)
@pytest.mark.parametrize("value", [True, 1, 1.5, "x", "2021-5-7", "20210507", "1.2", ["x", 1], {"a": 1}])
def test_whatever_a_shard_holds_is_looked_at_without_a_crash(kind: str, value: object) -> None:
    it = field(kind)
    kind_of(it).show(value)
    kind_of(it).fits(value)
    kind_of(it).days(value, TODAY)
    kind_of(it).amount(value)
    check_field(it, value, TODAY)


@pytest.mark.parametrize("kind", TRAITS)
def test_every_kind_that_a_pack_may_name_is_there(kind: str) -> None:
    it = kind_of(field(kind))
    assert it.shape in ("line", "long", "findings")
    assert TRAITS[kind].own == (it.shape != "findings")
    assert not (it.suggested and it.calendar)
