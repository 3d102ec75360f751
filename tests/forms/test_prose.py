"""Headings are known by their numbers."""

from __future__ import annotations

import pytest

from forms.prose import Line, read_prose


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("一、主要做法", Line(1, "一、主要做法")),
        ("十二、下一步打算", Line(1, "十二、下一步打算")),
        ("（一）加强学习", Line(2, "（一）加强学习")),
        ("(二) 加强调研", Line(2, "(二) 加强调研")),
        ("1.健全制度", Line(3, "1.健全制度")),
        ("　　3． 落实责任", Line(3, "3． 落实责任")),
        ("（一）加强学习。每月集中学习一次。", Line(2, "（一）加强学习。", "每月集中学习一次。")),
        # No headings: a number within a sentence, a whole paragraph, a list that is text.
        ("2021年4月以来", Line(0, "2021年4月以来")),
        ("1.5万元用于活动", Line(0, "1.5万元用于活动")),
        ("一是提高认识", Line(0, "一是提高认识")),
        ("一、" + "长" * 60, Line(0, "一、" + "长" * 60)),
        ("1.建立清单。每月参加一次。", Line(0, "1.建立清单。每月参加一次。")),
    ],
)
def test_a_line(text: str, line: Line) -> None:
    assert read_prose(text) == [line]


def test_empty_lines_only_part_paragraphs_and_nothing_is_lost() -> None:
    text = "\r\n　　第一段。\n\n\n第二段。\x0b第三段。\n一、标题\n"
    assert [line.text for line in read_prose(text)] == ["第一段。", "第二段。", "第三段。", "一、标题"]
