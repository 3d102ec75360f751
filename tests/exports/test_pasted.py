"""Rows copied from a spreadsheet, as they arrive on a terminal."""

from __future__ import annotations

import pytest

from exports.readers.pasted import cells_of, looks_like_rows, pasted_reading
from forms.errors import BadInput
from store.campaign.campaign import Campaign
from store.campaign.records import records_annex

CONTENT = "学习《中国共产党简史》第一章，交流体会，布置四月主题党日活动"
ROW = f"4月6日\t{CONTENT}\t主题党日\t计算机学院党委\t全体党员（32人）"


def read(c: Campaign, text: str, annex: str = "study", org: str = "u1") -> list[dict[str, str]]:
    return [dict(one.raw) for one in pasted_reading(text, records_annex(c, annex), c, org).proposals]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_cells_and_rows(line_end: str) -> None:
    assert cells_of(line_end.join(["甲\t乙", "丙\t", ""])) == [["甲", "乙"], ["丙", ""], [""]]


def test_a_cell_with_line_breaks_is_in_quotes() -> None:
    assert cells_of('1\t"一、甲\r二、""乙"""\t完\r2\t丙\t丁') == [
        ["1", '一、甲\n二、"乙"', "完"],
        ["2", "丙", "丁"],
    ]


@pytest.mark.parametrize("text", ['"三会一课"制度', '"没有后引号', '""', '甲"乙"'])
def test_a_quotation_mark_of_the_text_stays(text: str) -> None:
    assert cells_of(f"{text}\t乙\n丙\t丁") == [[text, "乙"], ["丙", "丁"]]


def test_what_is_more_than_one_field() -> None:
    assert looks_like_rows("甲\t乙")
    assert looks_like_rows("甲\r乙")
    assert not looks_like_rows("一行字\n")


def test_without_a_heading_the_columns_are_those_of_the_form(c: Campaign) -> None:
    reading = pasted_reading(f"{ROW}\r\n{ROW}\r\n", records_annex(c, "study"), c, "u1")
    assert reading.headless
    assert reading.columns == ("时间", "学习内容", "学习方式", "开展单位", "参加人员")
    first, second = reading.proposals
    assert first.raw == {
        "time": "4月6日",
        "content": CONTENT,
        "method": "主题党日",
        "organiser": "计算机学院党委",
        "participants": "全体党员（32人）",
    }
    assert (first.org, second.where) == ("u1", "第2行")


@pytest.mark.parametrize("lead", ["1\t", "教工第一党支部\t", "1\t教工第一党支部\t", "12、\t"])
def test_a_number_or_the_organisation_in_front(c: Campaign, lead: str) -> None:
    (one,) = pasted_reading(lead + ROW, records_annex(c, "study"), c, "u1").proposals
    assert one.raw["time"] == "4月6日"
    assert one.raw["participants"] == "全体党员（32人）"
    assert one.org == ("u1-01" if "教工" in lead else "u1")


def test_fields_that_are_not_printed_follow(c: Campaign) -> None:
    (row,) = read(c, f"{ROW}\t2\t主题党日\t35\t32")
    assert (row["hours"], row["category"], row["expected"], row["present"]) == ("2", "主题党日", "35", "32")


def test_a_heading_says_which_column_is_which(c: Campaign) -> None:
    text = f"序号\t学习内容\t学习时间\t开展单位\n1\t{CONTENT}\t4月6日\t\n2\t{CONTENT}\t同上\t"
    reading = pasted_reading(text, records_annex(c, "study"), c, "u1")
    assert not reading.headless
    assert [one.raw["time"] for one in reading.proposals] == ["4月6日", "4月6日"]
    assert reading.columns == ("序号", "学习内容", "时间", "开展单位")


def test_a_heading_without_what_is_needed_is_refused(c: Campaign) -> None:
    with pytest.raises(BadInput, match="表头缺少：学习内容"):
        read(c, "时间\t参加人员\n4月6日\t24人")


def test_a_ledger_row_with_its_number_and_organisation(c: Campaign) -> None:
    text = '1\t教工第一党支部\t"1.甲\n2.乙"\t案例\t"1.问题一。\n2.问题二。"\t无'
    (row,) = read(c, text, "ledger")
    assert row["experience"] == "1.甲\n2.乙"
    assert row["problems"] == "1.问题一。\n2.问题二。"
    assert pasted_reading(text, records_annex(c, "ledger"), c, "u1").proposals[0].org == "u1-01"


def test_more_cells_than_columns_are_told(c: Campaign) -> None:
    text = f"{ROW}\t2\t主题党日\t35\t32\t多余"
    reading = pasted_reading(text, records_annex(c, "study"), c, "u1")
    assert any("没有读入" in note for note in reading.notes)


def test_the_first_columns_alone(c: Campaign) -> None:
    reading = pasted_reading(f"4月6日\t{CONTENT}\n4月7日\t{CONTENT}", records_annex(c, "study"), c, "u1")
    assert [dict(one.raw) for one in reading.proposals][1] == {"time": "4月7日", "content": CONTENT}
    assert reading.columns == ("时间", "学习内容")


def test_nothing_is_refused(c: Campaign) -> None:
    with pytest.raises(BadInput, match="是空的"):
        read(c, "\n \t \n")


def test_cells_far_to_the_right_are_not_left_out_without_a_word(c: Campaign) -> None:
    assert len(pasted_reading(ROW + "\t" * 300, records_annex(c, "study"), c, "u1").proposals) == 1
    with pytest.raises(BadInput, match="第1行在第200列以后还有内容"):
        pasted_reading(ROW + "\t" * 300 + "远", records_annex(c, "study"), c, "u1")
