"""Paragraphs of our styles: one of each is made, every further one is its clone with other text in it."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

from docx.oxml.ns import qn

from exports.word.markup import element, text_element
from exports.word.styles import Look, run_properties


def paragraph(look: Look, text: str = "", *properties: Any) -> Any:
    """A paragraph in this look; ``properties`` follow the style's name, ``text`` is clean and one line."""
    made = empty_paragraph(look)
    made[0].extend(properties)
    set_text(made, text)
    return made


def empty_paragraph(look: Look) -> Any:
    """A paragraph with a run that waits for its text."""
    return deepcopy(_original(look))


def set_text(paragraph: Any, text: str) -> None:
    """Fill the run of an empty paragraph, or take it out when there is no text. Tabs become tabs of Word."""
    run = paragraph[1]
    if not text:
        paragraph.remove(run)
        return
    run[1].text, *rest = text.split("\t")
    for piece in rest:
        run.extend((element("tab"), text_element("t", piece)))


def begin_page(paragraph: Any) -> None:
    """Put the paragraph on top of a page."""
    paragraph[0].insert(1, element("pageBreakBefore"))


def keep_with_next(block: Any) -> None:
    """Keep every paragraph in this paragraph or row on the page of the one after it."""
    for properties in block.iter(qn("w:pPr")):
        properties.insert(1, element("keepNext"))


@lru_cache(maxsize=32)
def _original(look: Look) -> Any:
    run = element("r", run_properties(look), text_element("t", ""))
    return element("p", element("pPr", element("pStyle", val=look.id)), run)
