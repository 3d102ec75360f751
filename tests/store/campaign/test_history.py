"""Every version of every answer, in words; and old versions that come back as new ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forms.clock import SystemClock
from forms.errors import BadInput
from store.campaign.campaign import Actor, Campaign
from store.campaign.changes import changes_by_field, describe_changes, subject
from store.campaign.diagnosis import diagnosis, set_measure, set_verdict
from store.campaign.findings import findings
from store.campaign.heads import set_head
from store.campaign.history import bring_back, history, shard_that_holds
from store.campaign.organisation_entry import add_organisation, remove_organisation, set_organisation
from store.campaign.organisations import organisations
from store.campaign.records import delete_record, list_records, records_annex, save_record
from store.campaign.submissions import find_obligation, mark
from store.campaign.writing import write
from store.protocol import ORGANISATIONS, Change, Document
from store.versions import Version, versions
from tests.support.findings import add_finding, change_finding, remove_finding

STUDY = {
    "time": "4.6",
    "content": "学习党史学习教育动员大会重要讲话精神并交流",
    "method": "党课、主题党日",
    "participants": "32人",
    "present": "32",
}


def saved(c: Campaign, **more: str) -> Document:
    return save_record(c, "study", "u1", {**STUDY, **more})


def last(c: Campaign, annex: str = "") -> Version:
    return history(c, annex)[-1]


def test_a_record_is_told_with_its_labels_and_values_as_printed(c: Campaign) -> None:
    seen = saved(c)
    version = last(c)
    assert (version.deed, version.rev, version.by, version.org) == ("created", 1, "lm", "u1")
    assert subject(c, version) == "附件2 学习情况 2021年4月6日"
    assert describe_changes(c, version) == [
        ("时间", "", "2021年4月6日"),
        ("学习内容", "", STUDY["content"]),
        ("学习方式", "", "党课、主题党日"),
        ("参加人员", "", "32人"),
        ("实到", "", "32人"),
    ]
    again = {**STUDY, "present": "31", "method": ""}
    save_record(c, "study", "u1", again, id=seen.id, base=1)
    assert describe_changes(c, last(c)) == [("学习方式", "党课、主题党日", ""), ("实到", "32人", "31人")]
    assert list(changes_by_field(c, last(c))) == ["method", "present"]
    (row,) = list_records(c, "study", "u1")
    assert row.document is not None
    delete_record(c, row.document)
    version = last(c)
    assert (version.deed, version.document) == ("deleted", None)
    assert subject(c, version) == "附件2 学习情况 2021年4月6日"
    assert ("实到", "31人", "") in describe_changes(c, version)


def test_state_and_reasons_are_told(c: Campaign) -> None:
    seen = save_record(c, "study", "u1", {"time": "4.6"}, incomplete=True)
    assert ("状态", "", "未完成") in describe_changes(c, last(c))
    raw = {**STUDY, "expected": "30"}
    save_record(c, "study", "u1", raw, id=seen.id, base=1, forced={"present": "有同志列席"})
    changed = describe_changes(c, last(c))
    assert ("状态", "未完成", "完成") in changed
    assert ("实到（保存理由）", "", "有同志列席") in changed


def test_findings_and_verdicts_and_measures_are_told(c: Campaign) -> None:
    finding = add_finding(c, "u1", "专职专用落实不够。（对照1-4）")
    version = last(c, "guide")
    assert subject(c, version) == "存在问题（对照1-4）"
    assert describe_changes(c, version)[:2] == [
        ("问题", "", "专职专用落实不够。"),
        ("对照指标", "", "1-4 专职组织员"),
    ]
    change_finding(c, finding, wording="专职组织员不专职。", listed=False)
    assert describe_changes(c, last(c, "ledger")) == [
        ("台账表述", "", "专职组织员不专职。"),
        ("列入台账", "是", "否"),
    ]
    remove_finding(c, findings(c, "u1")[0])
    assert ("问题", "专职专用落实不够。", "") in describe_changes(c, last(c))

    set_verdict(c, "u1", "1-4", "2")
    assert subject(c, last(c)) == "附件3 诊断 1-4 专职组织员"
    assert ("诊断结论", "", "基本到位") in describe_changes(c, last(c))
    measure = diagnosis(c, "u1").item("1-4").indicator.measures[0]
    set_measure(c, "u1", "1-4", measure.id, "1")
    set_measure(c, "u1", "1-4", measure.id, "2")
    assert describe_changes(c, last(c)) == [(measure.label, f"1{measure.unit}", f"2{measure.unit}")]
    set_verdict(c, "u1", "1-4", "")
    assert describe_changes(c, last(c)) == [("诊断结论", "基本到位", "未诊断")]


def test_submissions_and_heads_and_organisations_are_told(c: Campaign) -> None:
    mark(c, find_obligation(c, "u1", "research-report"), "submitted", date="4.2", note="纸质件已交。")
    version = last(c, "schedule")
    assert subject(c, version).startswith("附件1 推进时间表 ")
    assert ("报送状态", "", "已报送（待审核）") in describe_changes(c, version)
    assert ("报送日期", "", "2021年4月2日") in describe_changes(c, version)

    set_head(c, records_annex(c, "ledger"), "u1", {"until": "2021年5月6日"})
    assert subject(c, last(c, "ledger")) == "附件4表头"
    assert describe_changes(c, last(c, "ledger")) == [("截止时间", "", "2021年5月6日")]
    assert history(c, "study") == []

    set_organisation(c, "u1-01", {"党员人数": "24", "称号": "样板支部（省级，第二批）"})
    version = last(c, "organisation")
    assert subject(c, version) == "党组织 教工第一党支部"
    assert describe_changes(c, version) == [("党员人数", "", "24"), ("称号", "", "样板支部（省级，第二批）")]


def test_history_is_of_an_organisation_and_those_below_it(c: Campaign) -> None:
    add_organisation(c, {"id": "fl", "name": "外国语学院党总支", "level": "unit"})
    saved(c)
    for org in ("u1-01", "fl"):
        save_record(c, "study", org, STUDY)
    assert [version.org for version in history(c, "study")] == ["u1", "u1-01", "fl"]
    assert [version.org for version in history(c, "study", "u1")] == ["u1", "u1-01"]
    assert [version.org for version in history(c, "study", "fl")] == ["fl"]
    assert {version.org for version in history(c, "", "fl")} == {"fl"}
    with pytest.raises(BadInput):
        history(c, "", "nowhere")


def test_history_from_a_day_on(c: Campaign) -> None:
    saved(c)
    today = SystemClock().today()
    assert len(history(c, "study", since=today - timedelta(days=1))) == 1
    assert history(c, "study", since=today + timedelta(days=1)) == []
    assert len(history(c, "study", since=date(2000, 1, 1))) == 1


def test_what_was_saved_together_lies_together_and_the_newest_is_last(c: Campaign) -> None:
    add_organisation(c, {"id": "fl", "name": "外国语学院党总支", "level": "unit"})
    for turn in range(3):
        for org in ("u1", "fl"):
            save_record(c, "study", org, {**STUDY, "present": str(turn)})
    found = history(c, "study")
    assert [version.org for version in found] == ["u1", "fl"] * 3
    assert [version.document.data["present"] for version in found if version.document] == [0, 0, 1, 1, 2, 2]


def test_a_clock_set_back_changes_no_order(c: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    now = SystemClock().now()
    for hours in (0, -1):
        monkeypatch.setattr(SystemClock, "now", lambda self, hours=hours: now + timedelta(hours=hours))
        saved(c, present=str(10 - hours))
    assert [version.document.data["present"] for version in history(c, "study") if version.document] == [
        10,
        11,
    ]


def test_a_deleted_record_comes_back_with_everything(c: Campaign) -> None:
    seen = saved(c)
    delete_record(c, seen)
    shard = shard_that_holds(c, seen.id)
    back = bring_back(c, shard, seen.id, 1)
    assert (back.rev, back.data) == (3, seen.data)
    assert last(c).deed == "restored"
    with pytest.raises(BadInput, match="第2版"):
        bring_back(c, shard, seen.id, 2)
    with pytest.raises(BadInput, match="history"):
        shard_that_holds(c, "nothing")


def test_what_belongs_to_nobody_any_more_does_not_come_back(c: Campaign) -> None:
    seen = save_record(c, "study", "u1-02", STUDY)
    delete_record(c, seen)
    remove_organisation(c, "u1-02")
    with pytest.raises(BadInput, match="已删除"):
        bring_back(c, "units/u1", seen.id, 1)
    bring_back(c, ORGANISATIONS, "u1-02", 1)
    assert organisations(c).find("u1-02").name == "2019级本科生党支部"
    bring_back(c, "units/u1", seen.id, 1)
    assert len(list_records(c, "study", "u1-02")) == 1


def test_an_organisation_does_not_come_back_under_another_unit_than_its_records(c: Campaign) -> None:
    add_organisation(c, {"id": "fl", "name": "外国语学院党总支", "level": "unit"})
    set_organisation(c, "u1-02", {"parent": "fl"})
    save_record(c, "study", "u1-02", STUDY)
    with pytest.raises(BadInput, match="已有填报内容"):
        bring_back(c, ORGANISATIONS, "u1-02", 1)
    assert organisations(c).find("u1-02").parent == "fl"


def test_what_a_hand_wrote_is_told_somehow(c: Campaign) -> None:
    odd = {
        "time": ["\x1b[2J", 1],
        "measures": {"x": "y"},
        "verdict": {},
        "date": "never",
        "listed": 3,
        "z": {},
    }
    for annex in ("study", "guide", "finding", "schedule", "head", "organisation", "photograph"):
        write(c, "units/u1", [Change(id=f"{annex}:x:y", annex=annex, org="gone", base=0, data=odd)])
        version = versions(c.store, "units/u1", f"{annex}:x:y")[-1]
        assert subject(c, version)
        assert "\x1b" not in str(describe_changes(c, version))
        assert len(describe_changes(c, version)) >= 5


def test_others_are_named(c: Campaign) -> None:
    seen = saved(c)
    other = Campaign(c.id, c.pack, c.store, c.clock, Actor("wang"))
    save_record(other, "study", "u1", {**STUDY, "present": "30"}, id=seen.id, base=1)
    assert [version.by for version in history(c, "study")] == ["lm", "wang"]
