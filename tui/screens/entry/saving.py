"""Saving an entry form: whole, as 未完成, against a soft remark with a reason, or after somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms.errors import BadInput, TaizhangError
from forms.fields import Remark
from forms.neutral import one_line
from store.campaign.duplicates import REASON, LikelyDuplicate
from store.campaign.entries import save_entry
from store.campaign.merging import MergeConflict
from store.campaign.organisations import organisations
from store.campaign.records import Unsettled, get_row
from store.protocol import Document
from tui.screens.dialogs.ask import Choose
from tui.screens.entry import twin as twin_dialog
from tui.screens.entry.across import Comparing
from tui.screens.entry.base import OWNER
from tui.screens.entry.ditto import Dittoing
from tui.screens.entry.draft import Typed
from tui.screens.entry.following import Following
from tui.screens.entry.reasons import Reasons


class Saving(Comparing, Dittoing, Following):
    """F2, and what it may have to ask."""

    def action_save(self) -> None:
        self.form.settle()
        self.follow_up()
        self._save({}, False)

    def _save(self, forced: Mapping[str, str], incomplete: bool) -> None:
        try:
            org = self._owner(self.form.raw.get(OWNER, ""))
            saved = save_entry(
                self.campaign,
                self._annex_id,
                org,
                self.form.edit,
                id=self.target(org),
                base=self._base,
                forced=forced,
                incomplete=incomplete,
                before=self._start.before,
                after=self.form.findings,
                duplicates=True,
            )
        except Unsettled as refusal:
            self._unsettled(refusal.remarks, forced)
        except MergeConflict as needed:
            self._merge(needed)
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
        else:
            self._after_saving(saved, org)

    def _owner(self, name: str) -> str:
        """Whose record it is. Raises BadInput at its line."""
        if not self.form.row(OWNER):
            return self._org
        try:
            return organisations(self.campaign).find(name).id
        except BadInput as error:
            self.form.show_remarks([Remark(OWNER, error.sentence, "error")])
            self.form.go(OWNER)
            raise

    def _unsettled(self, remarks: Sequence[Remark], forced: Mapping[str, str]) -> None:
        across = self.across()
        self.form.show_remarks([remark for remark in remarks if remark not in across])
        self.form.show_across(across)
        labels = {field.id: field.label for field in self.annex.fields}
        hard = [remark for remark in remarks if remark.kind != "soft"]
        if not hard:
            twin = next((remark for remark in remarks if isinstance(remark, LikelyDuplicate)), None)
            if twin is not None:
                self._ask_twin(twin, [remark for remark in remarks if remark is not twin], forced)
            else:
                self._ask_reasons(remarks, forced)
            return
        self.form.go(hard[0].field)
        names = "、".join(dict.fromkeys(labels.get(remark.field, remark.field) for remark in hard))

        def answered(answer: str | None) -> None:
            if answer == "incomplete":
                self._save(forced, True)

        options = [("back", "继续填"), ("incomplete", "存为未完成，以后再补")]
        self.app.push_screen(Choose(f"还没有填好：{one_line(names)}。", options), answered)

    def _ask_reasons(self, remarks: Sequence[Remark], forced: Mapping[str, str]) -> None:
        def reasoned(reasons: dict[str, str] | None) -> None:
            if reasons is not None:
                both = {name: f"{why}；{forced[name]}" for name, why in reasons.items() if name in forced}
                self._save({**forced, **reasons, **both}, False)

        labels = {field.id: field.label for field in self.annex.fields}
        self.app.push_screen(Reasons(remarks, labels), reasoned)

    def _ask_twin(self, twin: LikelyDuplicate, others: Sequence[Remark], forced: Mapping[str, str]) -> None:
        """It may be there already: what else is unusual is asked about only if it is saved all the same."""

        def answered(answer: str | None) -> None:
            if answer == twin_dialog.OPEN:
                self.open_twin(twin)
            elif answer == twin_dialog.ADD:
                known = {**forced, twin.field: REASON}
                if others:
                    self._ask_reasons(others, known)
                else:
                    self._save(known, False)

        self.app.push_screen(twin_dialog.TwinDialog(self.annex, twin.document, not self._base), answered)

    def open_twin(self, twin: LikelyDuplicate) -> None:
        """The other record, over this form: what is written here stays."""
        raise NotImplementedError

    def _after_saving(self, saved: Document, org: str) -> None:
        self._keeper.discard()
        if not self.another_follows:
            self._start = self.now()
            self.dismiss(saved.id)
            return
        self._saved += 1
        self._last_saved = saved.id
        known = organisations(self.campaign)
        owner = known.get(org) or known.find(self._org)
        self._document, self._asked = "", ()
        self._before = last = self.form.raw
        blank = self.blank(owner, last)
        self._start = Typed(blank, new=True)
        self.form.load(blank)
        self._owned_by = blank.get(OWNER, "")
        self.form.mark_taken_over(
            field.id for field in self.annex.fields if field.carry and last.get(field.id)
        )
        state = "（未完成）" if saved.state == "incomplete" else ""
        self.say(f"已保存{state}，本次第{self._saved}条。接着填下一条；填完按 Esc 返回。")
        self.refresh_chrome()
        self.go_to_first()

    def _merge(self, needed: MergeConflict) -> None:
        """Somebody changed the same meanwhile: the versions beside each other. The form stays as it is."""
        from tui.screens.history.merge import merge_then

        self.keep_quietly()

        def settled(saved: bool) -> None:
            if saved:
                self._keeper.discard()
                self._start = self.now()
                id = self.target(self._org)
                there = get_row(self.campaign, self._annex_id, self._org, id).document
                self.dismiss(id if there else self._last_saved)

        def hold(field: str, text: str) -> None:
            row = self.form.row(field)
            if row is not None:
                row.load(text)

        merge_then(self, needed, settled, hold)
