"""Verdicts and measures of one organisation against its guide."""

from __future__ import annotations

import pytest

from forms.errors import BadInput, ConflictError
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import (
    accept_proposal,
    diagnosis,
    indicator_changes,
    judged,
    set_measure,
    set_verdict,
)
from store.campaign.findings import findings
from store.campaign.writing import write
from tests.support.findings import add_finding

BRANCH = "u1-02"


def test_each_organisation_stands_against_its_own_guide(c: Campaign) -> None:
    unit, branch = diagnosis(c, "u1"), diagnosis(c, BRANCH)
    assert (unit.guide.title, len(unit.items)) == ("二级党组织诊断工作指南", 27)
    assert (branch.guide.title, len(branch.items)) == ("党支部诊断工作指南", 27)
    assert branch.open == 27
    assert branch.item("1-4").suggestion == "skip"


def test_verdicts_by_digit_and_the_next_open_one_wraps_round(c: Campaign) -> None:
    assert set_verdict(c, BRANCH, "1-1", "1").verdict.word == "有力"  # type: ignore[union-attr]
    now = diagnosis(c, BRANCH)
    assert (now.open, now.next_open("7-3"), now.next_open("1-1")) == (26, "1-2", "1-2")
    set_verdict(c, BRANCH, "1-1", "")
    assert diagnosis(c, BRANCH).open == 27
    with pytest.raises(BadInput, match="1 有力"):
        set_verdict(c, BRANCH, "1-1", "7")
    with pytest.raises(BadInput, match="没有指标“8-1”"):
        set_verdict(c, BRANCH, "8-1", "1")


def test_a_verdict_that_falls_short_wants_a_finding(c: Campaign) -> None:
    assert set_verdict(c, BRANCH, "1-2", "3").wants_finding
    add_finding(c, BRANCH, "党小组会未按月召开", "1-2")
    assert not diagnosis(c, BRANCH).item("1-2").wants_finding


def test_a_broken_norm_is_kept_as_a_fact_and_proposes_verdict_and_finding(c: Campaign) -> None:
    measure = diagnosis(c, "u1").item("4-2").indicator.measures[0]
    now = set_measure(c, "u1", "4-2", measure.id, "５３")
    said = judged(c, diagnosis(c, "u1").guide, measure, now.measures[measure.id])
    assert said is not None
    assert said.judgement.level == "limit"
    assert "53" in said.judgement.sentence
    assert "50" in said.judgement.sentence
    assert said.verdict is not None
    assert said.verdict.word == "不够到位"
    item = diagnosis(c, "u1").item("4-2")
    assert item.measures[measure.id].value == 53
    assert item.verdict is None
    taken = accept_proposal(c, "u1", "4-2", said)
    assert taken.verdict == said.verdict
    assert [finding.text for finding in taken.findings] == [said.judgement.finding]
    accept_proposal(c, "u1", "4-2", said)
    assert len(findings(c, "u1")) == 1


def test_only_what_cannot_be_is_refused(c: Campaign) -> None:
    measure = diagnosis(c, "u1").item("4-2").indicator.measures[0]
    for raw in ("-1", "很多", "nan"):
        with pytest.raises(BadInput):
            set_measure(c, "u1", "4-2", measure.id, raw)
    assert diagnosis(c, "u1").item("4-2").measures == {}
    with pytest.raises(BadInput, match="没有量化指标"):
        set_measure(c, "u1", "4-2", "no-such", "3")


def test_a_verdict_set_on_a_stale_screen_is_a_conflict(c: Campaign) -> None:
    seen = diagnosis(c, BRANCH).item("1-1").rev
    set_verdict(c, BRANCH, "1-1", "2", seen)
    with pytest.raises(ConflictError):
        set_verdict(c, BRANCH, "1-1", "3", seen)


def test_many_indicators_in_one_write(c: Campaign) -> None:
    measure = diagnosis(c, BRANCH).item("1-2").indicator.measures[0]
    changes = [
        indicator_changes(c, BRANCH, "1-1", "1"),
        indicator_changes(c, BRANCH, "1-2", "2", {measure.id: ("3", "本年至今")}),
    ]
    write(c, "units/u1", changes)
    assert diagnosis(c, BRANCH).open == 25


def test_what_a_hand_wrote_into_a_verdict_does_not_stop_the_screen(c: Campaign) -> None:
    set_verdict(c, BRANCH, "1-1", "1")
    document = diagnosis(c, BRANCH).item("1-1").document
    assert document is not None
    from store.protocol import Change

    write(
        c,
        "units/u1",
        [
            Change(
                id=document.id, annex="guide", org=BRANCH, base=1, data={"verdict": [], "measures": {"x": 3}}
            )
        ],
    )
    assert diagnosis(c, BRANCH).item("1-1").verdict is None
