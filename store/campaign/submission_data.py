"""报送 as it is stored: one document for each deliverable of an organisation (and title)."""

from __future__ import annotations

from forms.pack import ScheduleAnnex

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


def submission_id(annex: ScheduleAnnex, org_id: str, deliverable_id: str, title: str = "") -> str:
    """Named after what it is for, so that two people cannot mark it twice; ``title`` is the words of one."""
    return ":".join([annex.id, org_id, deliverable_id, *([title] if title else [])])
