"""The record before: whose texts a new record may take over, and those of the one above in a list."""

from __future__ import annotations

from collections.abc import Sequence

from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from store.campaign.records import Row, list_records, records_annex


def record_before(c: Campaign, annex_id: str, org_id: str, document_id: str = "") -> Row | None:
    """``preceding`` among all records of the unit that ``org_id`` belongs to."""
    unit = organisations(c).unit_of(org_id)
    rows = list_records(c, annex_id, unit.id)
    return preceding(records_annex(c, annex_id), rows, org_id, document_id)


def preceding(annex: RecordsAnnex, rows: Sequence[Row], org_id: str, document_id: str = "") -> Row | None:
    """Before an existing record: the one above it in ``rows``. Before a new one of a many-row annex: what
    this organisation entered last, failing that what anybody did.
    """
    if annex.rows != "many" or document_id:
        above: Row | None = None
        for row in rows:
            if row.org.id == org_id and (row.document.id if row.document else "") in (document_id, ""):
                break
            above = row if row.document else above
        return above
    return last_entered(rows, org_id) or last_entered(rows)


def last_entered(rows: Sequence[Row], org_id: str = "") -> Row | None:
    """The newest record, of one organisation where it is named: ids are given in order of time."""
    found = [row for row in rows if row.document and org_id in ("", row.org.id)]
    return max(found, key=lambda row: row.document.id if row.document else "", default=None)
