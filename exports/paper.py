"""What is printed of an annex: its form, or a text about it."""

from __future__ import annotations

from exports.diagnosis_report import report
from exports.diagnosis_summary import summary
from exports.forms_data import printed_form
from exports.printed import PrintedForm
from exports.renderers.renderer import Request
from exports.written import WrittenDocument
from forms.pack import GuideAnnex


def on_paper(asked: Request) -> PrintedForm | WrittenDocument:
    """The form of an annex; of a diagnosis the report or the summary where that is wanted, and for the whole
    school always the summary. Raises BadInput for an unknown organisation, StoreError."""
    annex, org, options = asked.annexes[0], asked.org, asked.options
    if isinstance(annex, GuideAnnex):
        if options.summary or (org.level == "school" and not asked.only):
            return summary(asked.campaign, annex, org)
        if options.report:
            return report(asked.campaign, annex, org)
    return printed_form(asked.campaign, annex, org.id, asked.only, options)
