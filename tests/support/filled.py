"""Schools to measure in: many units, any number of records, written the quick way."""

from __future__ import annotations

from pathlib import Path

from forms.clock import SystemClock
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.founding import create_store
from store.campaign.organisation_entry import add_organisation
from store.campaign.records import save_record
from store.protocol import Change, Data, new_id, unit_shard

RECORD = {
    "time": "2021年4月1日",
    "content": "赴烈士陵园祭扫，重温入党誓词；学习习近平总书记在党史学习教育动员大会上的重要讲话精神",
    "method": "主题党日、现场教学",
    "organiser": "2019级本科生党支部",
    "participants": "全体党员、入党积极分子（48人）",
}


def found(store: Path, units: int) -> Campaign:
    """A store with this many second-level organisations, ``u001`` and so on."""
    create_store(store, 2021, "某某大学党委")
    c = open_campaign(store, None, SystemClock(), Actor("bench"))
    for number in range(1, units + 1):
        name = f"第{number}学院党委"
        add_organisation(c, {"id": f"u{number:03}", "name": name, "level": "unit", "order": str(number)})
    return c


def record_data(c: Campaign) -> Data:
    """What one study record is in the store."""
    return save_record(c, "study", "u001", RECORD).data


def fill(c: Campaign, units: int, records: int) -> None:
    """Write ``records`` study records into each unit, one apply a unit."""
    data = record_data(c)
    for number in range(1, units + 1):
        org = f"u{number:03}"
        changes = [Change(id=new_id(), annex="study", org=org, base=0, data=data) for _ in range(records)]
        c.store.apply(unit_shard(org), changes, "bench")
