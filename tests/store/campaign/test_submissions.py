"""Who owes what, and what was done about it."""

from __future__ import annotations

from datetime import date

import pytest

from forms.clock import OffsetClock
from forms.errors import BadInput, ConflictError
from store.campaign.campaign import Campaign
from store.campaign.organisation_entry import set_organisation
from store.campaign.records import save_record
from store.campaign.submissions import due, find_obligation, mark, obligations


def on(c: Campaign, day: date) -> Campaign:
    return Campaign(c.id, c.pack, c.store, OffsetClock.starting(day), c.actor)


def test_every_unit_owes_six_things_and_title_holders_two_more_per_title(c: Campaign) -> None:
    assert [one.deliverable.id for one in obligations(c)] == [
        "research-report",
        "study-summary",
        "diagnosis-ledger",
        "stage-report",
        "typical-deeds",
        "final-report",
    ]
    set_organisation(c, "u1-01", {"titles": "样板支部（省级，第二批）、“双带头人”党支部书记工作室"})
    owed = [(one.org.id, one.deliverable.id, one.title.kind) for one in obligations(c) if one.title]
    assert owed == [
        ("u1-01", "assessment-report", "样板支部"),
        ("u1-01", "assessment-report", "“双带头人”党支部书记工作室"),
        ("u1-01", "feature-cases", "样板支部"),
        ("u1-01", "feature-cases", "“双带头人”党支部书记工作室"),
    ]


def test_the_most_pressing_comes_first_with_days_left(c: Campaign) -> None:
    rows = due(c)
    assert [(one.deliverable.id, one.status.days_left) for one in rows[:3]] == [
        ("research-report", -10),
        ("study-summary", 27),
        ("diagnosis-ledger", 27),
    ]
    assert rows[0].status.words == "逾期未报 10 天"
    assert [one.deliverable.id for one in due(c, within=7)] == ["research-report"]


def test_the_last_day_counts_to_its_end(c: Campaign) -> None:
    last = [one for one in due(on(c, date(2021, 5, 7))) if one.deliverable.id == "study-summary"]
    assert last[0].status.days_left == 0
    assert not last[0].status.overdue
    assert find_obligation(on(c, date(2021, 5, 8)), "u1", "study-summary").status.overdue


def test_handing_in_takes_it_off_the_list_and_late_is_said(c: Campaign) -> None:
    marked = mark(c, find_obligation(c, "u1", "research-report"), "已报送（待审核）", date="2021-04-02")
    assert marked.status.code == "late"
    assert marked.status.words == "迟报 2 天"
    assert "research-report" not in [one.deliverable.id for one in due(c)]
    mark(c, marked, "")
    assert "research-report" in [one.deliverable.id for one in due(c)]


def test_an_extension_moves_the_day_and_exemption_ends_it(c: Campaign) -> None:
    longer = mark(c, find_obligation(c, "u1", "study-summary"), "extended", extended_to="5月14日")
    assert longer.due == date(2021, 5, 14)
    assert "延期至" in longer.status.words
    handed_in = mark(on(c, date(2021, 5, 13)), longer, "submitted")
    assert (handed_in.due, handed_in.status.code) == (date(2021, 5, 14), "submitted")
    assert not mark(c, find_obligation(c, "u1", "stage-report"), "exempt").status.pending


@pytest.mark.parametrize(
    ("state", "dates", "said"),
    [
        ("done", {}, "报送状态“done”不认识"),
        ("submitted", {"date": "2021-02-30"}, "2月"),
        ("submitted", {"date": "2021-05-01"}, "还没有到"),
        ("extended", {}, "延到哪一天"),
        ("extended", {"extended_to": "2021-03-01"}, "不能早于"),
    ],
)
def test_what_cannot_be_is_refused(c: Campaign, state: str, dates: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        mark(c, find_obligation(c, "u1", "research-report"), state, **dates)


def test_what_is_not_owed_is_said(c: Campaign) -> None:
    with pytest.raises(BadInput, match="由各二级党组织报送"):
        find_obligation(c, "u1-01", "research-report")
    with pytest.raises(BadInput, match="由有称号的党组织"):
        find_obligation(c, "u1", "feature-cases")
    with pytest.raises(BadInput, match="没有报送材料"):
        find_obligation(c, "u1", "x")


def test_two_people_marking_the_same_thing_conflict(c: Campaign) -> None:
    seen = find_obligation(c, "u1", "research-report")
    mark(c, seen, "submitted")
    with pytest.raises(ConflictError):
        mark(c, seen, "exempt")


def test_progress_is_counts_never_a_percentage(c: Campaign) -> None:
    save_record(c, "study", "u1-01", {"time": "4.6", "content": "学习党史重要论述" * 4})
    words = {one.deliverable.id: one.missing for one in obligations(c)}
    assert words["study-summary"] == "已录1条 · 有记录支部 1/2"
    assert words["diagnosis-ledger"] == "已填 0/3 个党组织 · 未诊断指标 81/81"
    assert find_obligation(c, "u1", "study-summary").status.code == "in-progress"
