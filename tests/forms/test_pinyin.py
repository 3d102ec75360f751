"""Names are found by whole pinyin, initials, a mixture, and whichever reading a character has there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.pinyin import begins, spells


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jsjxydw", "计算机学院党委"),
        ("jisuanjixueyuandangwei", "计算机学院党委"),
        ("JsuanjXYdw", "计算机学院党委"),
        ("cq", "重庆"),
        ("ca", "长安"),
        ("2019jbksdzb", "2019级本科生党支部"),
        ("lz", "吕中"),
        ("lvzhong", "吕中"),
    ],
)
def test_what_spells_a_name(typed: str, name: str) -> None:
    assert spells(typed, name)


def test_a_beginning_is_not_the_whole() -> None:
    assert begins("jsj", "计算机学院党委")
    assert not spells("jsj", "计算机学院党委")
    assert not begins("wl", "计算机学院党委")
    assert not spells("jsjxydwx", "计算机学院党委")


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_may_be_typed_for_any_name(typed: str, name: str) -> None:
    if spells(typed, name):
        assert begins(typed, name) or not name
