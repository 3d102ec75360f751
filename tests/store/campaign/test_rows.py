"""Long lists: rows are read when looked at, kept while nothing is saved, and never stale."""

from __future__ import annotations

from pathlib import Path

from forms.clock import SystemClock
from store.backends import open_campaign
from store.campaign.campaign import Actor
from store.campaign.organisations import organisations, required
from store.campaign.records import delete_record, list_records, save_record
from store.campaign.submissions import progress
from tests.support.filled import RECORD, fill, found

LONG = "学习习近平总书记在党史学习教育动员大会上的重要讲话精神"


def test_a_row_is_read_when_somebody_looks(tmp_path: Path) -> None:
    c = found(tmp_path / "s", 1)
    fill(c, 1, 5)
    rows = list_records(c, "study", "u001")
    assert ["_reading" in vars(row) for row in rows] == [False] * 6
    assert rows[2].texts["participants"] == RECORD["participants"]
    assert ["_reading" in vars(row) for row in rows].count(True) == 1


def test_what_anybody_saves_is_listed_and_counted(tmp_path: Path) -> None:
    c = found(tmp_path / "s", 2)
    other = open_campaign(tmp_path / "s", None, SystemClock(), Actor("other"))

    def listed() -> tuple[list[str], str]:
        words = progress(c, organisations(c), required(c, "u001"), "study").words
        return sorted(row.texts["content"][:1] for row in list_records(c, "study", "u001")), words

    save_record(c, "study", "u001", RECORD | {"content": "甲" + LONG})
    assert listed() == (["甲"], "已录1条")
    second = save_record(other, "study", "u001", RECORD | {"content": "乙" + LONG, "time": "2021年4月2日"})
    assert listed() == (["乙", "甲"], "已录2条")
    assert list_records(c, "study", "u002") == []
    delete_record(other, second)
    assert listed() == (["甲"], "已录1条")


def test_a_list_that_was_handed_out_is_the_caller_s_own(tmp_path: Path) -> None:
    c = found(tmp_path / "s", 1)
    fill(c, 1, 3)
    list_records(c, "study", "u001").clear()
    assert len(list_records(c, "study", "u001")) == 4
