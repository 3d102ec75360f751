"""What a person chooses where two changed the same is checked, written, and shown as it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forms.errors import BadInput
from store.campaign.campaign import Actor, Campaign
from store.campaign.conflict_resolution import Edited, disputes, other, settle, subject_of
from store.campaign.diagnosis import diagnosis, set_measure, set_verdict
from store.campaign.findings import findings
from store.campaign.heads import head, head_rev, set_head
from store.campaign.history import bring_back_field, deleted
from store.campaign.merging import WHOLE, MergeConflict
from store.campaign.organisation_entry import (
    add_organisation,
    organisation_document,
    remove_organisation,
    set_organisation,
)
from store.campaign.organisations import organisations, shards_of
from store.campaign.records import delete_record, list_records, records_annex, save_entry, save_record
from store.campaign.submissions import find_obligation, mark
from store.campaign.writing import taken_back, undo
from store.protocol import ORGANISATIONS, Document
from store.versions import versions
from tests.support.findings import add_finding, change_finding
from tests.support.records import STUDY


def wang(c: Campaign) -> Campaign:
    return Campaign(c.id, c.pack, c.store, c.clock, Actor("wang"))


def clash(save: Callable[[], Any]) -> MergeConflict:
    with pytest.raises(MergeConflict) as asked:
        save()
    return asked.value


def both_changed(c: Campaign, field: str, theirs: str, mine: str) -> MergeConflict:
    seen = save_record(c, "study", "u1", STUDY)
    save_record(wang(c), "study", "u1", {**STUDY, field: theirs}, id=seen.id, base=seen.rev)
    return clash(lambda: save_record(c, "study", "u1", {**STUDY, field: mine}, id=seen.id, base=seen.rev))


def record(c: Campaign) -> Document:
    (row,) = list_records(c, "study", "u1")
    assert row.document is not None
    return row.document


def test_a_dispute_reads_as_on_the_screens(c: Campaign) -> None:
    needed = both_changed(c, "time", "4.7", "4月8日")
    (one,) = disputes(c, needed)
    assert (one.label, one.before, one.theirs, one.mine) == (
        "时间",
        "2021年4月6日",
        "2021年4月7日",
        "2021年4月8日",
    )
    assert other(c, needed).by == "wang"
    assert subject_of(c, needed) == "附件2 学习情况 2021年4月7日"


@pytest.mark.parametrize(
    ("choice", "kept"), [("before", "32人"), ("theirs", "31人"), ("mine", "30人"), (Edited("29人"), "29人")]
)
def test_each_choice_is_what_is_kept(c: Campaign, choice: Any, kept: str) -> None:
    settle(c, both_changed(c, "participants", "31人", "30人"), {"participants": choice})
    assert record(c).data["participants"] == kept


def test_a_text_of_ones_own_is_read_and_refused_like_any_typed_one(c: Campaign) -> None:
    needed = both_changed(c, "time", "4.7", "4月8日")
    with pytest.raises(BadInput):
        settle(c, needed, {"time": Edited("2月30日")})
    settle(c, needed, {"time": Edited("0409")})
    assert record(c).data["time"] == "2021年4月9日"


def test_without_a_choice_nothing_is_written(c: Campaign) -> None:
    needed = both_changed(c, "participants", "31人", "30人")
    with pytest.raises(BadInput, match="各选一个"):
        settle(c, needed, {})
    assert record(c).data["participants"] == "31人"


def test_theirs_alone_makes_no_new_revision(c: Campaign) -> None:
    needed = both_changed(c, "participants", "31人", "30人")
    settle(c, needed, {"participants": "theirs"})
    assert record(c).rev == 2


def test_somebody_who_saves_once_more_meanwhile_is_asked_about_again(c: Campaign) -> None:
    needed = both_changed(c, "participants", "31人", "30人")
    now = record(c)
    save_record(wang(c), "study", "u1", {**STUDY, "participants": "33人"}, id=now.id, base=now.rev)
    again = clash(lambda: settle(c, needed, {"participants": "mine"}))
    (one,) = disputes(c, again)
    assert (one.theirs, one.mine) == ("33人", "30人")
    settle(c, again, {"participants": "mine"})
    assert record(c).data["participants"] == "30人"


def test_a_required_field_chosen_empty_leaves_the_record_unfinished(c: Campaign) -> None:
    needed = both_changed(c, "content", "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸", STUDY["content"][:-2])
    settle(c, needed, {"content": Edited("")})
    assert record(c).state == "incomplete"


def test_a_stale_save_keeps_the_reasons_it_was_forced_with(c: Campaign) -> None:
    short = {**STUDY, "content": "讲话精神"}
    seen = save_record(c, "study", "u1", short, forced={"content": "情况属实"})
    save_record(wang(c), "study", "u1", {**short, "participants": "31人"}, id=seen.id, base=seen.rev)
    save_record(c, "study", "u1", {**short, "method": "专题研讨"}, id=seen.id, base=seen.rev)
    assert record(c).forced == {"content": "情况属实"}


@pytest.mark.parametrize("mine", [True, False])
def test_what_the_other_deleted_comes_back_or_stays_deleted(c: Campaign, mine: bool) -> None:
    seen = save_record(c, "study", "u1", STUDY)
    delete_record(wang(c), seen)
    changed = {**STUDY, "participants": "30人"}
    needed = clash(lambda: save_record(c, "study", "u1", changed, id=seen.id, base=seen.rev))
    who = other(c, needed)
    assert (who.by, who.deleted) == ("wang", True)
    settle(c, needed, {WHOLE: "mine" if mine else "theirs"})
    assert len(list_records(c, "study", "u1")) == mine


def test_two_first_ledger_rows_of_one_organisation_are_merged(c: Campaign) -> None:
    save_entry(wang(c), "ledger", "u1", {"note": "甲"}, incomplete=True)
    save_entry(c, "ledger", "u1", {"case": "一个案例"}, incomplete=True)
    (row,) = list_records(c, "ledger", "u1")
    assert (row.texts["note"], row.texts["case"]) == ("甲", "一个案例")


def test_a_measure_is_a_whole_number_and_period_together(c: Campaign) -> None:
    item = diagnosis(c, "u1-02").item("3-1")
    measure = item.indicator.measures[0]
    set_measure(c, "u1-02", "3-1", measure.id, "1", "上年度", base=0)
    set_measure(wang(c), "u1-02", "3-1", measure.id, "2", "上年度", base=1)
    needed = clash(lambda: set_measure(c, "u1-02", "3-1", measure.id, "1", "本年至今", base=1))
    (one,) = disputes(c, needed)
    assert one.label == measure.label
    assert (one.theirs, one.mine) == (f"2{measure.unit}（上年度）", f"1{measure.unit}（本年至今）")
    settle(c, needed, {one.field: "mine"})
    kept = diagnosis(c, "u1-02").item("3-1").measures[measure.id]
    assert (kept.value, kept.period) == (1, "本年至今")


def test_verdicts_are_told_in_words(c: Campaign) -> None:
    set_verdict(wang(c), "u1-02", "1-1", "1", base=0)
    needed = clash(lambda: set_verdict(c, "u1-02", "1-1", "3", base=0))
    (one,) = disputes(c, needed)
    assert (one.label, one.before, one.theirs, one.mine) == ("诊断结论", "", "有力", "不够有力")
    assert not one.editable


def test_findings_merge_by_field(c: Campaign) -> None:
    seen = add_finding(c, "u1", "专职组织员仅1名")
    change_finding(wang(c), seen, wording="专职组织员配备不足")
    change_finding(c, seen, text="专职组织员仅1名且兼职")
    (merged,) = findings(c, "u1")
    assert (merged.text, merged.wording) == ("专职组织员仅1名且兼职", "专职组织员配备不足")
    needed = clash(lambda: change_finding(c, seen, wording="组织员不够"))
    settle(c, needed, {"wording": Edited("组织员配备不足")})
    assert findings(c, "u1")[0].wording == "组织员配备不足"


def test_a_deliverable_not_handed_in_keeps_no_day(c: Campaign) -> None:
    seen = find_obligation(c, "u1", "study-summary")
    mark(wang(c), seen, "extended", extended_to="5.14")
    needed = clash(lambda: mark(c, seen, "submitted", "4.9"))
    settle(c, needed, {"state": "theirs"})
    now = find_obligation(c, "u1", "study-summary").submission
    assert (now.state, now.date, now.extended_to) == ("extended", "", "2021-05-14")


def test_an_organisation_is_merged_by_field_and_checked_as_a_whole(c: Campaign) -> None:
    base = organisation_document(c, "u1-01")
    assert base is not None
    set_organisation(wang(c), "u1-01", {"党员人数": "30", "书记": "王某"}, base=base.rev)
    set_organisation(c, "u1-01", {"电话": "1234"}, base=base.rev)
    org = organisations(c).find("u1-01")
    assert (org.members, org.secretary, org.phone) == (30, "王某", "1234")
    needed = clash(lambda: set_organisation(c, "u1-01", {"党员人数": "31"}, base=base.rev))
    with pytest.raises(BadInput, match="不是数"):
        settle(c, needed, {"members": Edited("很多")})
    settle(c, needed, {"members": Edited("３２人")})
    assert organisations(c).find("u1-01").members == 32


def test_removing_an_organisation_that_was_just_changed_asks(c: Campaign) -> None:
    set_organisation(wang(c), "u1-01", {"党员人数": "30"})
    needed = clash(lambda: remove_organisation(c, "u1-01", base=1))
    settle(c, needed, {WHOLE: "theirs"})
    assert organisations(c).get("u1-01")


def test_an_organisation_changed_here_and_removed_there_asks(c: Campaign) -> None:
    remove_organisation(wang(c), "u1-01")
    needed = clash(lambda: set_organisation(c, "u1-01", {"党员人数": "30"}, base=1))
    settle(c, needed, {WHOLE: "mine"})
    assert organisations(c).find("u1-01").members == 30


def test_two_organisations_added_at_once_get_two_ids(c: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = organisations(c)
    add_organisation(wang(c), {"name": "教工第三党支部", "level": "党支部", "parent": "u1"})
    looks = iter([stale])
    monkeypatch.setattr(
        "store.campaign.organisation_entry.organisations", lambda c: next(looks, None) or organisations(c)
    )
    mine = add_organisation(c, {"name": "教工第四党支部", "level": "党支部", "parent": "u1"})
    assert organisations(c).find("教工第三党支部").id != mine.id


def test_a_head_is_merged_too(c: Campaign) -> None:
    ledger = records_annex(c, "ledger")
    set_head(wang(c), ledger, "u1", {"until": "2021年5月6日"}, base=0)
    set_head(c, ledger, "u1", {"reporter": "计算机学院"}, base=0)
    assert head(c, ledger, "u1") == {"reporter": "计算机学院", "until": "2021年5月6日"}
    assert head_rev(c, ledger, "u1") == 2
    needed = clash(lambda: set_head(c, ledger, "u1", {"until": "2021年5月5日"}, base=0))
    assert disputes(c, needed)[0].label == "截止时间"


def test_taking_back_merges_with_what_others_changed_since(c: Campaign) -> None:
    seen = save_record(c, "study", "u1", STUDY)
    mine = save_record(c, "study", "u1", {**STUDY, "participants": "30人"}, id=seen.id, base=1)
    save_record(wang(c), "study", "u1", {**STUDY, "participants": "31人"}, id=seen.id, base=mine.rev)
    last = c.done[-1]
    needed = clash(lambda: undo(c))
    assert c.done[-1] is last
    settle(c, needed, {"participants": "before"})
    taken_back(c, last)
    assert record(c).data["participants"] == "30人"
    assert len([done for done in c.done if done.shard == "units/u1"]) == 1


def test_taking_back_what_the_other_took_back_already_is_no_fault(c: Campaign) -> None:
    seen = save_record(c, "study", "u1", STUDY)
    mine = save_record(c, "study", "u1", {**STUDY, "participants": "30人"}, id=seen.id, base=1)
    save_record(wang(c), "study", "u1", STUDY, id=seen.id, base=mine.rev)
    before = len(c.done)
    assert undo(c) is not None
    assert len(c.done) == before - 1
    assert record(c).data["participants"] == "32人"


def test_one_field_of_an_old_version_comes_back_alone(c: Campaign) -> None:
    seen = save_record(c, "study", "u1", STUDY)
    save_record(c, "study", "u1", {**STUDY, "participants": "30人", "method": "专题研讨"}, id=seen.id, base=1)
    back = bring_back_field(c, "units/u1", seen.id, 1, "participants")
    assert (back.data["participants"], back.data["method"]) == ("32人", ["专题研讨"])


def test_one_measure_of_an_old_version_comes_back_alone(c: Campaign) -> None:
    first, second = (one.id for one in diagnosis(c, "u1-02").item("3-1").indicator.measures[:2])
    set_measure(c, "u1-02", "3-1", first, "2")
    set_measure(c, "u1-02", "3-1", second, "1")
    set_measure(c, "u1-02", "3-1", first, "5")
    bring_back_field(c, "units/u1", "guide:u1-02:3-1", 1, f"measures.{first}")
    kept = diagnosis(c, "u1-02").item("3-1").measures
    assert (kept[first].value, kept[second].value) == (2, 1)


def test_deleted_ones_are_listed_until_they_come_back(c: Campaign) -> None:
    first, second = (save_record(c, "study", org, STUDY) for org in ("u1", "u1-01"))
    delete_record(c, first)
    delete_record(wang(c), second)
    assert [version.id for version in deleted(c, "study", "u1")] == [second.id, first.id]
    assert [version.by for version in deleted(c, "study", "u1-01")] == ["wang"]
    undo(c)
    assert [version.id for version in deleted(c, "study", "u1")] == [second.id]
    assert deleted(c, "ledger", "u1") == []


def test_where_shards_stand_moves_with_every_save_of_anybody(c: Campaign) -> None:
    shards = shards_of(c, "u1-01")
    assert shards == (ORGANISATIONS, "units/u1")
    before = c.store.sequences(shards)
    assert c.store.sequences(shards) == before
    save_record(wang(c), "study", "u1", STUDY)
    assert c.store.sequences(shards)[1] == before[1] + 1
    assert versions(c.store, "units/u1")[-1].sequence == c.store.sequences(shards)[1]
