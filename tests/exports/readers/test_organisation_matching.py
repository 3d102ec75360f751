"""An organisation is found by its pinyin too, and that is marked as a guess."""

from __future__ import annotations

import pytest

from exports.readers.organisation_matching import Whose
from forms.organisation import Organisation
from forms.organisations import tree

KNOWN = tree(
    [
        Organisation(id="u1", name="计算机学院党委", level="unit"),
        Organisation(id="u2", name="外国语学院党总支", level="unit"),
        Organisation(id="b1", name="教工第一党支部", level="branch", parent="u1"),
        Organisation(id="b2", name="教工第二党支部", level="branch", parent="u1"),
    ]
)


@pytest.mark.parametrize(
    ("cell", "id"), [("jsjxydw", "u1"), ("JSJ", "u1"), ("waiguoyu", "u2"), ("jgdezb", ""), ("jgde", "b2")]
)
def test_by_pinyin_where_it_is_one_alone(cell: str, id: str) -> None:
    owner = Whose(KNOWN).owner(cell)
    if not id:
        assert owner.org is None
        assert cell in owner.why
        return
    assert owner.org is not None
    assert owner.org.id == id
    assert cell in owner.guess


def test_a_beginning_that_several_share_is_not_guessed() -> None:
    owner = Whose(KNOWN).owner("jgd")
    assert owner.org is None
    assert owner.why
