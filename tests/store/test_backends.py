"""What ``store.protocol.Backend`` promises, held against every implementation: whole campaigns on each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from forms.clock import OffsetClock
from forms.errors import BadInput, NotAllowed, StoreError, WrongUsage
from forms.loading import SHIPPED, load_pack, shipped_packs
from store.access.roles import Grant, Member
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.diagnosis import diagnosis, set_verdict
from store.campaign.findings import addition, findings
from store.campaign.founding import create_store
from store.campaign.history import bring_back, deleted, history
from store.campaign.materials import attach, file_of, material, save_material
from store.campaign.organisation_entry import add_organisation
from store.campaign.organisations import organisations
from store.campaign.pack_update import missing, update_pack
from store.campaign.records import delete_record, list_records, save_record
from store.campaign.referential_checks import check_references
from store.campaign.submissions import find_obligation, mark
from store.campaign.writing import undo, write
from store.protocol import ORGANISATIONS, UNREADABLE, Backend, unit_shard
from store.settings import load_settings, set_setting
from tests.support.implementations import BACKENDS

CLOCK = OffsetClock.starting(date(2021, 4, 10))
STUDY = {
    "time": "2021年4月6日",
    "content": "赴烈士陵园开展“学党史、祭先烈”主题党日活动，集体学习党史",
    "method": "主题党日",
    "organiser": "计算机学院党委",
    "participants": "全体党员（24人）",
}


@pytest.fixture(params=sorted(BACKENDS))
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    return BACKENDS[request.param](tmp_path)


@pytest.fixture
def c(backend: Backend) -> Campaign:
    """A unit with a branch."""
    opened = open_campaign(backend, create_store(backend, 2021, "计算机学院党委"), CLOCK, Actor("lm"))
    add_organisation(opened, {"name": "教工第一党支部", "parent": "u1"})
    return opened


def test_there_is_nothing_before_anything_is_created(backend: Backend) -> None:
    assert not backend.exists()
    assert backend.settings() == {}
    assert backend.members() is None
    with pytest.raises(StoreError, match="没有找到台账数据"):
        backend.campaigns()


def test_campaigns_keep_the_pack_they_began_with(backend: Backend) -> None:
    pack = load_pack(shipped_packs()[SHIPPED])
    for title in ("甲", "乙"):
        backend.create(msgspec.structs.replace(pack, id=f"c-{title.encode().hex()}", title=title))
    assert [backend.pack(name).title for name in backend.campaigns()] == ["乙", "甲"]
    assert backend.exists()
    with pytest.raises(StoreError, match="没有覆盖"):
        backend.create(msgspec.structs.replace(pack, id=backend.campaigns()[0]))


@pytest.mark.parametrize("name", ["", "../x", ORGANISATIONS, "a/b", "党委"])
def test_campaigns_that_cannot_be_are_refused(c: Campaign, backend: Backend, name: str) -> None:
    with pytest.raises(BadInput):
        backend.create(msgspec.structs.replace(c.pack, id=name))
    with pytest.raises(BadInput):
        backend.open(name)
    assert backend.campaigns() == [c.id]


def test_the_campaign_is_named_where_there_are_several(c: Campaign, backend: Backend) -> None:
    create_store(backend, 2022, "计算机学院党委")
    with pytest.raises(WrongUsage, match="--campaign"):
        open_campaign(backend, None, CLOCK, Actor("lm"))
    with pytest.raises(BadInput, match="已有2022年的专项工作"):
        create_store(backend, 2022, "计算机学院党委")
    other = open_campaign(backend, backend.campaigns()[-1], CLOCK, Actor("lm"))
    assert other.pack.year == 2022
    assert [org.name for org in organisations(other).all] == ["计算机学院党委", "教工第一党支部"]


def test_settings_for_everybody(
    c: Campaign, backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert set_setting("theme", "dark", backend) == backend.settings_place
    assert load_settings(backend, {}).get("theme") == "dark"
    set_setting("theme", "", backend)
    assert backend.settings() == {}


def test_a_member_sees_and_changes_what_is_theirs(c: Campaign, backend: Backend) -> None:
    kept = save_record(c, "study", "u1", STUDY)
    branch = backend.open(c.id, Member("t1", (Grant("branch", ("u1-01",)),)))
    assert branch.query(unit_shard("u1")) == []
    with pytest.raises(NotAllowed):
        branch.apply(unit_shard("u1"), [kept.change(None)], "t1")
    assert branch.sequences([unit_shard("u1"), "units/u9"])[1] == UNREADABLE


def test_a_pack_gets_what_a_later_version_adds(c: Campaign, backend: Backend) -> None:
    guides = c.pack.guides
    assert guides is not None
    plain = msgspec.to_builtins(guides)
    for guide in plain["guides"]:
        for criterion in guide["criteria"]:
            for indicator in criterion["indicators"]:
                for measure in indicator["measures"]:
                    measure["counted"] = None
    older = msgspec.convert(plain, type(guides))
    annexes = tuple(older if annex is guides else annex for annex in c.pack.annexes)
    backend.replace_pack(msgspec.structs.replace(c.pack, annexes=annexes))
    old = open_campaign(backend, c.id, c.clock, c.actor)
    assert backend.may_replace_pack(c.id)
    assert missing(old)
    assert update_pack(old).added == missing(old)
    assert backend.pack(c.id) == c.pack


def test_nothing_is_wrong_with_what_the_program_wrote(c: Campaign, backend: Backend) -> None:
    save_record(c, "study", "u1", STUDY)
    assert backend.check() == []
    assert (backend.repair().done, backend.repair().failed) == ([], [])
    assert check_references(c) == []


def test_what_another_session_saves_is_watched(c: Campaign, backend: Backend) -> None:
    shards = [ORGANISATIONS, unit_shard("u1")]
    before = backend.watch(c.store, shards)
    assert backend.watch(c.store, shards) == before
    save_record(open_campaign(backend, c.id, CLOCK, Actor("wang")), "study", "u1", STUDY)
    assert backend.watch(c.store, shards) == (before[0], before[1] + 1)
    assert backend.watch(c.store, ["units/.."]) == (UNREADABLE,)


def test_a_whole_campaign(c: Campaign) -> None:
    first = save_record(c, "study", "u1", STUDY)
    delete_record(c, first)
    assert [version.id for version in deleted(c, "study")] == [first.id]
    undo(c)
    assert [row.document and row.document.rev for row in list_records(c, "study")] == [3]
    delete_record(c, c.store.query(unit_shard("u1"), annex="study")[0])
    assert bring_back(c, unit_shard("u1"), first.id, 1).data == first.data
    set_verdict(c, "u1-01", "1-2", "3")
    write(c, unit_shard("u1"), [addition(c, "u1-01", "党小组会没有按月召开。", "1-2")])
    assert [one.indicator for one in findings(c, "u1-01")] == ["1-2"]
    assert diagnosis(c, "u1-01").item("1-2").written
    mark(c, find_obligation(c, "u1", "study-summary"), "submitted")
    report = find_obligation(c, "u1", "research-report")
    photo = attach(c, "u1", b"%PDF", "扫描件.pdf")
    written = save_material(c, material(c, report), "", "调研情况", [photo])
    assert file_of(c, written, photo) == b"%PDF"
    assert {version.annex for version in history(c)} == {
        "organisation", "study", "guide", "finding", "schedule", "material"
    }  # fmt: skip
    assert check_references(c) == []
