"""The tables of a Word document, each with the lines above it.

Rows and cells are the real ``w:tr`` and ``w:tc``: what wraps them is unwrapped, rows whose deletion is being
tracked are gone, merged cells stand in each row they cover. A table within a cell is not read. Of a large
document a row is in memory at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from exports.readers import word_names as ml
from exports.readers.archive import Archive
from exports.readers.grid import COLUMNS, MERGED, Cell, Grid, Line, Room
from exports.readers.safe_xml import SMALL, Parts, tree
from exports.readers.word_cells import Found, cells, is_plain, paragraph_text, plain_texts
from exports.readers.word_numbers import Numbers
from forms.errors import BadInput

ABOVE = 12
"""Lines of text above a table that may belong to it."""


def word_grids(archive: Archive) -> list[Grid]:
    """All tables of the document's body in their order. Raises BadInput."""
    document = archive.read(archive.main)
    reader = _Reader(_numbers(archive, document))
    if len(document) <= SMALL:
        reader.read_whole(tree(document))
    else:
        reader.read_by_rows(document)
    named = len(reader.found) > 1
    return [
        Grid(f"第{place}个表格" if named else "表格", tuple(lines), above)
        for place, (lines, above) in enumerate(reader.found, 1)
    ]


def _numbers(archive: Archive, document: bytes) -> Numbers:
    if b"numPr" not in document and b"\0" not in document[:200]:
        return Numbers()
    for part in archive.related(archive.main, "numbering").values():
        if part in archive:
            return Numbers(tree(archive.read(part)))
    return Numbers()


class _Reader:
    """What has been found so far, and where in a table one is."""

    def __init__(self, numbers: Numbers) -> None:
        self.found: list[tuple[list[Line], tuple[str, ...]]] = []
        self._numbers = numbers
        self._above: deque[str] = deque(maxlen=ABOVE)
        self._room = Room()
        self._count = 0
        self._lines: list[Line] = []
        self._edges: list[int] = []
        self._merged: dict[int, Cell] = {}

    def read_whole(self, root: Any) -> None:
        plain = is_plain(root)
        # Text outside tables belongs to the next one.
        for element in _unwrapped(root, ml.PARAGRAPH | ml.TABLE):
            if element.tag in ml.PARAGRAPH:
                self._paragraph(element)
                continue
            for part in _unwrapped(element, ml.ROW | ml.GRID):
                if part.tag in ml.ROW:
                    self._row(part, plain)
                else:
                    self._edges = _edges(part)
            self._end_table()

    def read_by_rows(self, document: bytes) -> None:
        parts = Parts(document, ml.TABLE | ml.ROW | ml.GRID)
        for element in parts:
            depth = _depth(element)
            if element.tag in ml.TABLE:
                if depth == 0:
                    self._end_table()
            elif depth == 1 and element.tag in ml.ROW:
                if not self._count:
                    self._read_above(element)
                self._row(element, is_plain(element))
                parts.let_go(element)
            elif depth == 1:
                self._edges = _edges(element)

    def _read_above(self, row: Any) -> None:
        """Paragraphs between the table before and the table of this row: its first one."""
        for above in [*row.iterancestors()][::-1]:
            for one in [*above.itersiblings(preceding=True)][::-1]:
                for paragraph in one.iter(*ml.PARAGRAPH):
                    if _depth(paragraph) == 0:
                        self._paragraph(paragraph)

    def _paragraph(self, paragraph: Any) -> None:
        text = paragraph_text(paragraph, self._numbers)
        self._above.extend(line for line in text.split("\n") if line.strip())

    def _end_table(self) -> None:
        self.found.append((self._lines, tuple(self._above)))
        self._above.clear()
        self._lines, self._edges, self._merged, self._count = [], [], {}, 0

    def _row(self, row: Any, plain: bool) -> None:
        self._count += 1
        look = ml.properties(row, ml.ROW_LOOK)
        place = 0
        if look is not None:
            if ml.child(look, "del") is not None:
                return
            place = ml.number(ml.value(look, "gridBefore"), 0)
        texts = plain_texts(row) if plain and not place else None
        if texts is not None and len(texts) < min(len(self._edges), COLUMNS):
            self._merged = {}
            line = Line(self._count, tuple(map(Cell, texts, self._edges, self._edges[1:])))
        else:
            line = Line(self._count, tuple(self._placed(cells(row, self._numbers), place)))
        if not line.blank:
            self._room.take(line.cells)
            self._lines.append(line)

    def _placed(self, found: Iterable[Found], place: int) -> list[Cell]:
        """The cells with where they begin and end, and what merged ones hold."""
        row: list[Cell] = []
        merged: dict[int, Cell] = {}
        for one in found:
            start, end = self._edge(place), self._edge(place + one.span)
            if one.gone:
                pass
            elif one.beside in ("", "continue") and row:
                last = row[-1]
                row[-1] = Cell(last.text, last.start, end, last.guess, last.fault)
            elif one.above in ("", "continue"):
                held = merged[place] = self._merged.get(place, Cell())
                row.append(Cell(held.text, start, end, MERGED if held.text else "", held.fault))
            else:
                row.append(Cell(one.text, start, end, one.guess, one.fault))
                if one.above:
                    merged[place] = row[-1]
            place += one.span
            if len(row) > COLUMNS:
                raise BadInput(f"表格第{self._count}行超过{COLUMNS}格，不像填报的表；请检查文件。")
        self._merged = merged
        return row

    def _edge(self, place: int) -> int:
        """Where a grid column begins; columns that the table does not declare are of one width."""
        if place < len(self._edges):
            return self._edges[place]
        last = self._edges[-1] if self._edges else 0
        return last + (place - max(len(self._edges) - 1, 0)) * 1000


def _depth(element: Any) -> int:
    """Tables that an element stands in, -1 within a text box."""
    above, depth = element.getparent(), 0
    while above is not None:
        tag = above.tag
        if tag in ml.TEXT_BOX:
            return -1
        depth += tag in ml.TABLE
        above = above.getparent()
    return depth


def _unwrapped(element: Any, wanted: frozenset[str]) -> Iterator[Any]:
    """The outermost elements of these names in another, whatever wraps them."""
    for one in element:
        if one.tag in wanted:
            yield one
        elif one.tag not in ml.DROPPED:
            yield from _unwrapped(one, wanted)


def _edges(grid: Any) -> list[int]:
    """The left edges of the declared columns and the last one's right edge; none when a width is missing."""
    edges = [0]
    for column in grid.iterchildren(*ml.GRID_COLUMNS):
        width = ml.number(ml.attribute_of(column, "w"), 0, 1_000_000)
        if width <= 0:
            return []
        edges.append(edges[-1] + width)
    return edges if len(edges) > 1 else []
