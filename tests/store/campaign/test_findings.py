"""Findings: written, ordered, listed, rendered as 存在问题."""

from __future__ import annotations

import pytest

from forms.errors import BadInput, ConflictError
from store.campaign.campaign import Campaign
from store.campaign.findings import findings, problems_text
from tests.support.findings import add_finding, change_finding, move_finding, remove_finding, set_problems

BRANCH = "u1-02"


def test_a_reference_in_the_text_becomes_the_findings_indicator(c: Campaign) -> None:
    added = add_finding(c, BRANCH, "党小组会未按月召开。（对照1-2）")
    assert (added.text, added.indicator) == ("党小组会未按月召开。", "1-2")
    assert problems_text(c, BRANCH) == "1.党小组会未按月召开。"
    assert problems_text(c, BRANCH, references=True) == "1.党小组会未按月召开。（对照1-2）"


def test_the_ledger_prints_its_own_wording_order_and_choice(c: Campaign) -> None:
    first = add_finding(c, BRANCH, "甲问题")
    second = add_finding(c, BRANCH, "乙问题")
    third = add_finding(c, BRANCH, "丙问题")
    move_finding(c, third, -1)
    change_finding(c, first, wording="甲的台账表述")
    change_finding(c, next(f for f in findings(c, BRANCH) if f.id == second.id), listed=False)
    assert problems_text(c, BRANCH) == "1.甲的台账表述\n2.丙问题"
    assert findings(c, BRANCH)[0].text == "甲问题"


def test_an_indicator_the_guide_does_not_have_is_refused(c: Campaign) -> None:
    with pytest.raises(BadInput, match="没有指标9-9"):
        add_finding(c, BRANCH, "问题（对照9-9）")
    with pytest.raises(BadInput, match="没有内容"):
        add_finding(c, BRANCH, "  ")
    assert findings(c, BRANCH) == []


def test_a_text_becomes_findings_and_the_same_text_changes_nothing(c: Campaign) -> None:
    text = (
        "1.专职组织员仅1名且兼任教学秘书，专职专用落实不够。（对照1-2）"
        "2.党员36人，规模偏大，未及时调整设置。（对照4-1）"
    )
    first = set_problems(c, BRANCH, text)
    assert [finding.indicator for finding in first] == ["1-2", "4-1"]
    assert set_problems(c, BRANCH, text) == first


def test_text_is_matched_by_reference_and_what_it_leaves_out_is_taken_off_not_deleted(c: Campaign) -> None:
    first, second = set_problems(c, BRANCH, "1.甲问题（对照1-2）\n2.乙问题")
    again = set_problems(c, BRANCH, "1.甲问题已作进一步概括（对照1-2）")
    assert [(f.id, f.text, f.wording, f.listed) for f in again] == [
        (first.id, "甲问题", "甲问题已作进一步概括", True),
        (second.id, "乙问题", "", False),
    ]
    assert problems_text(c, BRANCH) == "1.甲问题已作进一步概括"


def test_a_text_in_another_order_reorders_the_findings(c: Campaign) -> None:
    set_problems(c, BRANCH, "1.甲\n2.乙\n3.丙")
    set_problems(c, BRANCH, "1.丙\n2.甲\n3.乙")
    assert problems_text(c, BRANCH) == "1.丙\n2.甲\n3.乙"


def test_changing_a_version_that_is_no_longer_the_newest_is_a_conflict(c: Campaign) -> None:
    seen = add_finding(c, BRANCH, "甲问题")
    change_finding(c, seen, text="甲问题（改）")
    with pytest.raises(ConflictError):
        change_finding(c, seen, text="我的改法")
    with pytest.raises(ConflictError):
        remove_finding(c, seen)
    assert findings(c, BRANCH)[0].text == "甲问题（改）"
