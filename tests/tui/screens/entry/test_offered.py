"""What is offered for what was typed, and what Enter would take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.screens.entry.suggester import Offered

CONTENTS = ("学习《中国共产党简史》", "赴烈士陵园祭扫", "PPT 制作培训", "党课：学习心得")
METHODS = ("中心组学习", "“第一议题”", "党课", "主题党日", "现场教学")


def offered(text: str, values: tuple[str, ...] = CONTENTS, **kind: bool) -> Offered:
    found = Offered(values, **kind)
    found.follow(text)
    return found


def test_an_empty_field_is_offered_everything_and_enter_takes_nothing() -> None:
    assert offered("").rows == list(CONTENTS)
    assert offered("").cursor == -1


@pytest.mark.parametrize(
    ("typed", "first", "cursor"),
    [
        ("学习", "学习《中国共产党简史》", -1),
        ("xx", "学习《中国共产党简史》", 0),
        ("lieshi", "赴烈士陵园祭扫", 0),
        ("lsly jisao", "赴烈士陵园祭扫", 0),
        ("p", "PPT 制作培训", -1),
        ("ppt", "PPT 制作培训", -1),
        ("赴lie", "赴烈士陵园祭扫", -1),
    ],
)
def test_only_pinyin_is_chosen_beforehand(typed: str, first: str, cursor: int) -> None:
    found = offered(typed)
    assert found.rows[0] == first
    assert found.cursor == cursor
    assert found.text() == first


def test_what_begins_so_comes_before_what_has_it_within() -> None:
    assert offered("学习").rows == ["学习《中国共产党简史》", "党课：学习心得"]
    assert offered("xx").rows == ["学习《中国共产党简史》", "党课：学习心得"]


def test_what_stands_there_is_not_offered_again() -> None:
    assert offered("赴烈士陵园祭扫").rows == []
    assert offered("没有这样的").rows == []


def test_of_several_only_the_last_is_typed_and_none_is_offered_twice() -> None:
    found = offered("党课、xc", METHODS, several=True)
    assert found.rows == ["现场教学"]
    assert found.text() == "党课、现场教学"
    assert "党课" not in offered("党课，", METHODS, several=True).rows
    assert offered("党课；", METHODS, several=True).text() == "党课；中心组学习"
    assert offered("研讨（甲、z", METHODS, several=True).rows[0] == "中心组学习"
    assert offered("读书（一、二）", METHODS, several=True).entry == "读书（一、二）"


def test_a_number_means_what_begins_with_it() -> None:
    assert offered("3", ("32", "13", "3", "30"), begins=True).rows == ["32", "30"]
    assert offered("3", ("32",), begins=True).cursor == -1


def test_up_from_the_first_row_leads_out() -> None:
    found = offered("学")
    found.move(1)
    assert found.text() == "学习《中国共产党简史》"
    found.move(5)
    assert found.cursor == len(found.rows) - 1
    found.move(-5)
    assert found.cursor == -1


@given(st.text("党课、，；（）jx 习x1", max_size=14), st.booleans())
def test_taking_one_drops_nothing_before_it(text: str, several: bool) -> None:
    found = offered(text, METHODS, several=several)
    if found.rows:
        taken = found.text()
        assert taken.endswith(found.rows[max(found.cursor, 0)])
        before = taken.removesuffix(found.rows[max(found.cursor, 0)])
        assert text.startswith(before)
        assert text[len(before) :].strip() == found.entry
        if not several:
            assert before == ""
