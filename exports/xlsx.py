"""A workbook, a sheet an annex: text is text and never a formula, plain days are dates, numbers numbers."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from exports.printed import Problem
from exports.table import Table
from forms.kinds.cells import DAY, NUMBER, TEXT, CellType
from forms.neutral import clean, one_line

LONGEST = 32_767
"""What a cell can hold, in UTF-16 units; a longer text would be cut."""
WIDEST = 50
"""Characters that a column is made wide for; beyond it text wraps."""

_FONT = {"font_name": "宋体", "font_size": 11, "valign": "top", "border": 1}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under its name: 附件2 学习情况."""

    name: str
    table: Table


def workbook_bytes(
    sheets: Sequence[Sheet], org_name: str, title: str, year: int
) -> tuple[bytes, tuple[Problem, ...]]:
    """The workbook, and the rows that are not in it because a cell cannot hold their text. The same sheets
    give the same bytes."""
    import xlsxwriter  # only where a workbook is wanted

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    name = one_line(org_name)
    book.set_properties(
        {
            "title": one_line(f"{org_name}{title}"),
            "author": name,
            # Of this moment, otherwise.
            "created": datetime(year, 1, 1),
        }
    )
    cells = [cell for sheet in sheets for cell in sheet.table.cells]
    formats = {cell: book.add_format(_look(cell)) for cell in (TEXT, DAY, NUMBER)}
    head = book.add_format(
        _FONT | {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "num_format": "@"}
    )
    formats |= {cell: book.add_format(_look(cell)) for cell in dict.fromkeys(cells) if cell not in formats}
    problems: list[Problem] = []
    for sheet in sheets:
        problems.extend(sheet.table.problems)
        problems.extend(_write(book.add_worksheet(sheet.name), sheet, org_name, formats, head))
    book.close()
    return packed.getvalue(), tuple(problems)


def _look(cell: CellType) -> dict[str, Any]:
    wrapped = {"text_wrap": True} if cell is TEXT else {"align": "left"} if cell.left else {}
    return _FONT | {"num_format": cell.number_format} | wrapped


def _write(
    page: Any, sheet: Sheet, org_name: str, formats: Mapping[CellType, Any], head: Any
) -> list[Problem]:
    found = sheet.table
    cells = found.cells or (TEXT,) * len(found.header)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    # Numbers that are text on purpose need no warning in every cell.
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for place, title in enumerate(found.header):
        page.set_column(place, place, _width([title, *(row[place] for row in found.rows)]))
        page.write_string(0, place, one_line(title), head)
    problems = []
    number = 1
    for row in found.rows:
        texts = [clean(text) for text in row]
        long = next((place for place, text in enumerate(texts) if _units(text) > LONGEST), None)
        if long is not None:
            what = f"有{len(texts[long])}字，Excel 一格最多{LONGEST}字，这一行没有写入；请导出 Word 或 CSV"
            problems.append(Problem(org_name, sheet.name, what, field=found.header[long]))
            continue
        for place, (text, cell) in enumerate(zip(texts, cells, strict=True)):
            _cell(page, number, place, text, cell, formats)
        number += 1
    return problems


def _cell(
    page: Any, row: int, place: int, text: str, cell: CellType, formats: Mapping[CellType, Any]
) -> None:
    value = cell.value(text)
    if isinstance(value, date):
        page.write_datetime(row, place, value, formats[cell])
    elif value is not None:
        page.write_number(row, place, value, formats[cell])
    elif text:
        page.write_string(row, place, text, formats[TEXT])
    else:
        page.write_blank(row, place, None, formats[TEXT])


def _units(text: str) -> int:
    return len(text) if len(text) * 2 <= LONGEST else len(text.encode("utf-16-le")) // 2


def _width(texts: Sequence[str]) -> int:
    longest = max((_letters(line) for text in texts for line in text[:2000].split("\n")), default=0)
    return max(6, min(longest, WIDEST)) + 2


def _letters(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line[:WIDEST])
