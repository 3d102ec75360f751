"""Saving what is given in a diagnosis: what others changed meanwhile is asked about, a refusal is said.
Numbers and findings at once; what is being typed as a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from forms.errors import BadInput, TaizhangError
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import judged, set_measure, take_counted
from store.campaign.findings import Finding, save_findings
from store.campaign.organisations import organisations
from store.drafts import Draft
from tui.autosave import Autosave
from tui.screens.base import TaizhangScreen
from tui.screens.diagnosis.position import Position
from tui.screens.entry.record_entry import Typed
from tui.screens.saving import Merged, save
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.measure_row import MeasureRow

T = TypeVar("T")


class AnswerSaver:
    """All of it in flows; ``screen`` shows the answers."""

    def __init__(self, screen: TaizhangScreen) -> None:
        self.screen = screen

    async def save(
        self, work: Callable[[], T], refuse: Callable[[str], object] | None = None
    ) -> T | Merged | None:
        """Do ``work``, which writes. Its value; what came of asking where somebody else changed the same, and
        then it is shown as it stands; None where the store refused, which has been said: by ``refuse`` where
        what was given cannot be."""
        try:
            done = await save(self.screen.app, work)
        except TaizhangError as error:
            if refuse is not None and isinstance(error, BadInput):
                refuse(error.sentence)
            else:
                self.screen.reload()
                self.screen.say(error.sentence, bad=True)
            return None
        if isinstance(done, Merged):
            self.screen.show_undone()
        return done

    async def answer(self, work: Callable[[], object], sentence: str = "") -> None:
        """Save one answer, say so, and show what has become of it."""
        done = await self.save(work)
        if done is not None and not isinstance(done, Merged):
            self.screen.say(sentence)
            self.screen.reload()


class NumberSaving:
    """Each at once; what is refused stays where it was typed, with the reason."""

    def __init__(self, campaign: Campaign, position: Position, saver: AnswerSaver) -> None:
        self._campaign, self._position, self._saver = campaign, position, saver
        self._asked: list[MeasureRow] = []
        """Those that are just being asked about: they are not asked about twice."""

    async def commit(self, box: MeasureRow) -> None:
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
            self._saver.screen.reload()
            self._tell(box)

    async def take(self, boxes: Sequence[MeasureRow]) -> None:
        """Take what the records say for these numbers, and the records as evidence."""
        c, org, item = self._campaign, self._position.org_id, self._position.item
        if item is None or not boxes:
            return
        periods, base = {box.measure.id: box.period for box in boxes}, min(box.rev for box in boxes)
        now = await self._saver.save(lambda: take_counted(c, org, item.id, periods, base))
        if now is None or isinstance(now, Merged):
            return
        self._saver.screen.reload()
        for box in boxes:
            self._tell(box)
        added = len(now.evidence) - len(item.evidence)
        words = f"，{added}条记录列为佐证" if added > 0 else ""
        taken = any(box.counted is not None and box.counted.takes for box in boxes)
        said = f"已采用记录数{words}。" if taken else f"记录只供参考，数字请自己填{words}。"
        self._saver.screen.say(said)

    def _tell(self, box: MeasureRow) -> None:
        """What the number says as it is now stored, unless that is among the findings already."""
        now, item = self._position.now, self._position.item
        if now is None or item is None:
            return
        kept = item.measures.get(box.measure.id)
        said = judged(self._campaign, now.guide, box.measure, kept)
        known = {finding.text for finding in item.findings}
        fresh = said is not None and said.judgement.finding not in known
        box.saved(said if fresh else None, kept, item.rev)


class FindingSaving:
    """Until they are saved, new findings stand where they were typed: nobody has to type them twice.

    ``draft`` goes on one of an earlier session.
    """

    def __init__(
        self, saver: AnswerSaver, position: Position, box: FindingsEditor, draft: Draft | None = None
    ) -> None:
        self._shell, self._position, self._box, self._saver = saver.screen.shell, position, box, saver
        tell = partial(saver.screen.say, bad=True)
        self.autosave = Autosave(saver.screen, self._shell.drafts, self._typed, self._place, tell, draft)

    @property
    def unsaved(self) -> bool:
        """Is a finding being typed?"""
        return bool(self._box.pending)

    async def save(self) -> None:
        """Save what was changed and is not saved yet."""
        box, c, org = self._box, self._shell.campaign, self._position.org_id
        if not box.edited:
            return
        before, after = box.loaded, box.findings
        new = "\n".join(finding.printed for finding in after if not finding.id)

        def write() -> Sequence[Finding]:
            try:
                return save_findings(c, org, before, after)
            except TaizhangError:
                box.load(before, new or None)
                raise

        done = await self._saver.save(write)
        if done is Merged.MERGED:
            box.load(box.findings, "" if new else None)
        if done is None or isinstance(done, Merged):
            return
        box.load(done)
        self.autosave.discard()
        self._saver.screen.say("")
        self._saver.screen.reload()

    async def settle(self) -> None:
        """What is being typed is a finding too, and saved."""
        self._box.settle()
        await self.save()

    def leave(self) -> None:
        """Nothing is typed any more, or it stays as a draft."""
        if not self.unsaved:
            self.autosave.discard()
        self.autosave.leave()

    def _typed(self) -> dict[str, Any] | None:
        return Typed({}, pending=self._box.pending).as_values() if self.unsaved else None

    def _place(self) -> dict[str, Any]:
        campaign, at = self._shell.campaign, self._position
        guides, org = campaign.pack.guides, organisations(campaign).get(at.org_id)
        annex, name = (guides.id, f"附件{guides.number} {guides.name}") if guides else ("", "")
        title = f"{name}　{org.name if org else ''}　{at.indicator}".strip()
        return self._shell.place(annex=annex, org=at.org_id, id=at.at, title=title)
