"""Everything kept about an organisation's form as JSON, for programs: nothing left out, in a stable order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from exports.diagnosis_text import diagnosed
from exports.names import annex_title
from exports.options import OFFICIAL, Options, Request
from exports.printed import Document
from exports.record_rows import faults
from exports.renderers.renderer import Renderer
from exports.table import owed_by
from forms.neutral import clean_data
from forms.pack import GuideAnnex, ScheduleAnnex
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis
from store.campaign.findings import findings
from store.campaign.gathering import missing, of_organisations
from store.campaign.heads import head
from store.campaign.organisations import organisations, required
from store.campaign.records import Row, list_records
from store.campaign.submissions import Obligation


@dataclass(frozen=True, slots=True)
class Data(Document):
    """JSON values."""

    value: dict[str, Any]
    """Keys: ``campaign``, ``annex``, ``organisation``, then what the annex has: ``head``, ``records`` and
    ``findings``; ``diagnoses``; or ``obligations``; and ``skipped`` where a unit could not be read."""


def json_bytes(found: Data, options: Options = OFFICIAL) -> bytes:
    """Indented JSON in UTF-8, ending with a line break."""
    return msgspec.json.format(msgspec.json.encode(clean_data(found.value)), indent=2) + b"\n"


def data(asked: Request) -> Data:
    """All that is kept for an organisation's form, and what in it is amiss. Raises BadInput, StoreError."""
    c, annex, org = asked.campaign, asked.annex, required(asked.campaign, asked.org.id)
    value: dict[str, Any] = {
        "campaign": {"id": c.id, "title": c.pack.title, "year": c.pack.year},
        "annex": {"id": annex.id, "number": annex.number, "title": annex_title(annex)},
        "organisation": {"id": org.id, "name": org.name, "full_name": org.full_name},
    }
    if isinstance(annex, ScheduleAnnex):
        value["obligations"] = [_obligation(one) for one in owed_by(asked)]
        return Data(_whole(c, value))
    if isinstance(annex, GuideAnnex):
        value["diagnoses"] = [_diagnosis(found) for found in diagnosed(asked, annex)]
        return Data(_whole(c, value))
    records = list_records(c, annex.id, org.id, asked.only)
    value["head"] = head(c, annex, org.id)
    value["records"] = [_record(row) for row in records if row.document]
    if annex.finding_fields:
        members = organisations(c).form_members(org.id, asked.only)
        value["findings"] = of_organisations(
            c, members, lambda org: map(msgspec.to_builtins, findings(c, org.id))
        )
    return Data(_whole(c, value), problems=faults(annex, records))


def _whole(c: Campaign, value: dict[str, Any]) -> dict[str, Any]:
    """With the units that could not be read, where there are any."""
    without = [{"org": unit.org, "org_name": unit.org_name, "skipped": unit.why} for unit in missing(c)]
    return value | {"skipped": without} if without else value


def _record(row: Row) -> dict[str, Any]:
    document = row.document
    assert document is not None
    whose = {"id": document.id, "org": row.org.id, "org_name": row.org.name}
    return {**whose, **msgspec.to_builtins(document)}


def _obligation(one: Obligation) -> dict[str, Any]:
    return {
        **one.facts,
        "words": one.status.words,
        "date": one.submission.date,
        "extended_to": one.submission.extended_to,
        "note": one.submission.note,
    }


def _diagnosis(found: Diagnosis) -> dict[str, Any]:
    return {
        "org": found.org.id,
        "org_name": found.org.name,
        "guide": found.guide.id,
        "indicators": [
            {
                "indicator": item.id,
                "verdict": item.verdict.digit if item.verdict else "",
                "word": item.verdict.word if item.verdict else "",
                "measures": {name: msgspec.to_builtins(kept) for name, kept in item.measures.items()},
                "findings": [msgspec.to_builtins(finding) for finding in item.findings],
                "evidence": list(item.evidence),
                "rev": item.rev,
            }
            for item in found.items
        ],
        "outside": [msgspec.to_builtins(finding) for finding in found.outside],
    }


JSON = Renderer("json", "JSON", data, json_bytes)
