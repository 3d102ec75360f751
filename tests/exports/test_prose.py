"""Headings are known by their numbers."""

from __future__ import annotations

import pytest

from exports.materials import read_prose
from exports.printed import Heading, Paragraph


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("一、主要做法", Heading("一、主要做法", 1)),
        ("十二、下一步打算", Heading("十二、下一步打算", 1)),
        ("（一）加强学习", Heading("（一）加强学习", 2)),
        ("(二) 加强调研", Heading("(二) 加强调研", 2)),
        ("1.健全制度", Heading("1.健全制度", 3)),
        ("　　3． 落实责任", Heading("3． 落实责任", 3)),
        ("（一）加强学习。每月集中学习一次。", Heading("（一）加强学习。", 2, "每月集中学习一次。")),
        # No headings: a number within a sentence, a whole paragraph, a list that is text.
        ("2021年4月以来", Paragraph("2021年4月以来")),
        ("1.5万元用于活动", Paragraph("1.5万元用于活动")),
        ("一是提高认识", Paragraph("一是提高认识")),
        ("一、" + "长" * 60, Paragraph("一、" + "长" * 60)),
        ("1.建立清单。每月参加一次。", Paragraph("1.建立清单。每月参加一次。")),
    ],
)
def test_a_line(text: str, block: Heading | Paragraph) -> None:
    assert read_prose(text) == [block]


def test_empty_lines_only_part_paragraphs_and_nothing_is_lost() -> None:
    text = "\r\n　　第一段。\n\n\n第二段。\x0b第三段。\n一、标题\n"
    assert [block.text for block in read_prose(text)] == ["第一段。", "第二段。", "第三段。", "一、标题"]
