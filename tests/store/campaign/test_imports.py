"""Rows from a file held against what is stored: which record is meant, what would change, what is written."""

from __future__ import annotations

import pytest

from forms.errors import BadInput
from store.campaign.campaign import Campaign
from store.campaign.findings import findings
from store.campaign.imports import ORG, Proposal, accept, judge_head, judge_import
from store.campaign.records import list_records, record_id, records_annex, save_record
from tests.support.findings import add_finding
from tests.support.records import BRANCHES_STUDY

BRANCH = "u1-01"


def other(**texts: str) -> dict[str, str]:
    return {**BRANCHES_STUDY, **texts}


def kinds(c: Campaign, *rows: Proposal) -> list[str]:
    return [verdict.kind for verdict in judge_import(c, "study", rows, incomplete=True)]


def save(c: Campaign, org: str = BRANCH, **texts: str) -> None:
    save_record(c, "study", org, other(**texts), incomplete=True)


def test_records_with_the_same_key_are_each_met_once(c: Campaign) -> None:
    save(c, participants="甲")
    save(c, participants="乙")
    rows = [Proposal(place, BRANCH, other(participants=text)) for place, text in enumerate(("乙", "甲"), 2)]
    assert kinds(c, *rows) == ["same", "same"]
    changed = judge_import(c, "study", [rows[1], Proposal(4, BRANCH, other(participants="丙"))])
    assert [verdict.kind for verdict in changed] == ["same", "changed"]
    assert changed[1].differences == {"participants": ("乙", "丙")}
    accept(c, changed)
    assert sorted(row.texts["participants"] for row in list_records(c, "study")) == ["丙", "甲"]


def test_which_of_several_is_meant_is_not_guessed(c: Campaign) -> None:
    save(c, participants="甲")
    save(c, participants="乙")
    (verdict,) = judge_import(c, "study", [Proposal(2, BRANCH, other(participants="丙"))])
    assert verdict.kind == "refused"
    assert "已有2条时间、学习内容、开展单位都相同的记录" in verdict.why


def test_a_row_that_does_not_say_whose_it_is_is_the_record_of_the_form(c: Campaign) -> None:
    save(c)
    guess = {ORG: "记在“计算机学院党委”"}
    row = Proposal(2, "u1", other(), within="u1", guessed=guess)
    (verdict,) = judge_import(c, "study", [row])
    assert (verdict.kind, verdict.proposal.org) == ("same", BRANCH)
    assert verdict.proposal.guessed == {}, "it is no guess any more"
    new = Proposal(3, "u1", other(time="4.8"), within="u1", guessed=guess)
    (verdict,) = judge_import(c, "study", [new])
    assert (verdict.kind, verdict.proposal.org, verdict.proposal.guessed) == ("new", "u1", guess)
    # Without its form it is another organisation's.
    assert kinds(c, Proposal(2, "u1", other())) == ["new"]


def test_the_same_in_two_organisations_of_a_form(c: Campaign) -> None:
    save(c)
    save(c, org="u1")
    rows = [Proposal(place, "u1", other(), within="u1") for place in (2, 3)]
    assert kinds(c, *rows) == ["same", "same"]


def test_what_was_supposed_gives_way_to_what_is_written_and_stored(c: Campaign) -> None:
    save(c, participants="同上")
    row = Proposal(2, BRANCH, other(participants="30人"), written={"participants": "同上"})
    assert kinds(c, row) == ["same"]
    save(c, time="4.9", participants="20人")
    row = Proposal(2, BRANCH, other(time="4.9", participants="30人"), written={"participants": "同上"})
    assert kinds(c, row) == ["changed"]


def test_faults_are_reasons_at_their_cells(c: Campaign) -> None:
    row = Proposal(
        2, "", other(), place="第2个表格第2行", faults={ORG: "没有写明党组织。", "time": "套着表格。"}
    )
    (verdict,) = judge_import(c, "study", [row])
    assert (verdict.kind, verdict.cells) == ("refused", row.faults)
    with pytest.raises(BadInput, match="第2个表格第2行：没有写明党组织。 套着表格。"):
        accept(c, [verdict])


def test_each_missing_or_wrong_cell_has_its_reason(c: Campaign) -> None:
    (verdict,) = judge_import(c, "study", [Proposal(2, BRANCH, {"time": "13月40日", "content": ""})])
    assert set(verdict.cells) == {"time", "content"}
    (verdict,) = judge_import(
        c, "study", [Proposal(2, BRANCH, {"time": "4.7", "content": ""})], incomplete=True
    )
    assert verdict.kind == "new"


def test_unmentioned_fields_and_reasons_given_before_are_kept(c: Campaign) -> None:
    save_record(c, "study", BRANCH, other(content="短", hours="2"), forced={"content": "会议通知原文如此"})
    changed = judge_import(c, "study", [Proposal(2, BRANCH, other(content="短", participants="30人"))])
    accept(c, changed)
    (row,) = list_records(c, "study")
    assert row.document is not None
    assert row.document.forced == {"content": "会议通知原文如此"}
    assert row.texts["hours"] == "2"


def test_findings_that_are_printed_as_they_stand_do_not_change(c: Campaign) -> None:
    """Even where a finding holds numbers or lines of its own."""
    add_finding(c, "u1", "其一：1.甲\n2.乙", "1-4")
    add_finding(c, "u1", "第二个")
    before = findings(c, "u1")
    save_record(c, "ledger", "u1", {"experience": "甲", "case": "乙"}, incomplete=True)
    printed = list_records(c, "ledger", "u1", only=True)[0].texts["problems"]
    raw = {"experience": "新的经验", "case": "乙", "problems": printed}
    (verdict,) = judge_import(c, "ledger", [Proposal(2, "u1", raw)], incomplete=True)
    assert verdict.differences == {"experience": ("甲", "新的经验")}
    accept(c, [verdict])
    assert findings(c, "u1") == before


def test_findings_alone_are_a_row_already(c: Campaign) -> None:
    add_finding(c, "u1", "问题")
    row = Proposal(2, "u1", {"experience": "", "case": "", "problems": "1.问题", "note": ""})
    assert [one.kind for one in judge_import(c, "ledger", [row])] == ["same"]


def test_a_head_is_taken_in_with_its_rows(c: Campaign) -> None:
    form = records_annex(c, "ledger")
    raw = {"reporter": "计算机学院党委", "until": "2021年4月30日"}
    verdict = judge_head(c, "ledger", Proposal(0, "u1", raw, place="表头"))
    assert verdict is not None
    assert (verdict.head, verdict.differences) == (True, {"until": ("2021年5月7日", "2021年4月30日")})
    rows = judge_import(c, "ledger", [Proposal(2, "u1", {"experience": "甲"})], incomplete=True)
    before = c.store.sequence("units/u1")
    assert accept(c, [*rows, verdict]) == 1
    assert c.store.sequence("units/u1") == before + 1
    assert c.store.get("units/u1", record_id(form, "u1")) is not None
    assert judge_head(c, "ledger", Proposal(0, "u1", raw)) is None
