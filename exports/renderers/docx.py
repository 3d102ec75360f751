"""Word: forms and written documents, laid out after GB/T 9704-2012."""

from __future__ import annotations

from exports.forms_data import on_paper
from exports.options import OFFICIAL, Options
from exports.printed import PrintedForm, WrittenDocument
from exports.renderers.renderer import Renderer


def render(document: PrintedForm | WrittenDocument, options: Options = OFFICIAL) -> bytes:
    """The form or document as a .docx; any text is taken. Raises ValueError for a row that has other than a
    cell for each column."""
    from exports.word import docx_bytes, prose_bytes  # python-docx, only where Word is wanted

    return docx_bytes(document) if isinstance(document, PrintedForm) else prose_bytes(document)


DOCX = Renderer("docx", "Word", on_paper, render, about="Word", options=frozenset({"merge", "report"}))
