"""报送: what an organisation did about one deliverable, one document for each (and title)."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from forms.neutral import clean, one_line
from forms.organisation import Organisation, Title
from forms.organisations import Organisations
from forms.pack import Deliverable, ScheduleAnnex
from forms.printed_day import official_day
from store.campaign.campaign import Campaign
from store.campaign.kinds.document_kind import AnnexKind, Labels, newest, plain
from store.protocol import Change, Document
from store.versions import Version

STATES: dict[str, str] = {
    "": "未报送",
    "submitted": "已报送（待审核）",
    "extended": "延期",
    "exempt": "免报",
    "not-applicable": "不涉及",
}
"""What a unit may say of a deliverable, with its words; 退回修改 and 审核通过 are the office's to say."""

OFFICE_STATES = {"returned": "退回修改", "passed": "审核通过"}

NOTHING_HANDED_IN = ("", "extended", "exempt", "not-applicable")
"""States that have no 报送日期."""


class Owed(msgspec.Struct, frozen=True):
    """One deliverable that one organisation owes, for one title where it is owed by title-holders."""

    org: Organisation
    deliverable: Deliverable
    title: Title | None

    @property
    def held(self) -> str:
        """The title in words; empty where it is for none."""
        return self.title.words() if self.title else ""


def submission_id(annex: ScheduleAnnex, owed: Owed) -> str:
    """Named after what it is for, so that two people cannot mark it twice."""
    return ":".join([annex.id, owed.org.id, owed.deliverable.id, *([owed.held] if owed.held else [])])


def for_deliverable(c: Campaign, name: str, version: Version) -> str:
    """``name`` with the deliverable that a document is about, and the title it is for."""
    data = newest(version)
    title = next((item.title for item in c.pack.deliverables if item.id == data.get("deliverable")), "")
    held = one_line(plain(data.get("title")))
    return f"{name} {title}{f'（{held}）' if held else ''}" if title else name


def deliverable_labels(c: Campaign) -> Labels:
    """The two fields that say which deliverable it is, of whatever is kept for one."""
    titles = {item.id: item.title for item in c.pack.deliverables}
    return {
        "deliverable": ("报送材料", lambda value: titles.get(value, plain(value))),
        "title": ("称号", plain),
    }


def deliverable_problem(c: Campaign, known: Organisations, document: Document) -> str:
    """What is wrong with the deliverable or title that a document names; empty: nothing."""
    deliverable, title = document.data.get("deliverable"), document.data.get("title")
    if all(item.id != deliverable for item in c.pack.deliverables):
        return f"报送的材料“{deliverable}”在附件1里没有"
    org = known.by_id[document.org]
    if title and all(held.words() != title for held in org.titles):
        return f"是按称号“{title}”报送的，而“{org.name}”没有这个称号；请核对称号"
    return ""


class SubmissionKind(AnnexKind):
    """Submissions of the schedule annex."""

    def labels(self, c: Campaign, version: Version) -> Labels:
        """Also of what the office alone may say."""
        states = {**STATES, **OFFICE_STATES}
        return {
            **deliverable_labels(c),
            "state": ("报送状态", lambda value: states.get(value, plain(value))),
            "date": ("报送日期", _day),
            "extended_to": ("延期至", _day),
            "note": ("备注", plain),
        }

    def subject(self, c: Campaign, version: Version) -> str:
        """With the deliverable, and the title it is for."""
        return for_deliverable(c, self.name(c), version)

    def may_type(self, field: str) -> bool:
        return field == "note"

    def parse(self, c: Campaign, field: str, text: str) -> Any:
        """A note may have several lines."""
        return clean(text).strip()

    def settled(self, c: Campaign, change: Change) -> Change:
        """Where nothing was handed in there is no 报送日期."""
        data = change.data or {}
        if data.get("state") in NOTHING_HANDED_IN:
            return msgspec.structs.replace(change, data={**data, "date": ""})
        return change

    def problem(self, c: Campaign, known: Organisations, document: Document) -> str:
        """A deliverable, or a title, that there is not."""
        return deliverable_problem(c, known, document)


def _day(value: Any) -> str:
    return official_day(date.fromisoformat(value)) if value else ""
