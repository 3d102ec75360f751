"""A printed form becomes the bytes of a .docx."""

from __future__ import annotations

from typing import Any

from exports.printed import PrintedForm, Row, Sheet
from exports.word import page
from exports.word.markup import element
from exports.word.paragraphs import begin_page, keep_with_next, paragraph
from exports.word.styles import END, FOOT, HEAD, MARK, NOTE, TITLE
from exports.word.tables import ROW_MM, table_template
from exports.word.template import template
from forms.neutral import one_line


def docx_bytes(form: PrintedForm) -> bytes:
    """The form as a Word document. The same form gives the same bytes. Any text is taken: what cannot stand
    in XML is neutralised, line breaks become paragraphs."""

    def write(xml: Any) -> None:
        for place, sheet in enumerate(form.sheets):
            _write_sheet(xml, form, sheet, first=place == 0)

    return template(form.orientation, form.year).filled(form.org_name, form.name, form.campaign, write)


def _write_sheet(xml: Any, form: PrintedForm, sheet: Sheet, first: bool) -> None:
    opening = [paragraph(TITLE, one_line(sheet.title))]
    if sheet.mark:
        # Mark on the first line, title on the third.
        opening[:0] = paragraph(MARK, one_line(sheet.mark)), paragraph(MARK)
    if not first:
        begin_page(opening[0])
    xml.write(*opening, _head(form, sheet))
    # A seal is never alone on a page: the last row and what follows it come along.
    body = sheet.body or (Row(("",) * len(sheet.columns)),) * _room(form, sheet)
    table_template(form.orientation, sheet.columns).write(xml, body, keep_last=bool(sheet.foot))
    # Word wants a paragraph after a table.
    after = paragraph(NOTE, one_line(sheet.note)) if sheet.note else paragraph(END)
    if sheet.foot:
        keep_with_next(after)
    xml.write(after)
    for place, entries in enumerate(sheet.foot, 1):
        xml.write(_foot(form, entries, last=place == len(sheet.foot)))


def _head(form: PrintedForm, sheet: Sheet) -> Any:
    """Its entries spread between the margins, the last one flush right."""
    if not sheet.head:
        return paragraph(MARK)
    width, stops = page.page_for(form.orientation).text_width, max(len(sheet.head) - 1, 1)
    tabs = [
        element("tab", val="right" if place == stops else "center", pos=page.twips(width * place / stops))
        for place in range(1, stops + 1)
    ]
    return paragraph(HEAD, "\t".join(map(one_line, sheet.head)), element("tabs", *tabs))


def _foot(form: PrintedForm, entries: tuple[str, ...], last: bool) -> Any:
    """A line of entries side by side; all but the last line stay on the page of the one after them."""
    width = page.page_for(form.orientation).text_width
    tabs = [
        element("tab", val="left", pos=page.twips(width * place / len(entries)))
        for place in range(1, len(entries))
    ]
    line = paragraph(FOOT, "\t".join(map(one_line, entries)), *([element("tabs", *tabs)] if tabs else []))
    if not last:
        keep_with_next(line)
    return line


def _room(form: PrintedForm, sheet: Sheet) -> int:
    """How many empty rows fill the blank form's page."""
    above = 2 * page.LINE_PT * bool(sheet.mark) + page.TITLE_LINE_PT + page.LINE_PT
    beneath = page.TABLE_LINE_PT + NOTE.before if sheet.note else 0
    beneath += page.LINE_PT * len(sheet.foot)
    left = page.page_for(form.orientation).text_height - (above + beneath) * page.MM_PER_PT
    # One row is the heading, and cell margins and borders take a little of each.
    return max(1, int(left / (ROW_MM + 0.5)) - 1)
