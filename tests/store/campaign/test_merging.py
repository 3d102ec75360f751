"""Two people at one record: nothing acknowledged is lost, and only real differences ask a person."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.campaign.campaign import Actor, Campaign
from store.campaign.diagnosis import diagnosis, set_measure, set_verdict
from store.campaign.history import bring_back
from store.campaign.merging import WHOLE, MergeConflict, merge
from store.campaign.records import delete_record, list_records, save_record
from store.campaign.writing import undo, write
from store.protocol import Change, Document
from store.versions import version_at, versions

STUDY = {"time": "4.6", "content": "学习党史学习教育动员大会重要讲话精神并交流", "participants": "32人"}
values = st.dictionaries(st.sampled_from("abc"), st.sampled_from([1, 2, 3]))


def other(c: Campaign) -> Campaign:
    return Campaign(c.id, c.pack, c.store, c.clock, Actor("wang"))


def saved(c: Campaign) -> Document:
    return save_record(c, "study", "u1", STUDY)


def texts(c: Campaign) -> dict[str, str]:
    (row,) = list_records(c, "study", "u1")
    return row.texts


def test_fields_that_only_one_side_changed_are_both_taken(c: Campaign) -> None:
    seen = saved(c)
    save_record(other(c), "study", "u1", {**STUDY, "participants": "31人"}, id=seen.id, base=seen.rev)
    save_record(c, "study", "u1", {**STUDY, "organiser": "计算机学院党委"}, id=seen.id, base=seen.rev)
    assert (texts(c)["participants"], texts(c)["organiser"]) == ("31人", "计算机学院党委")


def test_a_field_that_both_changed_asks_a_person_with_the_three_versions(c: Campaign) -> None:
    seen = saved(c)
    save_record(other(c), "study", "u1", {**STUDY, "participants": "31人"}, id=seen.id, base=seen.rev)
    with pytest.raises(MergeConflict, match="wang") as asked:
        save_record(
            c, "study", "u1", {**STUDY, "participants": "30人", "method": "党课"}, id=seen.id, base=seen.rev
        )
    (clash,) = asked.value.clashes
    assert (clash.field, clash.before, clash.theirs, clash.mine) == ("participants", "32人", "31人", "30人")
    assert texts(c)["participants"] == "31人"
    write(c, asked.value.shard, asked.value.settled({"participants": "30人"}))
    assert (texts(c)["participants"], texts(c)["method"]) == ("30人", "党课")


def test_the_same_change_twice_is_no_clash(c: Campaign) -> None:
    seen = saved(c)
    for campaign in (other(c), c):
        save_record(campaign, "study", "u1", {**STUDY, "participants": "31人"}, id=seen.id, base=seen.rev)
    (row,) = list_records(c, "study", "u1")
    assert row.document is not None
    assert row.document.rev == 2


def test_measures_of_one_indicator_merge_by_measure(c: Campaign) -> None:
    item = diagnosis(c, "u1-02").item("3-1")
    first, second = (measure.id for measure in item.indicator.measures[:2])
    set_measure(other(c), "u1-02", "3-1", first, "2", base=0)
    set_measure(c, "u1-02", "3-1", second, "1", base=0)
    assert {name: kept.value for name, kept in diagnosis(c, "u1-02").item("3-1").measures.items()} == {
        first: 2,
        second: 1,
    }


@pytest.mark.parametrize("keep_mine", [True, False])
def test_a_change_to_what_the_other_deleted_asks(c: Campaign, keep_mine: bool) -> None:
    seen = saved(c)
    delete_record(other(c), seen)
    with pytest.raises(MergeConflict, match="删除") as asked:
        save_record(c, "study", "u1", {**STUDY, "participants": "30人"}, id=seen.id, base=seen.rev)
    assert [clash.field for clash in asked.value.clashes] == [WHOLE]
    write(c, asked.value.shard, asked.value.settled({WHOLE: keep_mine}))
    assert len(list_records(c, "study", "u1")) == keep_mine


def test_deleting_what_the_other_changed_asks(c: Campaign) -> None:
    seen = saved(c)
    save_record(other(c), "study", "u1", {**STUDY, "participants": "31人"}, id=seen.id, base=seen.rev)
    with pytest.raises(MergeConflict) as asked:
        delete_record(c, seen)
    assert len(list_records(c, "study", "u1")) == 1
    write(c, asked.value.shard, asked.value.settled({WHOLE: True}))
    assert list_records(c, "study", "u1") == []


def test_deleting_twice_is_one_deletion(c: Campaign) -> None:
    seen = saved(c)
    delete_record(other(c), seen)
    delete_record(c, seen)
    assert list_records(c, "study", "u1") == []


def test_a_clash_in_one_document_writes_none_of_the_others(c: Campaign) -> None:
    set_verdict(other(c), "u1-02", "1-1", "1")
    changes = [
        Change(id="x", annex="study", org="u1", base=0, data={"content": "甲"}),
        Change(id="guide:u1-02:1-1", annex="guide", org="u1-02", base=0, data={"verdict": "3"}),
    ]
    with pytest.raises(MergeConflict) as asked:
        write(c, "units/u1", changes)
    assert list_records(c, "study", "u1") == []
    write(c, "units/u1", asked.value.settled({"verdict": "3"}))
    assert texts(c)["content"] == "甲"
    assert diagnosis(c, "u1-02").item("1-1").verdict.digit == "3"  # type: ignore[union-attr]


def test_every_version_is_there_and_an_old_one_comes_back_as_a_new_revision(c: Campaign) -> None:
    seen = saved(c)
    save_record(other(c), "study", "u1", {**STUDY, "participants": "31人"}, id=seen.id, base=1)
    told = versions(c.store, "units/u1", seen.id)
    assert [(version.rev, version.by) for version in told] == [(1, "lm"), (2, "wang")]
    before, after = told[1].before, told[1].document
    assert before is not None
    assert after is not None
    assert before.data["participants"] == "32人"
    assert after.data == {**before.data, "participants": "31人"}
    (row,) = list_records(c, "study", "u1")
    assert row.document is not None
    delete_record(c, row.document)
    assert versions(c.store, "units/u1", seen.id)[-1].document is None
    back = bring_back(c, "units/u1", seen.id, 1)
    assert (back.rev, texts(c)["participants"]) == (4, "32人")
    assert version_at(c.store, "units/u1", seen.id, 3) is None


def test_undo_after_a_merge_takes_back_only_ones_own_part(c: Campaign) -> None:
    seen = saved(c)
    save_record(other(c), "study", "u1", {**STUDY, "participants": "31人"}, id=seen.id, base=seen.rev)
    save_record(c, "study", "u1", {**STUDY, "method": "党课"}, id=seen.id, base=seen.rev)
    undo(c)
    assert (texts(c)["participants"], texts(c)["method"]) == ("31人", "")


@given(values, values, values)
def test_merging_takes_every_change_or_names_it(
    base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    merged, clashes = merge(base, theirs, mine)
    named = {clash.field for clash in clashes}
    for name in {*base, *theirs, *mine}:
        was, their, own = base.get(name), theirs.get(name), mine.get(name)
        if name in named:
            assert was != their != own != was
        elif own != was:
            assert merged.get(name) == own
        else:
            assert merged.get(name) == their
    assert merge(base, theirs, base)[0] == theirs
    assert merge(base, base, mine)[0] == mine


HALVES = ({"content": STUDY["content"]}, {"time": "4.6"})


def test_a_record_that_two_people_completed_between_them_is_complete(c: Campaign) -> None:
    seen = save_record(c, "study", "u1", {"organiser": "计算机学院党委"}, incomplete=True)
    for campaign, half in zip((other(c), c), HALVES, strict=True):
        saved = save_record(campaign, "study", "u1", half, id=seen.id, base=seen.rev, incomplete=True)
    assert saved.state == "complete"
    assert (saved.data["time"], saved.data["content"]) == ("2021年4月6日", STUDY["content"])


def test_a_record_that_one_completed_while_the_other_emptied_a_field_is_not(c: Campaign) -> None:
    seen = save_record(c, "study", "u1", {"content": STUDY["content"]}, incomplete=True)
    save_record(other(c), "study", "u1", {"time": "4.6"}, id=seen.id, base=seen.rev)
    saved = save_record(c, "study", "u1", {"content": ""}, id=seen.id, base=seen.rev, incomplete=True)
    assert (saved.data["time"], saved.state) == ("2021年4月6日", "incomplete")


def test_what_is_merely_unusual_keeps_no_merged_record_open(c: Campaign) -> None:
    seen = save_record(c, "study", "u1", {"content": "学习党史"}, incomplete=True)
    save_record(other(c), "study", "u1", {"time": "4.6"}, id=seen.id, base=seen.rev, incomplete=True)
    saved = save_record(c, "study", "u1", {"hours": "2"}, id=seen.id, base=seen.rev, incomplete=True)
    assert (saved.state, saved.data["time"], saved.data["hours"]) == ("complete", "2021年4月6日", 2)
