"""What everybody owes is counted anew where something was saved or the day is another, and only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forms.clock import OffsetClock, SystemClock
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.organisation_entry import set_organisation
from store.campaign.records import save_record
from store.campaign.submissions import due, find_obligation
from store.shards.filestore import FileStore
from tests.support.filled import RECORD, fill, found

UNITS, RECORDS = 6, 5


@pytest.fixture
def school(tmp_path: Path) -> Campaign:
    """Six units with five records each."""
    c = found(tmp_path / "s", UNITS)
    fill(c, UNITS, RECORDS)
    return c


def told(c: Campaign, org: str) -> str:
    return find_obligation(c, org, "study-summary").missing


def test_what_one_s_own_session_and_another_save_is_counted(school: Campaign, tmp_path: Path) -> None:
    before = told(school, "u002")
    save_record(school, "study", "u002", RECORD)
    mine = told(school, "u002")
    other = open_campaign(tmp_path / "s", None, SystemClock(), Actor("other"))
    save_record(other, "study", "u002", RECORD)
    assert [before, mine, told(school, "u002")] == ["已录5条", "已录6条", "已录7条"]
    assert told(school, "u003") == "已录5条"


def test_another_name_and_another_day_are_seen(school: Campaign) -> None:
    days = {one.org.name: one.status.days_left for one in due(school)}
    set_organisation(school, "u003", {"规范简称": "理学院党委"})
    later = replace(school, clock=OffsetClock.starting(date(2021, 4, 11)))
    earlier = replace(school, clock=OffsetClock.starting(date(2021, 4, 10)))
    assert "理学院党委" in {one.org.name for one in due(school)} - set(days)
    pairs = zip(due(earlier), due(later), strict=True)
    assert {one.status.days_left - two.status.days_left for one, two in pairs} == {1}


def test_a_unit_is_read_once_for_all_that_it_owes(
    school: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when the records of all units are too many to be kept."""
    monkeypatch.setattr("store.shards.filestore.KEPT", RECORDS)
    read: list[str] = []
    opening = FileStore._contents
    c = open_campaign(tmp_path / "s", None, SystemClock(), Actor("other"))
    due(c)

    def seen(self: FileStore, shard: str) -> Any:
        read.append(shard)
        return opening(self, shard)

    monkeypatch.setattr(FileStore, "_contents", seen)
    due(c)
    assert [shard for shard in read if shard.startswith("units/")] == []


def test_asking_where_units_stand_keeps_none_of_their_records(school: Campaign, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "s", school.id)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.shards.filestore.KEPT", RECORDS)
        for number in range(1, UNITS + 1):
            store.sequence(f"units/u{number:03}")
    assert sum(shard.kept() for shard in store._opened.values()) == RECORDS
