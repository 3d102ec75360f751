"""The guard: what a role may not see is not there or refused, what it may not write is refused with status 6,
whoever asks and however."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forms.errors import BadInput, NotAllowed
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import diagnosis, set_verdict
from store.campaign.findings import findings
from store.campaign.heads import set_head
from store.campaign.organisation_entry import add_organisation, set_organisation
from store.campaign.organisations import organisations
from store.campaign.records import delete_record, get_row, list_records, save_record
from store.campaign.submissions import find_obligation, mark, obligations
from store.campaign.writing import write
from store.protocol import ORGANISATIONS, Change, Document
from store.versions import versions
from tests.support.findings import add_finding
from tests.support.members import School

ALL = ("jsj", "jsj-01", "jsj-02", "jx", "jx-01")


@pytest.fixture
def filled(school: School) -> dict[str, Document]:
    """A ledger row of each organisation, by the office."""
    c = school.login("office")
    return {org: save_record(c, "ledger", org, {"note": f"备注{org}"}, incomplete=True) for org in ALL}


def seen(c: Campaign) -> list[str]:
    return [row.org.id for row in list_records(c, "ledger")]


@pytest.mark.usefixtures("filled")
def test_lists_have_what_one_may_see(school: School) -> None:
    assert seen(school.login("office")) == list(ALL)
    assert seen(school.login("leader")) == list(ALL)
    assert seen(school.login("x", ("cs",))) == ["jsj", "jsj-01", "jsj-02"]
    assert seen(school.login("reader")) == ["jsj", "jsj-01", "jsj-02"]
    assert seen(school.login("branch")) == ["jsj-01"]
    assert seen(school.login("two")) == ["jsj-01", "jx-01"]
    assert seen(school.login("nobody")) == []


@pytest.mark.usefixtures("filled")
def test_obligations_are_ones_own(school: School) -> None:
    assert {one.org.id for one in obligations(school.login("x", ("cs",)))} == {"jsj"}
    assert obligations(school.login("branch")) == []


@pytest.mark.usefixtures("filled")
def test_a_unit_of_which_one_may_see_nothing_is_refused(school: School) -> None:
    store = school.login("branch").store
    attempts: list[Callable[[], object]] = [
        lambda: store.get("units/jx", "ledger:jx"),
        lambda: store.query("units/jx"),
        lambda: store.history("units/jx"),
        lambda: store.changes_since("units/jx", 0),
        lambda: store.sequence("units/jx"),
        lambda: store.query("office/jx"),
        lambda: store.query("units/none"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed) as caught:
            attempt()
        assert caught.value.EXIT_CODE == 6
    assert store.shards() == [ORGANISATIONS, "units/jsj"]


@pytest.mark.usefixtures("filled")
def test_within_a_unit_a_branch_sees_itself_alone(school: School) -> None:
    c = school.login("branch")
    assert [d.org for d in c.store.query("units/jsj")] == ["jsj-01"]
    assert c.store.query("units/jsj", org="jsj") == []
    assert c.store.get("units/jsj", "ledger:jsj") is None
    assert c.store.get("units/jsj", "ledger:jsj-01") is not None
    assert {version.org for version in versions(c.store, "units/jsj")} == {"jsj-01"}
    entries = c.store.changes_since("units/jsj", 0)
    assert {change.org for entry in entries for change in entry.changes} == {"jsj-01"}
    assert c.store.sequence("units/jsj") == 3  # the shard's own count: nothing to be read from it


def test_one_save_of_several_organisations_is_seen_in_part(school: School) -> None:
    c = school.login("office")
    changes = [
        Change(id=f"ledger:{org}", annex="ledger", org=org, base=0, data={"note": org})
        for org in ("jsj", "jsj-01")
    ]
    write(c, "units/jsj", changes)
    (entry,) = school.login("branch").store.history("units/jsj")
    assert [change.org for change in entry.changes] == ["jsj-01"]


def refused(attempt: Callable[[], object], words: str = "没有保存") -> None:
    with pytest.raises(NotAllowed, match=words) as caught:
        attempt()
    assert caught.value.EXIT_CODE == 6


def test_a_branch_writes_its_own(school: School, filled: dict[str, Document]) -> None:
    c = school.login("branch")
    saved = save_record(c, "ledger", "jsj-01", {"note": "改"}, id="ledger:jsj-01", base=1, incomplete=True)
    assert saved.updated_by == "branch"
    set_verdict(c, "jsj-01", "1-1", "3")
    assert diagnosis(c, "jsj-01").item("1-1").verdict is not None
    assert add_finding(c, "jsj-01", "谈心谈话不经常。").rev == 1
    delete_record(c, saved)


def test_a_branch_writes_nothing_of_others(school: School, filled: dict[str, Document]) -> None:
    c = school.login("branch")
    for org in ("jsj", "jsj-02", "jx", "jx-01"):
        shard = "units/jsj" if org.startswith("jsj") else "units/jx"
        document = filled[org]
        with pytest.raises(NotAllowed):
            save_record(c, "study", org, {"time": "0401", "content": "学习"}, incomplete=True)
        refused(lambda d=document, s=shard: c.store.apply(s, [d.change(None)], "office"), "无权")
        forged = Change(id=document.id, annex="ledger", org="jsj-01", base=1, data={"note": "冒名"})
        refused(lambda f=forged, s=shard: c.store.apply(s, [f], "office"), "无权")
    office = school.login("office")
    assert get_row(office, "ledger", "jsj", "ledger:jsj").texts["note"] == "备注jsj"


def test_a_record_cannot_be_moved_into_another_units_shard(school: School) -> None:
    c = school.login("branch")
    stray = Change(id="stray", annex="study", org="jsj-01", base=0, data={"content": "放错"})
    refused(lambda: c.store.apply("units/jx", [stray], "branch"), "无权")
    refused(lambda: c.store.apply("office/jsj", [stray], "branch"), "无权")


def test_one_change_that_is_refused_stops_all(school: School, filled: dict[str, Document]) -> None:
    c = school.login("branch")
    mine = Change(id="new", annex="study", org="jsj-01", base=0, data={"content": "本支部"})
    refused(lambda: c.store.apply("units/jsj", [mine, filled["jsj"].change(None)], "branch"), "无权")
    assert c.store.get("units/jsj", "new") is None


@pytest.mark.parametrize("account", ["reader", "leader"])
def test_a_reader_writes_nothing(school: School, filled: dict[str, Document], account: str) -> None:
    c = school.login(account)
    refused(lambda: save_record(c, "ledger", "jsj", {"note": "改"}, id="ledger:jsj", base=1, incomplete=True))
    refused(lambda: set_verdict(c, "jsj", "1-1", "3"))
    refused(lambda: delete_record(c, filled["jsj"]))
    refused(lambda: mark(c, find_obligation(c, "jsj", "study-summary"), "submitted"))
    refused(lambda: set_head(c, c.pack.records[1], "jsj", {"reporter": "别人"}))


def test_a_unit_writes_for_its_branches_and_hands_in(school: School) -> None:
    c = school.login("x", ("cs",))
    save_record(c, "ledger", "jsj-02", {"note": "代填"}, incomplete=True)
    mark(c, find_obligation(c, "jsj", "study-summary"), "submitted", date="0410")
    with pytest.raises(NotAllowed):
        save_record(c, "ledger", "jx-01", {"note": "越界"}, incomplete=True)


@pytest.mark.parametrize(("account", "groups"), [("x", ("cs",)), ("branch", ()), ("leader", ())])
def test_organisations_are_the_offices_to_write(
    school: School, account: str, groups: tuple[str, ...]
) -> None:
    c = school.login(account, groups)
    refused(
        lambda: add_organisation(c, {"name": "新党支部", "level": "党支部", "parent": "jsj"}), "党委办公室"
    )
    own = organisations(c).all[0].id
    refused(lambda: set_organisation(c, own, {"phone": "1"}), "党委办公室")
    assert len(c.store.query(ORGANISATIONS)) == len(ALL)  # the list itself is everybody's to read


def test_the_office_writes_them_and_the_rest_follows(school: School) -> None:
    unit = school.login("x", ("cs",))
    assert len(organisations(unit).all) == 3
    add_organisation(school.login("office"), {"id": "jsj-03", "name": "新党支部", "parent": "jsj"})
    assert [org.id for org in organisations(unit)] == ["jsj", "jsj-01", "jsj-02", "jsj-03"]
    assert save_record(unit, "ledger", "jsj-03", {"note": "新"}, incomplete=True).rev == 1


def test_the_journal_has_the_account_of_the_system(school: School) -> None:
    c = school.login("branch")
    mine = Change(id="new", annex="study", org="jsj-01", base=0, data={"content": "本支部"})
    (saved,) = c.store.apply("units/jsj", [mine], "office")
    assert saved is not None
    assert saved.created_by == "branch"


def test_findings_of_others_stay_out_of_sight(school: School) -> None:
    add_finding(school.login("office"), "jsj", "专职组织员仅1名。", "1-4")
    with pytest.raises(NotAllowed):
        findings(school.login("two"), "jsj")
    assert [f.text for f in findings(school.login("reader"), "jsj")] == ["专职组织员仅1名。"]


def test_a_name_that_is_none_is_refused_without_a_trace(school: School) -> None:
    with pytest.raises((NotAllowed, BadInput)):
        school.login("branch").store.query("units/../../etc")
