"""Saving the numbers (量化指标) of an indicator: those typed, and those taken from the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from forms.pack import Measure
from store.campaign.campaign import Campaign
from store.campaign.counted import Counted
from store.campaign.diagnosis import Judged, MeasureValue, judged, set_measure, take_counted
from tui.screens.diagnosis.answer_saving import AnswerSaver
from tui.screens.diagnosis.position import Position
from tui.screens.saving import Merged


class NumberBox(Protocol):
    """Where a number is typed: ``tui.widgets.measure_row.MeasureRow``."""

    measure: Measure
    period: str
    rev: int
    counted: Counted | None

    @property
    def raw(self) -> str: ...

    @property
    def changed(self) -> bool: ...

    def refuse(self, sentence: str) -> None: ...

    def saved(self, judged: Judged | None, kept: MeasureValue | None, rev: int) -> None: ...


class NumberSaving:
    """Each at once; what is refused stays where it was typed, with the reason."""

    def __init__(self, campaign: Campaign, position: Position, saver: AnswerSaver) -> None:
        self._campaign, self._position, self._saver = campaign, position, saver
        self._asked: list[NumberBox] = []
        """Those that are just being asked about: they are not asked about twice."""

    async def commit(self, box: NumberBox) -> None:
        """Save a number if it is not what is saved; a refusal stands at it and what was typed stays."""
        c, org, item = self._campaign, self._position.org_id, self._position.item
        if item is None or not box.changed or box in self._asked:
            return

        def write() -> bool:
            set_measure(c, org, item.id, box.measure.id, box.raw, box.period, box.rev)
            return True

        self._asked.append(box)
        try:
            done = await self._saver.save(write, box.refuse)
        finally:
            self._asked.remove(box)
        if done is True:
            self._saver.display.reload()
            self._tell(box)

    async def take(self, boxes: Sequence[NumberBox]) -> None:
        """Take what the records say for these numbers, and the records as evidence."""
        c, org, item = self._campaign, self._position.org_id, self._position.item
        if item is None or not boxes:
            return
        periods, base = {box.measure.id: box.period for box in boxes}, min(box.rev for box in boxes)
        now = await self._saver.save(lambda: take_counted(c, org, item.id, periods, base))
        if now is None or isinstance(now, Merged):
            return
        self._saver.display.reload()
        for box in boxes:
            self._tell(box)
        added = len(now.evidence) - len(item.evidence)
        words = f"，{added}条记录列为佐证" if added > 0 else ""
        taken = any(box.counted is not None and box.counted.takes for box in boxes)
        said = f"已采用记录数{words}。" if taken else f"记录只供参考，数字请自己填{words}。"
        self._saver.display.say(said)

    def _tell(self, box: NumberBox) -> None:
        """What the number says as it is now stored, unless that is among the findings already."""
        now, item = self._position.now, self._position.item
        if now is None or item is None:
            return
        kept = item.measures.get(box.measure.id)
        said = judged(self._campaign, now.guide, box.measure, kept)
        known = {finding.text for finding in item.findings}
        fresh = said is not None and said.judgement.finding not in known
        box.saved(said if fresh else None, kept, item.rev)
