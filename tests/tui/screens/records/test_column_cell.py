"""The cell edited down a column: its revision, its draft and its save. No screen is opened."""

from __future__ import annotations

import pytest

from store.campaign.campaign import Campaign
from store.campaign.records import Row, Unsettled, get_row, save_record
from tests.support.records import CONTENT, LONG, study
from tui.screens.entry.unsettled import Answers
from tui.screens.records.column_edit import ColumnCell


def cell(campaign: Campaign, field: str, row: Row, annex: str = "study") -> ColumnCell:
    found = ColumnCell(campaign, annex, field)
    found.take("key", row)
    return found


def test_only_the_field_is_written(campaign: Campaign) -> None:
    id = study(campaign, "u1", "4月1日", hours="2")
    edited = cell(campaign, "participants", get_row(campaign, "study", "u1", id))
    edited.write("24人", Answers())
    texts = get_row(campaign, "study", "u1", id).texts
    assert (texts["participants"], texts["hours"], texts["content"]) == ("24人", "2", CONTENT)


def test_what_others_saved_elsewhere_in_the_record_is_the_new_base(campaign: Campaign) -> None:
    id = study(campaign, "u1", "4月1日")
    edited = cell(campaign, "participants", get_row(campaign, "study", "u1", id))
    save_record(campaign, "study", "u1", {"hours": "2"}, id=id, base=1)
    assert edited.is_same("key", get_row(campaign, "study", "u1", id))
    assert edited.entry.place()["base"] == 2
    save_record(campaign, "study", "u1", {"participants": "30人"}, id=id, base=2)
    assert not edited.is_same("key", get_row(campaign, "study", "u1", id))
    assert edited.entry.place()["base"] == 2


def test_its_draft_is_one_of_the_whole_record(campaign: Campaign) -> None:
    id = study(campaign, "u1-01", "4月1日")
    edited = cell(campaign, "participants", get_row(campaign, "study", "u1-01", id))
    texts = edited.values("24人")["texts"]
    assert (texts["participants"], texts["content"]) == ("24人", CONTENT)
    place = edited.entry.place()
    assert (place["annex"], place["org"], place["id"]) == ("study", "u1-01", id)


def test_a_row_that_an_organisation_has_once_may_begin_here(campaign: Campaign) -> None:
    edited = cell(campaign, "case", get_row(campaign, "ledger", "u1-01", ""), "ledger")
    with pytest.raises(Unsettled):
        edited.write(LONG, Answers())
    saved = edited.write(LONG, Answers(incomplete=True))
    assert (saved.id, saved.state) == (edited.entry.id_under("u1-01"), "incomplete")
