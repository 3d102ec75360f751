"""The tables of a Word document, each with the lines above it, a row in memory at a time.

Rows and cells are the real ``w:tr`` and ``w:tc``: what wraps them is unwrapped, rows whose deletion is being
tracked are gone, merged cells stand in each row they cover. A table within a cell is not read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from exports.readers.archive import Archive
from exports.readers.grid import COLUMNS, MERGED, NESTED, Cell, Grid, Line, Room
from exports.readers.safe_xml import Parts, tree
from exports.readers.word_names import (
    CELL,
    DROPPED,
    GRID,
    GRID_COLUMNS,
    PARAGRAPH,
    ROW,
    TABLE,
    TEXT_BOX,
    attribute_of,
    child,
    number,
    value,
)
from exports.readers.word_numbers import Numbers
from exports.readers.word_text import cell_text, empty_prompts, paragraph_text
from forms.errors import BadInput

ABOVE = 12
"""Lines of text above a table that may belong to it."""

NUMBERED = "自动编号已写成文字"
PICTURED = "格里的图片或文本框没有读入"


def word_grids(archive: Archive) -> list[Grid]:
    """All tables of the document's body in their order. Raises BadInput."""
    reader = _Reader(_numbers(archive))
    reader.read(archive.read(archive.main))
    found = reader.found
    named = len(found) > 1
    return [
        Grid(f"第{place}个表格" if named else "表格", tuple(lines), above)
        for place, (lines, above) in enumerate(found, 1)
    ]


def _numbers(archive: Archive) -> Numbers:
    for part in archive.related(archive.main, "numbering").values():
        if part in archive:
            return Numbers(tree(archive.read(part)))
    return Numbers()


class _Reader:
    """Where in the document the parser is, and what has been found so far."""

    def __init__(self, numbers: Numbers) -> None:
        self.found: list[tuple[list[Line], tuple[str, ...]]] = []
        self._numbers = numbers
        self._above: deque[str] = deque(maxlen=ABOVE)
        self._room = Room()
        self._depth = self._boxes = self._count = 0
        self._lines: list[Line] = []
        self._edges: list[int] = []
        self._merged: dict[int, Cell] = {}

    def read(self, document: bytes) -> None:
        parts = Parts(document, TABLE | TEXT_BOX, TABLE | TEXT_BOX | ROW | PARAGRAPH | GRID)
        for event, element in parts:
            tag = element.tag
            if tag in TEXT_BOX:
                self._boxes += 1 if event == "start" else -1
            elif self._boxes:
                continue
            elif tag in TABLE:
                self._table(event)
            elif self._depth == 0 and tag in PARAGRAPH:
                text = paragraph_text(element, self._numbers)
                self._above.extend(line for line in text.split("\n") if line.strip())
                parts.let_go(element)
            elif self._depth == 1 and tag in ROW:
                self._row(element)
                parts.let_go(element)
            elif self._depth == 1 and tag in GRID:
                self._edges = _edges(element)

    def _table(self, event: str) -> None:
        if event == "end":
            self._depth -= 1
            if self._depth == 0:
                self.found.append((self._lines, tuple(self._above)))
                self._above.clear()
            return
        self._depth += 1
        if self._depth == 1:
            self._lines, self._edges, self._merged, self._count = [], [], {}, 0

    def _row(self, row: Any) -> None:
        self._count += 1
        properties = child(row, "trPr")
        if properties is not None and child(properties, "del") is not None:
            return
        empty_prompts(row)
        place = number(value(properties, "gridBefore"), 0) if properties is not None else 0
        cells: list[Cell] = []
        merged: dict[int, Cell] = {}
        for element in _cells(row):
            look = child(element, "tcPr")
            span, vertical, beside = 1, None, None
            if look is not None:
                span = max(number(value(look, "gridSpan"), 1), 1)
                vertical, beside = value(look, "vMerge"), value(look, "hMerge")
                if child(look, "cellDel") is not None:
                    place += span
                    continue
            if beside in ("", "continue") and cells:
                last = cells[-1]
                cells[-1] = Cell(last.text, last.start, self._edge(place + span), last.guess, last.fault)
                place += span
                continue
            start, end = self._edge(place), self._edge(place + span)
            if vertical in ("", "continue"):
                above = self._merged.get(place, Cell())
                cell = Cell(above.text, start, end, MERGED if above.text else "", above.fault)
                merged[place] = above
            else:
                cell = self._cell(element, start, end)
                if vertical:
                    merged[place] = cell
            cells.append(cell)
            if len(cells) > COLUMNS:
                raise BadInput(f"表格第{self._count}行超过{COLUMNS}格，不像填报的表；请检查文件。")
            place += span
        self._merged = merged
        line = Line(self._count, tuple(cells))
        if not line.blank:
            self._room.take(line)
            self._lines.append(line)

    def _cell(self, element: Any, start: int, end: int) -> Cell:
        read = cell_text(element, self._numbers)
        notes = [NUMBERED] * read.numbered + [PICTURED] * read.pictures
        return Cell(read.text, start, end, "；".join(notes), NESTED if read.nested else "")

    def _edge(self, place: int) -> int:
        """Where a grid column begins; columns that the table does not declare are of one width."""
        if place < len(self._edges):
            return self._edges[place]
        last = self._edges[-1] if self._edges else 0
        return last + (place - max(len(self._edges) - 1, 0)) * 1000


def _edges(grid: Any) -> list[int]:
    """The left edges of the declared columns and the last one's right edge; none when a width is missing."""
    edges = [0]
    for column in grid.iterchildren(*GRID_COLUMNS):
        width = number(attribute_of(column, "w"), 0, 1_000_000)
        if width <= 0:
            return []
        edges.append(edges[-1] + width)
    return edges if len(edges) > 1 else []


def _cells(element: Any) -> Iterator[Any]:
    for one in element:
        if one.tag in CELL:
            yield one
        elif one.tag not in DROPPED:
            yield from _cells(one)
