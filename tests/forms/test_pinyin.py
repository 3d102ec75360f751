"""Names are found by whole pinyin, initials, a mixture, and whichever reading a character has there."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.pinyin import begins, matches, plain, spells, table, wanted


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


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("jsj", "计算机学院"),
        ("jisuanji", "中共某大学计算机学院委员会"),
        ("jisu", "计算机学院"),
        ("jsj xy", "计算机学院"),
        ("xy jsj", "计算机学院"),
        ("计suanji", "计算机学院"),
        ("计算jxy", "计算机学院"),
        ("ＪＳＪ", "计算机学院"),
        ("u1-01", "教工第一党支部\nu1-01"),
        ("cq", "赴重庆调研"),
        ("chongqing", "赴重庆调研"),
        ("ca", "长安校区"),
        ("changan", "长安校区"),
        ("zhxue", "中学"),
        ("zggcdjs", "学习《中国共产党简史》"),
        ("zxzdyyt", "中心组、“第一议题”"),
        ("2019jbk", "2019级本科生党支部"),
        ("lvliang", "赴吕梁调研"),
        ("2〇2y", "2〇2一年"),
        ("", "什么都行"),
    ],
)
def test_what_finds_a_text(typed: str, text: str) -> None:
    assert matches(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("wl", "计算机学院"),
        ("jsjq", "计算机学院"),
        ("jxy", "计算机学院"[:2] + "学院"),
        ("jsj wl", "计算机学院"),
        ("算计", "计算机学院"),
        ("dzb", "党\n支部"),
        ("jisuan2", "计算机学院"),
    ],
)
def test_what_does_not_find_it(typed: str, text: str) -> None:
    assert not matches(typed, text)


def test_only_letters_load_the_readings() -> None:
    script = (
        "import sys; from forms.pinyin import matches\n"
        "assert matches('计算 ２０１９', '2019年计算机') and 'pypinyin' not in sys.modules\n"
        "assert matches('jsj', '计算机') and 'pypinyin.phrases_dict' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


COMMON = "中国共产党计算机学院委员会支部长安重庆行乐都调研学习第一议题和还觉了薄得地吕绿女"


@st.composite
def typed_somehow(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and one way to type a part of it: each character itself, by a reading, or by its initial."""
    text = draw(st.text(COMMON, min_size=1, max_size=10))
    start = draw(st.integers(0, len(text) - 1))
    typed = ""
    for character in text[start : draw(st.integers(start + 1, len(text)))]:
        ways = [letters for letters, characters in table().items() if character in characters]
        typed += draw(st.sampled_from([character, *sorted(ways)]))
    return typed, text


@given(typed_somehow(), st.data())
def test_however_a_part_is_typed_it_is_found_and_so_is_every_beginning(
    pair: tuple[str, str], data: st.DataObject
) -> None:
    typed, text = pair
    assert matches(typed, text)
    assert matches(typed[: data.draw(st.integers(0, len(typed)))], text)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_may_be_looked_for_in_any_text(typed: str, text: str) -> None:
    if plain(typed) in plain(text):
        assert matches(typed, text)


def test_what_stands_at_the_beginning() -> None:
    assert wanted("dyyt").begins("“第一议题”")
    assert wanted("第一").begins("“第一议题”")
    assert not wanted("yt").begins("“第一议题”")
