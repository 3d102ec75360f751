"""A record while it is edited: parsed once, remarked on as a whole, and it knows what has changed."""

from __future__ import annotations

from datetime import date

import pytest

from forms import record_edit
from forms.errors import WrongUsage
from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.pack import RecordsAnnex
from forms.record_edit import RecordEdit, stored_texts

TODAY = date(2021, 5, 7)
CONTENT = "习近平总书记在党史学习教育动员大会上的重要讲话精神；研究学院学习计划"
TEXTS = {"time": "0406", "content": CONTENT, "method": "第一议题", "participants": "22/20", "hours": "1。5"}
KEPT = {
    "time": "2021年4月6日",
    "content": CONTENT,
    "method": ["“第一议题”"],
    "participants": "应到22人，实到20人",
    "hours": 1.5,
    "expected": 22,
    "present": 20,
}


def annex(name: str) -> RecordsAnnex:
    found = load_pack(shipped_packs()[SHIPPED]).annex(name)
    assert isinstance(found, RecordsAnnex)
    return found


@pytest.fixture(scope="module")
def study() -> RecordsAnnex:
    return annex("study")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Field and text of everything that is parsed from now on."""
    found: list[tuple[str, str]] = []
    read = record_edit.read_answer

    def counting(field, text, day):  # type: ignore[no-untyped-def]
        found.append((field.id, text))
        return read(field, text, day)

    monkeypatch.setattr(record_edit, "read_answer", counting)
    return found


def test_texts_become_values_and_official_texts(study: RecordsAnnex) -> None:
    edit = RecordEdit(study, TODAY, TEXTS)
    assert edit.texts == TEXTS
    assert edit.values == KEPT
    assert edit.shown["time"] == "2021年4月6日"
    assert edit.shown["present"] == "20"
    assert edit.remarks == ()


def test_only_what_changed_is_parsed(study: RecordsAnnex, parsed: list[tuple[str, str]]) -> None:
    edit = RecordEdit.of_stored(study, TODAY, KEPT)
    assert [name for name, _ in parsed] == list(KEPT)
    parsed.clear()
    answer = edit.put("time", "0409")
    assert (answer.value, answer.shown) == ("2021年4月9日", "2021年4月9日")
    edit.put("time", answer.shown)  # as the field shows it once it was left
    edit.put("content", CONTENT)
    assert edit.values["time"] == "2021年4月9日"
    assert edit.remarks == ()
    edit.across()
    assert parsed == [("time", "0409")]


def test_it_knows_what_has_changed(study: RecordsAnnex) -> None:
    stored = stored_texts(study, KEPT)
    edit = RecordEdit.of_stored(study, TODAY, KEPT)
    assert edit.changed_from(stored) == []
    edit.put("hours", "2")
    edit.put("category", "其他")
    edit.put("content", CONTENT)
    assert edit.changed_from(stored) == ["hours", "category"]
    edit.put("hours", "1.5")
    assert edit.changed_from(stored) == ["category"]


def test_what_was_not_said_is_completed_and_what_was_said_stays(study: RecordsAnnex) -> None:
    edit = RecordEdit(study, TODAY, {"time": "0409"})
    edit.complete(stored_texts(study, KEPT))
    assert edit.values["time"] == "2021年4月9日"
    assert edit.values["content"] == CONTENT


def test_remarks_come_in_order_errors_first(study: RecordsAnnex) -> None:
    texts = {"present": "30", "expected": "20", "hours": "很多", "time": "2018年5月7日"}
    edit = RecordEdit(study, TODAY, texts)
    assert [(remark.field, remark.kind) for remark in edit.remarks] == [
        ("hours", "error"),
        ("time", "soft"),
        ("content", "missing"),
        ("present", "soft"),
    ]
    assert edit.values["hours"] == "很多"


def test_what_cannot_be_read_breaks_no_rule_and_is_said_once(study: RecordsAnnex) -> None:
    edit = RecordEdit(study, TODAY, {**TEXTS, "present": "三十多", "expected": "20"})
    assert [(remark.field, remark.kind) for remark in edit.remarks] == [("present", "error")]
    assert edit.across() == []


def test_numbers_told_in_words_fill_only_what_is_empty(study: RecordsAnnex) -> None:
    edit = RecordEdit(study, TODAY, {**TEXTS, "expected": "25", "present": ""})
    assert (edit.values["expected"], edit.values["present"]) == (25, 20)
    assert edit.texts["present"] == ""


def test_across_looks_at_what_was_entered_alone(study: RecordsAnnex) -> None:
    """In the form the numbers are filled in on leaving the words; before that nobody has said them twice."""
    edit = RecordEdit(study, TODAY, {"participants": "应到20人，实到30人"})
    assert [remark.field for remark in edit.across()] == ["participants"]


def test_a_text_for_findings_stays_whole() -> None:
    ledger = annex("ledger")
    edit = RecordEdit(ledger, TODAY, {"problems": "\n1.党课少\r\n2.记录缺\n"})
    assert edit.values == {"problems": "\n1.党课少\n2.记录缺\n"}
    assert "problems" not in stored_texts(ledger, {"problems": "x", "note": "甲"})


def test_a_field_there_is_not(study: RecordsAnnex) -> None:
    with pytest.raises(WrongUsage, match="附件2没有“stray”这一项；可用：time（时间）"):
        RecordEdit(study, TODAY, {"stray": "x"})
