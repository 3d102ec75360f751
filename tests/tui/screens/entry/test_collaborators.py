"""What helps an entry form, each by itself: no screen is opened."""

from __future__ import annotations

from datetime import date

import pytest

from forms.errors import BadInput
from forms.record_edit import RecordEdit
from store.campaign.campaign import Actor, Campaign
from store.campaign.findings import Finding, findings
from store.campaign.records import Unsettled, save_entry, save_record
from store.protocol import Document
from tests.support.records import CONTENT, LONG
from tui.screens.entry.cross_field_checks import CrossFieldChecks
from tui.screens.entry.derived_values import DerivedValues
from tui.screens.entry.ditto import CHECK, Ditto
from tui.screens.entry.record_entry import OWNER, RecordEntry, Typed
from tui.screens.entry.record_form import due_by_day, spread
from tui.screens.entry.unsettled import Answers


def study(campaign: Campaign, org: str = "u1", **texts: str) -> Document:
    return save_record(campaign, "study", org, {"time": "4.6", "content": CONTENT, **texts})


def opened(campaign: Campaign, annex: str = "study", org: str = "u1", document: str = "") -> RecordEntry:
    entry = RecordEntry(campaign, annex, org, document)
    entry.open({}, {})
    return entry


def edit(entry: RecordEntry, **texts: str) -> RecordEdit:
    return RecordEdit(entry.annex, entry.campaign.entry_day, texts)


def zhang(campaign: Campaign) -> Campaign:
    """The same store, somebody else at the keyboard."""
    return Campaign(campaign.id, campaign.pack, campaign.store, campaign.clock, Actor("zhang"))


# The record


def test_a_new_record_begins_with_what_carries(campaign: Campaign) -> None:
    entry = RecordEntry(campaign, "study", "u1")
    typed = entry.open({"method": "党课", "content": "不沿用"}, {})
    assert typed.new
    assert (typed.texts["method"], typed.texts["content"]) == ("党课", "")
    assert typed.texts["organiser"] == typed.texts[OWNER] == "计算机学院党委"
    assert [field.id for field in entry.fields()][:2] == [OWNER, "time"]
    assert entry.first_to_write(typed.texts) == "time"
    assert entry.another_follows


def test_a_copy_begins_with_everything(campaign: Campaign) -> None:
    entry = RecordEntry(campaign, "study", "u1-01")
    typed = entry.open({}, {"content": CONTENT, OWNER: "教工第一党支部"})
    assert typed.texts["content"] == CONTENT
    assert OWNER not in typed.texts, "a branch alone says nothing of whose it is"


def test_one_that_is_there_begins_with_its_revision(campaign: Campaign) -> None:
    old = study(campaign)
    entry = opened(campaign, document=old.id)
    assert (entry.base, entry.start.texts["content"], entry.another_follows) == (1, CONTENT, False)
    assert entry.place()["base"] == 1


def test_a_draft_is_gone_on_with_on_its_own_revision(campaign: Campaign) -> None:
    old = study(campaign)
    save_record(zhang(campaign), "study", "u1", {"hours": "2"}, id=old.id, base=1)
    entry = RecordEntry(campaign, "study", "u1", old.id)
    typed = entry.resume(Typed({"hours": "3"}), 1)
    assert typed.texts == {"hours": "3"}
    assert (entry.base, entry.start.texts["hours"]) == (1, "")


def test_after_a_new_record_a_blank_one_of_the_same_owner(campaign: Campaign) -> None:
    entry = opened(campaign)
    last = {"time": "4.6", "content": CONTENT, "method": "党课", OWNER: "教工第一党支部"}
    saved = entry.write("u1-01", edit(entry, time="4.6", content=CONTENT), (), Answers())
    typed = entry.next(saved.org, last)
    assert (typed.texts[OWNER], typed.texts["method"], typed.texts["content"]) == (
        "教工第一党支部",
        "党课",
        "",
    )
    assert (entry.saved, entry.document, entry.base) == (1, "", 0)


def test_whose_it_is_is_looked_up(campaign: Campaign) -> None:
    entry = opened(campaign)
    assert entry.owner({OWNER: "教工第一党支部"}) == "u1-01"
    assert entry.owner({}) == "u1"
    with pytest.raises(BadInput):
        entry.owner({OWNER: "没有的"})


def test_findings_are_written_with_the_record(campaign: Campaign) -> None:
    entry = opened(campaign, "ledger")
    assert entry.has_findings
    assert entry.guide() is not None
    finding = Finding(id="", rev=0, org="u1", text="组织员不专职")
    entry.write("u1", edit(entry, experience=LONG, case=LONG), (finding,), Answers())
    assert entry.is_stored()
    assert [one.text for one in findings(campaign, "u1")] == ["组织员不专职"]


def test_what_is_missing_is_kept_only_when_somebody_says_so(campaign: Campaign) -> None:
    entry = opened(campaign)
    with pytest.raises(Unsettled):
        entry.write("u1", edit(entry, time="4.6"), (), Answers())
    assert entry.write("u1", edit(entry, time="4.6"), (), Answers(incomplete=True)).state == "incomplete"


def test_a_second_reason_stands_before_the_first() -> None:
    answers = Answers().force({"content": "不是同一条"}).force({"content": "只学一项", "present": "旁听"})
    assert answers.forced == {"content": "只学一项；不是同一条", "present": "旁听"}


# What follows from other answers


def test_the_organiser_goes_along_with_the_owner(campaign: Campaign) -> None:
    entry = opened(campaign)
    derived, owner = DerivedValues(entry), entry.fields()[0]
    texts = dict(entry.start.texts)
    derived.entered(owner, texts)
    assert derived.left(owner, texts) == {}
    changed = {**texts, OWNER: "u1-01"}
    filled = derived.left(owner, changed)
    assert filled == {OWNER: "教工第一党支部", "organiser": "教工第一党支部"}
    written = {**changed, **filled, "organiser": "学校团委", OWNER: "计算机学院党委"}
    assert derived.left(owner, written) == {}, "what was written there stays"
    assert derived.before_saving(None, {**written, OWNER: "没有的"}) == {}


def test_numbers_go_along_with_the_words(campaign: Campaign) -> None:
    entry = opened(campaign)
    derived, field = DerivedValues(entry), entry.annex.by_id["participants"]
    texts = {"participants": "应到24人，实到22人", "expected": "", "present": "21"}
    derived.entered(field, {"participants": ""})
    assert derived.left(field, texts) == {"expected": "24"}
    derived.entered(field, texts)
    again = {"participants": "应到30人，实到29人", "expected": "24", "present": "22"}
    assert derived.before_saving(field, again) == {"expected": "30", "present": "29"}


# F3


def rest(entry: RecordEntry, first: str, **texts: str) -> list[tuple[object, str]]:
    ids = [field.id for field in entry.annex.fields]
    return [(entry.annex.by_id[id], texts.get(id, "")) for id in ids[ids.index(first) :]]


def test_f3_takes_one_and_then_the_rest(campaign: Campaign) -> None:
    study(campaign, method="党课", hours="2")
    entry = opened(campaign)
    ditto = Ditto(entry)
    one = ditto.press(rest(entry, "time"))  # type: ignore[arg-type]
    assert (one.to, one.texts, one.says) == ("content", {"time": "2021年4月6日"}, "")
    ditto.pressed_at("content", "")
    ditto.moved_to("content")
    all = ditto.press(rest(entry, "content", method="读书会"))  # type: ignore[arg-type]
    assert all.texts == {"content": CONTENT, "hours": "2"}
    assert (all.to, all.says, all.rest_next) == (entry.annex.fields[-1].id, CHECK, False)


def test_elsewhere_the_next_f3_is_a_first_one(campaign: Campaign) -> None:
    entry = opened(campaign)
    ditto = Ditto(entry, {"time": "4.6", "method": "党课"})
    ditto.pressed_at("content", "")
    ditto.moved_to("method")
    assert ditto.press(rest(entry, "method")).texts == {"method": "党课"}  # type: ignore[arg-type]
    empty = ditto.press(rest(entry, "content"))  # type: ignore[arg-type]
    assert (empty.texts, empty.to, empty.rest_next) == ({}, "content", True)
    assert "是空的" in empty.says


def test_without_a_record_before_f3_says_so(campaign: Campaign) -> None:
    entry = opened(campaign)
    refused = Ditto(entry).press(rest(entry, "time"))  # type: ignore[arg-type]
    assert refused.bad
    assert refused.texts == {}


# Looked at beside one another


def test_a_duplicate_is_found_and_looked_for_only_where_the_key_changed(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = study(campaign)
    looked: list[str] = []
    monkeypatch.setattr(
        "tui.screens.entry.cross_field_checks.twin_of",
        lambda c, annex, org, texts, but: looked.append(org) or None,
    )
    check = CrossFieldChecks(opened(campaign))
    texts = {"time": "2021年4月6日", "content": CONTENT}
    check.duplicate(texts)
    check.duplicate({**texts, "hours": "2"})
    assert looked == ["u1"]
    check.forget()
    check.duplicate({**texts, OWNER: "教工第一党支部"})
    assert looked == ["u1", "u1-01"]
    existing = CrossFieldChecks(opened(campaign, document=old.id))
    assert existing.duplicate(texts) is None
    assert len(looked) == 2, "its own key is no news"


def test_rules_and_duplicates_are_told_together(campaign: Campaign) -> None:
    old = study(campaign)
    entry = opened(campaign)
    texts = {"time": "2021年4月6日", "content": CONTENT, "expected": "20", "present": "30"}
    told = CrossFieldChecks(entry).remarks(edit(entry, **texts), texts)
    assert [remark.field for remark in told] == ["present", "content"]
    assert told[1].document == old  # type: ignore[attr-defined]


# Others, and the rest


def test_each_revision_of_others_is_told_once(campaign: Campaign) -> None:
    old = study(campaign)
    entry = opened(campaign, document=old.id)
    assert entry.news() == ""
    save_record(zhang(campaign), "study", "u1", {"hours": "2"}, id=old.id, base=1)
    assert "zhang" in entry.news()
    assert entry.news() == ""


def test_findings_of_others_are_told(campaign: Campaign) -> None:
    save_entry(campaign, "ledger", "u1", {"experience": LONG, "case": LONG})
    entry = opened(campaign, "ledger")
    finding = Finding(id="", rev=0, org="u1", text="组织员不专职")
    save_entry(zhang(campaign), "ledger", "u1", {}, base=1, after=(finding,))
    assert entry.news()


def test_lines_beyond_the_last_field_are_put_together() -> None:
    assert spread(["甲", "乙", "丙"], 2) == ["甲", "乙 丙"]
    assert spread(["甲", "乙"], 5) == ["甲", "乙"]


def test_what_is_due_is_known_by_day(campaign: Campaign) -> None:
    due = due_by_day(opened(campaign))
    assert "台账" in due[date(2021, 5, 7)]
