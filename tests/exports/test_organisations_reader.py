"""Tables of organisations, read into proposals."""

from __future__ import annotations

import pytest

from exports.readers.csv_reader import read_organisations
from forms.errors import BadInput


def test_columns_by_label_or_id_and_empty_cells_left_out() -> None:
    data = "规范简称,level,序号,上级\r\n数学学院党委,二级党组织,2,\r\n\r\n'=甲,党支部,,u1\r\n".encode(
        "utf-8-sig"
    )
    assert read_organisations(data) == [
        {"name": "数学学院党委", "level": "二级党组织", "order": "2"},
        {"name": "=甲", "level": "党支部", "parent": "u1"},
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "文件是空的"),
        ("层级\n党支部\n", "第1行的表头缺少：规范简称"),
        ("规范简称,邮箱\n甲,乙\n", "第1行第2列：党组织没有“邮箱”这一项"),
        ("规范简称,name\n甲,乙\n", "第1行第2列“name”与前面一列重复"),
        ("规范简称,层级\n甲\n", "第2行有1格，表头有2列"),
        ("规范简称,层级\n甲,党支部,多\n", "第2行有3格，表头有2列"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_organisations(text.encode())
    assert sentence in refusal.value.sentence
