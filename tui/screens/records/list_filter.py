"""Which rows of a records list each filter lets through: what is unfinished, amiss, one's own, kept with a
reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from forms.pack import RecordsAnnex
from store.campaign.filters import ALL, FILTERS, Filter
from store.campaign.records import Row
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
