"""What refers to something there is not is found, wherever it came from."""

from __future__ import annotations

from typing import Any

import pytest

from store.campaign.campaign import Campaign
from store.campaign.diagnosis import set_verdict
from store.campaign.heads import set_head
from store.campaign.organisation_entry import add_organisation, set_organisation
from store.campaign.records import records_annex, save_record
from store.campaign.referential_checks import MOST, check_references
from store.campaign.submissions import find_obligation, mark
from store.campaign.writing import write
from store.protocol import ORGANISATIONS, Change
from tests.support.findings import add_finding

STUDY = {"time": "4.6", "content": "学习党史学习教育动员大会重要讲话精神并交流"}


def put(
    c: Campaign, annex: str, data: dict[str, Any], id: str = "x", org: str = "u1", to: str = "u1"
) -> None:
    write(c, f"units/{to}", [Change(id=id, annex=annex, org=org, base=0, data=data)])


def fill(c: Campaign) -> None:
    """Something of every kind."""
    set_organisation(c, "u1-02", {"称号": "样板支部（省级）"})
    for org in ("u1", "u1-01"):
        save_record(c, "study", org, STUDY)
        save_record(c, "ledger", org, {"note": "无"}, incomplete=True)
        add_finding(c, org, "落实不够。（对照1-1）")
    add_finding(c, "u1", "指南以外的问题")
    set_verdict(c, "u1", "1-4", "1")
    set_head(c, records_annex(c, "ledger"), "u1", {"until": "2021年5月6日"})
    mark(c, find_obligation(c, "u1", "research-report"), "submitted")
    mark(c, find_obligation(c, "u1-02", "feature-cases"), "submitted")


def test_what_the_program_writes_is_sound(c: Campaign) -> None:
    fill(c)
    assert check_references(c) == []


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"annex": "study", "data": STUDY, "org": "gone"}, "不存在的党组织“gone”"),
        ({"annex": "study", "data": {"colour": "red"}}, "“colour”"),
        ({"annex": "poem", "data": {}}, "“poem”"),
        ({"annex": "finding", "data": {"text": "某", "indicator": "9-9"}}, "9-9"),
        ({"annex": "finding", "data": {"text": "某", "indicator": ["1-1"]}}, "1-1"),
        ({"annex": "guide", "data": {"indicator": "1-1", "verdict": "8"}, "id": "guide:u1:1-1"}, "“8”"),
        ({"annex": "guide", "data": {"indicator": "1-1"}, "id": "guide:u1:1-2"}, "编号却不是它的"),
        ({"annex": "guide", "data": {"indicator": "0-1"}, "id": "guide:u1:0-1"}, "0-1"),
        (
            {"annex": "guide", "data": {"indicator": "1-1", "measures": {"z": {}}}, "id": "guide:u1:1-1"},
            "量化指标“z”",
        ),
        ({"annex": "schedule", "data": {"deliverable": "poem"}}, "“poem”"),
        ({"annex": "schedule", "data": {"deliverable": "feature-cases", "title": "好人"}}, "“好人”"),
        ({"annex": "head", "data": {"colour": "red"}, "id": "head:ledger:u1"}, "“colour”"),
        ({"annex": "head", "data": {}, "id": "head:poem:u1"}, "没有这个附件"),
        ({"annex": "ledger", "data": {}, "id": "ledger:other"}, "只能有一条"),
        ({"annex": "study", "data": {}, "org": "u9", "to": "u9"}, "党组织“u9”不存在"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_fit_is_named(c: Campaign, document: dict[str, Any], said: str) -> None:
    save_record(c, "ledger", "u1", {"note": "无"}, incomplete=True)
    put(c, **document)
    (problem,) = check_references(c)
    assert said in problem
    assert document.get("id", "x") in problem or "u9" in problem


def test_what_lies_in_another_units_shard_is_named(c: Campaign) -> None:
    put(c, "study", STUDY, org="late")
    add_organisation(c, {"id": "late", "name": "外国语学院党总支", "level": "unit"})
    (problem,) = check_references(c)
    assert "记录 x 属于“外国语学院党总支”，应在 units/late" in problem


def test_organisations_refer_to_each_other(c: Campaign) -> None:
    for org in ({"id": "a", "parent": "gone"}, {"id": "b", "guide": "school"}, {"id": "c"}):
        data = {"name": "某", "level": "unit", **org}
        write(c, ORGANISATIONS, [Change(id=org["id"], annex="organisation", org="a", base=0, data=data)])
    write(c, ORGANISATIONS, [Change(id="d", annex="organisation", org="d", base=0, data=data)])
    write(c, ORGANISATIONS, [Change(id="e", annex="poem", org="e", base=0, data={})])
    problems = check_references(c)
    assert [word in problem for word, problem in zip(("gone", "school", "“c”", "e"), problems, strict=True)]


def test_there_are_not_more_sentences_than_anybody_reads(c: Campaign) -> None:
    changes = [Change(id=f"x{n}", annex="poem", org="u1", base=0, data={}) for n in range(MOST + 5)]
    write(c, "units/u1", changes)
    problems = check_references(c)
    assert len(problems) == MOST + 1
    assert "还有5处" in problems[-1]
