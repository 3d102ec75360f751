"""A workbook, a sheet an annex: text is text and never a formula, plain days are dates, numbers numbers."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from exports.printed import Problem
from exports.table import Table
from forms.neutral import clean, one_line

LONGEST = 32_767
"""What a cell can hold, in UTF-16 units; a longer text would be cut."""
WIDEST = 50
"""Characters that a column is made wide for; beyond it text wraps."""

_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,13})(?:\.\d{1,6})?", re.ASCII)
_FIRST = date(1900, 3, 1)
"""Before it a spreadsheet counts a 29 February that never was."""
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
    formats = {
        "": book.add_format(_FONT | {"num_format": "@", "text_wrap": True}),
        "when": book.add_format(_FONT | {"num_format": 'yyyy"年"m"月"d"日"', "align": "left"}),
        "number": book.add_format(_FONT | {"num_format": "General"}),
        "head": book.add_format(
            _FONT
            | {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "num_format": "@"}
        ),
    }
    problems: list[Problem] = []
    for sheet in sheets:
        problems.extend(sheet.table.problems)
        problems.extend(_write(book.add_worksheet(sheet.name), sheet, org_name, formats))
    book.close()
    return packed.getvalue(), tuple(problems)


def _write(page: Any, sheet: Sheet, org_name: str, formats: Mapping[str, Any]) -> list[Problem]:
    found = sheet.table
    kinds = found.kinds or ("",) * len(found.header)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    # Numbers that are text on purpose need no warning in every cell.
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for place, title in enumerate(found.header):
        page.set_column(place, place, _width([title, *(row[place] for row in found.rows)]))
        page.write_string(0, place, one_line(title), formats["head"])
    problems = []
    number = 1
    for row in found.rows:
        texts = [clean(text) for text in row]
        long = next((place for place, text in enumerate(texts) if _units(text) > LONGEST), None)
        if long is not None:
            what = f"有{len(texts[long])}字，Excel 一格最多{LONGEST}字，这一行没有写入；请导出 Word 或 CSV"
            problems.append(Problem(org_name, sheet.name, what, field=found.header[long]))
            continue
        for place, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
            _cell(page, number, place, text, kind, formats)
        number += 1
    return problems


def _cell(page: Any, row: int, place: int, text: str, kind: str, formats: Mapping[str, Any]) -> None:
    day = _day(text) if kind == "when" else None
    if day is not None:
        page.write_datetime(row, place, day, formats["when"])
    elif kind == "number" and _NUMBER.fullmatch(text) and f"{float(text):.15g}" == text:
        page.write_number(row, place, float(text), formats["number"])
    elif text:
        page.write_string(row, place, text, formats[""])
    else:
        page.write_blank(row, place, None, formats[""])


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        day = date(*map(int, match.groups()))
    except ValueError:
        return None
    return day if day >= _FIRST else None


def _units(text: str) -> int:
    return len(text) if len(text) * 2 <= LONGEST else len(text.encode("utf-16-le")) // 2


def _width(texts: Sequence[str]) -> int:
    longest = max((_letters(line) for text in texts for line in text[:2000].split("\n")), default=0)
    return max(6, min(longest, WIDEST)) + 2


def _letters(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line[:WIDEST])
