"""Taking back takes back one's own changes, one after the other, and nobody else's."""

from __future__ import annotations

from store.campaign.campaign import Actor, Campaign
from store.campaign.records import delete_record, save_record
from store.campaign.writing import undo
from store.protocol import Document

SHARD = "units/u1"


def save(c: Campaign, base: int, **raw: str) -> Document:
    return save_record(c, "study", "u1", {"time": "4.6", **raw}, id="x", base=base, incomplete=True)


def test_taking_back_twice_leaves_what_others_did_in_between(c: Campaign) -> None:
    other = Campaign(c.id, c.pack, c.store, c.clock, Actor("wang"))
    c.done.clear()
    save(other, 0, content="甲", participants="甲")
    save(c, 1, content="乙", participants="甲")
    save(other, 2, content="乙", participants="乙")
    save(c, 2, content="丙", participants="甲")
    for content in ("乙", "甲"):
        undo(c)
        document = c.store.get(SHARD, "x")
        assert document is not None
        assert (document.data["content"], document.data["participants"]) == (content, "乙")
    assert undo(c) is None


def test_what_one_created_changed_and_took_back_goes_without_a_question(c: Campaign) -> None:
    save(c, 0, content="甲")
    delete_record(c, save(c, 1, content="乙"))
    for there in (True, True, False):
        undo(c)
        assert bool(c.store.query(SHARD)) is there
