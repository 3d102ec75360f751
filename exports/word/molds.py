"""Paragraphs and rows to be cloned: python-docx makes each once, and every further one is its XML with other
text in it. Adding rows through the library asks the whole table again for each cell and becomes quadratic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from exports.printed import Orientation, PrintedColumn
from exports.word import page
from exports.word.skeleton import MARKER, bare_document, plain_xml
from exports.word.styles import (
    CELL,
    CELL_CENTRED,
    CELL_NARROW,
    END,
    FOOT,
    GROUP,
    HEAD,
    HEADING,
    MARK,
    NOTE,
    TITLE,
    Look,
    run_properties,
)
from forms.neutral import clean

ROW_MM = 10
"""A row's least height: room for one line, and for handwriting on the blank form."""

JUSTIFIED_MM = 50
"""Narrower columns are not justified: a line of few characters would be torn apart."""


@dataclass(frozen=True, slots=True)
class ParagraphMold:
    """A paragraph around its text."""

    opening: str
    run: str
    """The run up to its text."""

    def fill(self, text: str) -> str:
        """Text that has been cleaned; line breaks stay within the paragraph."""
        return f"{self.opening}{self.run_of(text) if text else ''}</w:p>"

    def run_of(self, text: str) -> str:
        """Only the run, for a paragraph of several."""
        content = escape(text)
        if "\t" in content:
            content = content.replace("\t", f"</w:t><w:tab/>{_T}")
        if "\n" in content:
            content = content.replace("\n", f"</w:t><w:br/>{_T}")
        return f"{self.run}{content}</w:t></w:r>"


@dataclass(frozen=True, slots=True)
class RowMold:
    """A row around its cells; each cell has its properties and the paragraph it repeats."""

    opening: str
    cells: tuple[tuple[str, ParagraphMold], ...]

    def fill(self, texts: Sequence[str]) -> str:
        parts = [self.opening]
        for (opening, paragraph), text in zip(self.cells, texts, strict=True):
            parts.append(opening)
            parts.extend(paragraph.fill(line) for line in clean(text).split("\n"))
            parts.append("</w:tc>")
        parts.append("</w:tr>")
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class SheetMold:
    """All that a sheet of these columns is made of."""

    mark: ParagraphMold
    blank: str
    title: ParagraphMold
    head: ParagraphMold
    table: str
    """Up to the first row."""
    heading: RowMold
    short: RowMold
    """A row that stays whole on one page."""
    long: RowMold
    """A row that flows over pages."""
    group: RowMold
    note: ParagraphMold
    end: str


_T = '<w:t xml:space="preserve">'


@lru_cache(maxsize=64)
def sheet_mold(orientation: Orientation, columns: tuple[PrintedColumn, ...], entries: int) -> SheetMold:
    """The molds for a table of these columns under a head line of so many entries."""
    paper = page.page_for(orientation)
    widths = page.fitted_widths([column.width for column in columns], paper.text_width)
    document = bare_document()
    table = document.add_table(rows=4, cols=len(columns))._tbl
    _table_properties(table, widths)
    heading, short, long, group = table.tr_lst
    looks = [_look(column) for column in columns]
    _row(heading, widths, [HEADING] * len(columns), whole=True, header=True)
    _row(short, widths, looks, whole=True)
    _row(long, widths, looks, whole=False)
    _group_row(group, widths)
    molds = [_row_mold(row) for row in (heading, short, long, group)]
    for row in (heading, short, long, group):
        table.remove(row)
    return SheetMold(
        mark=paragraph_mold(MARK),
        blank=paragraph_mold(MARK).fill(""),
        title=paragraph_mold(TITLE),
        head=paragraph_mold(HEAD, _tabs(paper, entries)),
        table=plain_xml(table).removesuffix("</w:tbl>"),
        heading=molds[0],
        short=molds[1],
        long=molds[2],
        group=molds[3],
        note=paragraph_mold(NOTE),
        end=paragraph_mold(END).fill(""),
    )


@lru_cache(maxsize=16)
def foot_mold(orientation: Orientation, entries: int, last: bool) -> ParagraphMold:
    """A line of so many entries side by side; all but the last stay on the page of the one after them."""
    width = page.page_for(orientation).text_width
    tabs = _element("tabs")
    for place in range(1, entries):
        tabs.append(_element("tab", val="left", pos=str(page.twips(width * place / entries))))
    more = [] if last else [_element("keepNext")]
    return paragraph_mold(FOOT, *more, *([tabs] if entries > 1 else []))


def _look(column: PrintedColumn) -> Look:
    if column.align == "center":
        return CELL_CENTRED
    return CELL if column.width >= JUSTIFIED_MM else CELL_NARROW


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _table_properties(table: Any, widths: list[int]) -> None:
    """Fixed widths in all three places that Word, WPS and LibreOffice read them from."""
    properties = table.tblPr
    for child in list(properties):
        properties.remove(child)
    properties.append(_element("tblW", w=str(sum(widths)), type="dxa"))
    properties.append(_element("jc", val="center"))
    borders = _element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(side, val="single", sz="4", space="0", color="auto"))
    properties.append(borders)
    properties.append(_element("tblLayout", type="fixed"))
    margins = _element("tblCellMar")
    for side, inner in (("top", "28"), ("left", "85"), ("bottom", "28"), ("right", "85")):
        margins.append(_element(side, w=inner, type="dxa"))
    properties.append(margins)
    for column, width in zip(table.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(width))


def _row(row: Any, widths: list[int], looks: list[Look], whole: bool, header: bool = False) -> None:
    properties = row.get_or_add_trPr()
    if whole:
        properties.append(_element("cantSplit"))
    properties.append(_element("trHeight", val=str(page.twips(ROW_MM)), hRule="atLeast"))
    if header:
        properties.append(_element("tblHeader"))
    for cell, width, look in zip(row.tc_lst, widths, looks, strict=True):
        # In a row that flows over pages text starts at the top, and names stand beside the middle of it.
        _cell(cell, width, look, "center" if whole or look is CELL_CENTRED else "top")


def _group_row(row: Any, widths: list[int]) -> None:
    for cell in row.tc_lst[1:]:
        row.remove(cell)
    properties = row.get_or_add_trPr()
    properties.append(_element("cantSplit"))
    properties.append(_element("trHeight", val=str(page.twips(ROW_MM)), hRule="atLeast"))
    _cell(row.tc_lst[0], sum(widths), GROUP, "center", span=len(widths))


def _cell(cell: Any, width: int, look: Look, vertical: str, span: int = 1) -> None:
    for child in list(cell):
        cell.remove(child)
    properties = _element("tcPr")
    properties.append(_element("tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(_element("gridSpan", val=str(span)))
    properties.append(_element("vAlign", val=vertical))
    cell.append(properties)
    cell.append(_marked(look))


def _marked(look: Look, *more: Any) -> Any:
    """A paragraph in this look whose text is the marker."""
    paragraph = _element("p")
    properties = _element("pPr")
    properties.append(_element("pStyle", val=look.id))
    for element in more:
        properties.append(element)
    paragraph.append(properties)
    run = _element("r")
    run.append(run_properties(look))
    text = _element("t")
    text.text = MARKER
    run.append(text)
    paragraph.append(run)
    return paragraph


def _tabs(paper: page.Page, entries: int) -> Any:
    """Tab stops that spread so many entries between the margins, the last one flush right."""
    tabs = _element("tabs")
    for place in range(1, max(entries, 2)):
        last = place == max(entries, 2) - 1
        position = paper.text_width * place / (max(entries, 2) - 1)
        tabs.append(_element("tab", val="right" if last else "center", pos=str(page.twips(position))))
    return tabs


def paragraph_mold(look: Look, *more: Any) -> ParagraphMold:
    """A paragraph of this look; ``more`` follows the style's name in its properties."""
    return _paragraph_mold(_marked(look, *more))


def _paragraph_mold(paragraph: Any) -> ParagraphMold:
    before = plain_xml(paragraph).split(MARKER)[0].removesuffix("<w:t>")
    place = before.rindex("<w:r>")
    return ParagraphMold(before[:place], before[place:] + _T)


def _row_mold(row: Any) -> RowMold:
    cells = []
    for cell in row.tc_lst:
        paragraph = cell.find(qn("w:p"))
        mold = _paragraph_mold(paragraph)
        cells.append((f"<w:tc>{plain_xml(cell.find(qn('w:tcPr')))}", mold))
    properties = row.find(qn("w:trPr"))
    return RowMold(f"<w:tr>{plain_xml(properties)}", tuple(cells))
