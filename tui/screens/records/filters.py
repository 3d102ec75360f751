"""Tab and Shift+Tab in a records list: only what is unfinished, amiss, one's own, kept with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import ClassVar

from store.campaign.filters import ALL, FILTERS, Filter
from tui.actions import Action
from tui.screens.records.base import RecordsBase
from tui.widgets.filter_line import FilterLine
from tui.widgets.row_list import ListRow

NEXT_FILTER = Action(
    "filter(1)",
    ("tab",),
    "筛选",
    "只列未完成、有问题、我录入的、有说明的，再到全部；没有内容的跳过。",
    show=False,
)
LAST_FILTER = Action("filter(-1)", ("shift+tab",), "上一种筛选", "与 Tab 相反的方向。", show=False)

AT_ONCE, PIECE, PAUSE = 300, 250, 0.02
"""Rows that are checked before the list is shown; of longer lists so many at a time, with so many seconds in
between, so that keys are not kept waiting."""


class Filtering(RecordsBase):
    """Keeps which rows each filter lets through."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (NEXT_FILTER, LAST_FILTER)

    def __init__(self, annex: str, org: str = "", at: str = "") -> None:
        super().__init__(annex, org, at)
        self._filter = FILTERS[0]
        self._through: dict[str, set[str]] = {}
        """Filter to the keys of its rows; those not counted yet are missing."""
        self._counting: Iterator[str] | None = None

    def _rows_read(self) -> None:
        few = len(self._rows) <= AT_ONCE
        self._through = {
            one.id: self._keys(one)
            for one in FILTERS
            if few or not one.dear or (one is self._filter and one.id != ALL)
        }
        if not self._through[self._filter.id]:
            self._filter = FILTERS[0]
        left = [one for one in FILTERS if one.id not in self._through]
        waiting = self._counting is not None
        self._counting = iter(list(self._rows)) if left else None
        if left and not waiting:
            self.set_timer(PAUSE, self._count_on)
        self._show_filters()

    def _keys(self, one: Filter) -> set[str]:
        if one.id == ALL:
            return set(self._rows)
        campaign, annex = self.campaign, self.annex
        return {key for key, row in self._rows.items() if one.keeps(campaign, annex, row)}

    def _count_on(self) -> None:
        """Look at some more rows; what is found of a record is kept, so that the last look is quick."""
        if self._counting is None:
            return
        some = list(islice(self._counting, PIECE))
        left = [one for one in FILTERS if one.id not in self._through]
        campaign, annex = self.campaign, self.annex
        for key in some:
            for one in left:
                one.keeps(campaign, annex, self._rows[key])
        if some:
            self.set_timer(PAUSE, self._count_on)
            return
        self._counting = None
        self._through |= {one.id: self._keys(one) for one in left}
        self._show_filters()

    @property
    def _offered(self) -> list[Filter]:
        """Those that let something through; 全部 always."""
        return [one for one in FILTERS if one.id == ALL or self._through.get(one.id)]

    def _show_filters(self) -> None:
        self.query_one(FilterLine).show(
            [(one.words, len(self._through[one.id]), one is self._filter) for one in self._offered]
        )

    def _let_through(self) -> Sequence[ListRow]:
        if self._filter.id == ALL:
            return self._list
        keys = self._through[self._filter.id]
        return [row for row in self._list if row.key in keys]

    def _empty_words(self) -> str:
        if self._rows and self._filter.id != ALL:
            return f"“{self._filter.words}”里没有符合的，请换几个字；按 Tab 换一种筛选。"
        return super()._empty_words()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "filter":
            return self.is_mounted and len(self._offered) > 1
        return super().check_action(action, parameters)

    def action_filter(self, step: int) -> None:
        offered = self._offered
        self._filter = offered[(offered.index(self._filter) + step) % len(offered)]
        self._show_filters()
        self._show()
        self.refresh_chrome()
