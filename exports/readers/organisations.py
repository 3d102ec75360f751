"""Organisations from CSV: a column per field, headed by its label or id."""

from __future__ import annotations

from exports.guard import unguard
from exports.readers.csv_reader import read_rows
from forms.errors import BadInput
from forms.neutral import one_line
from store.campaign.organisation_entry import FIELDS, field_named


def read_organisations(data: bytes) -> list[dict[str, str]]:
    """Rows by field id, for ``add_organisations``; empty cells are left out. Raises BadInput."""
    rows = [(place, cells) for place, cells in enumerate(read_rows(data), 1) if any(map(str.strip, cells))]
    if not rows:
        raise BadInput("文件是空的，没有表头也没有党组织；表头可以照 taizhang org list --format csv。")
    top, header = rows[0]
    names = [_field(cell, top, place) for place, cell in enumerate(header, 1)]
    for place, name in enumerate(names):
        if name and names.index(name) != place:
            raise BadInput(f"第{top}行第{place + 1}列“{one_line(header[place])}”与前面一列重复；请只留一列。")
    if "name" not in names:
        labels = "、".join(field.label for field in FIELDS)
        raise BadInput(f"第{top}行的表头缺少：规范简称；可用的列：{labels}。")
    found = []
    for number, cells in rows[1:]:
        if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
            raise BadInput(f"第{number}行有{len(cells)}格，表头有{len(names)}列；请检查这一行的逗号和引号。")
        found.append(
            {
                name: text
                for name, cell in zip(names, cells, strict=False)
                if name and (text := unguard(cell).strip())
            }
        )
    return found


def _field(cell: str, row: int, place: int) -> str:
    heading = "".join(one_line(cell).split())
    if not heading:
        return ""
    try:
        return field_named(heading).id
    except BadInput as error:
        raise BadInput(f"第{row}行第{place}列：{error.sentence}") from error
