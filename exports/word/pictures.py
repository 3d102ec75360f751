"""Photographs in a document."""

from __future__ import annotations

import io
from typing import Any

from docx.document import Document
from docx.shared import Mm

from exports.printed import Photo
from exports.word import page
from exports.word.markup import element
from forms.neutral import one_line

MOST_MM = (page.PORTRAIT.text_width, 94)
"""Width between the margins; a height that lets two stand on a page, each with its caption."""
DPI = 96
"""A small picture is not blown up beyond this."""


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
