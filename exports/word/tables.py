"""Tables: a row of each kind is made once for a set of columns, every further one is its clone. Adding rows
through python-docx asks the whole table again for each cell and becomes quadratic."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any

from docx.oxml.ns import qn

from exports.printed import Group, Orientation, PrintedColumn, Row
from exports.word import page
from exports.word.markup import element
from exports.word.paragraphs import empty_paragraph, keep_with_next, set_text
from exports.word.styles import CELL, CELL_CENTRED, CELL_NARROW, GROUP, HEADING, Look
from forms.neutral import clean

ROW_MM = 10
"""A row's least height: room for one line, and for handwriting on the blank form."""

JUSTIFIED_MM = 50
"""Narrower columns are not justified: a line of few characters would be torn apart."""

SHORT_LINES = 8
"""A row of more lines may break across pages: kept whole, it would leave much of a page empty above it."""


class TableTemplate:
    """The parts of a table of these columns: its properties and a row of each kind."""

    def __init__(self, orientation: Orientation, columns: Sequence[PrintedColumn]) -> None:
        text_width = page.page_for(orientation).text_width
        widths = page.fitted_widths([column.width for column in columns], text_width)
        looks = [_look(column) for column in columns]
        self._opening = (
            _properties(sum(widths)),
            element("tblGrid", *(element("gridCol", w=width) for width in widths)),
        )
        self._fits = [max(1, int((width - 170) / (page.TABLE_PT * 20))) for width in widths]
        """How many Chinese characters fit on a line of each column."""
        titles = [column.title for column in columns]
        self._heading = _filled(_row(widths, [HEADING] * len(columns), whole=True, repeated=True), titles)
        self._short = _row(widths, looks, whole=True)
        self._long = _row(widths, looks, whole=False)
        self._group = _row([sum(widths)], [GROUP], whole=True, span=len(widths))

    def write(self, xml: Any, body: Sequence[Row | Group], keep_last: bool = False) -> None:
        """Write the table, a row in memory at a time, into an ``lxml.etree.xmlfile``; ``keep_last``: its last
        row stays on the page of what follows. Raises ValueError for a row with other than a cell a column."""
        with xml.element(qn("w:tbl")):
            xml.write(*self._opening, self._heading)
            for number, line in enumerate(body, 1):
                row = self._line(line)
                if keep_last and number == len(body):
                    keep_with_next(row)
                xml.write(row)

    def _line(self, line: Row | Group) -> Any:
        if isinstance(line, Group):
            return _filled(self._group, [line.text])
        return _filled(self._short if self._lines(line) <= SHORT_LINES else self._long, line.cells)

    def _lines(self, row: Row) -> int:
        return max(
            (
                sum(-(-len(line) // fit) or 1 for line in text.split("\n"))
                for text, fit in zip(row.cells, self._fits, strict=True)
            ),
            default=1,
        )


@lru_cache(maxsize=64)
def table_template(orientation: Orientation, columns: tuple[PrintedColumn, ...]) -> TableTemplate:
    """The template for a table of these columns between the margins."""
    return TableTemplate(orientation, columns)


def _look(column: PrintedColumn) -> Look:
    if column.align == "center":
        return CELL_CENTRED
    return CELL if column.width >= JUSTIFIED_MM else CELL_NARROW


def _properties(width: int) -> Any:
    """Of the table: widths are fixed, in all three places that Word, WPS and LibreOffice read them from."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    margins = (("top", 28), ("left", 85), ("bottom", 28), ("right", 85))
    return element(
        "tblPr",
        element("tblW", w=width, type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *(element(side, val="single", sz=4, space=0, color="auto") for side in sides)),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=inner, type="dxa") for side, inner in margins)),
    )


def _row(
    widths: Sequence[int], looks: Sequence[Look], whole: bool, repeated: bool = False, span: int = 1
) -> Any:
    """A row whose cells wait for their text; ``whole``: it stays on one page."""
    properties = element("trPr", *([element("cantSplit")] if whole else []))
    properties.append(element("trHeight", val=page.twips(ROW_MM), hRule="atLeast"))
    if repeated:
        properties.append(element("tblHeader"))
    return element("tr", properties, *(_cell(*one, whole, span) for one in zip(widths, looks, strict=True)))


def _cell(width: int, look: Look, whole: bool, span: int) -> Any:
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    # In a row that flows over pages text starts at the top, and names stand beside the middle of it.
    properties.append(element("vAlign", val="center" if whole or look is CELL_CENTRED else "top"))
    return element("tc", properties, empty_paragraph(look))


def _filled(row: Any, texts: Sequence[str]) -> Any:
    """A clone of the row with these texts; their line breaks become paragraphs."""
    made = deepcopy(row)
    for cell, text in zip(made[1:], texts, strict=True):
        lines = clean(text).split("\n")
        cell.extend(deepcopy(cell[1]) for _ in lines[1:])
        for paragraph, line in zip(cell[1:], lines, strict=True):
            set_text(paragraph, line)
    return made
