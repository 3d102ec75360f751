"""What a records list holds: the records of an organisation and those below it, what is still to be done
among them, and what a new one begins with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forms.deadlines import countdown_words
from forms.organisation import Organisation
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.filters import Filter, incomplete
from store.campaign.organisations import organisations
from store.campaign.records import Row, list_records, preceding, records_annex, roster
from store.campaign.submissions import obligations, progress
from tui.screens.records.columns import Layout, carried, list_row
from tui.widgets.row_list import ListRow


class RecordList:
    """``org`` empty: the organisation that ``read`` is told, else the first unit."""

    def __init__(self, campaign: Campaign, annex: str, org: str = "") -> None:
        self._campaign, self._annex_id, self._org_id = campaign, annex, org
        self.org: Organisation | None = None
        self.rows: dict[str, Row] = {}
        """All rows by the key of their line."""
        self.lines: list[ListRow] = []

    @property
    def annex(self) -> RecordsAnnex:
        return records_annex(self._campaign, self._annex_id)

    @property
    def many(self) -> bool:
        """May an organisation have more than one record?"""
        return self.annex.rows == "many"

    def turn_to(self, org: str) -> None:
        """The next ``read`` is about this organisation."""
        self._org_id = org

    def read(self, usual: str, plan: Layout) -> None:
        """Read from the store; lines are laid out by ``plan``. ``usual``: whose where none was asked for."""
        c = self._campaign
        known = organisations(c)
        wanted = known.get(self._org_id or usual)
        self.org = wanted or next(iter(known.units), None) or next(iter(known.all), None)
        if self.org is None:
            self.rows, self.lines = {}, []
            return
        self._org_id = self.org.id
        found = (list_records if self.many else roster)(c, self._annex_id, self.org.id)
        annex, year = self.annex, c.pack.year
        self.lines = [list_row(annex, plan, row, number, year) for number, row in enumerate(found, 1)]
        self.rows = dict(zip((line.key for line in self.lines), found, strict=True))

    def keeps(self, one: Filter, row: Row) -> bool:
        """Does a filter let a row through?"""
        return one.keeps(self._campaign, self.annex, row)

    # What is said of it

    def progress_words(self) -> str:
        """How far it is filled in."""
        if self.org is None:
            return ""
        return progress(self._campaign, organisations(self._campaign), self.org, self._annex_id).words

    def due_words(self) -> str:
        """When the form is to be handed in, where it is still to be."""
        if self.org is None:
            return ""
        known = organisations(self._campaign)
        unit = known.unit_of(self.org.id)
        if not known.sees(unit.id):
            return ""
        for one in obligations(self._campaign, unit.id):
            if one.deliverable.annex == self._annex_id and one.org.id == unit.id and one.status.pending:
                return f"{one.name}：{countdown_words(one.status.days_left)}"
        return ""

    # What is unfinished

    def unfinished(self, key: str) -> bool:
        row = self.rows.get(key)
        return row is not None and incomplete(self._campaign, self.annex, row)

    def next_unfinished(self, order: Sequence[str], after: str) -> str:
        """Of these keys the first unfinished one after this one, from the top again; empty when there is no
        other."""
        place = order.index(after) + 1 if after in order else 0
        turned = (*order[place:], *order[:place])
        return next((key for key in turned if key != after and self.unfinished(key)), "")

    # What a form opens with

    def texts_for(self, listed: Sequence[str], org: str, document: str) -> dict[str, Any]:
        """``carried``: what a new record takes over from the last one of its organisation; ``before``: the
        record above, to be repeated: above an existing one among the keys that are listed, above a new one
        (``document`` empty) among all."""
        annex, rows = self.annex, list(self.rows.values())
        shown = [self.rows[key] for key in listed if key in self.rows]
        above = preceding(annex, shown if document else rows, org, document)
        return {
            "carried": carried(annex, rows, org) if self.many and not document else {},
            "before": dict(above.texts) if above else {},
        }
