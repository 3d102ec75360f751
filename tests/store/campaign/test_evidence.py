"""佐证: kept by id, told as it now stands, merged as a set."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.errors import BadInput
from store.campaign.campaign import Actor, Campaign
from store.campaign.changes import describe_changes
from store.campaign.diagnosis import candidates, diagnosis, set_evidence, set_verdict
from store.campaign.evidence import evidence
from store.campaign.history import history
from store.campaign.records import delete_record, save_record
from store.campaign.referential_checks import check_references
from store.campaign.writing import undo
from store.protocol import Change, Document

BRANCH = "u1-01"
CONTENT = "学习党史学习教育动员大会重要讲话精神并交流体会"


def record(c: Campaign, time: str = "3.2", org: str = BRANCH, **raw: str) -> Document:
    return save_record(c, "study", org, {"time": time, "content": CONTENT, **raw})


def kept(c: Campaign, indicator: str = "1-3") -> tuple[str, ...]:
    return diagnosis(c, BRANCH).item(indicator).evidence


def words(c: Campaign) -> list[str]:
    return [one.words for one in evidence(c, BRANCH, kept(c))]


def test_a_verdict_points_to_records_and_both_stay(c: Campaign) -> None:
    first, second = record(c), record(c, "4.2")
    set_evidence(c, BRANCH, "1-3", [second.id, first.id])
    set_verdict(c, BRANCH, "1-3", "1")
    assert kept(c) == (second.id, first.id)
    assert words(c) == [f"2021年4月2日 {CONTENT}", f"2021年3月2日 {CONTENT}"]
    undo(c)
    undo(c)
    assert kept(c) == ()


def test_the_same_answer_again_takes_no_evidence_away(c: Campaign) -> None:
    gone = record(c)
    set_evidence(c, BRANCH, "1-3", [gone.id])
    set_verdict(c, BRANCH, "1-3", "1")
    delete_record(c, gone)
    before = diagnosis(c, BRANCH).item("1-3")
    after = set_verdict(c, BRANCH, "1-3", "1")
    assert (after.rev, after.evidence) == (before.rev, (gone.id,))


def test_what_was_deleted_is_told_and_goes_with_the_next_save(c: Campaign) -> None:
    first, second = record(c), record(c, "4.2")
    set_evidence(c, BRANCH, "1-3", [first.id, second.id])
    delete_record(c, first)
    assert words(c) == ["已删除的记录", f"2021年4月2日 {CONTENT}"]
    assert check_references(c) == []
    set_verdict(c, BRANCH, "1-3", "1")
    assert kept(c) == (second.id,)
    delete_record(c, second)
    set_verdict(c, BRANCH, "1-3", "2")
    assert kept(c) == ()


@pytest.mark.parametrize("wrong", ["nobody", "guide:u1-01:1-1", "ledger:u1"])
def test_only_records_that_are_there_may_be_pointed_to(c: Campaign, wrong: str) -> None:
    set_verdict(c, BRANCH, "1-1", "1")
    save_record(c, "ledger", "u1", {"note": "无"}, incomplete=True)
    with pytest.raises(BadInput, match=wrong):
        set_evidence(c, BRANCH, "1-3", [wrong])
    assert kept(c) == ()


def test_what_two_people_add_is_both_in(c: Campaign) -> None:
    records = [record(c, time).id for time in ("3.2", "3.9", "3.16")]
    set_evidence(c, BRANCH, "1-3", records[:1])
    seen = diagnosis(c, BRANCH).item("1-3").rev
    other = Campaign(c.id, c.pack, c.store, c.clock, Actor("wang"))
    set_evidence(other, BRANCH, "1-3", records[1:2], seen)  # takes the first out, adds the second
    set_evidence(c, BRANCH, "1-3", [records[0], records[2]], seen)
    assert kept(c) == (records[1], records[2])


def test_its_history_is_told_in_words(c: Campaign) -> None:
    set_evidence(c, BRANCH, "1-3", [record(c).id])
    said = {one.label: one.after for one in describe_changes(c, history(c, "guide", BRANCH)[-1])}
    assert said["佐证"] == f"2021年3月2日 {CONTENT}"


def test_those_that_count_come_first_then_ones_own(c: Campaign) -> None:
    other = record(c, "3.1", org="u1", organiser="各党支部")
    own = record(c, "3.2")
    counts = record(c, "2.2", method="主题党日")
    record(c, "3.5", org="u1-02")
    item = diagnosis(c, BRANCH).item("1-3")
    found = candidates(c, BRANCH, item, {"theme-days": "本年至今"})
    assert [(one.id, yes) for one, yes in found] == [(counts.id, True), (own.id, False), (other.id, False)]
    assert [yes for _, yes in candidates(c, BRANCH, item, {"theme-days": "上年度"})] == [False] * 3


def test_a_unit_may_point_to_what_its_branches_recorded(c: Campaign) -> None:
    own, below = record(c, org="u1"), record(c, "4.2")
    found = candidates(c, "u1", diagnosis(c, "u1").item("4-4"), {})
    assert [one.id for one, _ in found] == [own.id, below.id]


@pytest.mark.parametrize(
    ("value", "said"),
    [("x", "读不懂"), (["nobody"], "“nobody”没有这条记录"), (["guide:u1-01:1-1"], "不是逐条填报的记录")],
)
def test_what_a_hand_wrote_is_found(c: Campaign, value: object, said: str) -> None:
    set_verdict(c, BRANCH, "1-1", "1")
    data = {"indicator": "1-3", "verdict": "", "measures": {}, "evidence": value}
    change = Change(id=f"guide:{BRANCH}:1-3", annex="guide", org=BRANCH, base=0, data=data)
    c.store.apply("units/u1", [change], "hand")
    (problem,) = check_references(c)
    assert said in problem


def test_what_this_person_may_not_see_is_no_deleted_record(c: Campaign, tmp_path: Path) -> None:
    from store.access.guard import GuardedStore
    from store.access.roles import Grant, Member

    units_own = record(c, org="u1", organiser="教工第一党支部")
    set_evidence(c, BRANCH, "1-3", [units_own.id])
    member = Member("t1", (Grant("branch", (BRANCH,)),))
    branch = Campaign(
        c.id, c.pack, GuardedStore(c.store, member), c.clock, Actor("t1", BRANCH, member=member)
    )
    assert words(branch) == ["看不到的记录"]
    set_verdict(branch, BRANCH, "1-3", "1")
    assert kept(c) == (units_own.id,)
