"""What a records list holds: the records of an organisation and those below it, which of them each filter
lets through, what is still to be done among them, and what a new one begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from rich.text import Text

from forms.deadlines import countdown_words
from forms.organisation import Organisation
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.filters import ALL, FILTERS, Filter, incomplete
from store.campaign.organisations import organisations
from store.campaign.records import Row, list_records, preceding, records_annex, roster
from store.campaign.submissions import obligations, progress
from tui.screens.records.columns import Layout, RecordLine, carried
from tui.widgets.row_list import ListRow

AT_ONCE, PIECE = 300, 250
"""Rows that are looked at before the list is shown; of longer lists so many at a time."""

Keeps = Callable[[Filter, Row], bool]


class ListFilter:
    """Of a long list, filters that take long are counted in pieces (``count_some``), so that keys are not
    kept waiting."""

    def __init__(self) -> None:
        self.current: Filter = FILTERS[0]
        self._rows: Mapping[str, Row] = {}
        self._keeps: Keeps = lambda one, row: True
        self._through: dict[str, set[str]] = {}
        """Filter to the keys of its rows; those not counted yet are missing."""
        self._to_count: Iterator[str] | None = None

    @property
    def known(self) -> int:
        """How many rows there are, let through or not."""
        return len(self._rows)

    @property
    def counting(self) -> bool:
        """Are there rows that were not looked at yet?"""
        return self._to_count is not None

    def read(self, rows: Mapping[str, Row], keeps: Keeps) -> None:
        """The list is now these rows, by key; ``keeps`` says whether a filter lets a row through."""
        self._rows, self._keeps = rows, keeps
        few = len(rows) <= AT_ONCE
        self._through = {
            one.id: self._keys(one)
            for one in FILTERS
            if few or not one.dear or (one is self.current and one.id != ALL)
        }
        if not self._through[self.current.id]:
            self.current = FILTERS[0]
        self._to_count = iter(list(rows)) if self._uncounted else None

    def count_some(self) -> None:
        """Look at some more rows; what is found of a record is kept, so that the last look is quick."""
        if self._to_count is None:
            return
        some = list(islice(self._to_count, PIECE))
        for key in some:
            for one in self._uncounted:
                self._keeps(one, self._rows[key])
        if not some:
            self._to_count = None
            self._through |= {one.id: self._keys(one) for one in self._uncounted}

    def _keys(self, one: Filter) -> set[str]:
        if one.id == ALL:
            return set(self._rows)
        return {key for key, row in self._rows.items() if self._keeps(one, row)}

    @property
    def _uncounted(self) -> list[Filter]:
        return [one for one in FILTERS if one.id not in self._through]

    @property
    def offered(self) -> list[Filter]:
        """Those that let something through; 全部 always."""
        return [one for one in FILTERS if one.id == ALL or self._through.get(one.id)]

    @property
    def counts(self) -> list[tuple[str, int, bool]]:
        """Of those offered: words, how many rows, whether it is the one in use."""
        return [(one.words, len(self._through[one.id]), one is self.current) for one in self.offered]

    def turn(self, step: int) -> None:
        """On to another filter that lets something through."""
        offered = self.offered
        self.current = offered[(offered.index(self.current) + step) % len(offered)]

    def through(self, lines: Sequence[ListRow]) -> Sequence[ListRow]:
        """Those of these lines that it lets through."""
        if self.current.id == ALL:
            return lines
        keys = self._through[self.current.id]
        return [line for line in lines if line.key in keys]


def empty_words(annex: RecordsAnnex, chosen: ListFilter) -> str:
    """What stands in a list without rows: how to begin, or how to see some."""
    if not chosen.known:
        return f"还没有{annex.name}记录。按 Ctrl+N 录入第一条，或按 Ctrl+R 导入文件。"
    if chosen.current.id != ALL:
        return f"“{chosen.current.words}”里没有符合的，请换几个字；按 Tab 换一种筛选。"
    return "没有符合的，请换几个字，或按 Esc 全部显示。"


def filter_words(counts: Sequence[tuple[str, int, bool]]) -> Text:
    """The filters on one line, each with how many rows it lets through, the one in use in brackets; nothing
    while there is nothing to choose between."""
    line = Text(no_wrap=True)
    if len(counts) > 1:
        line.append("Tab 筛选：")
        for words, count, current in counts:
            line.append(f"[{words} {count}]" if current else f" {words} {count} ", "bold" if current else "")
            line.append(" ")
    return line


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
        """Give the annex it is about."""
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
        self.lines = [RecordLine(annex, plan, row, number, year) for number, row in enumerate(found, 1)]
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
        """Tell whether a row is not filled in."""
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
