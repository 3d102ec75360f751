"""A printed form becomes the bytes of a .docx."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from xml.sax.saxutils import escape

from exports.printed import Group, Orientation, PrintedColumn, PrintedForm, Row, Sheet
from exports.word import page
from exports.word.molds import ROW_MM, SheetMold, foot_mold, sheet_mold
from exports.word.skeleton import Skeleton, skeleton
from exports.word.styles import NOTE
from exports.zipping import zipped
from forms.neutral import one_line

SHORT_LINES = 8
"""A row of more lines may break across pages: kept whole, it would leave much of a page empty above it."""


PIECE = 64
"""Rows that are encoded and compressed at a time."""


def docx_bytes(form: PrintedForm) -> bytes:
    """The form as a Word document. The same form gives the same bytes. Any text is taken: what cannot stand
    in XML is neutralised, line breaks become paragraphs."""
    frame = skeleton(form.orientation, form.year)
    return zipped(
        [
            ("docProps/core.xml", core_part(frame.core, form.org_name, form.title, form.campaign)),
            ("word/document.xml", encoded(_parts(form, frame))),
        ],
        frame.begun,
    )


def encoded(parts: Iterable[str]) -> Iterator[bytes]:
    """As bytes, some rows at a time: that takes a long table no longer a row than a short one."""
    left = iter(parts)
    while piece := "".join(islice(left, PIECE)):
        yield piece.encode()


def _parts(form: PrintedForm, frame: Skeleton) -> Iterator[str]:
    yield frame.body[0]
    for place, sheet in enumerate(form.sheets):
        yield from _sheet(form, sheet, first=place == 0)
    yield frame.body[1]


def core_part(pieces: Sequence[str], org_name: str, title: str, campaign: str) -> bytes:
    """``docProps/core.xml``: what the document is and whose."""
    texts = {
        "title": f"{org_name}{title}",
        "subject": campaign,
        "creator": org_name,
        "lastModifiedBy": org_name,
    }
    filled = [pieces[0]]
    for piece in pieces[1:]:
        # Which property it is, is told by the tag that the cut went through.
        tag = filled[-1].rsplit("<", 1)[1].split(">")[0].split(":")[-1].split(" ")[0]
        filled.append(escape(one_line(texts[tag])))
        filled.append(piece)
    return "".join(filled).encode()


def _sheet(form: PrintedForm, sheet: Sheet, first: bool) -> Iterator[str]:
    mold = sheet_mold(form.orientation, sheet.columns, len(sheet.head))
    opening = []
    if sheet.mark:
        # Mark on the first line, title on the third.
        opening += [mold.mark.fill(one_line(sheet.mark)), mold.blank]
    opening.append(mold.title.fill(one_line(sheet.title)))
    if not first:
        # After the style's name, the first thing that a paragraph's properties hold.
        opening[0] = opening[0].replace("/>", "/><w:pageBreakBefore/>", 1)
    yield from opening
    if sheet.head:
        yield mold.head.fill("\t".join(one_line(entry) for entry in sheet.head))
    else:
        yield mold.blank
    yield mold.table
    yield mold.heading.fill([column.title for column in sheet.columns])
    # Word wants a paragraph after a table.
    after = mold.note.fill(one_line(sheet.note)) if sheet.note else mold.end
    if sheet.foot:
        # A seal is never alone on a page: the last row and what follows it come along.
        *lines, last = _rows(form, sheet, mold)
        yield from lines
        yield _kept(last)
        after = _kept(after)
    else:
        yield from _rows(form, sheet, mold)
    yield "</w:tbl>"
    yield after
    for place, entries in enumerate(sheet.foot, 1):
        line = foot_mold(form.orientation, len(entries), place == len(sheet.foot))
        yield line.fill("\t".join(one_line(entry) for entry in entries))


def _kept(xml: str) -> str:
    """Every paragraph in it stays on the page of the next one."""
    return re.sub(r'(<w:pStyle w:val="\w+"/>)', r"\1<w:keepNext/>", xml)


def _rows(form: PrintedForm, sheet: Sheet, mold: SheetMold) -> Iterator[str]:
    if not sheet.body:
        empty = mold.short.fill([""] * len(sheet.columns))
        yield from [empty] * _room(form, sheet)
    yield from table_rows(form.orientation, sheet.columns, sheet.body, mold)


def table_rows(
    orientation: Orientation,
    columns: Sequence[PrintedColumn],
    body: Sequence[Row | Group],
    mold: SheetMold,
) -> Iterator[str]:
    """The rows beneath the heading."""
    fits = _characters(orientation, columns)
    for line in body:
        if isinstance(line, Group):
            yield mold.group.fill([line.text])
        else:
            yield (mold.short if _lines(line, fits) <= SHORT_LINES else mold.long).fill(line.cells)


def _characters(orientation: Orientation, columns: Sequence[PrintedColumn]) -> list[int]:
    """How many Chinese characters fit on a line of each column."""
    paper = page.page_for(orientation)
    widths = page.fitted_widths([column.width for column in columns], paper.text_width)
    return [max(1, int((width - 170) / (page.TABLE_PT * 20))) for width in widths]


def _lines(row: Row, fits: Sequence[int]) -> int:
    return max(
        (
            sum(-(-len(line) // fit) or 1 for line in text.split("\n"))
            for text, fit in zip(row.cells, fits, strict=True)
        ),
        default=1,
    )


def _room(form: PrintedForm, sheet: Sheet) -> int:
    """How many empty rows fill the blank form's page."""
    above = 2 * page.LINE_PT * bool(sheet.mark) + page.TITLE_LINE_PT + page.LINE_PT
    beneath = page.TABLE_LINE_PT + NOTE.before if sheet.note else 0
    beneath += page.LINE_PT * len(sheet.foot)
    left = page.page_for(form.orientation).text_height - (above + beneath) * page.MM_PER_PT
    # One row is the heading, and cell margins and borders take a little of each.
    return max(1, int(left / (ROW_MM + 0.5)) - 1)
