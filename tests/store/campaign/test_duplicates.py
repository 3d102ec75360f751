"""Records that may be there already."""

from __future__ import annotations

import time
from datetime import date
from functools import partial

import pytest

from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.duplicates import REASON, LikelyDuplicate, key_fields, likely_duplicate
from store.campaign.records import Unsettled, list_records, records_annex
from store.campaign.records import save_record as save_unasked
from store.protocol import Document

STUDY = {
    "time": "4.6",
    "content": "习近平总书记在党史学习教育动员大会上的重要讲话精神，研究支部学习计划",
    "method": "主题党日",
    "organiser": "教工第一党支部",
}


TODAY = date(2021, 4, 10)
save_record = partial(save_unasked, duplicates=True)


@pytest.fixture
def study(c: Campaign) -> RecordsAnnex:
    return records_annex(c, "study")


def document(id: str = "1", **data: object) -> Document:
    kept = {"time": "2021年4月6日", "content": STUDY["content"], **data}
    return Document(id=id, annex="study", org="u1", rev=1, data=kept, created_by="lm")


def test_the_packs_key_says_what_is_compared(c: Campaign, study: RecordsAnnex) -> None:
    assert [field.id for field in key_fields(study)] == ["time", "content"]
    assert key_fields(records_annex(c, "ledger")) == []


@pytest.mark.parametrize(
    ("texts", "like"),
    [
        ({}, True),
        ({"time": "2021年4月6日下午"}, True),
        ({"time": "0406", "content": STUDY["content"].replace("，", "； ") + "。"}, True),
        ({"organiser": "计算机学院党委"}, True),
        ({"time": "4.7"}, False),
        ({"content": STUDY["content"] + "和总结"}, False),
        ({"content": ""}, False),
        ({"time": ""}, False),
        ({"content": "……"}, False),
    ],
)
def test_the_same_day_and_the_same_content(study: RecordsAnnex, texts: dict[str, str], like: bool) -> None:
    found = likely_duplicate(study, STUDY | texts, [document()], TODAY)
    assert (found is not None) == like


def test_the_newest_that_is_alike_is_told_with_its_day_and_who(study: RecordsAnnex) -> None:
    found = likely_duplicate(
        study, STUDY, [document("1"), document("2"), document("3", time="第一季度")], TODAY
    )
    assert found is not None
    assert (found.field, found.kind, found.document.id) == ("content", "soft", "2")
    assert found.text == "2021年4月6日已有相同的一条（lm录入），请核对。"


def test_whatever_the_shard_holds_is_compared_without_a_crash(study: RecordsAnnex) -> None:
    odd = [
        document("1", time=None, content=3),
        document("2", time=["x"], content=[]),
        document("3", time="2021-02-30"),
    ]
    assert likely_duplicate(study, STUDY, odd, TODAY) is None


def test_thousands_of_others_are_passed_by_quickly(study: RecordsAnnex) -> None:
    others = [
        document(f"{n:05}", content=f"{STUDY['content']}第{n}次", time=f"2021年{n % 12 + 1}月3日")
        for n in range(5000)
    ]
    before = time.process_time()
    assert likely_duplicate(study, STUDY, others, TODAY) is None
    assert time.process_time() - before < 1


def test_a_second_one_wants_a_reason_and_another_branch_does_not(c: Campaign) -> None:
    first = save_record(c, "study", "u1-01", STUDY)
    save_record(c, "study", "u1-02", STUDY)
    save_record(c, "study", "u1", STUDY)
    with pytest.raises(Unsettled, match="已有相同的一条") as refused:
        save_record(c, "study", "u1-01", {**STUDY, "method": "党课"})
    (remark,) = refused.value.remarks
    assert isinstance(remark, LikelyDuplicate)
    assert remark.document.id == first.id
    second = save_record(c, "study", "u1-01", STUDY, forced={"content": REASON})
    assert second.forced == {"content": REASON}
    assert len(list_records(c, "study", "u1-01")) == 2


def test_the_reason_stays_until_what_tells_is_changed(c: Campaign) -> None:
    save_record(c, "study", "u1-01", STUDY)
    second = save_record(c, "study", "u1-01", STUDY, forced={"content": REASON})
    again = save_record(c, "study", "u1-01", {"method": "党课"}, id=second.id, base=second.rev)
    assert again.forced == {"content": REASON}
    moved = save_record(c, "study", "u1-01", {"time": "4.8"}, id=again.id, base=again.rev)
    assert moved.forced == {}


def test_an_edit_that_makes_two_alike_is_asked_about_and_other_edits_are_not(c: Campaign) -> None:
    first = save_record(c, "study", "u1-01", STUDY)
    save_record(c, "study", "u1-01", STUDY, forced={"content": REASON})
    save_record(c, "study", "u1-01", {"method": "党课"}, id=first.id, base=first.rev)
    third = save_record(c, "study", "u1-01", {**STUDY, "time": "4.9"})
    with pytest.raises(Unsettled):
        save_record(c, "study", "u1-01", {"time": "4.6"}, id=third.id, base=third.rev)


def test_what_was_left_open_with_a_missing_answer_is_asked_at_the_end(c: Campaign) -> None:
    save_record(c, "study", "u1-01", STUDY)
    kept = save_record(c, "study", "u1-01", {**STUDY, "hours": "很多"}, incomplete=True)
    assert kept.state == "incomplete"
    with pytest.raises(Unsettled):
        save_record(c, "study", "u1-01", {"hours": "2"}, id=kept.id, base=kept.rev)
