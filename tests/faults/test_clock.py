"""The clock is set back by an hour: order is by sequence, never by time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from forms.clock import SHANGHAI, SystemClock
from store.backends import open_campaign
from store.campaign.campaign import Actor
from store.campaign.founding import create_store
from store.campaign.history import bring_back, history
from store.campaign.records import list_records, save_record
from store.drafts import DraftBox
from store.integrity import check_shard, check_store
from store.protocol import Change, new_id
from store.shards.filestore import FileStore
from store.versions import versions
from tests.support.changes import CAMPAIGN, UNIT

SetBack = Callable[[timedelta], None]
TEN = datetime(2021, 4, 10, 10, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def set_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[SetBack]:
    """It is ten o'clock, and a second later each time somebody looks, until it is set back by so much."""
    now = TEN

    def look(_: object = None) -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    def set_back(by: timedelta) -> None:
        nonlocal now
        now -= by

    monkeypatch.setattr(SystemClock, "now", look)
    # identifiers are sorted by the same clock
    monkeypatch.setattr(time, "time", lambda: look().timestamp())
    monkeypatch.setattr(time, "time_ns", lambda: int(look().timestamp()) * 10**9)
    yield set_back
    monkeypatch.undo()


def insert(store: FileStore, text: str) -> str:
    name = new_id()
    store.apply(UNIT, [Change(id=name, annex="study", org="jsj", base=0, data={"text": text})], "u")
    return name


def test_saves_follow_each_other(in_memory: Path, set_back: SetBack) -> None:
    ours, others = FileStore(in_memory, CAMPAIGN), FileStore(in_memory, CAMPAIGN)
    first, second = insert(ours, "一"), insert(others, "二")
    set_back(HOUR)
    third = insert(ours, "三")
    set_back(HOUR)
    others.apply(UNIT, [Change(id=first, annex="study", org="jsj", base=1, data={"text": "改"})], "u")
    assert third < second  # by its time the identifier is the older one

    for store in (ours, others, FileStore(in_memory, CAMPAIGN)):
        assert [document.id for document in store.query(UNIT)] == [first, second, third]
        found = store.get(UNIT, first)
        assert found is not None
        assert (found.rev, found.data) == (2, {"text": "改"})
        assert found.updated_at < found.created_at
        entries = list(store.history(UNIT))
        assert [entry.sequence for entry in entries] == [1, 2, 3, 4]
        assert [entry.sequence for entry in store.changes_since(UNIT, 2)] == [3, 4]
        times = [datetime.fromisoformat(entry.at) for entry in entries]
        assert [before < after for before, after in pairwise(times)] == [True, False, False]
        assert store.warnings() == []
    assert check_shard(in_memory / CAMPAIGN / UNIT, UNIT) == []


def test_a_shard_that_is_behind_is_brought_up_from_later_lines_with_earlier_times(
    in_memory: Path, set_back: SetBack
) -> None:
    store = FileStore(in_memory, CAMPAIGN)
    first = insert(store, "一")
    shard = in_memory / CAMPAIGN / UNIT / "shard.json"
    old = shard.read_bytes()
    set_back(HOUR)
    second = insert(store, "二")
    shard.write_bytes(old)
    assert [document.id for document in FileStore(in_memory, CAMPAIGN).query(UNIT)] == [first, second]
    assert check_shard(shard.parent, UNIT) == []


def test_versions_stand_in_the_order_they_were_saved_in(in_memory: Path, set_back: SetBack) -> None:
    root = in_memory / "store"
    campaign = open_campaign(root, create_store(root, 2021, "计算机学院党委"), SystemClock(), Actor("test"))
    record = save_record(campaign, "study", "u1", {"time": "0401", "content": "第一版"}, incomplete=True)
    set_back(HOUR)
    for base, text in ((1, "第二版"), (2, "第三版")):
        fields = {"time": "0401", "content": text}
        save_record(campaign, "study", "u1", fields, id=record.id, base=base, incomplete=True)
        set_back(HOUR)
    (row,) = list_records(campaign, "study", "u1")
    assert row.texts["content"] == "第三版"
    shown = [version.rev for version in history(campaign, annex_id="study")]
    assert shown == [version.rev for version in versions(campaign.store, "units/u1", record.id)] == [1, 2, 3]
    assert bring_back(campaign, "units/u1", record.id, 1).rev == 4
    (row,) = list_records(campaign, "study", "u1")
    assert row.texts["content"] == "第一版"
    assert check_store(root) == []


def test_drafts_of_before_and_after_are_all_offered(in_memory: Path, set_back: SetBack) -> None:
    box = DraftBox(in_memory / "drafts")
    before, after = box.begin({"annex": "study"}), box.begin({"annex": "ledger"})
    before.write({"content": "之前"})
    set_back(HOUR)
    after.write({"content": "之后"})
    before.write({"content": "之前写的，之后改过"})
    before.close()
    after.close()
    assert {offer.values["content"] for offer in box.offers()} == {"之前写的，之后改过", "之后"}
