"""Which Word document F5 makes of a diagnosis: the form, the report, or the summary over many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from store.campaign.organisations import organisations
from tui.screens.diagnosis.shown import DiagnosisShown

if TYPE_CHECKING:
    from exports.batch import Outcome

FORM, REPORT, SUMMARY, SCHOOL = "form", "report", "summary", "school"


class DiagnosisExports(DiagnosisShown):
    """Asks only where there is more than the form to be had: of an organisation with others below it."""

    _document = FORM

    def documents(self) -> list[tuple[str, str]]:
        """Those there are, the form first."""
        found = [(FORM, "诊断情况：每条指标的结论、量化指标、佐证和问题")]
        known = organisations(self.campaign)
        if self._now is None or len(known.scope(self._now.org.id)) < 2:
            return found
        found += [
            (REPORT, "报告：结论计数、存在问题、量化指标和标准，附各党支部"),
            (SUMMARY, "汇总：本单位和各党支部短板最多的指标"),
        ]
        member = self.campaign.actor.member
        if len(known.units) > 1 and (member is None or member.office):
            found.append((SCHOOL, "全校汇总：全部党组织短板最多的指标"))
        return found

    def action_export_word(self) -> None:
        from tui.screens.dialogs.ask import Choose

        def chosen(document: str | None) -> None:
            if document is not None:
                self._document = document
                self.post_message(self.ExportAsked(self, "docx"))

        documents = self.documents()
        if len(documents) > 1:
            self.app.push_screen(Choose("导出哪一份 Word", documents), chosen)
        else:
            chosen(FORM)

    def export_work(self, format: str) -> Callable[[Path], Outcome] | None:
        document = self._document if format == "docx" else FORM
        target = self.export_target()
        if document == FORM or target is None:
            return super().export_work(format)
        annex, org = target
        campaign, setting = self.campaign, self.shell.settings.get

        def work(folder: Path) -> Outcome:
            from exports.batch import export_form
            from exports.options import Options

            options = replace(
                Options.of(setting, merge=document == SCHOOL, report=document == REPORT),
                summary=document == SUMMARY,
            )
            whose = "" if document == SCHOOL else org
            return export_form(campaign, annex, whose, format, folder, options=options)

        return work
