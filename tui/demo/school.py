"""Fills a new store with the fictional school, a unit at a time in one write each."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from forms.clock import OffsetClock
from store.account import account
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.diagnosis import guide_of, indicator_changes
from store.campaign.findings import Finding, addition
from store.campaign.founding import create_store
from store.campaign.organisation_entry import add_organisations, remove_organisation
from store.campaign.organisations import organisations, required, shard_of
from store.campaign.records import record_changes
from store.campaign.submissions import find_obligation, mark
from store.campaign.writing import write
from store.protocol import Change

HERE = Path(__file__).parent
TODAY = date(2021, 4, 10)
"""The day the demonstration is set on: one report is overdue, title-holders have six days left."""
YEAR = TODAY.year
SCHOOL = "海岚大学党委"
TITLE = "“再学习、再调研、再落实”专项行动"


def found_school(root: Path) -> Campaign:
    """Create the store at ``root`` and put everything in; the campaign's clock says ``TODAY``."""
    campaign_id = create_store(root, YEAR, SCHOOL, TITLE)
    c = open_campaign(root, campaign_id, OffsetClock.starting(TODAY), Actor(account()))
    for org in organisations(c):  # the one that every new store has: here the school comes with its own id
        remove_organisation(c, org.id)
    add_organisations(c, _rows("organisations.csv"))
    changes: dict[str, list[Change]] = {}
    for org_id, change in _changes(c):
        changes.setdefault(shard_of(c, org_id), []).append(change)
    for shard, row in changes.items():
        write(c, shard, row)
    for entry in _toml("submissions.toml")["submission"]:
        owed = find_obligation(c, entry["org"], entry["deliverable"])
        mark(
            c,
            owed,
            entry["state"],
            date=entry.get("date", ""),
            extended_to=entry.get("extended_to", ""),
            note=entry.get("note", ""),
        )
    c.done.clear()  # nothing of this is for the person at the keyboard to take back
    return c


def _changes(c: Campaign) -> Iterator[tuple[str, Change]]:
    """Organisation and change, all that goes in without a function that writes by itself."""
    many, once = (
        next(one.id for one in c.pack.records if one.rows == rows) for rows in ("many", "one-per-org")
    )
    records: dict[tuple[str, str], str] = {}
    for raw in _rows("study.csv"):
        org_id = raw.pop("org")
        raw["organiser"] = raw["organiser"] or required(c, org_id).name
        for change in record_changes(c, many, org_id, raw):
            records[org_id, raw["time"]] = change.id
            yield org_id, change
    for entry in _toml("diagnosis.toml")["diagnosis"]:
        for change in _diagnosis(c, entry, records):
            yield entry["org"], change
    for entry in _toml("ledger.toml")["row"]:
        raw = {name: entry[name].strip() for name in ("experience", "case", "note") if entry.get(name)}
        for change in record_changes(c, once, entry["org"], raw, incomplete=True):
            yield entry["org"], change


def _diagnosis(c: Campaign, entry: dict[str, Any], records: dict[tuple[str, str], str]) -> Iterator[Change]:
    org = required(c, entry["org"])
    verdicts = {
        f"{number}-{place}": digit
        for number, digits in enumerate(entry["verdicts"], 1)
        for place, digit in enumerate(digits, 1)
        if digit != "-"
    }
    measures: dict[str, dict[str, tuple[str, str]]] = {}
    for indicator, measure, value, period in entry["measures"]:
        measures.setdefault(indicator, {})[measure] = (value, period)
    evidence = {
        indicator: [records[org.id, time] for time in times]
        for indicator, *times in entry.get("evidence", ())
    }
    for indicator in guide_of(c, org).indicators:
        if indicator in verdicts or indicator in measures:
            yield indicator_changes(
                c,
                org.id,
                indicator,
                verdicts.get(indicator, ""),
                measures.get(indicator),
                evidence.get(indicator),
            )
    row: list[Finding] = []
    for kind in ("findings", "unlisted"):
        for indicator, text in entry.get(kind, ()):
            change = addition(c, org.id, text, indicator, row)
            assert change.data is not None
            order = change.data["order"]
            row.append(Finding(change.id, 0, org.id, text, indicator, order=order))
            yield replace(change, data={**change.data, "listed": kind == "findings"})


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
