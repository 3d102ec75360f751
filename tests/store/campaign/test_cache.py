"""What a session keeps: made once, and again when what it was made from is no longer the same."""

from __future__ import annotations

import pytest

from forms.errors import NotAllowed
from store.access.guard import GuardedStore
from store.access.roles import Grant, Member
from store.campaign.campaign import Cache, Campaign
from store.campaign.organisation_entry import add_organisation
from store.protocol import ORGANISATIONS


def test_the_last_answer_is_kept_under_its_name() -> None:
    cache, made = Cache(), []

    def make() -> int:
        made.append(len(made))
        return len(made)

    assert [cache.get("a", stamp, make) for stamp in (1, 1, 2, 2, 1)] == [1, 1, 2, 2, 3]
    assert cache.get("b", 1, make) == 4


def test_what_could_not_be_made_is_not_kept() -> None:
    cache = Cache()
    with pytest.raises(ZeroDivisionError):
        cache.get("a", 1, lambda: 1 // 0)
    assert cache.get("a", 1, lambda: 2) == 2


def test_it_is_made_anew_when_something_is_saved_or_something_else_is_asked(c: Campaign) -> None:
    made = []

    def asked(*what: str) -> int:
        return c.kept("test", (ORGANISATIONS,), lambda: made.append(1) or len(made), *what)

    assert [asked("x"), asked("x"), asked("y")] == [1, 1, 2]
    add_organisation(c, {"name": "教工第二党支部", "parent": "u1"})
    assert [asked("y"), asked("y")] == [3, 3]


def test_nothing_is_kept_of_what_cannot_be_read(c: Campaign) -> None:
    store = GuardedStore(c.store, Member("t1", (Grant("branch", ("u1-01",)),)))
    theirs = Campaign(c.id, c.pack, store, c.clock, c.actor)
    for _ in range(2):
        with pytest.raises(NotAllowed):
            theirs.kept("test", ("units/u9",), lambda: store.query("units/u9"))
    assert [theirs.kept("test", ("units/u9",), lambda n=n: n) for n in range(2)] == [0, 1]  # type: ignore[misc]
