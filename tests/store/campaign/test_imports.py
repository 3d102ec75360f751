"""Rows from a file held against what is stored: which record is meant, what would change, what is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from forms.errors import BadInput, LockTimeout, NotSaved
from store.campaign import imports
from store.campaign.campaign import Campaign
from store.campaign.findings import findings
from store.campaign.imports import ORG, Overtaken, Proposal, accept, judge_head, judge_import
from store.campaign.organisation_entry import add_organisation
from store.campaign.records import delete_record, list_records, record_id, records_annex, save_record
from store.protocol import Write
from tests.support.findings import add_finding
from tests.support.memory_store import MemoryStore
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


def new(number: int, org: str = BRANCH) -> Proposal:
    return Proposal(number + 2, org, other(time=f"4.{number + 1}", participants="甲"))


@pytest.fixture
def two_units(c: Campaign) -> Campaign:
    add_organisation(c, {"id": "fl", "name": "外国语学院党总支", "level": "unit"})
    return c


def test_rows_of_several_units_are_written_in_one_call(
    two_units: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    c, calls = two_units, []
    real = MemoryStore.apply_all

    def noted(self: MemoryStore, writes: Sequence[Write], actor: str) -> Any:
        calls.append([write.shard for write in writes])
        return real(self, writes, actor)

    monkeypatch.setattr(MemoryStore, "apply_all", noted)
    accept(c, judge_import(c, "study", [new(1), new(2, "fl"), new(3)]))
    assert calls == [["units/u1", "units/fl"]]


def test_a_locked_unit_leaves_the_others_as_they_are_and_that_is_said(
    two_units: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = two_units

    def locked(self: MemoryStore, writes: Sequence[Write], actor: str) -> Any:
        raise LockTimeout("units/fl 正被账号 wang 占用，没有保存；请稍后再试。")

    verdicts = judge_import(c, "study", [new(1), new(2, "fl")])
    monkeypatch.setattr(MemoryStore, "apply_all", locked)
    with pytest.raises(LockTimeout, match="各单位的内容都没有写入") as caught:
        accept(c, verdicts)
    assert str(caught.value) == caught.value.sentence


def test_many_rows_go_in_portions_that_are_told(two_units: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "PORTION", 4)
    c, told = two_units, []
    rows = [new(number, "fl" if number % 2 else BRANCH) for number in range(10)]
    assert accept(c, judge_import(c, "study", rows), told.append) == 10
    assert told == [
        "内容较多，分3批写入；每批要么全部写入，要么一行也不写入。",
        "第1批已写入，共4行。",
        "第2批已写入，共8行。",
        "第3批已写入，共10行。",
    ]
    assert len(list_records(c, "study")) == 10
    assert c.store.sequence("units/fl") == 3
    told.clear()
    assert accept(c, judge_import(c, "study", rows[:1]), told.append) == 0
    assert told == []


def test_what_was_written_before_a_failure_is_said_exactly(
    two_units: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "PORTION", 4)
    c = two_units
    real = MemoryStore.apply_all

    def fails(self: MemoryStore, writes: Sequence[Write], actor: str) -> Any:
        if self.sequence("units/fl") == 2:
            raise NotSaved("units/fl 没有保存：磁盘已满。")
        return real(self, writes, actor)

    rows = [new(number, "fl" if number % 2 else BRANCH) for number in range(10)]
    verdicts = judge_import(c, "study", rows)
    monkeypatch.setattr(MemoryStore, "apply_all", fails)
    with pytest.raises(NotSaved, match=r"磁盘已满。前2批（8行，到第9行）已写入，其余没有写入"):
        accept(c, verdicts)
    assert len(list_records(c, "study")) == 8
    monkeypatch.undo()
    again = judge_import(c, "study", rows)
    assert [verdict.kind for verdict in again] == ["same"] * 8 + ["new"] * 2


def test_somebody_saves_the_same_record_meanwhile(c: Campaign) -> None:
    verdicts = judge_import(c, "study", [new(1), new(2)])
    assert [verdict.seen for verdict in verdicts] == [0, 0]
    save(c, time="4.3", participants="乙")
    with pytest.raises(Overtaken, match="lm 刚在 units/u1 存入了文件里也有的一条记录，本次没有导入"):
        accept(c, verdicts)
    assert len(list_records(c, "study")) == 1
    assert kinds(c, new(1), new(2)) == ["new", "changed"]


def test_somebody_saves_something_else_meanwhile(c: Campaign) -> None:
    verdicts = judge_import(c, "study", [new(1), new(2)])
    save(c, time="4.3")
    save(c, time="4.20", participants="乙")
    delete_record(c, next(row.document for row in list_records(c, "study") if row.document))
    assert accept(c, verdicts) == 2
    assert len(list_records(c, "study")) == 3
