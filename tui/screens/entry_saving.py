"""Saving an entry form: whole, as 未完成, against a soft remark with a reason, or after somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from forms.errors import BadInput, ConflictError, TaizhangError
from forms.fields import Remark
from forms.neutral import one_line
from store.campaign.entries import save_entry
from store.campaign.findings import Finding, findings
from store.campaign.organisations import organisations
from store.campaign.records import Row, Unsettled, get_row
from store.protocol import Document
from tui.screens.ask import Choose
from tui.screens.entry_base import OWNER, EntryBase
from tui.screens.entry_draft import DraftKeeper, Typed
from tui.screens.save_dialogs import Overtaken, Reasons


class Saving(EntryBase):
    """F2, and what it may have to ask."""

    def action_save(self) -> None:
        self.form.settle()
        self._save({}, False)

    def _save(self, forced: Mapping[str, str], incomplete: bool) -> None:
        texts = self.form.raw
        try:
            org = self._owner(texts.pop(OWNER, ""))
            saved = save_entry(
                self.campaign,
                self._annex_id,
                org,
                texts,
                id=self.target(org),
                base=self._base,
                forced=forced,
                incomplete=incomplete,
                before=self._start.before,
                after=self.form.findings,
            )
        except Unsettled as refusal:
            self._unsettled(refusal.remarks, forced)
        except ConflictError:
            self._overtaken()
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
        self.form.show_remarks(remarks)
        labels = {field.id: field.label for field in self.annex.fields}
        hard = [remark for remark in remarks if remark.kind != "soft"]
        if not hard:

            def reasoned(reasons: dict[str, str] | None) -> None:
                if reasons is not None:
                    self._save({**forced, **reasons}, False)

            self.app.push_screen(Reasons(remarks, labels), reasoned)
            return
        self.form.go(hard[0].field)
        names = "、".join(dict.fromkeys(labels.get(remark.field, remark.field) for remark in hard))

        def answered(answer: str | None) -> None:
            if answer == "incomplete":
                self._save(forced, True)

        options = [("back", "继续填"), ("incomplete", "存为未完成，以后再补")]
        self.app.push_screen(Choose(f"还没有填好：{one_line(names)}。", options), answered)

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
        self._document = ""
        blank = self.blank(owner, self.form.raw)
        self._start = Typed(blank, new=True)
        self.form.load(blank)
        state = "（未完成）" if saved.state == "incomplete" else ""
        self.say(f"已保存{state}，本次第{self._saved}条。接着填下一条；填完按 Esc 返回。")
        self.refresh_chrome()
        self.go_to_first()

    def _overtaken(self) -> None:
        """Theirs beside one's own; what was typed stays in any case."""
        self.keep_quietly()
        row = get_row(self.campaign, self._annex_id, self._org, self.target(self._org))
        was, mine = self._start.texts, self.form.raw
        theirs = self.from_row(row, {}).texts if row.document else {}
        # What I left as it was is theirs to change; what only I changed is no question.
        merged = {
            name: theirs.get(name, "") if text == was.get(name) else text for name, text in mine.items()
        }
        both = [
            (field.label, theirs.get(field.id, ""), mine.get(field.id, ""))
            for field in self.own_fields()
            if merged.get(field.id, "") != theirs.get(field.id, "") != was.get(field.id, "")
        ]

        def answered(answer: str | None) -> None:
            if answer == "mine":
                self._base = row.document.rev if row.document else 0
                self._start = replace(self._start, texts=theirs)
                self._rebase_findings()
                self.form.load(merged)
                self.say("您填的都还在，对方改的其他各项也已取来。核对后按 F2 保存。")
            elif answer == "theirs":
                self._keeper.leave()
                self._open_theirs(row)
            self.refresh_chrome()

        self.app.push_screen(Overtaken(row.document, both), answered)

    def _open_theirs(self, row: Row) -> None:
        if row.document is None and self.annex.rows == "many":
            self._start = self.now()
            self.dismiss(self._last_saved)
            return
        self._base = row.document.rev if row.document else 0
        self._start = self.from_row(row, {})
        self._keeper = DraftKeeper(self.shell.drafts)
        self.form.load(self._start.texts)
        if self.finding_fields:
            self.editor.load(self._start.after)
        self.say("现在是新版。您先前填的留在草稿里，下次打开程序时可以取回。")

    def _rebase_findings(self) -> None:
        """One's own findings on top of the newest ones: what only others changed is theirs."""
        if not self.finding_fields:
            return
        was = {finding.id: finding for finding in self._start.before}
        now = {finding.id: finding for finding in findings(self.campaign, self._org)}
        merged: list[Finding] = []
        for finding in self.form.findings:
            newest = now.get(finding.id)
            if not finding.id or (newest is not None and finding != was.get(finding.id)):
                merged.append(replace(finding, rev=newest.rev if newest else 0))
            elif newest is not None:
                merged.append(newest)
            elif finding != was.get(finding.id):  # they deleted what I changed: it is mine now
                merged.append(replace(finding, id="", rev=0))
        merged += [finding for name, finding in now.items() if name not in was]
        self._start = replace(self._start, before=tuple(now.values()))
        self.editor.load(merged)
