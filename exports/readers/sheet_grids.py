"""The sheets of a workbook, a row in memory at a time. Hidden sheets are not read; merged cells stand in each
row they cover."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from exports.readers.archive import Archive
from exports.readers.grid import CELLS, COLUMNS, MERGED, Cell, Grid, Line, Room, too_wide
from exports.readers.safe_xml import Parts, tree
from exports.readers.sheet_values import Format, formats, shown_number, string_text, unescaped
from forms.errors import BadInput

_STRINGS = 400_000
_MERGES = 50_000
_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})\Z")


def sheet_grids(archive: Archive) -> list[Grid]:
    """All visible sheets in their order. Raises BadInput."""
    book = _Book(archive)
    named = len(book.sheets) > 1
    room = Room()
    return [
        Grid(f"工作表“{name}”" if named else "", tuple(_Sheet(book, room).lines(archive.read(part))))
        for name, part in book.sheets
    ]


class _Book:
    """What the sheets of a workbook share."""

    def __init__(self, archive: Archive) -> None:
        root = tree(archive.read(archive.main))
        parts = archive.related(archive.main, "worksheet")
        self.from_1904 = any(one.get("date1904") in ("1", "true") for one in root.iter("{*}workbookPr"))
        self.sheets = [
            (one.get("name") or "", part)
            for one in root.iter("{*}sheet")
            if one.get("state") not in ("hidden", "veryHidden")
            and (part := parts.get(_relation(one), "")) in archive
        ]
        self.strings = [
            text
            for part in archive.related(archive.main, "sharedStrings").values()
            for text in _strings(archive.read(part))
        ]
        styles = list(archive.related(archive.main, "styles").values())
        self._formats = formats(tree(archive.read(styles[0]))) if styles else []

    def format(self, style: str | None) -> Format:
        place = int(style) if style and style.isascii() and style.isdigit() else 0
        return self._formats[place] if place < len(self._formats) else Format()


def _relation(sheet: Any) -> str:
    return next((text for name, text in sheet.attrib.items() if str(name).endswith("}id")), "")


def _strings(data: bytes) -> Iterator[str]:
    parts = Parts(data, ["{*}si"])
    for count, element in enumerate(parts):
        if count >= _STRINGS:
            raise BadInput("工作簿里的文字太多，不像填报的表；请只留要导入的工作表，另存后再导入。")
        yield string_text(element)
        parts.let_go(element)


class _Sheet:
    """Reads one sheet."""

    def __init__(self, book: _Book, room: Room) -> None:
        self._book, self._room = book, room
        self._row = 0
        self._merges: list[tuple[int, int, int, int]] = []
        """First row, first column, last row, last column."""

    def lines(self, data: bytes) -> list[Line]:
        rows: dict[int, dict[int, Cell]] = {}
        parts = Parts(data, ["{*}row", "{*}mergeCell"])
        for element in parts:
            if element.tag.endswith("}mergeCell"):
                self._merge(element.get("ref") or "")
            else:
                self._read_row(element, rows)
            parts.let_go(element)
        self._resolve(rows)
        width = max((max(cells) + 1 for cells in rows.values()), default=0)
        blanks = [Cell("", place, place + 1) for place in range(width)]
        found = []
        for number in sorted(rows):
            cells = rows[number]
            found.append(Line(number, tuple(cells.get(place, blanks[place]) for place in range(width))))
        return found

    def _read_row(self, row: Any, rows: dict[int, dict[int, Cell]]) -> None:
        said = row.get("r") or ""
        self._row = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else self._row + 1
        cells: dict[int, Cell] = {}
        place = -1
        for one in row:
            match = _PLACE.match(one.get("r") or "")
            place = _column(match[1]) if match else place + 1
            cell = self._cell(one, place)
            if not cell.fault and not cell.text.strip():
                continue
            if place >= COLUMNS:
                raise too_wide(self._row)
            cells[place] = cell
        if cells:
            rows[self._row] = cells
            self._room.take(cells)

    def _cell(self, element: Any, place: int) -> Cell:
        kind = element.get("t") or "n"
        value = inline = formula = None
        for one in element:
            local = one.tag.rpartition("}")[2]
            if local == "v":
                value = one.text or ""
            elif local == "is":
                inline = one
            elif local == "f":
                formula = one
        text, guess, fault = "", "", ""
        if inline is not None:
            text = string_text(inline)
        elif value is None:
            if formula is not None:
                fault = "公式没有算出结果；请在 Excel 或 WPS 里打开，保存后再导入"
        elif kind == "s":
            at = int(value) if value.isascii() and value.isdigit() and len(value) < 8 else -1
            text = self._book.strings[at] if 0 <= at < len(self._book.strings) else ""
        elif kind == "e":
            fault = f"格里是公式错误“{value[:10]}”；请改正后再导入"
        elif kind == "b":
            text = "是" if value == "1" else "否"
        elif kind in ("str", "d"):
            text = unescaped(value)
        else:
            text, guess = shown_number(value, self._book.format(element.get("s")), self._book.from_1904)
        return Cell(text, place, place + 1, guess, fault)

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        ends = _PLACE.match(first), _PLACE.match(last)
        if ends[0] and ends[1]:
            self._merges.append((int(ends[0][2]), _column(ends[0][1]), int(ends[1][2]), _column(ends[1][1])))
        if len(self._merges) > _MERGES:
            raise _too_merged()

    def _resolve(self, rows: dict[int, dict[int, Cell]]) -> None:
        """Rows that hold nothing of their own stay out: a merge may run to the sheet's end."""
        numbers = sorted(rows)
        filled = 0
        for top, left, bottom, right in self._merges:
            cell = rows.get(top, {}).get(left)
            if cell is None:
                continue
            rows[top][left] = cell._replace(end=min(right, COLUMNS) + 1)
            below = rows[top][left]._replace(guess=MERGED)
            for number in numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]:
                rows[number].setdefault(left, below)
                filled += 1
            if filled > CELLS:
                raise _too_merged()


def _too_merged() -> BadInput:
    return BadInput("工作表里合并的单元格太多，不像填报的表；请取消不必要的合并再导入。")


def _column(letters: str) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
