"""A workbook, a sheet an annex: text is text and never a formula, plain days are dates, numbers numbers."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from exports.names import annex_mark, annex_title, sheet_name
from exports.options import OFFICIAL, Options, Request
from exports.printed import Document, Problem, failure
from exports.renderers.renderer import Renderer
from exports.table import Table, table
from forms.errors import BadInput
from forms.kinds.cells import TEXT, CellType
from forms.neutral import clean, one_line

LONGEST = 32_767
"""What a cell can hold, in UTF-16 units; a longer text would be cut."""
WIDEST = 50
"""Characters that a column is made wide for; beyond it text wraps."""

_FONT = {"font_name": "宋体", "font_size": 11, "valign": "top", "border": 1}


@dataclass(frozen=True, slots=True)
class Workbook(Document):
    """Tables, each a sheet of its name (附件2 学习情况), whose every text fits into a cell."""

    sheets: tuple[Table, ...]
    org_name: str
    title: str
    year: int


def query(asked: Request) -> Workbook:
    """A sheet an annex; one that cannot be made is a problem, as long as there is another."""
    annexes, org = asked.annexes, asked.org
    sheets: list[Table] = []
    problems: list[Problem] = []
    for annex in annexes:
        try:
            sheets.append(replace(table(replace(asked, annexes=(annex,))), name=sheet_name(annex)))
        except Exception as error:
            if len(annexes) == 1:
                raise
            problems.append(failure(org.name, annex_mark(annex), error))
    if not sheets:
        raise BadInput("、".join(problem.what for problem in problems))
    title = annex_title(asked.annex) if len(annexes) == 1 else annex_mark(*annexes)
    return workbook(sheets, org.name, title, asked.campaign.pack.year, problems)


def workbook(
    sheets: Iterable[Table], org_name: str, title: str, year: int, problems: Iterable[Problem] = ()
) -> Workbook:
    """The workbook of these sheets, without the rows of which a cell cannot hold the text: those are problems
    beside what is missing from the tables and ``problems``."""
    kept: list[Table] = []
    missing = [*problems]
    for sheet in sheets:
        rows, left_out = _fitting(sheet, org_name)
        kept.append(replace(sheet, rows=rows))
        missing += [*sheet.problems, *left_out]
    return Workbook(tuple(kept), org_name, title, year, problems=tuple(missing))


def xlsx_bytes(book: Workbook, options: Options = OFFICIAL) -> bytes:
    """The workbook as a file: the same sheets give the same bytes."""
    import xlsxwriter  # only where a workbook is wanted

    packed = io.BytesIO()
    made = xlsxwriter.Workbook(packed, {"in_memory": True})
    name = one_line(book.org_name)
    created = datetime(book.year, 1, 1)  # of this moment, otherwise
    made.set_properties({"title": name + one_line(book.title), "author": name, "created": created})
    cells = [cell for sheet in book.sheets for cell in sheet.cells]
    formats = {cell: made.add_format(_look(cell)) for cell in dict.fromkeys((TEXT, *cells))}
    head = made.add_format(
        _FONT | {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "num_format": "@"}
    )
    for sheet in book.sheets:
        _write(made.add_worksheet(sheet.name), sheet, formats, head)
    made.close()
    return packed.getvalue()


def _fitting(sheet: Table, org_name: str) -> tuple[tuple[tuple[str, ...], ...], list[Problem]]:
    """The rows, cleaned, that cells can hold, and the others."""
    kept, left_out = [], []
    for row in sheet.rows:
        texts = tuple(clean(text) for text in row)
        long = next((place for place, text in enumerate(texts) if _units(text) > LONGEST), None)
        if long is None:
            kept.append(texts)
            continue
        what = f"有{len(texts[long])}字，Excel 一格最多{LONGEST}字，这一行没有写入；请导出 Word 或 CSV"
        left_out.append(Problem(org_name, sheet.name, what, field=sheet.header[long]))
    return tuple(kept), left_out


def _look(cell: CellType) -> dict[str, Any]:
    wrapped = {"text_wrap": True} if cell == TEXT else {"align": "left"} if cell.left else {}
    return _FONT | {"num_format": cell.number_format} | wrapped


def _write(page: Any, found: Table, formats: Mapping[CellType, Any], head: Any) -> None:
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
    for number, row in enumerate(found.rows, 1):
        for place, (text, cell) in enumerate(zip(row, cells, strict=True)):
            _cell(page, number, place, text, cell, formats)


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


XLSX = Renderer(
    "xlsx",
    "Excel",
    query,
    xlsx_bytes,
    about="Excel，每个附件一张工作表",
    together=True,
    options=frozenset({"merge"}),
)
