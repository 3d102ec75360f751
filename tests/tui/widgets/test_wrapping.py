"""Lines that are cut so that they can still be told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.widgets.wrapping import cut, cut_apart

SPEECH = "学习习近平总书记在党史学习教育动员大会上的重要讲话精神；"
PLAN, LIST = f"{SPEECH}研究学院学习计划", f"{SPEECH}研究“我为群众办实事”项目清单"


def test_two_that_begin_alike_show_their_ends() -> None:
    assert cut(PLAN, 40) == cut(LIST, 40)
    lines = cut_apart(PLAN, [PLAN, LIST], 40), cut_apart(LIST, [PLAN, LIST], 40)
    assert lines[0].startswith("学习习近平")
    assert lines[0].rstrip().endswith("研究学院学习计划")
    assert lines[1].startswith("学习习近平")
    assert lines[1].rstrip().endswith("项目清单")


def test_others_are_cut_as_always() -> None:
    assert cut_apart(PLAN, [PLAN, "党课"], 40) == cut(PLAN, 40)
    assert cut_apart("党课", ["党课", "党课二"], 40) == cut("党课", 40)


@given(st.text(alphabet="学习计划ab “；1", max_size=60), st.text(max_size=60), st.integers(1, 60))
def test_every_line_is_as_wide_as_asked(text: str, other: str, width: int) -> None:
    assert cell_len(cut_apart(text, [other, text + "甲", text], width)) == width
