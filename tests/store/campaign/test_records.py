"""Records listed, checked, saved and deleted."""

from __future__ import annotations

from datetime import date

import pytest

from forms.clock import OffsetClock
from forms.errors import BadInput, ConflictError, WrongUsage
from store.campaign.campaign import Campaign
from store.campaign.heads import head, set_head
from store.campaign.imports import Proposal, accept, judge_import
from store.campaign.records import Unsettled, delete_record, list_records, records_annex, roster, save_record
from store.campaign.writing import undo, write
from store.protocol import Change
from tests.support.findings import add_finding
from tests.support.records import BRANCHES_STUDY


def test_a_record_is_stored_as_the_official_form_and_read_back(c: Campaign) -> None:
    saved = save_record(c, "study", "u1-01", BRANCHES_STUDY)
    (row,) = list_records(c, "2", "u1")
    assert saved.state == "complete"
    assert row.texts["time"] == "2021年4月6日"
    assert row.texts["method"] == "主题党日、现场教学"
    assert row.document is not None
    assert row.document.data["method"] == ["主题党日", "现场教学"]
    assert row.document.created_by == "lm"


def test_a_units_form_gathers_its_branches_by_day_and_a_branch_sees_its_own(c: Campaign) -> None:
    save_record(c, "study", "u1-02", {**BRANCHES_STUDY, "time": "4.8"})
    save_record(c, "study", "u1-01", {**BRANCHES_STUDY, "time": "4.7"})
    save_record(c, "study", "u1", {**BRANCHES_STUDY, "time": "4.9"})
    assert [row.org.id for row in list_records(c, "study", "u1")] == ["u1-01", "u1-02", "u1"]
    assert [row.org.id for row in list_records(c, "study", "u1", only=True)] == ["u1"]
    assert [row.org.id for row in list_records(c, "study", "u1-02")] == ["u1-02"]


def test_a_missing_field_is_named_and_the_record_may_be_kept_as_incomplete(c: Campaign) -> None:
    with pytest.raises(Unsettled, match="学习内容") as caught:
        save_record(c, "study", "u1", {"time": "4.6"})
    assert [remark.field for remark in caught.value.remarks if remark.kind == "missing"] == ["content"]
    assert list_records(c, "study", "u1") == []
    kept = save_record(c, "study", "u1", {"time": "2021-02-30"}, incomplete=True)
    assert kept.state == "incomplete"
    assert list_records(c, "study", "u1")[0].texts["time"] == "2021-02-30"


def test_a_soft_remark_is_forced_with_a_reason_that_is_kept_until_the_text_changes(c: Campaign) -> None:
    short = {"experience": "短", "case": "《例》" + "事" * 120}
    with pytest.raises(Unsettled, match="成功经验"):
        save_record(c, "ledger", "u1", short)
    saved = save_record(c, "ledger", "u1", short, forced={"experience": "支部刚成立"})
    assert saved.forced == {"experience": "支部刚成立"}
    again = save_record(c, "ledger", "u1", {"note": "无"}, id=saved.id, base=saved.rev)
    assert again.forced == {"experience": "支部刚成立"}
    with pytest.raises(Unsettled):
        save_record(c, "ledger", "u1", {"experience": "又短"}, id=again.id, base=again.rev)


def test_two_people_cannot_create_the_one_ledger_row_of_an_organisation(c: Campaign) -> None:
    save_record(c, "ledger", "u1", {"note": "甲"}, incomplete=True)
    with pytest.raises(ConflictError, match="已有一条"):
        save_record(c, "ledger", "u1", {"note": "乙"}, incomplete=True)
    assert [row.texts["note"] for row in list_records(c, "ledger", "u1")] == ["甲"]


def test_a_stale_revision_is_a_conflict_and_loses_nothing(c: Campaign) -> None:
    first = save_record(c, "study", "u1", BRANCHES_STUDY)
    second = save_record(
        c, "study", "u1", {**BRANCHES_STUDY, "participants": "31人"}, id=first.id, base=first.rev
    )
    with pytest.raises(ConflictError):
        save_record(c, "study", "u1", {**BRANCHES_STUDY, "participants": "30人"}, id=first.id, base=first.rev)
    assert list_records(c, "study", "u1")[0].document == second


def test_problems_given_as_text_become_findings_in_the_same_save(c: Campaign) -> None:
    save_record(c, "ledger", "u1-02", {"problems": "1.甲问题。（对照1-2）2.乙问题。"}, incomplete=True)
    (row,) = list_records(c, "ledger", "u1-02")
    assert row.texts["problems"] == "1.甲问题。\n2.乙问题。"
    assert "problems" not in (row.document.data if row.document else {})


def test_findings_alone_make_a_ledger_row_and_the_roster_has_everybody(c: Campaign) -> None:
    add_finding(c, "u1-02", "甲问题")
    assert [(row.org.id, row.document) for row in list_records(c, "ledger", "u1")] == [("u1-02", None)]
    assert [row.org.id for row in roster(c, "ledger", "u1")] == ["u1", "u1-01", "u1-02"]


def test_deleting_and_undoing_brings_the_record_back_as_a_new_revision(c: Campaign) -> None:
    saved = save_record(c, "study", "u1", BRANCHES_STUDY)
    delete_record(c, saved)
    assert list_records(c, "study", "u1") == []
    undo(c)
    (row,) = list_records(c, "study", "u1")
    assert row.document is not None
    assert row.document.data == saved.data
    assert row.document.rev > saved.rev
    undo(c)
    assert list_records(c, "study", "u1") == []
    while undo(c) is not None:
        pass


def test_a_field_written_by_hand_with_another_type_is_shown_and_named(c: Campaign) -> None:
    write(
        c,
        "units/u1",
        [Change(id="x", annex="study", org="u1", base=0, data={"time": {"a": 1}, "content": "\x1b[2J学习"})],
    )
    (row,) = list_records(c, "study", "u1")
    assert "时间" in row.faults[0]
    assert "\x1b" not in "".join(row.texts.values())


def test_an_annex_or_field_that_is_not_there_is_named_with_those_that_are(c: Campaign) -> None:
    with pytest.raises(WrongUsage, match="study（附件2）、ledger（附件4）"):
        records_annex(c, "guide")
    with pytest.raises(WrongUsage, match="time（时间）"):
        save_record(c, "study", "u1", {"when": "4.6"})


def test_the_head_is_the_units_name_and_the_deadline_until_it_is_set(c: Campaign) -> None:
    ledger = records_annex(c, "ledger")
    assert head(c, ledger, "u1") == {"reporter": "计算机学院党委", "until": "2021年5月7日"}
    set_head(c, ledger, "u1", {"until": "2021年4月30日"})
    assert head(c, ledger, "u1")["until"] == "2021年4月30日"
    assert head(c, ledger, "u1-01")["until"] == "2021年5月7日"
    set_head(c, ledger, "u1", {"until": ""})
    assert head(c, ledger, "u1")["until"] == "2021年5月7日"
    with pytest.raises(BadInput, match="表头没有"):
        set_head(c, ledger, "u1", {"x": "y"})


def test_an_import_adds_changes_and_skips_by_the_natural_key(c: Campaign) -> None:
    rows = [
        Proposal(2, "u1-01", BRANCHES_STUDY),
        Proposal(3, "u1-01", {**BRANCHES_STUDY, "time": "4.7"}),
        Proposal(4, "u1-01", {**BRANCHES_STUDY, "time": "2021年4月7日"}),
    ]
    judged = judge_import(c, "study", rows)
    assert [verdict.kind for verdict in judged] == ["new", "new", "same"]
    assert accept(c, judged) == 2
    assert [verdict.kind for verdict in judge_import(c, "study", rows)] == ["same", "same", "same"]
    changed = judge_import(c, "study", [Proposal(2, "u1-01", {**BRANCHES_STUDY, "participants": "30人"})])
    assert changed[0].differences == {"participants": ("全体党员（32人）", "30人")}
    accept(c, changed)
    assert len(list_records(c, "study")) == 2


def test_a_bad_row_stops_the_import_and_nothing_is_written(c: Campaign) -> None:
    judged = judge_import(
        c, "study", [Proposal(2, "u1", BRANCHES_STUDY), Proposal(3, "u1", {**BRANCHES_STUDY, "time": "13月"})]
    )
    assert [verdict.kind for verdict in judged] == ["new", "refused"]
    with pytest.raises(BadInput, match="第3行"):
        accept(c, judged)
    assert list_records(c, "study") == []


def test_importing_the_ledger_again_with_its_problems_changes_nothing(c: Campaign) -> None:
    row = Proposal(2, "u1", {"experience": "经" * 90, "problems": "1.甲问题\n2.乙问题"})
    accept(c, judge_import(c, "ledger", [row], incomplete=True))
    assert [verdict.kind for verdict in judge_import(c, "ledger", [row], incomplete=True)] == ["same"]


def test_a_date_without_a_year_is_of_the_campaigns_year_even_long_after(c: Campaign) -> None:
    later = Campaign(c.id, c.pack, c.store, OffsetClock.starting(date(2026, 11, 24)), c.actor)
    save_record(later, "study", "u1", BRANCHES_STUDY)
    assert list_records(later, "study", "u1")[0].texts["time"] == "2021年4月6日"
    next_spring = Campaign(c.id, c.pack, c.store, OffsetClock.starting(date(2022, 1, 4)), c.actor)
    save_record(next_spring, "study", "u1", {**BRANCHES_STUDY, "time": "1.3"})
    assert list_records(next_spring, "study", "u1")[1].texts["time"] == "2022年1月3日"


def test_numbers_that_the_words_tell_are_not_asked_again(c: Campaign) -> None:
    texts = {"time": "4.6", "content": BRANCHES_STUDY["content"], "participants": "22/20"}
    saved = save_record(c, "study", "u1", texts)
    assert saved.data["participants"] == "应到22人，实到20人"
    assert (saved.data["expected"], saved.data["present"]) == (22, 20)
    saved = save_record(c, "study", "u1", {**texts, "expected": "30"})
    assert (saved.data["expected"], saved.data["present"]) == (30, 20), "what is written stands"
