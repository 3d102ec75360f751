"""A written document becomes the bytes of a .docx: GB/T 9704-2012, 7.3 (title, levels, body); photographs."""

from __future__ import annotations

import io
from typing import Any

from docx.document import Document
from docx.shared import Mm

from exports.printed import Grid, Heading, Photo, WrittenDocument
from exports.word import page
from exports.word.markup import element
from exports.word.paragraphs import begin_page, paragraph
from exports.word.styles import (
    AUTHOR,
    BODY,
    CAPTION,
    END,
    LEVEL_1,
    LEVEL_2,
    LEVEL_3,
    PICTURE,
    TITLE,
)
from exports.word.tables import table_template
from exports.word.template import Template, new_document, template
from forms.neutral import clean, one_line

LEVELS = {1: LEVEL_1, 2: LEVEL_2, 3: LEVEL_3}
MOST_MM = (page.PORTRAIT.text_width, 94)
"""Width between the margins; a height that lets two stand on a page, each with its caption."""
DPI = 96
"""A small picture is not blown up beyond this."""


def prose_bytes(document: WrittenDocument) -> bytes:
    """The document in Word. The same document gives the same bytes; any text is taken."""
    pictures: list[Any] = []
    frame = template("portrait", document.year)
    if document.photos:
        word = new_document("portrait", document.year)
        pictures = [drawing(word, photo, number) for number, photo in enumerate(document.photos, 1)]
        frame = Template.of(word)

    def write(xml: Any) -> None:
        _write_body(xml, document)
        _write_photos(xml, document, pictures)

    return frame.filled(document.org_name, document.name, document.campaign, write)


def _write_body(xml: Any, document: WrittenDocument) -> None:
    xml.write(paragraph(TITLE, one_line(document.title)))
    if document.author:
        xml.write(paragraph(AUTHOR, one_line(document.author)))
    xml.write(paragraph(BODY))
    for block in document.blocks:
        if isinstance(block, Heading):
            xml.write(_heading(block))
        elif isinstance(block, Grid):
            table_template("portrait", block.columns).write(xml, block.body)
            xml.write(paragraph(END))
        else:
            xml.write(*(paragraph(BODY, line.rstrip()) for line in clean(block.text).split("\n")))


def _heading(heading: Heading) -> Any:
    numbered = paragraph(LEVELS.get(heading.level, LEVEL_3), one_line(heading.text))
    if not heading.rest:
        return numbered
    # A paragraph of text that begins in the heading's face.
    body = paragraph(BODY, one_line(heading.rest))
    body.insert(1, numbered[1])
    return body


def _write_photos(xml: Any, document: WrittenDocument, pictures: list[Any]) -> None:
    """Two to a page, each with its caption beneath."""
    for number, (photo, picture) in enumerate(zip(document.photos, pictures, strict=True), 1):
        line = paragraph(PICTURE)
        line.append(picture)
        if number % 2:
            begin_page(line)
        xml.write(line, paragraph(CAPTION, one_line(f"图{number}　{photo.caption}".rstrip())))


def drawing(document: Document, photo: Photo, number: int) -> Any:
    """A run with the picture, as large as the page and its own pixels allow. Its file goes into the document:
    the same picture twice is one file."""
    width, height = size_mm(photo)
    inline = document.part.new_pic_inline(io.BytesIO(photo.data), Mm(width), Mm(height))
    about = {"id": str(number), "name": f"图{number}", "descr": one_line(photo.caption or f"图{number}")}
    inline.docPr.attrib.update(about)
    return element("r", element("drawing", inline))


def size_mm(photo: Photo) -> tuple[float, float]:
    """Width and height on paper, in proportion."""
    natural = (photo.width / DPI * 25.4, photo.height / DPI * 25.4)
    scale = min(1.0, *(most / length for most, length in zip(MOST_MM, natural, strict=True)))
    return natural[0] * scale, natural[1] * scale
