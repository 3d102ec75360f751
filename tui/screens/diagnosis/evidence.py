"""The dialog that chooses 佐证 of an indicator: records to point to, those first that its numbers count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Item, candidates
from store.campaign.evidence import evidence, record_about, record_time
from tui.actions import action
from tui.screens.dialogs.pick import PickValues
from tui.widgets.row_list import ListColumn, ListRow

EVIDENCE = action(
    "evidence | f4 | 佐证 | 从学习记录里选哪些是这一条的佐证；空格选中，可选多条。 | priority changes"
)
GROUPS = {"counts": "计入本条数字的", "own": "其他记录", "gone": "已不在的"}


@dataclass(frozen=True)
class Candidate:
    """A record: its id, when it was, what it was about, and which of ``GROUPS`` it stands under."""

    id: str
    time: str
    words: str
    group: str


def evidence_choices(c: Campaign, org: str, item: Item, periods: Mapping[str, str]) -> list[Candidate]:
    """Records that may be evidence of an indicator, and what it points to and is no more. ``periods``: the
    统计期间 of each of its numbers, by the id of the measure."""
    found = [
        Candidate(one.id, record_time(c, one), record_about(c, one), "counts" if counts else "own")
        for one, counts in candidates(c, org, item, periods)
    ]
    known = {one.id for one in found}
    gone = [one for one in evidence(c, org, item.evidence) if one.id not in known]
    return [*found, *(Candidate(one.id, "", one.words, "gone") for one in gone)]


class PickEvidence(PickValues):
    """Ids of the records chosen, in the order of the list. Enter alone takes the one at the cursor, as in
    other lists, but only while none is marked."""

    DEFAULT_CSS = "PickEvidence { #box { width: 100%; max-width: 110; max-height: 36; } }"
    columns = (ListColumn("", 3), ListColumn("", 20), ListColumn(""))
    empty = "没有符合的学习记录；先到学习情况里录入，再来列为佐证。"

    def __init__(self, title: str, candidates: Sequence[Candidate], chosen: Sequence[str]) -> None:
        super().__init__(title, [one.id for one in candidates], chosen)
        self._candidates = candidates

    def made_rows(self) -> list[ListRow]:
        """Make the rows, as they are marked now."""
        rows: list[ListRow] = []
        group = ""
        for one in self._candidates:
            if one.group != group:
                group = one.group
                rows.append(ListRow(group, (GROUPS[group],), heading=True))
            rows.append(ListRow(one.id, (self.mark(one.id), one.time, one.words)))
        return rows

    def take(self) -> None:
        """Answer with what is chosen."""
        # Those marked before stay; the cursor means nothing.
        self.marked = self.marked or bool(self.chosen)
        super().take()
