"""Widths, pens and moves, each for itself."""

from __future__ import annotations

import re
import sys
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size
from wcwidth import wcwidth

from tests.support.glass import Glass, difference
from tui.driver.pens import DEFAULT, Pens
from tui.driver.widths import TAIL, cells, characters, is_disputed, sure_cells
from tui.driver.wire import Wire

CODES = "0 1 2 3 4 5 6 7 8 9 21 22 23 24 25 27 28 29 30 37 39 40 47 49 51 52 53 90 97 100 107"
codes = st.sampled_from([*CODES.split(), "38;5;3", "48;5;250", "38;2;0;0;0", "48;2;255;9;9"])
parameters = st.lists(codes, max_size=5).map(";".join)


def test_characters_with_sure_widths_have_them_everywhere() -> None:
    sure = [(char, filled) for char in map(chr, range(0xA0, sys.maxunicode)) if (filled := sure_cells(char))]
    assert len(sure) > 70_000
    for char, filled in sure:
        if category(char) != "Cn":
            assert len(filled) == get_character_cell_size(char) == wcwidth(char), hex(ord(char))


def test_everything_a_clerk_types_has_a_sure_width() -> None:
    assert not is_disputed(cells("“学习”——《讲话》…①㎡№·、。！？（）【】２０２１年①Ⅳ±℃√ｱ한𠮷喆〇"))


def test_what_terminals_differ_over_is_not_sure() -> None:
    for text in ("👩‍💻", "e\u0301", "☺\ufe0f", "שלום", "\ue000", "\ud800", "\U000f0000"):
        filled = cells(text)
        assert is_disputed(filled)
        assert len(filled) == cell_len(text)
        assert characters(filled) == text.replace("\ud800", "\ufffd")
    assert cells("\u202e\u200b") == ""


@given(st.text("a学 é習x한"))
def test_cells_and_characters_are_inverse(text: str) -> None:
    filled = cells(text)
    assert characters(filled) == text
    assert filled.count(TAIL) == sum(wcwidth(char) == 2 for char in text)


@given(parameters, parameters, parameters)
def test_blanks_get_the_background_they_need_and_nothing_that_shows(old: str, new: str, later: str) -> None:
    pens = Pens()
    wire, glass, ours = Wire(pens, erases=True), Glass(3, 1), Glass(3, 1)
    glass.feed(f"\x1b[{new}m \x1b[0;{later}mx")
    ours.feed(f"\x1b[{old}m")
    wire.pen = pens.after(DEFAULT, old)
    wire.text(" ", pens.after(DEFAULT, new))
    wire.text("x", pens.after(DEFAULT, later))
    ours.feed(wire.take())
    assert difference(ours, glass) == ""


def test_blanks_look_the_same_unless_more_than_their_background_shows() -> None:
    pens = Pens()
    green, other = pens.after(DEFAULT, "1;31;42"), pens.after(DEFAULT, "35;42")
    lined, others = pens.after(DEFAULT, "4;31;42"), pens.after(DEFAULT, "4;35;42")
    assert pens.same_blank(green, other)
    assert not pens.same_blank(lined, green)
    assert not pens.same_blank(lined, others)
    assert not pens.same_blank(None, green)
    assert pens.erasable(green, keeps_background=True)
    assert not pens.erasable(green, keeps_background=False)
    assert not pens.erasable(lined, keeps_background=True)


@given(parameters, parameters)
def test_a_change_of_pens_leads_to_the_same_style_as_the_codes_themselves(old: str, new: str) -> None:
    pens = Pens()
    before = pens.after(DEFAULT, old)
    after = pens.after(before, new)
    change = pens.change(before, after)
    glass = Glass(1, 1)
    glass.feed(f"\x1b[{old}m\x1b[{new}mx")
    other = Glass(1, 1)
    other.feed(f"\x1b[{old}m{change}x")
    assert other.cell(0, 0) == glass.cell(0, 0)
    lost = Glass(1, 1)
    lost.feed(f"\x1b[1;4;33;44m{pens.change(None, after)}x")
    assert lost.cell(0, 0) == glass.cell(0, 0)


def test_what_one_code_ends_together_comes_back_where_it_is_wanted() -> None:
    pens = Pens()
    for one, other in ("12", "21", ("4", "21"), ("21", "4"), "56"):
        colours = "38;2;9;9;9;48;2;1;1;1"
        both = pens.after(DEFAULT, f"{colours};{one};{other}")
        glass = Glass(1, 1)
        glass.feed(
            f"\x1b[{colours};{one};{other}m{pens.change(both, pens.after(DEFAULT, f'{colours};{one}'))}x"
        )
        assert one in glass.cell(0, 0)[1]
        assert other not in glass.cell(0, 0)[1]


def test_a_change_says_no_more_than_it_must() -> None:
    pens = Pens()
    plain = pens.after(DEFAULT, "38;2;1;2;3;48;2;4;5;6")
    bold = pens.after(plain, "1")
    assert pens.change(plain, bold) == "\x1b[1m"
    assert pens.change(bold, plain) == "\x1b[22m"
    assert pens.change(bold, DEFAULT) == "\x1b[m"
    assert pens.change(plain, plain) == ""


def test_codes_that_are_not_understood_are_kept_until_a_reset() -> None:
    pens = Pens()
    odd = pens.after(DEFAULT, "4:3;11")
    assert pens.change(DEFAULT, odd) == "\x1b[11;4:3m"
    assert pens.change(odd, pens.after(odd, "31")) == "\x1b[31m"
    assert pens.change(odd, DEFAULT) == "\x1b[m"
    assert pens.after(odd, "0") == DEFAULT
    assert pens.after(DEFAULT, "38;5") == DEFAULT


@given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 119)), min_size=2))
def test_moves_lead_where_they_should_and_are_short(places: list[tuple[int, int]]) -> None:
    wire, glass = Wire(Pens(), erases=True), Glass(120, 40)
    for y, x in places:
        wire.move(y, x)
        data = wire.take()
        glass.feed(data)
        assert (glass.cursor.y, glass.cursor.x) == (y, x)
        assert len(data) <= len(f"\x1b[{y + 1};{x + 1}H")
        assert re.fullmatch(r"(\x1b\[[0-9;]*[GH]|\r)*", data)
