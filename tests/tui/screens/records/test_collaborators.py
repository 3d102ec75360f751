"""What stands behind the records list, without the screen: its filters, its rows, what a form begins with."""

from __future__ import annotations

from store.campaign.campaign import Campaign
from store.campaign.filters import FILTERS, Filter
from store.campaign.records import Row, list_records
from tests.support.records import study, unfinished
from tui.screens.records.columns import layout
from tui.screens.records.record_list import PIECE, ListFilter, RecordList, empty_words
from tui.widgets.row_list import ListRow

ALL = FILTERS[0].id


def read(campaign: Campaign, annex: str = "study", org: str = "u1") -> RecordList:
    records = RecordList(campaign, annex, org)
    records.read("", layout(records.annex, 78))
    return records


def rows(campaign: Campaign, count: int) -> dict[str, Row]:
    """The one record of the campaign, so many times."""
    (row,) = list_records(campaign, "study", "u1")
    return {str(number): row for number in range(count)}


# Filters


def test_filters_with_rows_are_offered_and_turned_through(campaign: Campaign) -> None:
    study(campaign, "u1", "4.1")
    lacking = unfinished(campaign, "u1-01", "4.2")
    records, chosen = read(campaign), ListFilter()
    chosen.read(records.rows, records.keeps)
    offered = [one.id for one in chosen.offered]
    assert offered[:2] == [ALL, FILTERS[1].id]
    chosen.turn(1)
    assert [line.key for line in chosen.through(records.lines)] == [lacking]
    chosen.turn(-1)
    assert len(chosen.through(records.lines)) == 2
    assert next(current for _, _, current in chosen.counts)


def test_a_filter_without_rows_gives_way_to_all(campaign: Campaign) -> None:
    unfinished(campaign, "u1", "4.2")
    records, chosen = read(campaign), ListFilter()
    chosen.read(records.rows, records.keeps)
    chosen.turn(1)
    chosen.read(records.rows, lambda one, row: False)
    assert chosen.current.id == ALL


def test_a_long_list_is_counted_in_pieces(campaign: Campaign) -> None:
    study(campaign, "u1", "4.1")
    many = rows(campaign, 2 * PIECE + 1)
    asked = 0

    def keeps(one: Filter, row: Row) -> bool:
        nonlocal asked
        asked += one.dear
        return True

    chosen = ListFilter()
    chosen.read(many, keeps)
    assert chosen.counting
    assert asked == 0
    pieces = 0
    while chosen.counting:
        before = len(chosen.offered)
        chosen.count_some()
        pieces += 1
    assert pieces == 4, "two whole ones, the rest, and the look that says there is no more"
    assert len(chosen.offered) > before
    chosen.count_some()


def test_an_empty_list_says_how_to_go_on(campaign: Campaign) -> None:
    records, chosen = read(campaign), ListFilter()
    chosen.read(records.rows, records.keeps)
    assert "按 Ctrl+N 录入第一条" in empty_words(records.annex, chosen)
    unfinished(campaign, "u1", "4.2")
    records = read(campaign)
    chosen.read(records.rows, records.keeps)
    assert "按 Esc 全部显示" in empty_words(records.annex, chosen)
    chosen.turn(1)
    assert "按 Tab 换一种筛选" in empty_words(records.annex, chosen)
    assert chosen.through([ListRow("gone", ("",))]) == []


# Rows


def test_the_next_unfinished_one_is_found_from_the_top_again(campaign: Campaign) -> None:
    first = unfinished(campaign, "u1", "4.1")
    whole = study(campaign, "u1", "4.2")
    last = unfinished(campaign, "u1-01", "4.3")
    records = read(campaign)
    order = [line.key for line in records.lines]
    assert order == [first, whole, last]
    assert [records.unfinished(key) for key in order] == [True, False, True]
    assert records.next_unfinished(order, whole) == last
    assert records.next_unfinished(order, last) == first
    assert records.next_unfinished([first, whole], first) == ""
    assert records.next_unfinished(order, "not listed") == first
    assert not records.unfinished("not listed")


def test_an_organisation_without_a_row_is_unfinished(campaign: Campaign) -> None:
    records = read(campaign, "ledger")
    assert not records.many
    assert records.next_unfinished(list(records.rows), "u1") == "u1-01"


def test_a_new_record_carries_over_and_repeats_the_last_one(campaign: Campaign) -> None:
    first = study(campaign, "u1", "4.1", organiser="甲", method="党课")
    second = study(campaign, "u1", "4.2", organiser="乙")
    records = read(campaign)
    known = records.texts_for([first, second], "u1", "")
    assert known["carried"]["organiser"] == "乙"
    assert known["before"]["organiser"] == "乙"
    above = records.texts_for([first, second], "u1", second)
    assert above["carried"] == {}
    assert above["before"]["organiser"] == "甲"


def test_another_organisation_is_read_next(campaign: Campaign) -> None:
    study(campaign, "u1", "4.1")
    here = study(campaign, "u1-01", "4.2")
    records = read(campaign)
    records.turn_to("u1-01")
    records.read("u1", layout(records.annex, 78))
    assert records.org is not None
    assert (records.org.id, list(records.rows)) == ("u1-01", [here])
    assert records.progress_words()
    assert "学习情况" in read(campaign).due_words()
