"""Which Word documents there are of a diagnosis: the form, the report, the summary over many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from tui.screens.dialogs.dialog import Choose
from tui.screens.exporting import form

if TYPE_CHECKING:
    from exports.batch import Outcome

FORM, REPORT, SUMMARY, SCHOOL = "form", "report", "summary", "school"


def documents(c: Campaign, org: str) -> list[tuple[str, str]]:
    """Those of an organisation, the form first: its key and what is in it. Only the form where nobody stands
    below it; over the whole school for the office."""
    found = [(FORM, "诊断情况：每条指标的结论、量化指标、佐证和问题")]
    known = organisations(c)
    if len(known.scope(org)) < 2:
        return found
    found += [
        (REPORT, "报告：结论计数、存在问题、量化指标和标准，附各党支部"),
        (SUMMARY, "汇总：本单位和各党支部短板最多的指标"),
    ]
    member = c.actor.member
    if len(known.units) > 1 and (member is None or member.office):
        found.append((SCHOOL, "全校汇总：全部党组织短板最多的指标"))
    return found


async def choose_document(app: App[Any], c: Campaign, org: str) -> str | None:
    """In a flow: which of them, asked only where there is more than the form to be had; None: none."""
    found = documents(c, org)
    if len(found) < 2:
        return FORM
    document: str | None = await app.push_screen_wait(Choose("导出哪一份 Word", found))
    return document


def document_work(
    c: Campaign, document: str, annex: str, org: str, setting: Callable[[str], object]
) -> Callable[[Path], Outcome]:
    """What writes one of them into a folder, in a thread."""
    school = document == SCHOOL
    kind = {"merge": school, "report": document == REPORT, "summary": document == SUMMARY}
    return lambda folder: form(c, annex, "" if school else org, True, setting, folder, **kind)
