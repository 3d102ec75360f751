"""What a person gives on the diagnosis screen: verdicts, numbers, findings; each saved at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.widget import Widget

from forms.errors import BadInput, TaizhangError
from store.campaign.diagnosis import accept_proposal, diagnosis, judged, set_measure, set_verdict
from store.campaign.diagnosis_evidence import candidates, set_evidence, take_counted
from store.campaign.entries import save_findings
from store.campaign.evidence import evidence, record_about, record_time
from store.campaign.merging import MergeConflict
from tui.actions import Action
from tui.screens.diagnosis.exports import DiagnosisExports
from tui.screens.entry.draft import DraftKeeper
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.measure_row import MeasureRow, Proposal
from tui.widgets.verdicts import VerdictLine

EVIDENCE = Action(
    "evidence",
    ("f4",),
    "佐证",
    "从学习记录里选哪些是这一条的佐证；空格选中，可选多条。",
    priority=True,
    changes=True,
)


class Giving(DiagnosisExports):
    """Nothing here refuses what can be; what cannot be stays where it was typed, with a sentence."""

    _keeper: DraftKeeper

    def stops(self) -> list[Widget]:
        """Where Tab stops, in order."""
        stops: list[Widget] = [self.query_one(VerdictLine)]
        for row in self.query(MeasureRow):
            stops.append(row.box)
            if row.proposal.display:
                stops.append(row.proposal)
        return [*stops, self.query_one(FindingsEditor).box]

    @on(VerdictLine.Given)
    def give(self, event: VerdictLine.Given) -> None:
        item = self._item
        if item is None or self._now is None:
            return
        try:
            set_verdict(self.campaign, self._now.org.id, item.id, event.digit, item.rev)
        except TaizhangError as error:
            self._refused(error)
            return
        self.say("")
        self.reload()

    @on(MeasureRow.Entered)
    def measure_entered(self, event: MeasureRow.Entered) -> None:
        self.say(event.row.question)

    @on(MeasureRow.Changed)
    def measure_changed(self, event: MeasureRow.Changed) -> None:
        self.commit(event.row)

    def commit(self, row: MeasureRow) -> None:
        """Save a number if it is not what is saved; a refusal stands at it and what was typed stays."""
        item = self._item
        if not row.changed or item is None or self._now is None:
            return
        org = self._now.org.id
        try:
            said = set_measure(self.campaign, org, item.id, row.measure.id, row.raw, row.period, row.rev)
        except BadInput as error:
            row.refuse(error.sentence)
            return
        except TaizhangError as error:
            self._refused(error)
            return
        self._now = diagnosis(self.campaign, org)
        now = self._item
        kept = now.measures.get(row.measure.id) if now else None
        known = {finding.text for finding in now.findings} if now else set()
        said = said if said is None or said.judgement.finding not in known else None
        row.saved(said, kept, now.rev if now else 0)
        self._renew_measures(now)
        self._show_counts(self._now)

    @on(MeasureRow.Take)
    def take_one(self, event: MeasureRow.Take) -> None:
        self._take_counted([event.row])

    def action_take_counted(self) -> None:
        """Every number that is not filled in and that the records have."""
        self._take_counted([row for row in self.query(MeasureRow) if row.takes])

    def _take_counted(self, rows: Sequence[MeasureRow]) -> None:
        item = self._item
        if not rows or item is None or self._now is None:
            return
        org = self._now.org.id
        periods = {row.measure.id: row.period for row in rows}
        try:
            now = take_counted(self.campaign, org, item.id, periods, min(row.rev for row in rows))
        except TaizhangError as error:
            self._refused(error)
            return
        self.reload()
        known = {finding.text for finding in now.findings}
        for row in rows:
            kept = now.measures.get(row.measure.id)
            said = judged(self.campaign, self._now.guide, row.measure, kept)
            row.saved(said if said is None or said.judgement.finding not in known else None, kept, now.rev)
        added = len(now.evidence) - len(item.evidence)
        words = f"，{added}条记录列为佐证" if added > 0 else ""
        taken = sum(row.counted is not None and row.counted.takes for row in rows)
        self.say(f"已采用记录数{words}。" if taken else f"记录只供参考，数字请自己填{words}。")

    def action_evidence(self) -> None:
        from tui.screens.diagnosis.evidence import Candidate, PickEvidence

        now, item = self._now, self._item
        if now is None or item is None:
            return
        c = self.campaign
        periods = {row.measure.id: row.period for row in self.query(MeasureRow)}
        found = [
            Candidate(one.id, record_time(c, one), record_about(c, one), "counts" if counts else "own")
            for one, counts in candidates(c, now.org.id, item, periods)
        ]
        known = {one.id for one in found}
        rest = [one for one in evidence(c, now.org.id, item.evidence) if one.id not in known]
        found += [Candidate(one.id, "", one.words, "gone") for one in rest]

        def picked(ids: list[str] | None) -> None:
            if ids is None or ids == list(item.evidence):
                return
            try:
                set_evidence(c, now.org.id, item.id, ids, item.rev)
            except TaizhangError as error:
                self._refused(error)
                return
            self.say(f"佐证：{len(ids)}条。" if ids else "佐证已清空。")
            self.reload()

        title = f"佐证　{item.id} {item.indicator.short}"
        self.app.push_screen(PickEvidence(title, found, item.evidence), picked)

    @on(Proposal.Answered)
    def answered(self, event: Proposal.Answered) -> None:
        proposal, item = event.proposal, self._item
        stops = self.stops()
        following = stops[stops.index(proposal) + 1]
        proposal.propose(None)
        following.focus()
        if event.judged is None or item is None or self._now is None:
            return
        try:
            accept_proposal(self.campaign, self._now.org.id, item.id, event.judged, item.rev)
        except TaizhangError as error:
            self._refused(error)
            return
        self.say("已列为存在问题。")
        self.reload()

    @on(FindingsEditor.Edited)
    def findings_edited(self) -> None:
        self._save_findings()

    def _save_findings(self) -> None:
        """Save what was changed in the list of findings, if it is not saved yet."""
        editor = self.query_one(FindingsEditor)
        if self._now is None or not editor.edited:
            return
        org = self._now.org.id
        before = editor.loaded
        # Shown or not: what was just written must not have to be typed twice.
        new = "\n".join(finding.printed for finding in editor.findings if not finding.id)
        try:
            editor.load(save_findings(self.campaign, org, before, editor.findings))
        except MergeConflict as needed:
            editor.load(before, new or None)
            self._merge(needed, lambda: editor.load(editor.findings, "" if new else None))
            return
        except TaizhangError as error:
            editor.load(before, new or None)
            self._refused(error)
            return
        self._keeper.discard()
        self.say("")
        self.reload()

    def _refused(self, error: TaizhangError) -> None:
        """Say why not, or ask where somebody changed the same; then it is as it now stands."""
        if isinstance(error, MergeConflict):
            self._merge(error)
            return
        self.reload()
        self.say(error.sentence, bad=True)

    def _merge(self, needed: MergeConflict, saved: Callable[[], object] = lambda: None) -> None:
        from tui.screens.history.merge import merge_then

        def settled(is_saved: bool) -> None:
            if is_saved:
                saved()
            self.read_anew()

        merge_then(self, needed, settled)

    def settle(self) -> None:
        """Before another indicator comes: a number and a finding still being typed are saved."""
        for row in self.query(MeasureRow):
            self.commit(row)
            if row.changed:
                self.say(
                    f"{row.measure.label}“{row.raw}”没有保存：不是能用的数字，请填如 3 或 2.5。", bad=True
                )
        self.query_one(FindingsEditor).settle()
        self._save_findings()
