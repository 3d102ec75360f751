"""Annexes are data: with other ids a campaign does all that it does with the usual ones, and reads alike."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exports.jobs import Jobs, Made
from exports.options import OFFICIAL
from forms.clock import OffsetClock
from forms.document_tables import TABLES
from forms.errors import PackError
from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.pack import Pack
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.changes import describe_changes, subject
from store.campaign.conflict_resolution import Edited, disputes, settle, subject_of
from store.campaign.diagnosis import diagnosis, set_evidence, set_verdict, take_counted
from store.campaign.heads import set_head
from store.campaign.history import history, of_indicator, of_submission
from store.campaign.kinds.registry import KINDS
from store.campaign.materials import material, save_material
from store.campaign.merging import MergeConflict
from store.campaign.organisation_entry import add_organisation
from store.campaign.records import list_records, roster, save_record
from store.campaign.referential_checks import check_references
from store.campaign.submissions import due, find_obligation, mark
from tests.support.meeting_annex import with_meetings
from tests.support.memory_backend import MemoryBackend
from tests.support.renamed_pack import OTHER_IDS, SWAPPED_IDS, renamed_pack

STUDY = {
    "time": "2021年4月6日",
    "content": "赴烈士陵园开展“学党史、祭先烈”主题党日活动，集体学习党史",
    "method": "党小组会",
    "organiser": "教工第一党支部",
    "participants": "全体党员（24人）",
}


def filled(pack: Pack) -> Campaign:
    """A campaign with something of every kind in it."""
    backend = MemoryBackend()
    backend.create(pack)
    c = open_campaign(backend, pack.id, OffsetClock.starting(date(2021, 4, 10)), Actor("lm"))
    add_organisation(c, {"name": "计算机学院党委"})
    add_organisation(c, {"name": "教工第一党支部", "parent": "u1", "groups": "2"})
    study, ledger = c.pack.records
    record = save_record(c, study.id, "u1-01", STUDY)
    save_record(
        c, ledger.id, "u1", {"experience": "经验", "problems": "1. 党课不够（对照1-2）"}, incomplete=True
    )
    set_head(c, ledger, "u1", {"reporter": "校党委"})
    set_verdict(c, "u1-01", "1-2", "3")
    set_evidence(c, "u1-01", "1-2", [record.id])
    for item in diagnosis(c, "u1-01").items:
        for measure in item.indicator.measures:
            if measure.counted:
                take_counted(c, "u1-01", item.id, {measure.id: ""})
    mark(c, find_obligation(c, "u1", "study-summary"), "submitted", note="纸质另送")
    save_material(c, material(c, find_obligation(c, "u1", "research-report")), "", "调研情况", [])
    return c


@pytest.fixture(scope="module", params=[OTHER_IDS, SWAPPED_IDS], ids=["other", "swapped"])
def ids(request: pytest.FixtureRequest) -> dict[str, str]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def c(ids: dict[str, str]) -> Campaign:
    return filled(renamed_pack(ids))


def told(c: Campaign) -> list[Any]:
    return [(subject(c, one), [*map(tuple, describe_changes(c, one))]) for one in history(c)]


def test_everything_reads_as_under_the_usual_ids(c: Campaign, ids: dict[str, str]) -> None:
    usual = filled(load_pack(shipped_packs()[SHIPPED]))
    assert told(c) == told(usual)
    assert [(one.name, one.missing) for one in due(c)] == [(one.name, one.missing) for one in due(usual)]
    tables = {document.annex for document in usual.store.query("units/u1")}
    assert tables >= {"schedule", "study", "guide", "ledger"}
    assert {document.annex for document in c.store.query("units/u1")} == {
        ids.get(table, table) for table in tables
    }


def test_a_records_annex_of_any_name_has_its_own_rows_and_no_others(c: Campaign, ids: dict[str, str]) -> None:
    study, ledger = c.pack.records
    assert [row.org.id for row in list_records(c, study.id)] == ["u1-01"]
    assert [row.org.id for row in list_records(c, ledger.id)] == ["u1"]
    assert [row.org.id for row in roster(c, ledger.id)] == ["u1", "u1-01"]
    for annex, count in ((study, 1), (ledger, 1)):
        whole = Jobs(c, [annex], ["u1"], False, "csv", replace(OFFICIAL, raw=True))
        (made,) = [one.data() for one in whole if isinstance(one, Made)]
        assert len(list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))) == 1 + count


def test_nothing_is_amiss_and_every_annex_has_its_history(c: Campaign) -> None:
    assert check_references(c) == []
    for annex in c.pack.annexes:
        assert history(c, annex.id), annex.id
    assert len(of_indicator("u1-01", "1-2")(c)) == 3  # verdict, evidence, and the number taken
    assert len(of_submission(find_obligation(c, "u1", "study-summary"))(c)) == 1


def test_a_clash_is_told_and_settled(c: Campaign) -> None:
    assert c.backend is not None
    other = open_campaign(c.backend, c.id, c.clock, Actor("wang"))
    mine = find_obligation(c, "u1", "study-summary")
    mark(other, mine, "submitted", note="王的备注")
    with pytest.raises(MergeConflict) as clash:
        mark(c, mine, "submitted", note="我的备注")
    assert subject_of(c, clash.value) == "附件1 推进时间表 学习情况汇总表"
    (dispute,) = disputes(c, clash.value)
    assert (dispute.label, dispute.editable) == ("备注", True)
    settle(c, clash.value, {"note": Edited("两人的备注")})
    assert find_obligation(c, "u1", "study-summary").submission.note == "两人的备注"


@pytest.mark.parametrize("table", sorted(KINDS))
def test_no_annex_may_be_called_as_a_table_beside_them(tmp_path: Path, table: str) -> None:
    folder = with_meetings(tmp_path)
    (file,) = (file for file in folder.glob("*.toml") if 'id = "meetings"' in file.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace('id = "meetings"', f'id = "{table}"'), "utf-8")
    with pytest.raises(PackError, match=f"{file.name}：id “{table}” 不能用"):
        load_pack(folder)


def test_the_names_of_the_tables_are_those_of_the_kinds() -> None:
    assert set(KINDS) == set(TABLES)
